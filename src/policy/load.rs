//! From the text of a policy to a policy that can be resolved, or to all that is wrong with it.

use std::sync::Arc;

use super::document::PolicyDocument;
use crate::model::{Document, Problem, SourceText};
use crate::yaml;

/// A policy with the text that it was read from.
#[derive(Clone, Debug)]
pub struct Policy {
    /// What the file says.
    pub document: PolicyDocument,
    /// The file.
    pub source: Arc<SourceText>,
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    ///
    /// Every problem of the file, each with its place, in the order of the text.
    pub fn parse(source: Arc<SourceText>) -> Result<Self, Vec<Problem>> {
        let document: PolicyDocument = yaml::load(Document::Policy, &source)?;
        let policy = Self { document, source };
        let problems = super::check::problems(&policy);
        if problems.is_empty() {
            Ok(policy)
        } else {
            Err(problems)
        }
    }

    /// Reads a policy from the bytes of a file.
    ///
    /// # Errors
    ///
    /// As [`Policy::parse`], and bytes that are no text.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, Vec<Problem>> {
        let source = SourceText::decode(name, bytes).map_err(|error| {
            let problem = Problem::in_file(name, format!("this policy cannot be read: {error}"));
            vec![problem.with_help("save the file as UTF-8 text")]
        })?;
        Self::parse(Arc::new(source))
    }

    /// The name of the policy on the command line.
    pub fn id(&self) -> &str {
        &self.document.id.value
    }
}
