//! Words for shell completion: policies, rules, functions and features.

use std::ffi::OsStr;

use clap_complete::engine::{CompletionCandidate, PathCompleter, ValueCompleter};

use crate::catalog;
use crate::compare::rules;
use crate::policy::{defined, library, lint};

fn beginning<'a>(
    current: &OsStr,
    words: impl Iterator<Item = &'a str>,
) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy().to_lowercase();
    words
        .filter(|word| word.to_lowercase().starts_with(&current))
        .map(CompletionCandidate::new)
        .collect()
}

/// IDs in the library, and files.
pub(super) fn policies(current: &OsStr) -> Vec<CompletionCandidate> {
    let mut found = beginning(current, library::ids());
    found.extend(PathCompleter::file().complete(current));
    found
}

/// Rules, modules, and functions with their modules.
pub(super) fn explained(current: &OsStr) -> Vec<CompletionCandidate> {
    let functions: Vec<String> = catalog::functions()
        .map(|(_, function)| format!("{}/{}", function.module, function.name))
        .collect();
    let of_check = rules::all().iter().map(|rule| rule.info.id.name());
    let of_lint = lint::rules().iter().map(|rule| rule.info.id.name());
    let words = of_check
        .chain(of_lint)
        .chain(catalog::modules().iter().copied())
        .chain(functions.iter().map(String::as_str));
    beginning(current, words)
}

/// The features of the policies in the library.
pub(super) fn features(current: &OsStr) -> Vec<CompletionCandidate> {
    let policies: Vec<_> = library::ids()
        .filter_map(|id| library::load(id)?.ok())
        .collect();
    let mut names: Vec<&str> = policies
        .iter()
        .flat_map(|policy| defined(policy).map(|(name, _)| name))
        .collect();
    names.sort_unstable();
    names.dedup();
    beginning(current, names.into_iter())
}
