//! The policies that the binary carries: those of the folder `policies/`.
//!
//! A policy is read only when it is asked for.

use std::sync::Arc;

use super::load::{Bases, Policy};
use crate::model::{Problem, SourceText};

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// The library, as the place where a policy finds those that it extends.
#[derive(Clone, Copy, Debug)]
pub struct Library;

impl Bases for Library {
    fn find(&self, name: &str, _: &str) -> Option<Result<SourceText, Problem>> {
        source(name).map(Ok)
    }
}

/// The ids of the library, in order.
pub fn ids() -> impl Iterator<Item = &'static str> {
    POLICIES.iter().map(|(id, _)| *id)
}

/// The text of a policy of the library.
pub fn text(id: &str) -> Option<&'static str> {
    let at = POLICIES
        .binary_search_by(|(known, _)| (*known).cmp(id))
        .ok()?;
    POLICIES.get(at).map(|(_, text)| *text)
}

/// The text of a policy of the library, with the name that it has in reports.
pub fn source(id: &str) -> Option<SourceText> {
    text(id).map(|text| SourceText::new(format!("policies/{id}.yaml"), text))
}

/// Reads a policy of the library; `None` when it has no such policy.
///
/// # Errors
///
/// As [`Policy::parse`]; the tests read every policy, so this does not happen in a release.
pub fn load(id: &str) -> Option<Result<Policy, Vec<Problem>>> {
    source(id).map(|source| Policy::parse(Arc::new(source)))
}
