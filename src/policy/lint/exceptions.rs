//! Exceptions: findings that are right as they are, with the reason that the policy gives.

use std::collections::HashMap;

use crate::catalog::FunctionKey;
use crate::model::normalize;
use crate::policy::statements::module_key;
use crate::policy::{LintException, Policy};
use crate::report::{Finding, Waiver};

/// What an exception is for, within its rule.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Scope {
    Policy,
    /// A module, by its normalized name.
    Module(String),
    /// A function of any module, by its normalized name.
    Function(String),
    Both(FunctionKey),
}

/// Marks what the policy's exceptions silence, and says for each exception whether it silenced
/// anything.
pub(super) fn apply(policy: &Policy, findings: &mut [Finding]) -> Vec<bool> {
    let exceptions = &policy.document.exceptions;
    let mut by_scope: HashMap<(&str, Scope), Vec<usize>> = HashMap::new();
    for (at, exception) in exceptions.iter().enumerate() {
        let scope = (exception.rule.value.as_str(), Scope::of(exception));
        by_scope.entry(scope).or_default().push(at);
    }
    let mut silences = vec![false; exceptions.len()];
    // Exceptions for the same scope silence the same findings; only the first of them is looked up.
    let mut used: Vec<usize> = Vec::new();
    for finding in findings {
        let scopes = Scope::all_of(finding).into_iter();
        let found = scopes.filter_map(|scope| {
            let same = by_scope.get(&(finding.rule.name(), scope))?;
            same.first().copied()
        });
        let found: Vec<usize> = found.collect();
        // The first that silences a finding gives its reason.
        let Some(exception) = found.iter().min().and_then(|at| exceptions.get(*at)) else {
            continue;
        };
        finding.waiver.get_or_insert_with(|| Waiver {
            reason: exception.reason.clone(),
            ..Waiver::default()
        });
        used.extend(found);
    }
    for at in used {
        if let Some(silences) = silences.get_mut(at) {
            *silences = true;
        }
    }
    for same in by_scope.values() {
        let first = same.first().and_then(|at| silences.get(*at)).copied();
        for at in same {
            if let Some(silences) = silences.get_mut(*at) {
                *silences = first.unwrap_or(false);
            }
        }
    }
    silences
}

impl Scope {
    fn of(exception: &LintException) -> Self {
        match (exception.module.as_deref(), exception.function.as_deref()) {
            (None, None) => Self::Policy,
            (Some(module), None) => Self::Module(module_key(module)),
            (None, Some(function)) => Self::Function(normalize(function)),
            (Some(module), Some(function)) => Self::Both(FunctionKey::of(module, function)),
        }
    }

    /// Every scope that contains a finding.
    fn all_of(finding: &Finding) -> Vec<Self> {
        let (module, function) = (finding.module.as_deref(), finding.function.as_deref());
        let mut scopes = vec![Self::Policy];
        scopes.extend(module.map(|module| Self::Module(module_key(module))));
        scopes.extend(function.map(|function| Self::Function(normalize(function))));
        let both = module.zip(function);
        scopes.extend(both.map(|(module, function)| Self::Both(FunctionKey::of(module, function))));
        scopes
    }
}
