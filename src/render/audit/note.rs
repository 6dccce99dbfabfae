//! The cells of an audit's table.

use crate::engine::audit::{Audit, MemberEntry, SeverityCount};
use crate::render::words;

/// `6 (2)`: functions, and how many of them no policy asks for; `(?)` where that is not known.
pub(super) fn count(count: SeverityCount) -> String {
    match count {
        SeverityCount { total: 0, .. } => "0".to_owned(),
        SeverityCount {
            total,
            excess: Some(extra),
        } => format!("{total} ({extra})"),
        SeverityCount { total, .. } => format!("{total} (?)"),
    }
}

/// What is special about a member, in a few words.
pub(super) fn note(member: &MemberEntry) -> String {
    notes(member, usize::MAX)
}

/// The same for a narrow column: several members that share its role are counted.
pub(super) fn short_note(member: &MemberEntry) -> String {
    notes(member, 1)
}

fn notes(member: &MemberEntry, named: usize) -> String {
    let mut notes = member.changes.clone();
    if member.administrator {
        notes.push("administrator".to_owned());
    } else if member.can_become_administrator {
        notes.push("can become admin".to_owned());
    }
    match member.shared_with.as_slice() {
        [] => {}
        others if others.len() <= named => notes.push(format!("shared: {}", others.join(", "))),
        others => notes.push(format!("shared with {} others", others.len())),
    }
    if !member.combinations.is_empty() {
        notes.push(format!(
            "duties not separated: {}",
            member.combinations.len()
        ));
    }
    if !member.missing.is_empty() {
        let levels = words::count(member.missing.len(), "level");
        notes.push(format!("{levels} missing"));
    }
    if !member.lacks.is_empty() {
        let fields = member.lacks.iter().map(|field| field.word());
        let fields: Vec<&str> = fields.collect();
        notes.push(format!("not stated: {}", fields.join(", ")));
    }
    if member.this_key {
        notes.push("this key".to_owned());
    }
    if !member.not_rated.is_empty() {
        notes.push(format!("{} not rated", member.not_rated.len()));
    }
    notes.join("; ")
}

/// The policies of a member in one cell.
pub(super) fn policies(member: &MemberEntry) -> String {
    if member.policies.is_empty() {
        "none".to_owned()
    } else {
        member.policies.join(", ")
    }
}

/// The roles that the configuration excludes, with the reasons.
pub(super) fn excluded(audit: &Audit) -> String {
    let roles = audit
        .excluded
        .iter()
        .map(|role| format!("{} ({})", role.role, role.reason));
    format!(
        "Excluded by the configuration ({}): {}.",
        audit.excluded.len(),
        roles.collect::<Vec<_>>().join(", ")
    )
}
