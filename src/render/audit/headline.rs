//! The sentences at the top and at the end of an audit.

use std::fmt::Write;

use crate::engine::audit::{Audit, Since};
use crate::render::words::count;

/// The sentences at the top of a report.
pub(super) struct Headline {
    /// What was audited.
    pub(super) scope: String,
    /// What the keys can do; empty if no API member is known. A count of 0 would look safe then.
    pub(super) counts: Vec<String>,
    /// What is not counted, and what changed.
    pub(super) notes: Vec<String>,
}

impl Headline {
    pub(super) fn of(audit: &Audit) -> Self {
        let summary = &audit.summary;
        let unknown = without_members(audit);
        let mut notes: Vec<String> = audit.since.as_ref().map(since).into_iter().collect();
        if summary.members == 0 && unknown > 0 {
            let scope = format!(
                "{}, saved without {} API members: no key was audited. Save the roles with `leastwise \
                 fetch --all`.",
                count(unknown, "role"),
                if unknown == 1 { "its" } else { "their" },
            );
            return Self {
                scope,
                counts: Vec::new(),
                notes,
            };
        }
        if unknown > 0 {
            let roles = count(unknown, "more role");
            let note = format!("The API members of {roles} are unknown, and are not counted here.");
            notes.insert(0, note);
        }
        Self {
            scope: scope(audit),
            counts: counts(audit),
            notes,
        }
    }

    /// The sentences in order.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        let rest = self.counts.iter().chain(&self.notes).map(String::as_str);
        std::iter::once(self.scope.as_str()).chain(rest)
    }
}

/// Number of roles that were saved without their API members.
fn without_members(audit: &Audit) -> usize {
    let unknown = audit.roles.iter().filter(|role| role.used_by.is_none());
    unknown.count()
}

fn scope(audit: &Audit) -> String {
    let summary = &audit.summary;
    let mut scope = format!(
        "{} ({} active) with {}, {}",
        count(summary.members, "API member"),
        summary.active,
        count(summary.roles_in_use, "role"),
        match (summary.roles_in_use, summary.complete_roles) {
            (1, 1) => "read completely".to_owned(),
            (1, _) => "not read completely".to_owned(),
            (_, complete) => format!("{complete} of them read completely"),
        }
    );
    if !audit.hosts.is_empty() {
        let _ = write!(scope, "; {}", audit.hosts.join(", "));
    }
    if let Some(time) = &audit.fetched_at {
        let _ = write!(scope, "; read {}", readable(time));
    }
    scope.push('.');
    scope
}

/// `2026-11-28T09:00:12Z` as `2026-11-28 09:00 UTC`.
fn readable(time: &str) -> String {
    let minutes = time
        .strip_suffix('Z')
        .and_then(|time| time.rsplit_once(':'));
    match minutes.and_then(|(minutes, _)| minutes.split_once('T')) {
        Some((day, clock)) => format!("{day} {clock} UTC"),
        None => time.to_owned(),
    }
}

fn counts(audit: &Audit) -> Vec<String> {
    let summary = &audit.summary;
    vec![
        format!(
            "{} can take over the tenant; {} can read stored passwords.",
            count(summary.can_take_over, "key"),
            count(summary.can_read_passwords, "more key"),
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
    ]
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
        format!(
            "inconclusive: the API members of {} are not known; save the roles with `leastwise \
             fetch --all`",
            count(without_members(audit), "role")
        )
    } else if audit.do_first.is_empty() {
        format!(
            "No critical or high permission beyond the policies in {}. What an audit cannot see is \
             listed under \"Not covered\".",
            count(audit.summary.active, "key")
        )
    } else {
        format!(
            "{}; {}",
            hold_critical(audit.summary.critical_excess),
            have_no_policy(audit.summary.without_policy)
        )
    }
}

/// `1 key holds critical permissions that no policy asks for`.
fn hold_critical(number: usize) -> String {
    let verb = if number == 1 { "holds" } else { "hold" };
    let keys = count(number, "key");
    format!("{keys} {verb} critical permissions that no policy asks for")
}

/// `1 key has no policy`.
fn have_no_policy(number: usize) -> String {
    let verb = if number == 1 { "has" } else { "have" };
    format!("{} {verb} no policy", count(number, "key"))
}
