//! Exceptions: findings that are right as they are, with the reason that the policy gives.

use std::collections::{HashMap, HashSet};

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
    let scopes = exceptions.iter();
    let scopes: Vec<(&str, Scope)> = scopes
        .map(|exception| (exception.rule.value.as_str(), Scope::of(exception)))
        .collect();
    // Exceptions for the same scope silence the same findings; only the first of them is looked up.
    let mut firsts: HashMap<&(&str, Scope), usize> = HashMap::new();
    for (at, scope) in scopes.iter().enumerate() {
        firsts.entry(scope).or_insert(at);
    }
    let mut used: HashSet<usize> = HashSet::new();
    for finding in findings {
        let scopes = Scope::all_of(finding).into_iter();
        let found: Vec<usize> = scopes
            .filter_map(|scope| firsts.get(&&(finding.rule.name(), scope)).copied())
            .collect();
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
    let firsts = scopes.iter().filter_map(|scope| firsts.get(&scope));
    firsts.map(|first| used.contains(first)).collect()
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
