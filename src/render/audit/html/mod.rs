//! The audit as one page: it loads nothing, works without a script, and prints.

mod members;
mod rest;

use std::fmt::Write as _;
use std::io::{self, Write};

use super::headline::{Headline, verdict};
use super::note::excluded;
use crate::engine::audit::Audit;
use crate::page::{Page, STYLE, escape, message_markup};
use crate::risk::Family;

const AUDIT_STYLE: &str = include_str!("audit.css");
const SCRIPT: &str = include_str!("audit.js");

/// Writes the audit as a page.
pub fn audit_as_html(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let mut body = String::from("<main>\n<h1>Audit of API members</h1>\n");
    top(&mut body, audit);
    do_first(&mut body, audit);
    if !audit.members.is_empty() {
        toolbar(&mut body);
        members::table(&mut body, audit, false);
        members::table(&mut body, audit, true);
    }
    rest::people(&mut body, audit);
    rest::roles(&mut body, audit);
    rest::logins(&mut body, audit);
    if !audit.members.is_empty() {
        body.push_str("<section id=\"details\">\n<h2>Permissions of each API member</h2>\n");
        for (index, member) in audit.members.iter().enumerate() {
            members::details(&mut body, index, member, audit);
        }
        body.push_str("</section>\n");
    }
    rest::not_seen(&mut body, audit);
    rest::severities(&mut body);
    rest::controls(&mut body, audit);
    rest::review(&mut body, audit);
    body.push_str("</main>\n");
    let pages = page_numbers(audit);
    Page {
        language: "en",
        title: "Audit of API members - leastwise",
        styles: &[STYLE, AUDIT_STYLE, &pages],
        // The script filters API members.
        script: (!audit.members.is_empty()).then_some(SCRIPT),
        body: &body,
    }
    .write(out)
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

fn top(body: &mut String, audit: &Audit) {
    let summary = &audit.summary;
    let incomplete = audit.roles.iter().filter(|role| !role.complete).count();
    let class = if !audit.complete || summary.critical_excess > 0 {
        "verdict bad"
    } else {
        "verdict"
    };
    let verdict = message_markup(&verdict(audit));
    let _ = writeln!(body, "<p class=\"{class}\">{verdict}</p>");
    // The counts are tiles.
    let headline = Headline::of(audit);
    for line in std::iter::once(&headline.scope).chain(&headline.notes) {
        let _ = writeln!(body, "<p>{}</p>", message_markup(line));
    }
    if !audit.excluded.is_empty() {
        let _ = writeln!(body, "<p>{}</p>", escape(&excluded(audit)));
    }
    body.push_str("<ul class=\"tiles\">\n");
    let tiles = [
        (
            "takeover",
            summary.can_take_over,
            [
                "API member can take over the tenant",
                "API members can take over the tenant",
            ],
        ),
        (
            "critical",
            summary.critical_excess,
            [
                "API member holds critical permissions that no policy asks for",
                "API members hold critical permissions that no policy asks for",
            ],
        ),
        (
            "nopolicy",
            summary.without_policy,
            ["API member has no policy", "API members have no policy"],
        ),
        (
            "incomplete",
            incomplete,
            [
                "role was not read completely",
                "roles were not read completely",
            ],
        ),
    ];
    for (name, number, text) in tiles {
        if headline.counts.is_empty() && name != "incomplete" {
            continue;
        }
        let [one, several] = text;
        let text = if number == 1 { one } else { several };
        let _ = writeln!(
            body,
            "<li data-tile=\"{name}\"><strong>{number}</strong> {text}</li>"
        );
    }
    body.push_str("</ul>\n");
}

fn do_first(body: &mut String, audit: &Audit) {
    if audit.do_first.is_empty() {
        return;
    }
    body.push_str("<h2>Start with</h2>\n<ol>\n");
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

/// Filters, for the script.
fn toolbar(body: &mut String) {
    body.push_str(
        "<form id=\"bar\" aria-label=\"Filters\" hidden>\n<fieldset><legend>Show</legend>\n",
    );
    for (value, text) in [
        ("active", "API members"),
        ("people", "people"),
        ("inactive", "inactive"),
        ("unused", "unused roles"),
    ] {
        let checked = if value == "active" { " checked" } else { "" };
        let _ = writeln!(
            body,
            "<label><input type=\"radio\" name=\"show\" value=\"{value}\"{checked}> {text}</label>"
        );
    }
    body.push_str(
        "</fieldset>\n<label>Kind of harm <select id=\"harm\"><option value=\"\">all</option>",
    );
    for family in Family::ALL {
        let word = family.word();
        let _ = write!(
            body,
            "<option value=\"{word}\">{}</option>",
            word.replace('-', " ")
        );
    }
    body.push_str("</select></label>\n<button type=\"button\" id=\"print\">Print</button>\n<button type=\"button\" id=\"csv\">CSV</button>\n<p id=\"shown\" role=\"status\"></p>\n</form>\n");
}
