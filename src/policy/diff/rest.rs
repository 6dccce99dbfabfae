//! Changes outside the table: features, the API member, how much of the table is known.

use super::change::{Change, ChangeKind};
use crate::model::unique;
use crate::policy::features::defined;
use crate::policy::{Applies, Feature, MemberSettings, Policy};

pub(super) fn changes(old: &Policy, new: &Policy) -> Vec<Change> {
    let mut found = Vec::new();
    features(old, new, &mut found);
    member(old, new, &mut found);
    if old.is_partial() != new.is_partial() {
        let message = if new.is_partial() {
            "the vendor's table is now only partly known"
        } else {
            "the vendor's whole table is now known"
        };
        found.push(Change::new(ChangeKind::CoverageChanged, message.to_owned()));
    }
    applies(old, new, &mut found);
    found
}

/// What the policy, and each that it extends, is for.
fn applies(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let said = |policy: &Policy, what: fn(&Applies) -> Option<String>| -> Vec<String> {
        let parts = policy.lineage();
        let mut all: Vec<String> = parts
            .filter_map(|part| part.document.applies.as_ref().and_then(what))
            .collect();
        all.sort();
        all.dedup();
        all
    };
    let versions = |applies: &Applies| {
        let written = applies.connectwise.as_ref()?;
        Some(format!("ConnectWise {}", written.value))
    };
    let edition = |applies: &Applies| Some(format!("the edition {}", applies.edition.as_deref()?));
    for (what, every) in [
        (
            versions as fn(&Applies) -> Option<String>,
            "every version of ConnectWise",
        ),
        (edition, "every edition"),
    ] {
        let (before, after) = (said(old, what), said(new, what));
        if before != after {
            let list = |words: Vec<String>| {
                if words.is_empty() {
                    every.to_owned()
                } else {
                    words.join(" and ")
                }
            };
            let message = format!("the policy is for {} (was {})", list(after), list(before));
            found.push(Change::new(ChangeKind::AppliesChanged, message));
        }
    }
}

fn features(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let find = |policy, name: &str| -> Option<&Feature> {
        defined(policy)
            .find(|(known, _)| *known == name)
            .map(|(_, feature)| feature)
    };
    let mut push = |kind, name: &str, message| {
        found.push(Change {
            item: Some(name.to_owned()),
            ..Change::new(kind, message)
        });
    };
    for (name, feature) in defined(new) {
        let Some(before) = find(old, name) else {
            let state = if feature.default {
                "on by default"
            } else {
                "off by default"
            };
            let message = format!(
                "the feature `{name}` ({}) is new and {state}",
                feature.title
            );
            push(ChangeKind::FeatureAdded, name, message);
            continue;
        };
        if before.default != feature.default {
            let state = if feature.default { "on" } else { "off" };
            let message = format!("the feature `{name}` is now {state} by default");
            push(ChangeKind::FeatureChanged, name, message);
        }
        let requires = |feature: &Feature| -> Vec<String> {
            feature
                .requires
                .iter()
                .map(|name| format!("`{}`", name.value))
                .collect()
        };
        if requires(before) != requires(feature) {
            let list = |names: Vec<String>| {
                if names.is_empty() {
                    "nothing".to_owned()
                } else {
                    names.join(", ")
                }
            };
            let message = format!(
                "the feature `{name}` requires {} (was {})",
                list(requires(feature)),
                list(requires(before))
            );
            push(ChangeKind::FeatureChanged, name, message);
        }
        if before.title != feature.title {
            let message = format!(
                "the feature `{name}` is called {} (was {})",
                feature.title, before.title
            );
            push(ChangeKind::FeatureChanged, name, message);
        }
    }
    for (name, feature) in defined(old) {
        if find(new, name).is_none() {
            let message = format!("the feature `{name}` ({}) was removed", feature.title);
            push(ChangeKind::FeatureRemoved, name, message);
        }
    }
}

fn member(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let (before, after) = (settings(old), settings(new));
    for name in unique(before.iter().chain(&after).map(|(name, _)| *name)) {
        let value = |list: &[(&str, String)]| {
            let found = list.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| format!("`{value}`"))
        };
        let (from, to) = (value(&before), value(&after));
        if from != to {
            let say = |value: Option<String>| value.unwrap_or_else(|| "not said".to_owned());
            let message = format!("the member's {name} is {} (was {})", say(to), say(from));
            found.push(Change {
                item: Some(name.to_owned()),
                ..Change::new(ChangeKind::MemberChanged, message)
            });
        }
    }
}

/// What is asked of the member, by the policy itself or by the first that it extends.
fn settings(policy: &Policy) -> Vec<(&'static str, String)> {
    let Some(member) = policy
        .lineage()
        .find_map(|policy| policy.document.member.as_ref())
    else {
        return Vec::new();
    };
    let MemberSettings {
        license_class,
        level,
        location,
        business_unit,
        time_zone,
        excluded_boards,
        notes,
    } = member;
    let spanned = [
        ("license class", license_class),
        ("level", level),
        ("location", location),
        ("business unit", business_unit),
    ];
    let words = [
        ("time zone", time_zone),
        ("excluded boards", excluded_boards),
    ];
    let spanned = spanned
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_ref()?.value.clone())));
    let words = words
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_ref()?.clone())));
    let notes = (!notes.is_empty()).then(|| ("notes", notes.join("; ")));
    spanned.chain(words).chain(notes).collect()
}
