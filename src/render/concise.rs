//! One line per function, for a list to search and to sort.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;

use super::entry::{Entry, entries};
use super::snippet::Texts;
use super::wrap::{painted, style, wrapped, write_wrapped};
use super::{Detail, Look, Renderer, words};
use crate::model::escape_controls;
use crate::report::{InputError, Outcome, RoleReport, RunSummary, Severity, Subject};

/// Names are aligned up to this width.
const ALIGNED: usize = 44;
/// Below this width, lines are wrapped.
const NARROW: usize = 80;
/// A reason is left out where less room than this is left for it.
const SHORTEST: usize = 12;

/// One line per function.
#[derive(Debug)]
pub struct Concise {
    look: Look,
    /// What was said about the run, which is said once.
    said: BTreeSet<String>,
}

impl Concise {
    /// A report with these options. Lines are cut to the width.
    pub const fn new(look: Look) -> Self {
        Self {
            look,
            said: BTreeSet::new(),
        }
    }

    /// What limits the result: rules that are off, incomplete tables, and functions without a row.
    fn limits(&mut self, head: &str, report: &RoleReport, out: &mut dyn Write) -> io::Result<()> {
        let off = report.chosen.as_ref().map_or(&[][..], |c| &c.rules_off);
        let off: Vec<&str> = off.iter().map(|off| off.rule.name()).collect();
        let off = (!off.is_empty()).then(|| format!("rules that are off: {}", off.join(", ")));
        let of_run = [off, words::partial(&report.policies)];
        for text in of_run.into_iter().flatten() {
            if self.said.insert(text.clone()) {
                self.line("", &escape_controls(&text), out)?;
            }
        }
        match &report.lacking {
            Some(lacking) => self.line("", &format!("{head}{}", escape_controls(lacking)), out),
            None => Ok(()),
        }
    }

    /// Writes a text, wrapped to the width.
    fn line(&self, style: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let paint = |line: &str| painted(self.look.color, style, line);
        write_wrapped(out, "", text, self.look.width, paint)
    }
}

/// Writes one line per entry; `head` is the beginning of each line.
pub(super) fn lines(
    head: &str,
    entries: &[&Entry<'_>],
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let length = |entry: &&Entry<'_>| {
        let names = entry.names().map_or(0, |names| names.chars().count() + 1);
        Some(names).filter(|names| *names <= ALIGNED)
    };
    let align = entries.iter().filter_map(length).max().unwrap_or(0);
    for entry in entries {
        line(head, entry, align, look, out)?;
    }
    Ok(())
}

fn line(
    head: &str,
    entry: &Entry<'_>,
    align: usize,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let changes: Vec<String> = entry
        .changes()
        .iter()
        .map(super::entry::Change::arrow)
        .collect();
    let changes = changes.join(", ");
    let rule = entry.findings.first().map_or("", |first| first.rule.name());
    let what = if changes.is_empty() {
        format!("[{rule}]")
    } else {
        changes
    };
    let text = match entry.names() {
        // No room for the columns: one space.
        Some(names) if head.chars().count() + align + what.chars().count() > look.width => {
            format!("{names}: {what}")
        }
        Some(names) => format!("{:<align$} {what}", format!("{names}:")),
        None => what,
    };
    let why = entry.why();
    let used = head.chars().count() + text.chars().count() + 2;
    let text = match look.width.checked_sub(used) {
        _ if why.is_empty() => text,
        Some(room) if why.chars().count() <= room => format!("{text}: {why}"),
        Some(room) if room >= SHORTEST => format!("{text}: {}", shortened(&why, room)),
        _ => text,
    };
    let paint = |text: &str| painted(look.color, style(entry.severity()), text);
    // On a narrow screen, words must not break; elsewhere a function has one line.
    if used > look.width && look.width < NARROW {
        let text = format!("{head}{text}");
        for (index, line) in wrapped("", &text, look.width.saturating_sub(4), paint)
            .iter()
            .enumerate()
        {
            let margin = if index == 0 { "" } else { "    " };
            writeln!(out, "{margin}{line}")?;
        }
        return Ok(());
    }
    writeln!(out, "{head}{}", paint(&text))
}

/// The words of a text that fit, then `…`.
fn shortened(text: &str, room: usize) -> String {
    let mut short = String::new();
    let mut length = 0;
    for word in text.split(' ') {
        length += word.chars().count() + 1;
        if length > room {
            break;
        }
        short.push_str(word);
        short.push(' ');
    }
    format!("{}…", short.trim_end().trim_end_matches([',', ';', ':']))
}

impl Renderer for Concise {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let detail = self.look.detail;
        let shown = report.findings.iter().filter(|finding| match detail {
            Detail::All => true,
            Detail::Normal => {
                finding.fails || finding.is_open() && finding.severity > Severity::Note
            }
            Detail::Errors => {
                finding.fails || finding.is_open() && finding.severity == Severity::Error
            }
        });
        let entries = if report.subject == Subject::Policy {
            // Findings in a policy have no common change.
            shown
                .map(|finding| Entry {
                    findings: vec![finding],
                })
                .collect()
        } else {
            entries(shown)
        };
        let mut name = report.name.as_deref().unwrap_or(&report.source);
        if report.name.is_none() && name.chars().count() > self.look.width / 4 {
            // Without the directories, which leave no room for the rest.
            name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        }
        let head = format!("{}: ", escape_controls(name));
        if detail != Detail::Errors && report.subject == Subject::Role {
            self.limits(&head, report, out)?;
        }
        lines(&head, &entries.iter().collect::<Vec<_>>(), self.look, out)
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        let file = error.file.as_deref().map_or("", |file| file);
        let head = if file.is_empty() { "" } else { ": " };
        let text = format!(
            "{}{head}error: {}",
            escape_controls(file),
            escape_controls(&error.message)
        );
        self.line(style(Severity::Error), &text, out)
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        if self.look.detail == Detail::Errors && run.outcome == Outcome::Clean {
            return Ok(());
        }
        self.line(words::verdict_style(run), &words::verdict(run), out)
    }
}
