//! The audit as one page: it loads nothing, needs no script and prints.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::note::{count, excluded, headline, note, policies, verdict};
use crate::engine::audit::{Audit, MemberEntry, NotAskedFor};
use crate::page::{Page, STYLE, escape, message_markup};
use crate::risk::{Basis, RiskSeverity, severity_meaning};

const AUDIT_STYLE: &str = include_str!("audit.css");

/// Writes the audit as a page.
pub fn audit_as_html(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let mut body = String::from("<main>\n<h1>Audit of API members</h1>\n");
    top(&mut body, audit);
    if !audit.do_first.is_empty() {
        body.push_str("<h2>Do first</h2>\n<ol>\n");
        for step in &audit.do_first {
            // Writing to a String cannot fail, here and below.
            let _ = write!(body, "<li>{}", message_markup(&step.text));
            if let Some(command) = &step.command {
                let _ = write!(body, "<br><code>{}</code>", escape(command));
            }
            body.push_str("</li>\n");
        }
        body.push_str("</ol>\n");
    }
    members(&mut body, audit);
    for member in &audit.members {
        details(&mut body, member);
    }
    roles(&mut body, audit);
    body.push_str("<h2>Not seen</h2>\n<ul>\n");
    for line in &audit.not_seen {
        let _ = writeln!(body, "<li>{}</li>", message_markup(line));
    }
    body.push_str("</ul>\n<h2>How severities are made</h2>\n<p>ConnectWise publishes no rating. Each severity is a judgment of the Leastwise project; a reason that public sources support is marked as a fact. “Not asked for” is a statement about the policies, not about use: ConnectWise does not show which permissions a key used.</p>\n<dl>\n");
    for severity in RiskSeverity::ALL {
        let _ = writeln!(
            body,
            "<dt>{}</dt><dd>{}</dd>",
            severity.word(),
            escape(severity_meaning(severity))
        );
    }
    body.push_str("</dl>\n</main>\n");
    Page {
        language: "en",
        title: "Audit of API members - leastwise",
        styles: &[STYLE, AUDIT_STYLE],
        script: None,
        body: &body,
    }
    .write(out)
}

fn top(body: &mut String, audit: &Audit) {
    let summary = &audit.summary;
    let incomplete = audit.roles.iter().filter(|role| !role.complete).count();
    let class = if incomplete > 0 || summary.critical_not_asked_for > 0 {
        "verdict bad"
    } else {
        "verdict"
    };
    let _ = writeln!(body, "<p class=\"{class}\">{}</p>", escape(&verdict(audit)));
    if let Some(line) = headline(audit).first() {
        let _ = writeln!(body, "<p>{}</p>", escape(line));
    }
    if !audit.excluded.is_empty() {
        let _ = writeln!(body, "<p>{}</p>", escape(&excluded(audit)));
    }
    body.push_str("<ul class=\"tiles\">\n");
    for (number, text) in [
        (
            summary.can_take_over,
            "API members can take over the tenant",
        ),
        (
            summary.critical_not_asked_for,
            "API members hold critical permissions that no policy asks for",
        ),
        (summary.without_policy, "API members have no policy"),
        (incomplete, "roles were not read completely"),
    ] {
        let _ = writeln!(body, "<li><strong>{number}</strong> {text}</li>");
    }
    body.push_str("</ul>\n");
}

fn members(body: &mut String, audit: &Audit) {
    body.push_str("<h2>API members</h2>\n<div class=\"scroll\" role=\"region\" aria-label=\"API members\" tabindex=\"0\">\n<table class=\"members\">\n<caption>Functions by severity. In parentheses: those with permissions that no policy asks for, or “?” where a policy is missing.</caption>\n<thead><tr>");
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
    for member in &audit.members {
        let place = match (member.rank, member.inactive) {
            (Some(rank), _) => rank.to_string(),
            (None, Some(true)) => "inactive".to_owned(),
            _ => "!".to_owned(),
        };
        let _ = write!(
            body,
            "<tr><td>{place}</td><th scope=\"row\">{}</th><td>{}</td>",
            escape(&member.identifier),
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
    body.push_str("</tbody>\n</table>\n</div>\n");
}

/// What no policy asks for and what is missing, for one member.
fn details(body: &mut String, member: &MemberEntry) {
    let extra = member.not_asked_for.as_deref().unwrap_or_default();
    if extra.is_empty() && member.missing.is_empty() {
        return;
    }
    let _ = writeln!(
        body,
        "<details><summary>{} ({}): {} not asked for, {} missing</summary>\n<ul>",
        escape(&member.identifier),
        escape(&member.role),
        extra.len(),
        member.missing.len()
    );
    for level in extra {
        entry(body, level);
    }
    for level in &member.missing {
        let _ = writeln!(
            body,
            "<li>missing: {} / {}: {} {}, granted is {}</li>",
            escape(&level.module),
            escape(&level.function),
            level.operation.title(),
            level.to.word(),
            level.from.word()
        );
    }
    body.push_str("</ul>\n</details>\n");
}

fn entry(body: &mut String, level: &NotAskedFor) {
    let severity = level.severity.map_or("not rated", RiskSeverity::word);
    let _ = write!(
        body,
        "<li><span class=\"{severity}\">{severity}</span> {} / {}: {} {}",
        escape(&level.module),
        escape(&level.function),
        level.operation.title(),
        level.level.word()
    );
    if let Some(reason) = &level.reason {
        let basis = level.basis.map_or("", Basis::word);
        let _ = write!(
            body,
            ". {} <span class=\"judgment\">({basis})</span>",
            escape(reason)
        );
    }
    body.push_str("</li>\n");
}

/// Roles that no API member uses.
fn roles(body: &mut String, audit: &Audit) {
    let unused: Vec<_> = audit
        .roles
        .iter()
        .filter(|role| role.used_by.as_ref().is_some_and(Vec::is_empty))
        .collect();
    if unused.is_empty() {
        return;
    }
    body.push_str("<h2>Roles without an API member</h2>\n<ul>\n");
    for role in unused {
        let counts = if role.administrator {
            "everything".to_owned()
        } else {
            format!(
                "critical {}, high {}",
                role.severities.critical.total, role.severities.high.total
            )
        };
        let _ = writeln!(body, "<li>{}: {counts}</li>", escape(&role.name));
    }
    body.push_str("</ul>\n");
}
