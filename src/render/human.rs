//! The report for a terminal: one entry per function, the fix first.

use std::io::{self, Write};
use std::sync::Arc;

use miette::MietteDiagnostic;

use super::concise::lines;
use super::entry::{Entry, entries};
use super::full::{Detail, Full, Look, weight};
use super::snippet::{Excerpts, Texts};
use super::{Renderer, words};
use crate::model::escape_controls;
use crate::report::{Finding, InputError, Outcome, RoleReport, RunSummary, Severity, Subject};

/// Lines for drawings of one role; the rest of its functions get one line each.
const DRAWN_LINES: usize = 44;
/// Lines of a source closer than this are drawn together.
const NEAR: usize = 2;

/// The report for a terminal.
#[derive(Debug)]
pub struct Human {
    full: Full,
    look: Look,
    /// The command that lists the changes.
    next: Option<String>,
}

impl Human {
    /// A report with these options; `next` is the command that lists the changes.
    pub fn new(look: Look, next: Option<String>) -> Self {
        Self {
            full: Full::new(look),
            look,
            next,
        }
    }

    /// The role, what it was compared with, and where to change it.
    fn heading(&self, report: &RoleReport, change: bool, out: &mut dyn Write) -> io::Result<()> {
        self.full.heading(report, out)?;
        let mut remedies = report.findings.iter().filter_map(|f| f.remedy.as_ref());
        if let Some(remedy) = remedies.next().filter(|_| change) {
            // The module and the function are in the heading of each entry.
            let to_role = remedy.path.len().saturating_sub(2);
            let path: Vec<&str> = remedy
                .path
                .iter()
                .take(to_role)
                .map(String::as_str)
                .collect();
            let path = escape_controls(&path.join(" > ")).into_owned();
            self.full
                .write_text(out, "", "  ", &format!("to change the role, go to {path}"))?;
        }
        Ok(())
    }

    /// Draws one entry: what to change, why, then where.
    fn draw(&self, entry: &Entry<'_>, texts: &Texts<'_>) -> io::Result<Vec<u8>> {
        let all = self.look.detail == Detail::All;
        let places = entry.places(if all { usize::MAX } else { 2 });
        let excerpts = Excerpts::cut(&places, texts, self.full.excerpt_width(), NEAR);
        let mut message = vec![entry.heading()];
        for reason in entry.reasons() {
            match message.first_mut() {
                // Only the rule: there is nothing more to say.
                Some(heading) if reason.starts_with('[') => {
                    heading.push(' ');
                    heading.push_str(&reason);
                }
                _ => message.push(reason),
            }
        }
        message.extend(entry.risk());
        let mut out = Vec::new();
        let mut drawing = MietteDiagnostic::new(message.join("\n"));
        drawing.severity = Some(weight(entry.severity()));
        drawing.help = Some(entry.hints().join("\n")).filter(|help| !help.is_empty());
        self.full.draw(drawing, excerpts, &mut out)?;
        Ok(out)
    }

    /// Draws the first entries, and writes one line for each of the rest.
    fn entries(
        &self,
        entries: &[Entry<'_>],
        texts: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let all = self.look.detail == Detail::All;
        let mut lines_left = DRAWN_LINES;
        let mut rest: Vec<&Entry<'_>> = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            if !rest.is_empty() {
                rest.push(entry);
                continue;
            }
            let drawn = self.draw(entry, texts)?;
            let height = String::from_utf8_lossy(&drawn).lines().count();
            if all || index == 0 || height <= lines_left {
                lines_left = lines_left.saturating_sub(height);
                out.write_all(&drawn)?;
            } else {
                rest.push(entry);
            }
        }
        if rest.is_empty() {
            return Ok(());
        }
        lines("  ", &rest, self.look, out)?;
        let text = match rest.len() {
            1 => "the last function has one line; --verbose shows it in full".to_owned(),
            number => format!(
                "the last {number} functions have one line each; --verbose shows them in full"
            ),
        };
        self.full.write_text(out, "2", "  ", &text)?;
        writeln!(out)
    }

    /// Accepted findings, one line each.
    fn waived(&self, findings: &[&Finding], out: &mut dyn Write) -> io::Result<()> {
        for finding in findings {
            let Some(waiver) = &finding.waiver else {
                continue;
            };
            let place = finding.locations.first();
            let place = place.map_or_else(String::new, |place| format!(" (line {})", place.line));
            let text = format!(
                "waived[{}] {}: {}{place}",
                finding.rule,
                finding.message,
                words::waiver(waiver)
            );
            self.full
                .write_text(out, "", "  ", &escape_controls(&text))?;
        }
        Ok(())
    }
}

impl Renderer for Human {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        texts: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if report.subject == Subject::Policy {
            return self.full.policy(report, texts, out);
        }
        let all = self.look.detail == Detail::All;
        let quiet = self.look.detail == Detail::Errors;
        let (mut notes, mut known) = (report.suppressed_notes, 0);
        let mut waived = Vec::new();
        let mut shown: Vec<&Finding> = Vec::new();
        for finding in &report.findings {
            match finding.severity {
                _ if all => shown.push(finding),
                _ if finding.waiver.is_some() => waived.push(finding),
                _ if !finding.is_open() => known += 1,
                _ if finding.fails => shown.push(finding),
                Severity::Note => notes += 1,
                Severity::Warning if quiet => {}
                Severity::Error | Severity::Warning => shown.push(finding),
            }
        }
        if quiet && shown.is_empty() && report.outcome == Outcome::Clean {
            return Ok(());
        }
        let shown = entries(shown.into_iter());
        if report.subject == Subject::Configuration {
            return self.entries(&shown, texts, out);
        }
        self.heading(report, !shown.is_empty(), out)?;
        if !quiet {
            self.waived(&waived, out)?;
            self.full
                .hidden(known, "finding", " in the baseline,", out)?;
            self.full.hidden(notes, "note", "", out)?;
        }
        writeln!(out)?;
        self.entries(&shown, texts, out)
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        self.full.error(error, out)
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        self.full.verdict(run, out)?;
        let open = run.totals.error + run.totals.warning > 0;
        let judged = matches!(run.outcome, Outcome::Clean | Outcome::Findings);
        let change = open && judged && run.cells.missing + run.cells.excess > 0;
        match &self.next {
            Some(next) if change && self.look.detail != Detail::Errors => {
                // A command is not wrapped, so that it can be copied.
                writeln!(out, "next: {}", escape_controls(next))
            }
            _ => Ok(()),
        }
    }
}
