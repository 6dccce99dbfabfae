//! The parts of the page besides API members.

use std::fmt::Write as _;

use super::super::outside::{controls_line, login, logins_line, people_line, person, support};
use crate::engine::audit::Audit;
use crate::page::{escape, message_markup};
use crate::risk::{RiskSeverity, severity_meaning};

/// People with security roles.
pub(super) fn people(body: &mut String, audit: &Audit) {
    let Some(line) = people_line(audit) else {
        return;
    };
    let _ = writeln!(
        body,
        "<section id=\"people\">\n<h2>People</h2>\n<p>{}</p>",
        escape(&line)
    );
    let members = audit
        .people
        .as_ref()
        .and_then(|people| people.members.as_deref());
    if let Some(members) = members {
        body.push_str("<div class=\"scroll\" role=\"region\" aria-label=\"People\" tabindex=\"0\">\n<table class=\"members\">\n<thead><tr>");
        for head in [
            "person",
            "role",
            "critical",
            "high",
            "medium",
            "last sign-in",
            "note",
        ] {
            let _ = write!(body, "<th scope=\"col\">{head}</th>");
        }
        body.push_str("</tr></thead>\n<tbody>\n");
        for entry in members {
            let [name, rest @ ..] = person(entry).map(|cell| escape(&cell));
            let _ = write!(body, "<tr><th scope=\"row\">{name}</th>");
            for cell in rest {
                let _ = write!(body, "<td>{cell}</td>");
            }
            body.push_str("</tr>\n");
        }
        body.push_str("</tbody>\n</table>\n</div>\n");
    } else {
        body.push_str("<p>To list them, run the audit with <code>--people</code>.</p>\n");
    }
    body.push_str("</section>\n");
}

/// Roles that no API member uses.
pub(super) fn roles(body: &mut String, audit: &Audit) {
    let unused = audit.unused_roles();
    if unused.is_empty() {
        return;
    }
    body.push_str("<section id=\"unused\">\n<h2>Roles without an API member</h2>\n<ul>\n");
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
    body.push_str("</ul>\n</section>\n");
}

/// Integrator logins.
pub(super) fn logins(body: &mut String, audit: &Audit) {
    let Some(line) = logins_line(audit) else {
        return;
    };
    let _ = writeln!(
        body,
        "<section id=\"logins\">\n<h2>Integrator logins</h2>\n<p>{}</p>\n<ul>",
        escape(&line)
    );
    for integrator in audit.integrator_logins.iter().flatten() {
        let class = if integrator.is_critical() {
            " class=\"critical\""
        } else {
            ""
        };
        let _ = writeln!(body, "<li{class}>{}</li>", escape(&login(integrator)));
    }
    body.push_str("</ul>\n</section>\n");
}

/// What the audit did not see.
pub(super) fn not_seen(body: &mut String, audit: &Audit) {
    body.push_str("<section>\n<h2>Not covered</h2>\n<ul>\n");
    for line in &audit.not_seen {
        let _ = writeln!(body, "<li>{}</li>", message_markup(line));
    }
    body.push_str("</ul>\n</section>\n");
}

/// What the severities mean.
pub(super) fn severities(body: &mut String) {
    body.push_str("<section>\n<h2>How severities are assigned</h2>\n<p>ConnectWise publishes no rating. Each severity is a judgment of the Leastwise project; a reason that public sources support is marked as a fact. “Excess” is a statement about the policies, not about use: ConnectWise does not show which permissions a key used.</p>\n<dl>\n");
    for severity in RiskSeverity::ALL {
        let _ = writeln!(
            body,
            "<dt>{}</dt><dd>{}</dd>",
            severity.word(),
            escape(severity_meaning(severity))
        );
    }
    body.push_str("</dl>\n</section>\n");
}

/// The controls of a framework.
pub(super) fn controls(body: &mut String, audit: &Audit) {
    let Some(controls) = &audit.controls else {
        return;
    };
    let _ = write!(
        body,
        "<section>\n<h2>{} {}</h2>\n<p>{}</p>\n<div class=\"scroll\" role=\"region\" aria-label=\"Controls\" tabindex=\"0\">\n<table class=\"members\">\n<thead><tr>",
        escape(&controls.name),
        escape(&controls.version),
        escape(&controls_line(controls))
    );
    for head in ["control", "asks for", "may support it", "not evidence of"] {
        let _ = write!(body, "<th scope=\"col\">{head}</th>");
    }
    body.push_str("</tr></thead>\n<tbody>\n");
    for control in &controls.controls {
        let _ = writeln!(
            body,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(&control.control),
            escape(&control.asks_for),
            escape(&support(control)),
            escape(control.not_evidence_of.as_deref().unwrap_or_default())
        );
    }
    body.push_str("</tbody>\n</table>\n</div>\n</section>\n");
}

/// An empty form for the decisions of a reviewer, for paper.
pub(super) fn review(body: &mut String, audit: &Audit) {
    body.push_str("<section id=\"review\">\n<h2>Review</h2>\n<p>Printable form. The evidence directory has the same form as <code>review.csv</code>.</p>\n<div class=\"scroll\" role=\"region\" aria-label=\"Review\" tabindex=\"0\">\n<table class=\"members\">\n<thead><tr>");
    for head in [
        "API member",
        "keep, change, remove",
        "reviewer",
        "date",
        "remark",
    ] {
        let _ = write!(body, "<th scope=\"col\">{head}</th>");
    }
    body.push_str("</tr></thead>\n<tbody>\n");
    for member in &audit.members {
        let _ = writeln!(
            body,
            "<tr><th scope=\"row\">{}</th><td></td><td></td><td></td><td></td></tr>",
            escape(&member.identifier)
        );
    }
    body.push_str("</tbody>\n</table>\n</div>\n</section>\n");
}
