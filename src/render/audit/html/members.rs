//! API members in the tables of the page.

use crate::engine::audit::{Audit, MemberEntry, SeverityCount};
use crate::risk::RiskSeverity;

/// The active or the inactive API members.
pub(super) struct Table<'a> {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// Each with its place among all members, to which links refer.
    pub(super) members: Vec<(usize, &'a MemberEntry)>,
}

impl<'a> Table<'a> {
    pub(super) fn of(audit: &'a Audit, inactive: bool) -> Self {
        let (id, title) = if inactive {
            ("inactive", "Inactive API members")
        } else {
            ("active", "API members")
        };
        let members = audit.members.iter().enumerate();
        Self {
            id,
            title,
            members: members
                .filter(|(_, member)| (member.inactive == Some(true)) == inactive)
                .collect(),
        }
    }
}

/// The tiles that a member counts for.
pub(super) fn tiles(member: &MemberEntry) -> String {
    let tiles = [
        (
            member.administrator || member.can_become_administrator,
            "takeover",
        ),
        (
            member.severities.critical.excess.unwrap_or(0) > 0,
            "critical",
        ),
        (member.policies.is_empty(), "nopolicy"),
        (!member.complete, "incomplete"),
    ];
    let names = tiles.into_iter().filter(|(applies, _)| *applies);
    names.map(|(_, name)| name).collect::<Vec<_>>().join(" ")
}

pub(super) fn families(member: &MemberEntry) -> String {
    let families: Vec<&str> = member.families.iter().map(|family| family.word()).collect();
    families.join(" ")
}

/// The rank, or why a member has none.
pub(super) fn place(member: &MemberEntry) -> String {
    match (member.rank, member.inactive) {
        (Some(rank), _) => rank.to_string(),
        (None, Some(true)) => "-".to_owned(),
        _ => "!".to_owned(),
    }
}

/// The counted functions by severity, each with its style.
pub(super) fn counts(member: &MemberEntry) -> [(&'static str, SeverityCount); 3] {
    let severities = &member.severities;
    [
        ("critical", severities.critical),
        ("high", severities.high),
        ("", severities.medium),
    ]
    .map(|(class, count)| (if count.total > 0 { class } else { "" }, count))
}

pub(super) fn has_details(member: &MemberEntry) -> bool {
    let extra = member.excess.as_deref().unwrap_or_default();
    !(extra.is_empty()
        && member.combinations.is_empty()
        && member.missing.is_empty()
        && member.asked_for.is_empty())
}

pub(super) fn severity(severity: Option<RiskSeverity>) -> &'static str {
    severity.map_or("not rated", RiskSeverity::word)
}
