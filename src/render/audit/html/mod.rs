//! The audit as one page: it loads nothing, works without a script, and prints.

mod members;

use std::io::{self, Write};

use askama::Template;

use super::headline::Headline;
use super::{duties, note, outside};
use crate::engine::audit::{Audit, MemberEntry, PersonEntry, RoleEntry};
use crate::page::{Page, STYLE, filters};
use crate::risk::{Basis, Family, RiskSeverity};
use members::Table;

const AUDIT_STYLE: &str = include_str!("audit.css");
const SCRIPT: &str = include_str!("audit.js");

/// Writes the audit as a page.
pub fn audit_as_html(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let body = Body {
        audit,
        headline: Headline::of(audit),
    };
    let pages = page_numbers(audit);
    Page {
        language: "en",
        title: "Audit of API members - leastwise",
        styles: &[STYLE, AUDIT_STYLE, &pages],
        // The script filters API members.
        script: (!audit.members.is_empty()).then_some(SCRIPT),
        body: &body.render().map_err(io::Error::other)?,
    }
    .write(out)
}

/// The content of the page.
#[derive(Template)]
#[template(path = "render/audit/html/audit.html")]
struct Body<'a> {
    audit: &'a Audit,
    headline: Headline,
}

impl Body<'_> {
    fn is_bad(&self) -> bool {
        !self.audit.complete || self.audit.summary.critical_excess > 0
    }

    /// What was read, and notes about it; the counts are tiles.
    fn lines(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.headline.scope).chain(&self.headline.notes)
    }

    /// The counts, each with the name of its filter; those of the permissions only if there are any.
    fn tiles(&self) -> Vec<(&'static str, usize, &'static str)> {
        let summary = &self.audit.summary;
        let roles = self.audit.roles.iter();
        let tiles = [
            (
                "takeover",
                summary.can_take_over,
                "API member can take over the tenant",
                "API members can take over the tenant",
            ),
            (
                "critical",
                summary.critical_excess,
                "API member holds critical permissions that no policy asks for",
                "API members hold critical permissions that no policy asks for",
            ),
            (
                "nopolicy",
                summary.without_policy,
                "API member has no policy",
                "API members have no policy",
            ),
            (
                "incomplete",
                roles.filter(|role| !role.complete).count(),
                "role was not read completely",
                "roles were not read completely",
            ),
        ];
        let hidden = if self.headline.counts.is_empty() {
            3
        } else {
            0
        };
        let shown = tiles.into_iter().skip(hidden);
        shown
            .map(|(name, number, one, several)| {
                (name, number, if number == 1 { one } else { several })
            })
            .collect()
    }

    /// The active API members, and the inactive ones if there are any.
    fn tables(&self) -> Vec<Table<'_>> {
        let mut tables = vec![Table::of(self.audit, false)];
        let inactive = Table::of(self.audit, true);
        if !inactive.members.is_empty() {
            tables.push(inactive);
        }
        tables
    }

    /// The role that a member has.
    fn role_of(&self, member: &MemberEntry) -> Option<&RoleEntry> {
        let mut roles = self.audit.roles.iter();
        roles.find(|role| role.source == member.source)
    }

    fn people(&self) -> Option<&[PersonEntry]> {
        self.audit.people.as_ref()?.members.as_deref()
    }
}

/// What every printed page says at its bottom.
fn page_numbers(audit: &Audit) -> String {
    // The text comes from files: only what a host and a time consist of gets into a style.
    let plain = |text: &str| -> String {
        let kept = |c: &char| c.is_ascii_alphanumeric() || " .:-,".contains(*c);
        text.chars().filter(kept).collect()
    };
    let hosts = plain(&audit.hosts.join(", "));
    let read = plain(audit.fetched_at.as_deref().unwrap_or_default());
    format!(
        "@page {{ @bottom-left {{ content: \"{hosts} {read}\"; }} @bottom-right {{ content: counter(page) \" / \" counter(pages); }} }}\n"
    )
}
