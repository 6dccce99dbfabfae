//! The audit on a terminal.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::duties;
use super::headline::{Headline, verdict};
use super::note::{count, excluded, policies, short_note};
use super::outside::{controls_line, login, logins_line, people_line, person, support};
use crate::engine::audit::{Audit, MemberEntry};
use crate::model::escape_controls;
use crate::render::words;
use crate::render::wrap::{painted, write_text, write_wrapped};

/// Below this width, each member is a block instead of a row.
const NARROW: usize = 80;
/// Number of members in the table, and of inactive members that are named, unless all are requested:
/// with more, the headline would leave the screen.
const FIRST: usize = 15;
const INACTIVE: usize = 5;

/// How the audit is printed.
#[derive(Clone, Copy, Debug)]
pub struct AuditLook {
    /// Whether to list every member and role.
    pub all: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to use color.
    pub color: bool,
}

/// Prints the audit for a person.
pub fn print_audit(audit: &Audit, look: AuditLook, out: &mut dyn Write) -> io::Result<()> {
    for line in Headline::of(audit).lines() {
        write_text(out, "", line, look.width)?;
    }
    let (mut shown, low): (Vec<&MemberEntry>, Vec<&MemberEntry>) = audit
        .members
        .iter()
        .filter(|member| member.inactive != Some(true))
        .partition(|member| look.all || matters(member));
    let rest = if look.all {
        Vec::new()
    } else {
        shown.split_off(FIRST.min(shown.len()))
    };
    if !shown.is_empty() {
        writeln!(out)?;
        if look.width < NARROW {
            blocks(&shown, look, out)?;
        } else {
            table(&shown, look, out)?;
        }
    }
    let more: Vec<String> = [
        (rest.len(), "of high risk or above"),
        (low.len(), "below high"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, which)| format!("{number} more {which}"))
    .collect();
    if !more.is_empty() {
        let line = format!("{}: leastwise audit --all", more.join(", "));
        write_text(out, "    ", &line, look.width)?;
    }
    if !shown.is_empty() {
        writeln!(out)?;
        let legend = "6 (2): 6 functions, 2 of them with permissions that no policy asks for. (?): \
                      a policy is missing, so this is not known.";
        write_text(out, "", legend, look.width)?;
    }
    inactive(audit, look, out)?;
    if !audit.do_first.is_empty() {
        writeln!(out, "\nStart with")?;
        for (index, step) in audit.do_first.iter().enumerate() {
            write_text(out, &format!(" {}. ", index + 1), &step.text, look.width)?;
            if let Some(command) = &step.command {
                writeln!(out, "      {}", escape_controls(command))?;
            }
        }
    }
    let duties = duties::lines(audit);
    if !duties.is_empty() {
        writeln!(out, "\n{}", duties::TITLE)?;
        for line in duties.iter().map(String::as_str).chain([duties::ADVICE]) {
            write_text(out, "    ", line, look.width)?;
        }
    }
    writeln!(out)?;
    roles(audit, look, out)?;
    outside(audit, look, out)?;
    if !audit.excluded.is_empty() {
        write_text(out, "", &excluded(audit), look.width)?;
    }
    let not_seen = format!("Not covered: {}.", audit.not_seen.join("; "));
    write_text(out, "", &not_seen, look.width)?;
    if let Some(controls) = &audit.controls {
        writeln!(out)?;
        write_text(out, "", &controls_line(controls), look.width)?;
        for control in &controls.controls {
            let mut line = format!("{}: {}", control.control, support(control));
            if let Some(limit) = &control.not_evidence_of {
                let _ = write!(line, ". Not evidence of: {limit}");
            }
            write_text(out, "    ", &line, look.width)?;
        }
    }
    writeln!(out)?;
    write_text(out, "", &verdict(audit), look.width)
}

/// Members that cannot sign in at present.
fn inactive(audit: &Audit, look: AuditLook, out: &mut dyn Write) -> io::Result<()> {
    let mut named: Vec<String> = audit
        .members
        .iter()
        .filter(|member| member.inactive == Some(true))
        .map(|member| format!("{} ({})", member.identifier, member.role))
        .collect();
    if named.is_empty() {
        return Ok(());
    }
    let rest = named.len().saturating_sub(INACTIVE);
    if !look.all && rest > 1 {
        named.truncate(INACTIVE);
        named.push(format!("and {rest} more"));
    }
    let line = format!("Inactive, not ranked: {}", named.join(", "));
    write_text(out, "", &line, look.width)
}

/// People and integrator logins.
fn outside(audit: &Audit, look: AuditLook, out: &mut dyn Write) -> io::Result<()> {
    let mut line: Vec<String> = Vec::new();
    line.extend(people_line(audit));
    line.extend(logins_line(audit));
    if !line.is_empty() {
        if !look.all {
            line.push("Details: leastwise audit --people --all".to_owned());
        }
        write_text(out, "", &line.join(" "), look.width)?;
    }
    if look.all {
        for integrator in audit.integrator_logins.iter().flatten() {
            write_text(out, "      ", &login(integrator), look.width)?;
        }
    }
    let people = audit.people.as_ref();
    let Some(people) = people.and_then(|people| people.members.as_deref()) else {
        return Ok(());
    };
    writeln!(out, "\nPeople")?;
    for entry in people {
        let [name, role, critical, high, medium, last, note] = person(entry);
        let counts = if high.is_empty() {
            critical
        } else {
            format!("critical {critical}, high {high}, medium {medium}")
        };
        let note = if note.is_empty() {
            note
        } else {
            format!("; {note}")
        };
        let line = format!("{name} ({role}): {counts}; last sign-in {last}{note}");
        write_text(out, "    ", &line, look.width)?;
    }
    Ok(())
}

/// Whether a member belongs on the first screen.
fn matters(member: &MemberEntry) -> bool {
    !member.complete
        || member.administrator
        || member.severities.critical.total + member.severities.high.total > 0
}

fn place(member: &MemberEntry) -> String {
    member
        .rank
        .map_or_else(|| "!".to_owned(), |rank| rank.to_string())
}

fn style(member: &MemberEntry) -> &'static str {
    if !member.complete || member.administrator || member.severities.critical.total > 0 {
        "31"
    } else if member.severities.high.total > 0 {
        "33"
    } else {
        ""
    }
}

/// The text in at most `width` columns, cut with an ellipsis.
fn fitted(text: &str, width: usize) -> String {
    let text = escape_controls(text);
    if text.chars().count() <= width {
        return format!("{text:<width$}");
    }
    let mut cut: String = text.chars().take(width.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

fn table(members: &[&MemberEntry], look: AuditLook, out: &mut dyn Write) -> io::Result<()> {
    const COUNTS: usize = 10 + 10 + 9;
    let longest = |of: &dyn Fn(&MemberEntry) -> String, least: usize, most: usize| {
        let lengths = members.iter().map(|member| of(member).chars().count());
        lengths.max().unwrap_or(0).max(least).min(most.max(least))
    };
    let heading = "API member";
    let name = longest(&|member| member.identifier.clone(), heading.len(), 24);
    let role = longest(&|member| member.role.clone(), 6, 18);
    let rest = look
        .width
        .saturating_sub(4 + name + 2 + role + 2 + COUNTS + 2);
    // Policies are cut before notes.
    let notes = longest(&short_note, 6, rest.saturating_sub(12 + 2));
    let policy = longest(&policies, 8, rest.saturating_sub(notes + 2));
    let notes = rest.saturating_sub(policy + 2);
    writeln!(
        out,
        "    {}  {}  {:<10}{:<10}{:<9}{}  note",
        fitted(heading, name),
        fitted("role", role),
        "critical",
        "high",
        "medium",
        fitted("policies", policy)
    )?;
    for member in members {
        let counts = if member.complete {
            let severities = if member.administrator {
                format!("{:<COUNTS$}", "everything")
            } else {
                format!(
                    "{:<10}{:<10}{:<9}",
                    count(member.severities.critical),
                    count(member.severities.high),
                    count(member.severities.medium)
                )
            };
            let (policies, note) = (
                fitted(&policies(member), policy),
                fitted(&short_note(member), notes),
            );
            format!("{severities}{policies}  {}", note.trim_end())
        } else {
            fitted(
                &format!(
                    "not ranked: {}",
                    member.incomplete.as_deref().unwrap_or("incomplete")
                ),
                COUNTS + policy + 2 + notes,
            )
        };
        let line = format!(
            "{:>2}  {}  {}  ",
            place(member),
            fitted(&member.identifier, name),
            fitted(&member.role, role)
        );
        let line = format!(
            "{}{}",
            painted(look.color, style(member), &line),
            counts.trim_end()
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn blocks(members: &[&MemberEntry], look: AuditLook, out: &mut dyn Write) -> io::Result<()> {
    for member in members {
        let line = format!(
            "{:>2}  {}: {}",
            place(member),
            member.identifier,
            member.role
        );
        let paint = |line: &str| painted(look.color, style(member), line);
        write_wrapped(out, "", &escape_controls(&line), look.width, paint)?;
        let line = if let Some(why) = &member.incomplete {
            format!("not ranked: {why}")
        } else if member.administrator {
            "everything".to_owned()
        } else {
            format!(
                "critical {}, high {}, medium {}",
                count(member.severities.critical),
                count(member.severities.high),
                count(member.severities.medium)
            )
        };
        write_text(out, "      ", &line, look.width)?;
        let policies = format!("policies: {}", policies(member));
        write_text(out, "      ", &policies, look.width)?;
        let note = short_note(member);
        if !note.is_empty() {
            write_text(out, "      ", &note, look.width)?;
        }
    }
    Ok(())
}

/// Roles that no API member uses, and those whose members were not read.
fn roles(audit: &Audit, look: AuditLook, out: &mut dyn Write) -> io::Result<()> {
    let unused = audit.unused_roles();
    if unused.is_empty() {
        return Ok(());
    }
    let critical = unused
        .iter()
        .filter(|role| role.administrator || role.severities.critical.total > 0)
        .count();
    let line = format!(
        "Also: {} not used by any API member, {critical} of them critical.",
        words::count(unused.len(), "role")
    );
    write_text(out, "", &line, look.width)?;
    if look.all {
        for role in unused {
            let line = format!(
                "{}: critical {}, high {}",
                role.name, role.severities.critical.total, role.severities.high.total
            );
            write_text(out, "      ", &line, look.width)?;
        }
    }
    Ok(())
}
