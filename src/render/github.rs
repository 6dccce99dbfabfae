//! Annotations of GitHub Actions: workflow commands that the runner shows next to the changed
//! lines.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::sync::Arc;

use super::snippet::Texts;
use super::{Renderer, finding_text, words};
use crate::model::{Location, escape_controls};
use crate::report::{InputError, RoleReport, RunSummary, Severity, Totals};

/// GitHub keeps ten annotations of a kind per step and silently drops the rest.
const SHOWN: usize = 10;

/// Annotations of GitHub Actions: the ten most important, then one that counts the rest.
#[derive(Debug, Default)]
pub struct GitHub {
    /// At most [`SHOWN`], most severe first.
    shown: Vec<(Rank, Annotation)>,
    rest: Totals,
    rest_errors: usize,
}

/// Inputs that could not be read come before every finding; then [`finding_text::rank`].
type Rank = (bool, (bool, bool, Reverse<Severity>));

#[derive(Debug)]
struct Annotation {
    command: &'static str,
    title: String,
    file: Option<String>,
    place: Option<Location>,
    text: String,
}

/// The command for an annotation of this rank.
const fn command(rank: Rank) -> &'static str {
    match rank {
        (false, _) | (true, (false, false, Reverse(Severity::Error))) => "error",
        (true, (false, false, Reverse(Severity::Warning))) => "warning",
        // Waived, known, or a note.
        _ => "notice",
    }
}

/// Escapes the text of a command exactly as the runner decodes it.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the value of a property, including property separators.
fn property(text: &str) -> String {
    data(&escape_controls(text))
        .replace(':', "%3A")
        .replace(',', "%2C")
}

impl Annotation {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "::{} title={}", self.command, property(&self.title))?;
        if let Some(file) = &self.file {
            write!(out, ",file={}", property(finding_text::in_repository(file)))?;
            let place = self.place.as_ref();
            let (line, end) = place.map_or((1, 1), |at| (at.line, at.end_line));
            write!(out, ",line={line},endLine={end}")?;
            if let Some(at) = place.filter(|_| line == end) {
                write!(out, ",col={},endColumn={}", at.column, at.end_column)?;
            }
        }
        writeln!(out, "::{}", data(&self.text))
    }
}

impl GitHub {
    fn push(&mut self, rank: Rank, make: impl FnOnce() -> Annotation) {
        let at = self.shown.partition_point(|(shown, _)| *shown <= rank);
        if at < SHOWN {
            self.shown.insert(at, (rank, make()));
            if self.shown.len() > SHOWN
                && let Some((left, _)) = self.shown.pop()
            {
                self.leave(left);
            }
        } else {
            self.leave(rank);
        }
    }

    /// Counts an annotation that is not shown.
    const fn leave(&mut self, rank: Rank) {
        *match rank {
            (false, _) => &mut self.rest_errors,
            (true, (true, ..)) => &mut self.rest.waived,
            (true, (false, _, Reverse(Severity::Error))) => &mut self.rest.error,
            (true, (false, _, Reverse(Severity::Warning))) => &mut self.rest.warning,
            (true, (false, _, Reverse(Severity::Note))) => &mut self.rest.note,
        } += 1;
    }

    fn roll_up(&self) -> Option<Annotation> {
        let rest = &self.rest;
        let number = rest.findings() + self.rest_errors;
        if number == 0 {
            return None;
        }
        let mut what = Vec::new();
        if self.rest_errors > 0 {
            what.push(words::count(self.rest_errors, "unreadable input"));
        }
        if number > self.rest_errors {
            what.push(words::totals(rest));
        }
        // An eleventh annotation of one kind would be dropped, and with it the count of the rest.
        let full = |kind| self.shown.iter().all(|(_, shown)| shown.command == kind);
        Some(Annotation {
            command: if full("warning") { "notice" } else { "warning" },
            title: format!("{number} more"),
            file: None,
            place: None,
            text: format!(
                "not shown here: {}; the log or another report has them all",
                what.join(", ")
            ),
        })
    }
}

impl Renderer for GitHub {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        let role = report.name.as_deref().unwrap_or("leastwise");
        for finding in &report.findings {
            let rank = (true, finding_text::rank(finding));
            self.push(rank, || {
                let note = match rank.1 {
                    (true, ..) => " (waived)",
                    (false, true, _) => " (in the baseline)",
                    (false, false, _) => "",
                };
                Annotation {
                    command: command(rank),
                    title: format!("{role}: {}{note}", finding.rule),
                    file: Some(report.source.clone()),
                    place: finding_text::place(finding).cloned(),
                    text: finding_text::lines(finding).join("\n"),
                }
            });
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, _: &mut dyn Write) -> io::Result<()> {
        let rank = (false, (false, false, Reverse(Severity::Error)));
        self.push(rank, || {
            let (file, place) = finding_text::error_place(error);
            Annotation {
                command: command(rank),
                title: "an input could not be read".to_owned(),
                file: file.map(str::to_owned),
                place: place.cloned(),
                text: finding_text::error_lines(error).join("\n"),
            }
        });
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        for (_, annotation) in &self.shown {
            annotation.write(out)?;
        }
        if let Some(rest) = self.roll_up() {
            rest.write(out)?;
        }
        // A plain log line, not a command, so that runs without findings also show a result.
        writeln!(out, "leastwise: {}", words::verdict(run))
    }

    fn writes_commands(&self) -> bool {
        true
    }
}
