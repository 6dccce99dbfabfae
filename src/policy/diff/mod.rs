//! What changed between two versions of a policy, in what they ask and not in how they are written.
//!
//! Both are resolved under the same choices and the effective tables are compared. What only counts
//! with a feature, without one, or during the setup is compared under that choice and told with it:
//! a change there must not go unseen because nobody turned the feature on.

mod change;
mod rest;
mod tables;

pub use change::{Change, ChangeKind, PolicyDiff};

use super::features::{self, Choices};
use super::joined::JoinedPolicy;
use super::load::Policy;
use super::requirements::Requirements;
use super::resolve::{ResolveError, resolve};
use crate::model::Phase;

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
    for scenario in scenarios(old, new, choices) {
        // A feature can need another that is turned off: then there is nothing to compare.
        let (Ok(before), Ok(after)) = (
            resolve_one(old, &scenario.choices),
            resolve_one(new, &scenario.choices),
        ) else {
            continue;
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
    }
    changes.extend(rest::changes(old, new));
    changes.sort_by_key(|change| change.kind);
    Ok(PolicyDiff {
        schema: "leastwise/policy-diff/v1",
        old: named(old),
        new: named(new),
        changes,
    })
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

/// Choices other than those that were made, under which something else may count.
struct Scenario {
    choices: Choices,
    when: String,
    new_feature: bool,
}

fn scenarios(old: &Policy, new: &Policy, choices: &Choices) -> Vec<Scenario> {
    let mut all: Vec<Scenario> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    let has =
        |policy: &Policy, name: &str| features::defined(policy).any(|(known, _)| known == name);
    for (name, feature) in features::defined(new).chain(features::defined(old)) {
        let chosen = |list: &[String]| {
            list.iter()
                .any(|c| features::names(c, new, name) || features::names(c, old, name))
        };
        if seen.contains(&name) || chosen(&choices.on) || chosen(&choices.off) {
            continue;
        }
        seen.push(name);
        let mut with = choices.clone();
        if feature.default {
            with.off.push(name.to_owned());
        } else {
            with.on.push(name.to_owned());
        }
        let word = if feature.default { "without" } else { "with" };
        all.push(Scenario {
            choices: with,
            when: format!("{word} the feature {name}"),
            new_feature: !feature.default && !has(old, name),
        });
    }
    if choices.phase == Phase::Run {
        all.push(Scenario {
            choices: Choices {
                phase: Phase::Setup,
                ..choices.clone()
            },
            when: "during the setup".to_owned(),
            new_feature: false,
        });
    }
    all
}
