//! The policy library: the policies of the directory `policies/`, which are part of the program, or
//! those of a newer bundle.
//!
//! A policy is read only when it is needed.

use std::sync::{Arc, OnceLock};

use super::bundle::Bundle;
use super::load::Bases;
use super::parsed::Policy;
use crate::model::{Problem, SourceText};

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// The bundle that replaces the built-in policies, if there is one.
static UPDATE: OnceLock<Bundle> = OnceLock::new();

/// The library, as the place where a policy finds those that it extends.
#[derive(Clone, Copy, Debug)]
pub struct Library;

impl Bases for Library {
    fn find(&self, name: &str, _: &str) -> Option<Result<SourceText, Problem>> {
        source(name).map(Ok)
    }

    fn ids(&self) -> Vec<&str> {
        ids().collect()
    }
}

/// Uses the policies of a bundle instead of the built-in ones, until the process ends.
///
/// Only the first bundle of a process is used, and only if it is newer than the built-in library.
/// Returns whether it is used. Call this before anything is read.
pub fn update(bundle: Bundle) -> bool {
    bundle.date() > built_in_date() && UPDATE.set(bundle).is_ok()
}

/// Whether the policies are those of a bundle.
pub fn is_updated() -> bool {
    UPDATE.get().is_some()
}

/// The latest day on which a page in the library was read, as YYYY-MM-DD.
pub fn date() -> String {
    UPDATE
        .get()
        .map_or_else(built_in_date, Bundle::date)
        .to_owned()
}

/// The date of the policies that are part of the program.
pub fn built_in_date() -> &'static str {
    let lines = POLICIES.iter().flat_map(|(_, text)| text.lines());
    lines
        .filter_map(|line| line.trim().strip_prefix("retrieved: "))
        .max()
        .unwrap_or_default()
}

/// The ids in the library, in order.
pub fn ids() -> impl Iterator<Item = &'static str> {
    let update = UPDATE.get();
    let built_in = POLICIES.iter().filter(move |_| update.is_none());
    update
        .into_iter()
        .flat_map(Bundle::ids)
        .chain(built_in.map(|(id, _)| *id))
}

/// The text of a policy in the library.
pub fn text(id: &str) -> Option<&'static str> {
    if let Some(update) = UPDATE.get() {
        return update.text(id);
    }
    let at = POLICIES
        .binary_search_by(|(known, _)| (*known).cmp(id))
        .ok()?;
    POLICIES.get(at).map(|(_, text)| *text)
}

/// The text of a policy in the library, with the name that it has in reports.
pub fn source(id: &str) -> Option<SourceText> {
    text(id).map(|text| SourceText::new(format!("policies/{id}.yaml"), text))
}

/// Reads a policy in the library; `None` when it has no such policy.
///
/// # Errors
///
/// As [`Policy::parse`]; the tests read every policy, so this does not happen in a release.
pub fn load(id: &str) -> Option<Result<Policy, Vec<Problem>>> {
    source(id).map(|source| Policy::parse(Arc::new(source)))
}

impl Policy {
    /// Reads a policy that extends none, or only policies in the library.
    ///
    /// # Errors
    ///
    /// Every problem of the file, each with its place, in the order of the text.
    pub fn parse(source: Arc<SourceText>) -> Result<Self, Vec<Problem>> {
        Self::parse_with(source, &Library)
    }
}

impl Bundle {
    /// The library that this process uses.
    pub fn current() -> Self {
        let policies = ids().filter_map(|id| Some((id.to_owned(), text(id)?.to_owned())));
        Self::new(date(), policies.collect())
    }
}
