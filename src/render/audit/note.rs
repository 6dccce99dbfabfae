//! The cells of an audit's table.

use std::fmt::Write;

use crate::engine::audit::{Audit, MemberEntry, SeverityCount, Since};

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
    let mut notes = member.changes.clone();
    if member.administrator {
        notes.push("administrator".to_owned());
    } else if member.can_become_administrator {
        notes.push("can become administrator".to_owned());
    }
    if !member.shared_with.is_empty() {
        notes.push(format!("shared: {}", member.shared_with.join(", ")));
    }
    if !member.missing.is_empty() {
        let count = member.missing.len();
        let levels = if count == 1 { "level" } else { "levels" };
        notes.push(format!("{count} {levels} missing"));
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

/// `1 role`, `3 roles`.
pub(super) fn count_words(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// `1 key`, `3 keys`.
pub(super) fn keys(count: usize) -> String {
    match count {
        1 => "1 key".to_owned(),
        several => format!("{several} keys"),
    }
}

/// `1 key holds critical permissions that no policy asks for`.
fn hold_critical(count: usize) -> String {
    let verb = if count == 1 { "holds" } else { "hold" };
    format!(
        "{} {verb} critical permissions that no policy asks for",
        keys(count)
    )
}

/// `1 key has no policy`.
fn have_no_policy(count: usize) -> String {
    let verb = if count == 1 { "has" } else { "have" };
    format!("{} {verb} no policy", keys(count))
}

/// The sentences at the top of a report.
pub(super) fn headline(audit: &Audit) -> Vec<String> {
    let summary = &audit.summary;
    let hosts = audit.hosts.join(", ");
    let unknown = audit.roles.iter().filter(|role| role.used_by.is_none());
    let unknown = unknown.count();
    // Nothing can be counted without members, and a count of 0 would look safe.
    if summary.members == 0 && unknown > 0 {
        return vec![format!(
            "{}, saved without {} API members: no key was audited. Save the roles with `leastwise \
             fetch --all`.",
            count_words(unknown, "role", "roles"),
            if unknown == 1 { "its" } else { "their" },
        )];
    }
    let mut first = format!(
        "{} ({} active) with {}, {}",
        count_words(summary.members, "API member", "API members"),
        summary.active,
        count_words(summary.roles_in_use, "role", "roles"),
        match (summary.roles_in_use, summary.complete_roles) {
            (1, 1) => "read completely".to_owned(),
            (1, _) => "not read completely".to_owned(),
            (_, complete) => format!("{complete} of them read completely"),
        }
    );
    if !hosts.is_empty() {
        let _ = write!(first, "; {hosts}");
    }
    if let Some(time) = &audit.fetched_at {
        let _ = write!(first, "; read {time}");
    }
    let mut lines = vec![
        format!("{first}."),
        format!(
            "{} can take over the tenant; {} can read stored passwords.",
            keys(summary.can_take_over),
            count_words(summary.can_read_passwords, "more key", "more keys"),
        ),
        format!(
            "{}. {}{}.",
            hold_critical(summary.critical_excess),
            have_no_policy(summary.without_policy),
            match summary.without_policy {
                0 => "",
                1 => ", so its required permissions are unknown",
                _ => ", so their required permissions are unknown",
            },
        ),
    ];
    if unknown > 0 {
        lines.push(format!(
            "The API members of {} are unknown, and are not counted here.",
            count_words(unknown, "more role", "more roles"),
        ));
    }
    lines.extend(audit.since.as_ref().map(since));
    lines
}

/// What changed since an earlier read.
fn since(since: &Since) -> String {
    let day = since
        .fetched_at
        .as_deref()
        .map_or("the earlier read", |time| {
            time.split_once('T').map_or(time, |(day, _)| day)
        });
    let mut text = format!(
        "Since {day}: members {} new, {} gone, {} with another role; roles {} new, {} gone, {} wider, {} narrower.",
        since.new_members.len(),
        since.gone_members.len(),
        since.moved_members.len(),
        since.new_roles.len(),
        since.gone_roles.len(),
        since.wider.len(),
        since.narrower.len(),
    );
    for (what, roles) in [
        ("Wider", &since.wider),
        ("Compared only in part", &since.partly_compared),
    ] {
        if !roles.is_empty() {
            let _ = write!(text, " {what}: {}.", roles.join(", "));
        }
    }
    text
}

/// Why the run is inconclusive, or the remaining work.
pub(super) fn verdict(audit: &Audit) -> String {
    let incomplete = audit.roles.iter().filter(|role| !role.complete).count();
    if incomplete > 0 {
        let roles = if incomplete == 1 {
            "role was"
        } else {
            "roles were"
        };
        format!("inconclusive: {incomplete} {roles} not read completely")
    } else if !audit.complete {
        let unknown = audit.roles.iter().filter(|role| role.used_by.is_none());
        format!(
            "inconclusive: the API members of {} are not known; save the roles with `leastwise \
             fetch --all`",
            count_words(unknown.count(), "role", "roles")
        )
    } else if audit.do_first.is_empty() {
        format!(
            "No critical or high permission beyond the policies in {}. What an audit cannot see is \
             listed under \"Not covered\".",
            keys(audit.summary.active)
        )
    } else {
        format!(
            "{}; {}",
            hold_critical(audit.summary.critical_excess),
            have_no_policy(audit.summary.without_policy)
        )
    }
}

/// The roles that the configuration excludes, with the reasons.
pub(super) fn excluded(audit: &Audit) -> String {
    let roles = audit
        .excluded
        .iter()
        .map(|role| format!("{} ({})", role.role, role.reason));
    format!(
        "Excluded by the configuration, {}: {}.",
        audit.excluded.len(),
        roles.collect::<Vec<_>>().join(", ")
    )
}
