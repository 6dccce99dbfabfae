//! Requirements: what policies ask of a role once every choice is made.

use std::collections::HashMap;
use std::sync::Arc;

use super::document::Coverage;
use super::load::Policy;
use crate::catalogue::{self, FunctionKey};
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
    /// Whether every policy holds the whole of its table.
    pub coverage: Coverage,
    /// What is asked of the functions of the catalogue, by their place in it.
    known: Vec<Option<usize>>,
    /// What is asked of functions that it lacks.
    named: HashMap<FunctionKey, usize>,
    by_module: HashMap<String, usize>,
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
    /// Where it says what unlisted functions may have, or else its id.
    pub unlisted_place: Place,
    /// What it accepts on unlisted functions.
    pub unlisted: Level,
    /// What it asks of the member itself: the setting, its value, and where that is written.
    pub member: Vec<(MemberField, String, Place)>,
}

/// A setting of a member that a policy can ask for and a source can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberField {
    /// The structure level.
    Level,
    /// The location.
    Location,
    /// The business unit, which other releases call the department.
    BusinessUnit,
}

/// A place in the text of a policy, or of one that it extends.
#[derive(Clone, Debug)]
pub struct Place {
    /// The index of the policy that was asked for.
    pub policy: usize,
    /// The text.
    pub source: Arc<SourceText>,
    /// The bytes.
    pub span: Span,
}

/// What is asked of one function, or of every function of a module.
#[derive(Debug)]
pub struct FunctionRequirement {
    /// Which function; `None` for every function of the module that is not listed itself.
    pub key: Option<FunctionKey>,
    /// The module, canonical where it is known.
    pub module: String,
    /// The function, canonical where it is known; `*` for every function of the module.
    pub function: String,
    /// Where it is listed.
    pub listed: Vec<Place>,
    /// What is asked of each operation that is stated and counts.
    pub operations: PerOperation<Option<OperationRequirement>>,
    /// What is stated and does not count in this run.
    pub dormant: PerOperation<Vec<Dormant>>,
    /// What is asked of the function's Customize list.
    pub customize: Vec<CustomizeRequirement>,
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
    /// Where the level is written.
    pub place: Place,
    /// The levels that it accepts.
    pub range: LevelRange,
    /// A limit that it sets for everyone.
    pub ceiling: Option<Level>,
    /// Why it asks.
    pub purpose: Option<String>,
    /// The feature for which it asks: the first of those that count.
    pub feature: Option<String>,
}

/// A level that is stated and does not count in this run.
#[derive(Clone, Debug)]
pub struct Dormant {
    /// What is stated.
    pub origin: Origin,
    /// Why it does not count.
    pub reason: Reason,
}

/// Why a stated level does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// None of these features counts.
    Features(Vec<String>),
    /// It is for the setup only.
    Setup,
    /// The integration no longer uses it.
    Legacy,
    /// It is for other versions of ConnectWise PSA.
    Version,
}

/// What one row asks of a Customize list.
#[derive(Clone, Debug)]
pub struct CustomizeRequirement {
    /// The items that must be allowed, each with its place.
    pub allow: Vec<(String, Place)>,
    /// The items that must not be allowed.
    pub disallow: Vec<(String, Place)>,
    /// Whether every item must be allowed.
    pub all: bool,
    /// Whether it only recommends.
    pub optional: bool,
    /// Whether other items may be needed too.
    pub partial: bool,
    /// Why the row exists.
    pub purpose: Option<String>,
    /// Where the row is listed.
    pub place: Place,
}

impl Requirements {
    pub(super) fn new(policies: &[&Policy], functions: Vec<FunctionRequirement>) -> Self {
        let mut known = vec![None; catalogue::functions().len()];
        let mut named = HashMap::new();
        let mut by_module = HashMap::new();
        for (index, function) in functions.iter().enumerate() {
            match &function.key {
                Some(FunctionKey::Known(id)) => {
                    if let Some(asked) = known.get_mut(id.index()) {
                        *asked = Some(index);
                    }
                }
                Some(key) => {
                    named.insert(key.clone(), index);
                }
                None => {
                    by_module.insert(crate::model::normalise(&function.module), index);
                }
            }
        }
        let partial = policies.iter().any(|policy| policy.is_partial());
        let policies: Vec<PolicyRef> = policies
            .iter()
            .enumerate()
            .map(|(index, policy)| PolicyRef::of(index, policy))
            .collect();
        Self {
            unlisted: policies
                .iter()
                .map(|policy| policy.unlisted)
                .max()
                .unwrap_or(Level::None),
            coverage: if partial {
                Coverage::Partial
            } else {
                Coverage::Complete
            },
            policies,
            functions,
            known,
            named,
            by_module,
        }
    }

    /// The index of the requirement on a function that a policy lists by name.
    pub fn index_of(&self, key: &FunctionKey) -> Option<usize> {
        match key {
            FunctionKey::Known(id) => self.known.get(id.index()).copied().flatten(),
            key @ FunctionKey::Named { .. } => self.named.get(key).copied(),
        }
    }

    /// Whether a policy lists a function that the catalogue lacks.
    pub fn lists_unknown(&self) -> bool {
        !self.named.is_empty()
    }

    /// The index of the requirement on every function of a module.
    pub fn index_of_module(&self, module: &str) -> Option<usize> {
        if self.by_module.is_empty() {
            return None;
        }
        let module = crate::catalogue::module(module).unwrap_or(module);
        self.by_module
            .get(&crate::model::normalise(module))
            .copied()
    }

    /// Every text that places lie in, each once.
    pub fn sources(&self) -> Vec<&SourceText> {
        let mut sources: Vec<&Arc<SourceText>> = Vec::new();
        let places = self.policies.iter().map(|policy| &policy.unlisted_place);
        for place in places.chain(self.functions.iter().flat_map(|function| &function.listed)) {
            if !sources
                .iter()
                .any(|known| Arc::ptr_eq(known, &place.source))
            {
                sources.push(&place.source);
            }
        }
        sources.into_iter().map(Arc::as_ref).collect()
    }
}

impl Policy {
    /// Whether the policy, or one that it extends, holds only a part of its table.
    pub fn is_partial(&self) -> bool {
        self.lineage()
            .any(|policy| policy.document.coverage == Coverage::Partial)
    }
}

impl PolicyRef {
    fn of(index: usize, policy: &Policy) -> Self {
        let document = &policy.document;
        let stated = policy.lineage().find_map(|policy| {
            policy
                .document
                .unlisted
                .as_ref()
                .map(|stated| (policy, stated))
        });
        let (source, span) = stated.map_or_else(
            || (&policy.source, document.id.span),
            |(policy, stated)| (&policy.source, stated.span),
        );
        Self {
            id: document.id.value.clone(),
            title: document.title.clone(),
            version: document.version.0.clone(),
            unlisted_place: Place {
                policy: index,
                source: Arc::clone(source),
                span,
            },
            unlisted: stated.map_or(Level::None, |(_, stated)| stated.value),
            member: policy
                .lineage()
                .flat_map(|part| member_settings(index, part))
                .collect(),
        }
    }
}

fn member_settings(index: usize, part: &Policy) -> Vec<(MemberField, String, Place)> {
    let Some(member) = part.document.member.as_ref() else {
        return Vec::new();
    };
    [
        (MemberField::Level, &member.level),
        (MemberField::Location, &member.location),
        (MemberField::BusinessUnit, &member.business_unit),
    ]
    .into_iter()
    .filter_map(|(field, written)| {
        let written = written.as_ref()?;
        let place = Place {
            policy: index,
            source: Arc::clone(&part.source),
            span: written.span,
        };
        Some((field, written.value.clone(), place))
    })
    .collect()
}
