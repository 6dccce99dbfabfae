//! The audit as Markdown.

use std::io::{self, Write};

use super::duties;
use super::headline::{Headline, verdict};
use super::note::{count, excluded, note, policies};
use super::outside::{controls_line, login, logins_line, people_line, person, support};
use crate::engine::audit::{Audit, Controls};
use crate::model::escape_controls;

/// Writes the audit as Markdown.
pub fn audit_as_markdown(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Audit of API members\n")?;
    for line in Headline::of(audit).lines() {
        writeln!(out, "{}", escaped(line))?;
    }
    writeln!(out, "\n**{}**\n", escaped(&verdict(audit)))?;
    writeln!(
        out,
        "| # | API member | role | critical | high | medium | policies | note |"
    )?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- | --- | --- |")?;
    for member in &audit.members {
        let rank = match (member.rank, member.inactive) {
            (Some(rank), _) => rank.to_string(),
            (None, Some(true)) => "inactive".to_owned(),
            _ => "!".to_owned(),
        };
        let counts = if member.administrator {
            ["everything".to_owned(), String::new(), String::new()]
        } else {
            let severities = &member.severities;
            [severities.critical, severities.high, severities.medium].map(count)
        };
        let note = member
            .incomplete
            .as_ref()
            .map_or_else(|| note(member), |why| format!("not ranked: {why}"));
        let [critical, high, medium] = counts;
        writeln!(
            out,
            "| {rank} | {} | {} | {critical} | {high} | {medium} | {} | {} |",
            escaped(&member.identifier),
            escaped(&member.role),
            escaped(&policies(member)),
            escaped(&note)
        )?;
    }
    if !audit.do_first.is_empty() {
        writeln!(out, "\n## Start with\n")?;
        for (index, step) in audit.do_first.iter().enumerate() {
            write!(out, "{}. {}", index + 1, escaped(&step.text))?;
            if let Some(command) = &step.command {
                write!(out, ": `{}`", escape_controls(command).replace('`', "'"))?;
            }
            writeln!(out)?;
        }
    }
    let duties = duties::lines(audit);
    if !duties.is_empty() {
        writeln!(out, "\n## {}\n", duties::TITLE)?;
        for line in &duties {
            writeln!(out, "- {}", escaped(line))?;
        }
        writeln!(out, "\n{}", duties::ADVICE)?;
    }
    for line in [people_line(audit), logins_line(audit)]
        .into_iter()
        .flatten()
    {
        writeln!(out, "\n{}", escaped(&line))?;
    }
    for integrator in audit.integrator_logins.iter().flatten() {
        writeln!(out, "- {}", escaped(&login(integrator)))?;
    }
    let people = audit.people.as_ref();
    if let Some(people) = people.and_then(|people| people.members.as_deref()) {
        writeln!(out, "\n## People\n")?;
        writeln!(
            out,
            "| person | role | critical | high | medium | last sign-in | note |"
        )?;
        writeln!(out, "| --- | --- | --- | --- | --- | --- | --- |")?;
        for entry in people {
            let cells = person(entry).map(|cell| escaped(&cell));
            writeln!(out, "| {} |", cells.join(" | "))?;
        }
    }
    if !audit.excluded.is_empty() {
        writeln!(out, "\n{}", escaped(&excluded(audit)))?;
    }
    writeln!(out, "\n## Not covered\n")?;
    for line in &audit.not_seen {
        writeln!(out, "- {}", escaped(line))?;
    }
    match &audit.controls {
        Some(controls) => write_controls(controls, out),
        None => Ok(()),
    }
}

/// What the audit may support, one row for each control.
fn write_controls(controls: &Controls, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "\n## {} {}\n",
        escaped(&controls.name),
        escaped(&controls.version)
    )?;
    writeln!(out, "{}\n", escaped(&controls_line(controls)))?;
    writeln!(
        out,
        "| control | asks for | may support it | not evidence of |"
    )?;
    writeln!(out, "| --- | --- | --- | --- |")?;
    for control in &controls.controls {
        let limit = control.not_evidence_of.as_deref().unwrap_or_default();
        let cells = [
            &control.control,
            &control.asks_for,
            &support(control),
            limit,
        ];
        writeln!(out, "| {} |", cells.map(escaped).join(" | "))?;
    }
    Ok(())
}

/// Text that Markdown and HTML inside it leave as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in escape_controls(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '#' | '~' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' | '\r' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
