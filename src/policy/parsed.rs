//! A policy with its text.

use std::sync::Arc;

use super::document::PolicyDocument;
use crate::model::SourceText;
use crate::yaml::Spanned;

/// A policy with the text that it was read from and the policies that it adds to.
#[derive(Clone, Debug)]
pub struct Policy {
    /// What the file says.
    pub document: PolicyDocument,
    /// The file.
    pub source: Arc<SourceText>,
    /// The policies that it extends, in the order of the file.
    pub bases: Vec<Policy>,
}

impl Policy {
    /// The name of the policy on the command line.
    pub fn id(&self) -> &str {
        &self.document.id.value
    }

    /// The policy itself and every policy that it builds on.
    pub fn lineage(&self) -> impl Iterator<Item = &Self> {
        let mut all = vec![self];
        let mut next = 0;
        while let Some(policy) = all.get(next).copied() {
            all.extend(&policy.bases);
            next += 1;
        }
        all.into_iter()
    }

    /// The versions of ConnectWise PSA that the policy, and each that it builds on, is for.
    pub(super) fn connectwise(&self) -> impl Iterator<Item = &Spanned<String>> {
        let parts = self.lineage();
        parts.filter_map(|part| part.document.applies.versions())
    }
}
