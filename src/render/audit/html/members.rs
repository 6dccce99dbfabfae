//! The tables of API members, and the permissions of each.

use std::fmt::Write as _;

use super::super::note::{count, note, policies};
use crate::engine::audit::{AskedFor, Audit, Excess, MemberEntry};
use crate::page::{escape, message_markup};
use crate::risk::{Basis, RiskSeverity};

/// The active or the inactive API members.
pub(super) fn table(body: &mut String, audit: &Audit, inactive: bool) {
    let members = audit.members.iter().enumerate();
    let mut members = members
        .filter(|(_, member)| (member.inactive == Some(true)) == inactive)
        .peekable();
    if inactive && members.peek().is_none() {
        return;
    }
    let (id, title) = if inactive {
        ("inactive", "Inactive API members")
    } else {
        ("active", "API members")
    };
    let _ = write!(
        body,
        "<section id=\"{id}\">\n<h2>{title}</h2>\n<div class=\"scroll\" role=\"region\" aria-label=\"{title}\" tabindex=\"0\">\n<table class=\"members\">\n<caption>Functions by severity. In parentheses: those with permissions that no policy asks for, or “?” where a policy is missing.</caption>\n<thead><tr>"
    );
    for head in [
        "#",
        "API member",
        "role",
        "critical",
        "high",
        "medium",
        "owner",
        "policies",
        "note",
    ] {
        let _ = write!(body, "<th scope=\"col\">{head}</th>");
    }
    body.push_str("</tr></thead>\n<tbody>\n");
    for (index, member) in members {
        row(body, index, member);
    }
    body.push_str("</tbody>\n</table>\n</div>\n</section>\n");
}

/// The tiles that a member counts for.
fn tiles(member: &MemberEntry) -> String {
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

fn row(body: &mut String, index: usize, member: &MemberEntry) {
    let place = match (member.rank, member.inactive) {
        (Some(rank), _) => rank.to_string(),
        (None, Some(true)) => "-".to_owned(),
        _ => "!".to_owned(),
    };
    let families: Vec<&str> = member.families.iter().map(|family| family.word()).collect();
    let name = escape(&member.identifier);
    let name = if has_details(member) {
        format!("<a href=\"#member-{index}\">{name}</a>")
    } else {
        name
    };
    let _ = write!(
        body,
        "<tr data-tiles=\"{}\" data-harm=\"{}\"><td>{place}</td><th scope=\"row\">{name}</th><td>{}</td>",
        tiles(member),
        families.join(" "),
        escape(&member.role)
    );
    if let Some(why) = &member.incomplete {
        let _ = write!(
            body,
            "<td colspan=\"3\">not ranked: {}</td>",
            message_markup(why)
        );
    } else if member.administrator {
        body.push_str("<td colspan=\"3\" class=\"critical\">everything</td>");
    } else {
        let severities = &member.severities;
        for (class, counted) in [
            ("critical", severities.critical),
            ("high", severities.high),
            ("", severities.medium),
        ] {
            let class = if counted.total > 0 { class } else { "" };
            let _ = write!(body, "<td class=\"number {class}\">{}</td>", count(counted));
        }
    }
    let _ = writeln!(
        body,
        "<td>{}</td><td>{}</td><td>{}</td></tr>",
        escape(member.owner.as_deref().unwrap_or("none")),
        escape(&policies(member)),
        escape(&note(member))
    );
}

fn has_details(member: &MemberEntry) -> bool {
    let extra = member.excess.as_deref().unwrap_or_default();
    !(extra.is_empty() && member.missing.is_empty() && member.asked_for.is_empty())
}

/// What no policy asks for, what a policy asks for, and what is missing, for one member.
pub(super) fn details(body: &mut String, index: usize, member: &MemberEntry, audit: &Audit) {
    if !has_details(member) {
        return;
    }
    let extra = member.excess.as_deref().unwrap_or_default();
    let class = if extra.is_empty() {
        ""
    } else {
        " class=\"extra\""
    };
    let _ = writeln!(
        body,
        "<details id=\"member-{index}\"{class}><summary>{} ({}): {} excess, {} asked for, {} missing</summary>",
        escape(&member.identifier),
        escape(&member.role),
        extra.len(),
        member.asked_for.len(),
        member.missing.len()
    );
    if !extra.is_empty() {
        let _ = writeln!(
            body,
            "<p>Excess, most severe first. To remove them: System &gt; Security Roles &gt; {}, then set each level as shown.</p>\n<ul>",
            escape(&member.role)
        );
        for level in extra {
            excess(body, level);
        }
        body.push_str("</ul>\n");
    }
    if !member.missing.is_empty() {
        body.push_str("<p>Missing</p>\n<ul>\n");
        for level in &member.missing {
            let _ = writeln!(
                body,
                "<li>{} / {}: {} {} → {}</li>",
                escape(&level.module),
                escape(&level.function),
                level.operation.title(),
                level.from.word(),
                level.to.word()
            );
        }
        body.push_str("</ul>\n");
    }
    if !member.asked_for.is_empty() {
        body.push_str("<p>Asked for</p>\n<ul>\n");
        for level in &member.asked_for {
            asked_for(body, level);
        }
        body.push_str("</ul>\n");
    }
    let role = audit.roles.iter().find(|role| role.source == member.source);
    if let Some(role) = role {
        let _ = writeln!(
            body,
            "<p class=\"judgment\">Snapshot <code>{}</code>, SHA-256 <code>{}</code></p>",
            escape(&role.source),
            role.sha256
        );
    }
    body.push_str("</details>\n");
}

fn word(severity: Option<RiskSeverity>) -> &'static str {
    severity.map_or("not rated", RiskSeverity::word)
}

fn excess(body: &mut String, level: &Excess) {
    let severity = word(level.severity);
    let _ = write!(
        body,
        "<li><span class=\"{severity}\">{severity}</span> {} / {}: {} {} → {}",
        escape(&level.module),
        escape(&level.function),
        level.operation.title(),
        level.level.word(),
        level.asked_for.word()
    );
    if let Some(reason) = &level.reason {
        let basis = level.basis.map_or("", Basis::phrase);
        let _ = write!(
            body,
            ". {} <span class=\"judgment\">({basis})</span>",
            escape(reason)
        );
    }
    body.push_str("</li>\n");
}

fn asked_for(body: &mut String, level: &AskedFor) {
    let severity = word(level.severity);
    let _ = write!(
        body,
        "<li><span class=\"{severity}\">{severity}</span> {} / {}: {} {}, {}",
        escape(&level.module),
        escape(&level.function),
        level.operation.title(),
        level.level.word(),
        escape(&level.policies.join(", "))
    );
    if !level.purposes.is_empty() {
        let _ = write!(body, ": {}", escape(&level.purposes.join("; ")));
    }
    body.push_str("</li>\n");
}
