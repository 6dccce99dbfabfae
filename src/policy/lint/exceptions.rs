//! Exceptions: findings that are right as they are, with the reason that the policy gives.

use super::finding::LintFinding;
use crate::catalog::{self, FunctionKey};
use crate::model::normalize;
use crate::policy::{LintException, Policy};
use crate::report::Waiver;

/// Marks what the policy's exceptions silence, and says for each exception whether it silenced
/// anything.
pub(super) fn apply(policy: &Policy, findings: &mut [LintFinding]) -> Vec<bool> {
    let exceptions = &policy.document.exceptions;
    let mut used = vec![false; exceptions.len()];
    for (exception, used) in exceptions.iter().zip(&mut used) {
        for finding in findings.iter_mut() {
            if means(exception, finding) {
                *used = true;
                // The first that silences a finding gives its reason.
                finding.waiver.get_or_insert_with(|| Waiver {
                    reason: exception.reason.clone(),
                    ..Waiver::default()
                });
            }
        }
    }
    used
}

fn means(exception: &LintException, finding: &LintFinding) -> bool {
    let module = |written: &str| {
        let of = |name: &str| normalize(catalog::module(name).unwrap_or(name));
        finding
            .module
            .as_deref()
            .is_some_and(|found| of(found) == of(written))
    };
    let function = |written: &str| match (
        exception.module.as_deref(),
        &finding.module,
        &finding.function,
    ) {
        (Some(within), Some(module), Some(function)) => {
            FunctionKey::of(within, written) == FunctionKey::of(module, function)
        }
        (None, _, Some(function)) => normalize(function) == normalize(written),
        _ => false,
    };
    exception.rule.value == finding.rule.name()
        && exception.module.as_deref().is_none_or(module)
        && exception.function.as_deref().is_none_or(function)
}
