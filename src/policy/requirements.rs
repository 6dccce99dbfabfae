//! Requirements: what policies ask of a role once every choice is made.

use std::collections::HashMap;
use std::sync::Arc;

use super::load::Policy;
use crate::catalogue::FunctionKey;
use crate::model::{Level, LevelRange, PerOperation, SourceText, Span};

/// Everything that a set of policies asks of one role.
#[derive(Debug)]
pub struct Requirements {
    /// The policies, in the order in which they were given.
    pub policies: Vec<PolicyRef>,
    /// The functions that at least one policy lists, in the order of the files.
    pub functions: Vec<FunctionRequirement>,
    /// The highest level that is accepted on everything that no policy lists.
    pub unlisted: Level,
    by_key: HashMap<FunctionKey, usize>,
}

/// A policy as far as a report needs it.
#[derive(Clone, Debug)]
pub struct PolicyRef {
    /// Its name on the command line.
    pub id: String,
    /// The name of the integration.
    pub title: String,
    /// The version of its table.
    pub version: Option<String>,
    /// The text that it was read from.
    pub source: Arc<SourceText>,
    /// Where it says what unlisted functions may have, or else its id.
    pub unlisted_span: Span,
    /// What it accepts on unlisted functions.
    pub unlisted: Level,
}

/// What is asked of one function.
#[derive(Debug)]
pub struct FunctionRequirement {
    /// Which function.
    pub key: FunctionKey,
    /// The module, canonical where it is known.
    pub module: String,
    /// The function, canonical where it is known.
    pub function: String,
    /// Where each policy lists it: the policy's index and the key's place.
    pub listed: Vec<(usize, Span)>,
    /// What is asked of each operation that is stated.
    pub operations: PerOperation<Option<OperationRequirement>>,
}

/// What is asked of one operation of one function.
#[derive(Clone, Debug)]
pub struct OperationRequirement {
    /// The levels that satisfy everyone who asks.
    pub range: LevelRange,
    /// Who asks, in the order of the files; never empty.
    pub origins: Vec<Origin>,
}

/// One policy's word on one operation.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The policy's index.
    pub policy: usize,
    /// The levels that it accepts.
    pub range: LevelRange,
    /// A limit that it sets for everyone.
    pub ceiling: Option<Level>,
    /// Why it asks.
    pub purpose: Option<String>,
    /// Where the level is written.
    pub span: Span,
}

impl Requirements {
    pub(super) fn new(
        policies: Vec<PolicyRef>,
        functions: Vec<FunctionRequirement>,
        unlisted: Level,
    ) -> Self {
        let by_key = functions
            .iter()
            .enumerate()
            .map(|(index, f)| (f.key.clone(), index))
            .collect();
        Self {
            policies,
            functions,
            unlisted,
            by_key,
        }
    }

    /// The index of the requirement on a function, if a policy lists it.
    pub fn index_of(&self, key: &FunctionKey) -> Option<usize> {
        self.by_key.get(key).copied()
    }
}

impl PolicyRef {
    pub(super) fn of(policy: &Policy) -> Self {
        let document = &policy.document;
        let unlisted = document.unlisted.as_ref();
        Self {
            id: document.id.value.clone(),
            title: document.title.clone(),
            version: document.version.0.clone(),
            source: Arc::clone(&policy.source),
            unlisted_span: unlisted.map_or(document.id.span, |unlisted| unlisted.span),
            unlisted: unlisted.map_or(Level::None, |unlisted| unlisted.value),
        }
    }
}
