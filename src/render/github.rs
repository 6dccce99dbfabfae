//! Annotations of GitHub Actions: workflow commands that the runner shows next to the changed
//! lines.

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

/// Inputs that could not be read come before every finding.
type Rank = (bool, (bool, bool, std::cmp::Reverse<Severity>));

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Error,
    Warning,
    Notice,
}

impl Kind {
    const fn command(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

impl From<Severity> for Kind {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Notice,
        }
    }
}

#[derive(Debug)]
struct Annotation {
    kind: Kind,
    title: String,
    file: Option<String>,
    /// Line, end line, and the columns where both are on one line.
    lines: Option<(usize, usize)>,
    columns: Option<(usize, usize)>,
    text: String,
    counts: Counts,
}

/// How an annotation that is not shown is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counts {
    Finding(Severity),
    Waived,
    Input,
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
    fn at(mut self, place: Option<&Location>) -> Self {
        if let Some(place) = place {
            self.lines = Some((place.line, place.end_line));
            let one_line = place.line == place.end_line;
            self.columns = one_line.then_some((place.column, place.end_column));
        }
        self
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(
            out,
            "::{} title={}",
            self.kind.command(),
            property(&self.title)
        )?;
        if let Some(file) = &self.file {
            write!(out, ",file={}", property(finding_text::in_repository(file)))?;
            let (line, end) = self.lines.unwrap_or((1, 1));
            write!(out, ",line={line},endLine={end}")?;
            if let Some((column, end)) = self.columns {
                write!(out, ",col={column},endColumn={end}")?;
            }
        }
        writeln!(out, "::{}", data(&self.text))
    }
}

impl GitHub {
    fn push(&mut self, rank: Rank, make: impl FnOnce() -> Annotation, counts: Counts) {
        let at = self.shown.partition_point(|(shown, _)| *shown <= rank);
        if at < SHOWN {
            self.shown.insert(at, (rank, make()));
            if self.shown.len() > SHOWN
                && let Some((_, left)) = self.shown.pop()
            {
                self.leave(left.counts);
            }
        } else {
            self.leave(counts);
        }
    }

    const fn leave(&mut self, counts: Counts) {
        match counts {
            Counts::Finding(Severity::Error) => self.rest.error += 1,
            Counts::Finding(Severity::Warning) => self.rest.warning += 1,
            Counts::Finding(Severity::Note) => self.rest.note += 1,
            Counts::Waived => self.rest.waived += 1,
            Counts::Input => self.rest_errors += 1,
        }
    }

    fn roll_up(&self) -> Option<Annotation> {
        let rest = &self.rest;
        let number = rest.error + rest.warning + rest.note + rest.waived + self.rest_errors;
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
        let full = |kind| self.shown.iter().filter(|(_, a)| a.kind == kind).count() >= SHOWN;
        let kind = if full(Kind::Notice) || !full(Kind::Warning) {
            Kind::Warning
        } else {
            Kind::Notice
        };
        Some(Annotation {
            kind,
            title: format!("{number} more"),
            file: None,
            lines: None,
            columns: None,
            text: format!(
                "not shown here: {}; the log or another report has them all",
                what.join(", ")
            ),
            counts: Counts::Input,
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
            let waived = finding.waiver.is_some();
            let counts = if waived {
                Counts::Waived
            } else {
                Counts::Finding(finding.severity)
            };
            let make = || {
                let kind = if finding.is_open() {
                    finding.severity.into()
                } else {
                    Kind::Notice
                };
                let note = match (waived, finding.is_open()) {
                    (true, _) => " (waived)",
                    (false, false) => " (in the baseline)",
                    (false, true) => "",
                };
                Annotation {
                    kind,
                    title: format!("{role}: {}{note}", finding.rule),
                    file: Some(report.source.clone()),
                    lines: None,
                    columns: None,
                    text: finding_text::lines(finding).join("\n"),
                    counts,
                }
                .at(finding_text::place(finding))
            };
            self.push((true, finding_text::rank(finding)), make, counts);
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, _: &mut dyn Write) -> io::Result<()> {
        let make = || {
            let (file, place) = finding_text::error_place(error);
            Annotation {
                kind: Kind::Error,
                title: "an input could not be read".to_owned(),
                file: file.map(str::to_owned),
                lines: None,
                columns: None,
                text: finding_text::error_lines(error).join("\n"),
                counts: Counts::Input,
            }
            .at(place)
        };
        let most_severe = (false, false, std::cmp::Reverse(Severity::Error));
        self.push((false, most_severe), make, Counts::Input);
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
