//! The choices under which two versions of a policy may differ: features, phase and version.
//!
//! A level can depend on several choices at once, so every combination that can matter is compared:
//! for each function the features that its rows name, with what these require.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Phase;
use crate::policy::document::Feature;
use crate::policy::features::{self, Choices};
use crate::policy::parsed::Policy;
use crate::policy::version::Version;

/// Up to this many features of one function, every combination is compared; beyond it, at most
/// three of them are switched at once.
const EVERY: usize = 10;

/// Choices other than those that were made, under which something else may count.
pub(super) struct Scenario {
    /// The choices.
    pub(super) choices: Choices,
    /// The same in words.
    pub(super) when: String,
    /// Whether a feature is on that the old version does not define.
    pub(super) new_feature: bool,
}

/// Every combination that can matter, the simplest first.
pub(super) fn scenarios(old: &Policy, new: &Policy, choices: &Choices) -> Vec<Scenario> {
    let mut free: BTreeMap<&str, &Feature> = BTreeMap::new();
    for (name, feature) in features::defined(old).chain(features::defined(new)) {
        let chosen = |list: &[String]| {
            list.iter()
                .any(|c| features::names(c, new, name) || features::names(c, old, name))
        };
        if !chosen(&choices.on) && !chosen(&choices.off) {
            free.insert(name, feature);
        }
    }
    let mut switched: BTreeSet<(usize, Vec<&str>)> = BTreeSet::new();
    switched.insert((0, Vec::new()));
    for group in groups(old, new) {
        let names: Vec<&str> = free
            .keys()
            .copied()
            .filter(|name| group.contains(name))
            .collect();
        for combination in combinations(&names) {
            switched.insert((combination.len(), combination));
        }
    }
    // A feature that no row names can still be required by one that is named.
    switched.extend(free.keys().map(|name| (1, vec![*name])));
    let phases: &[Phase] = match choices.phase {
        Phase::Run => &[Phase::Run, Phase::Setup],
        Phase::Setup => &[Phase::Setup],
    };
    let versions = match choices.connectwise {
        Some(version) => vec![Some(version)],
        None => std::iter::once(None)
            .chain(versions(old, new).into_iter().map(Some))
            .collect(),
    };
    let defined =
        |policy: &Policy, name: &str| features::defined(policy).any(|(known, _)| known == name);
    let mut all = Vec::new();
    for version in &versions {
        for phase in phases {
            for (_, names) in &switched {
                if names.is_empty() && *phase == choices.phase && *version == choices.connectwise {
                    continue;
                }
                let mut with = Choices {
                    phase: *phase,
                    connectwise: *version,
                    ..choices.clone()
                };
                let (mut on, mut off) = (Vec::new(), Vec::new());
                for name in names {
                    let by_default = free.get(name).is_some_and(|feature| feature.default);
                    let (list, words) = if by_default {
                        (&mut with.off, &mut off)
                    } else {
                        (&mut with.on, &mut on)
                    };
                    list.push((*name).to_owned());
                    words.push(*name);
                }
                all.push(Scenario {
                    new_feature: on.iter().any(|name| !defined(old, name)),
                    when: words(&on, &off, *phase != choices.phase, *version, choices),
                    choices: with,
                });
            }
        }
    }
    // The simplest first, so that each change is reported under the fewest conditions.
    all.sort_by_key(|scenario| {
        scenario.choices.on.len()
            + scenario.choices.off.len()
            + usize::from(scenario.choices.phase != choices.phase)
            + 2 * usize::from(scenario.choices.connectwise != choices.connectwise)
    });
    all
}

/// The features that belong together, one set for each function of either version.
fn groups<'a>(old: &'a Policy, new: &'a Policy) -> BTreeSet<BTreeSet<&'a str>> {
    let mut requires = features::Links::new();
    for (name, feature) in features::defined(old).chain(features::defined(new)) {
        let needed = feature.requires.iter().map(|needed| needed.value.as_str());
        requires.entry(name).or_default().extend(needed);
    }
    let mut by_function: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for policy in [old, new] {
        for listed in policy.functions() {
            let group = by_function
                .entry((listed.module, listed.function))
                .or_default();
            for row in listed.rows {
                let levels = row.statements().map(|statement| statement.condition);
                let lists = levels.chain([row.condition()]);
                group.extend(lists.flat_map(|condition| condition.names()));
            }
        }
    }
    let wholes: Vec<(&str, BTreeSet<&str>)> = by_function
        .iter()
        .filter(|((_, function), _)| *function == "*")
        .map(|((module, _), group)| (*module, group.clone()))
        .collect();
    by_function
        .into_iter()
        .map(|((module, _), mut group)| {
            for (whole, features) in &wholes {
                if *whole == module {
                    group.extend(features);
                }
            }
            features::reached(group, &requires)
        })
        .filter(|group| !group.is_empty())
        .collect()
}

/// Every subset of some names but the empty one; of many names, those of at most three.
fn combinations<'a>(names: &[&'a str]) -> Vec<Vec<&'a str>> {
    let most = if names.len() <= EVERY { names.len() } else { 3 };
    let mut all: Vec<Vec<&str>> = vec![Vec::new()];
    for name in names {
        let longer: Vec<Vec<&str>> = all
            .iter()
            .filter(|set| set.len() < most)
            .map(|set| set.iter().copied().chain([*name]).collect())
            .collect();
        all.extend(longer);
    }
    if most < names.len() {
        all.push(names.to_vec());
    }
    all.retain(|set| !set.is_empty());
    all
}

/// The versions at which something begins or stops to count, each with its neighbors.
fn versions(old: &Policy, new: &Policy) -> BTreeSet<Version> {
    let mut all = BTreeSet::new();
    for policy in [old, new] {
        let whole = policy.connectwise().map(|written| written.value.as_str());
        let rows = policy.rows().filter_map(|row| row.condition().connectwise);
        let renamed = policy.rows().flat_map(|row| &row.entry.formerly.0);
        let renamed = renamed.map(|older| older.value.before.value.as_str());
        // A condition that many rows share is read once.
        for written in rows.chain(whole).chain(renamed).collect::<BTreeSet<_>>() {
            for part in written.split(',') {
                let part = part.trim().trim_start_matches(['<', '>', '=']);
                if let Some(version) = Version::parse(part) {
                    all.extend(version.neighbors());
                }
            }
        }
    }
    all
}

fn words(
    on: &[&str],
    off: &[&str],
    other_phase: bool,
    version: Option<Version>,
    choices: &Choices,
) -> String {
    let mut parts = Vec::new();
    for (word, names) in [("with", on), ("without", off)] {
        match names {
            [] => {}
            [one] => parts.push(format!("{word} the feature {one}")),
            several => parts.push(format!("{word} the features {}", several.join(" and "))),
        }
    }
    if other_phase {
        parts.push("during setup".to_owned());
    }
    if version != choices.connectwise {
        parts.extend(version.map(|version| format!("with ConnectWise {version}")));
    }
    parts.join(", ")
}
