//! Duties that an audit finds in one hand.

use std::collections::BTreeMap;

use crate::engine::audit::Audit;
use crate::risk::Combination;

/// Number of members that a line names.
const NAMED: usize = 5;

/// What the lines below are, and whose judgment.
pub(super) const TITLE: &str = "Separation of duties (Leastwise's assessment)";

/// What to do about them.
pub(super) const ADVICE: &str =
    "Remove one permission of each pair, or use a separate API member for each duty.";

/// One line for each combination of permissions that active members have, with their names.
pub(super) fn lines(audit: &Audit) -> Vec<String> {
    let mut found: BTreeMap<&str, (&Combination, Vec<&str>)> = BTreeMap::new();
    for member in &audit.members {
        if member.inactive != Some(true) {
            for combination in &member.combinations {
                let (_, members) = found
                    .entry(&combination.id)
                    .or_insert_with(|| (combination, Vec::new()));
                members.push(&member.identifier);
            }
        }
    }
    let lines = found.into_values().map(|(combination, members)| {
        let mut named: Vec<String> = members.iter().map(|name| (*name).to_owned()).collect();
        if named.len() > NAMED + 1 {
            named.truncate(NAMED);
            named.push(format!("and {} more", members.len() - NAMED));
        }
        let what = description(combination);
        format!("{what} Members: {}.", named.join(", "))
    });
    lines.collect()
}

/// `The same key orders and pays (Procurement / Purchase Orders: Add or Edit; ...).`
pub(super) fn description(combination: &Combination) -> String {
    let needs = combination.needs.iter().map(|need| {
        let operations: Vec<&str> = need
            .any_of
            .iter()
            .map(|operation| operation.title())
            .collect();
        format!(
            "{} / {}: {}",
            need.module,
            need.function,
            operations.join(" or ")
        )
    });
    let needs: Vec<String> = needs.collect();
    let reason = combination.reason.trim_end_matches('.');
    format!("{reason} ({}).", needs.join("; "))
}
