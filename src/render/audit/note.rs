//! The cells of an audit's table.

use std::fmt::Write;

use crate::engine::audit::{Audit, MemberEntry, SeverityCount, Since};

/// `6 (2)`: functions, and how many of them no policy asks for; `(?)` where that is not known.
pub(super) fn count(count: SeverityCount) -> String {
    match count {
        SeverityCount { total: 0, .. } => "0".to_owned(),
        SeverityCount {
            total,
            not_asked_for: Some(extra),
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

/// The sentences at the top of a report.
pub(super) fn headline(audit: &Audit) -> Vec<String> {
    let summary = &audit.summary;
    let hosts = audit.hosts.join(", ");
    let mut first = format!(
        "{} ({} active) with {}, {} of them read completely",
        count_words(summary.members, "API member", "API members"),
        summary.active,
        count_words(summary.roles_in_use, "role", "roles"),
        summary.complete_roles
    );
    if !hosts.is_empty() {
        let _ = write!(first, "; {hosts}");
    }
    if let Some(time) = &audit.fetched_at {
        let _ = write!(first, "; read {time}");
    }
    let verb = |count| if count == 1 { "holds" } else { "hold" };
    let mut lines = vec![
        format!("{first}."),
        format!(
            "{} can take over the tenant; {} more can read stored passwords.",
            keys(summary.can_take_over),
            keys(summary.can_read_passwords),
        ),
        format!(
            "{} {} critical permissions that no policy asks for. {} without a policy: what they \
             need is not known.",
            keys(summary.critical_not_asked_for),
            verb(summary.critical_not_asked_for),
            keys(summary.without_policy),
        ),
    ];
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
            "{} hold critical permissions that no policy asks for; {} have no policy",
            keys(audit.summary.critical_not_asked_for),
            keys(audit.summary.without_policy)
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
