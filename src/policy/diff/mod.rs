//! What changed between two versions of a policy, in what they ask and not in how they are written.
//!
//! Both are resolved under the same choices and the effective tables are compared. They are compared
//! again under every combination of other choices that can matter, and each change is reported with
//! the fewest choices under which it occurs.

mod change;
mod rest;
mod scenarios;
mod tables;

pub use change::{Change, ChangeKind, PolicyDiff};

use super::features::{self, Choices};
use super::joined::JoinedPolicy;
use super::parsed::Policy;
use super::requirements::Requirements;
use super::resolve::{ResolveError, resolve};

/// Tells what changed from one version of a policy to another.
///
/// # Errors
///
/// When a choice cannot be followed, or when one of the two contradicts itself.
pub fn diff(old: &Policy, new: &Policy, choices: &Choices) -> Result<PolicyDiff, ResolveError> {
    features::check_choices(&[old, new], choices).map_err(ResolveError::Choice)?;
    let before = resolve_one(old, choices)?;
    let after = resolve_one(new, choices)?;
    let mut changes = tables::changes(&before, &after);
    let mut leftovers = tables::leftovers(&before, &after);
    for scenario in scenarios::scenarios(old, new, choices) {
        let (before, after) = match (
            resolve_one(old, &scenario.choices),
            resolve_one(new, &scenario.choices),
        ) {
            (Ok(before), Ok(after)) => (before, after),
            (Ok(_), Err(ResolveError::Conflicts(problems))) => {
                contradictions("now", problems, &scenario.when, &mut changes);
                continue;
            }
            (Err(ResolveError::Conflicts(problems)), Ok(_)) => {
                contradictions("no longer", problems, &scenario.when, &mut changes);
                continue;
            }
            // Both contradict themselves, or a feature needs another that is turned off.
            _ => continue,
        };
        for mut change in tables::changes(&before, &after) {
            if changes.iter().any(|known| known.same_as(&change)) {
                continue;
            }
            change.when = Some(scenario.when.clone());
            // Whoever does not turn on a feature that is new need not grant anything for it.
            change.widening &= !scenario.new_feature;
            changes.push(change);
        }
        if changes.is_empty() && leftovers.is_empty() {
            leftovers = tables::leftovers(&before, &after);
            for change in &mut leftovers {
                change.when = Some(scenario.when.clone());
            }
        }
    }
    changes.extend(rest::changes(old, new));
    if changes.is_empty() {
        changes.append(&mut leftovers);
    }
    changes.sort_by_key(|change| change.kind);
    Ok(PolicyDiff {
        schema: "leastwise/policy-diff/v1",
        old: named(old),
        new: named(new),
        changes,
    })
}

/// Reports contradictions of one version only, each under the fewest choices.
fn contradictions(
    word: &str,
    problems: Vec<crate::model::Problem>,
    when: &str,
    changes: &mut Vec<Change>,
) {
    for problem in problems {
        let message = format!("the policy {word} contradicts itself: {}", problem.message);
        let change = Change::new(ChangeKind::Contradiction, message);
        if !changes.iter().any(|known| known.same_as(&change)) {
            changes.push(Change {
                when: Some(when.to_owned()),
                ..change
            });
        }
    }
}

fn named(policy: &Policy) -> JoinedPolicy {
    JoinedPolicy {
        id: policy.id().to_owned(),
        title: policy.document.title.clone(),
        version: policy.document.version.0.clone(),
    }
}

/// Resolves one version under those choices that concern it.
fn resolve_one(policy: &Policy, choices: &Choices) -> Result<Requirements, ResolveError> {
    let mine = |names: &[String]| -> Vec<String> {
        let known = |choice: &&String| {
            features::defined(policy).any(|(name, _)| features::names(choice, policy, name))
        };
        names.iter().filter(known).cloned().collect()
    };
    let choices = Choices {
        on: mine(&choices.on),
        off: mine(&choices.off),
        ..choices.clone()
    };
    resolve(&[policy], &choices)
}
