//! Results of the policy linter, in all its formats.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::full::{Detail, Full, Look};
use super::json::Tool;
use super::miette_diagnostic::MietteDiagnostic;
use super::snippet::Texts;
use super::{Plain, Renderer, json_text, plain, words};
use crate::model::{Document, SourceText, escape_controls};
use crate::policy::lint::LintFinding;
use crate::report::{FailOn, InputError, Outcome, Severity};

/// Output formats of the policy linter.
#[derive(Clone, Copy, Debug)]
pub enum LintFormat {
    /// Drawn for a terminal.
    Human(Look),
    /// Sentences.
    Plain,
    /// One JSON document.
    Json,
}

/// Results of the policy linter. Fields are added, never changed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise policy lint")]
pub struct LintDocument {
    /// The version of this format: `leastwise/lint/v1`.
    pub schema: &'static str,
    /// The program that wrote it.
    pub tool: Tool,
    /// The outcome of the run; it determines the exit code.
    pub outcome: Outcome,
    /// The number of findings.
    pub summary: LintTotals,
    /// Every policy that was read.
    pub policies: Vec<LintedPolicy>,
    /// Every policy that could not be read.
    pub errors: Vec<InputError>,
}

/// The number of findings of each severity, with accepted ones counted separately.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct LintTotals {
    /// How many policies were read.
    pub policies: usize,
    /// Findings that are errors.
    pub error: usize,
    /// Findings that are warnings.
    pub warning: usize,
    /// Findings that are notes.
    pub note: usize,
    /// Findings accepted by an exception.
    pub waived: usize,
}

/// The findings in one policy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LintedPolicy {
    /// The file, as named on the command line.
    pub source: String,
    /// The id of the policy.
    pub id: String,
    /// The findings, most severe first.
    pub findings: Vec<LintFinding>,
}

/// A run of the policy linter, which prints while it runs.
#[derive(Debug)]
pub struct LintRun {
    format: LintFormat,
    fail_on: FailOn,
    document: LintDocument,
}

impl LintRun {
    /// A run with this format that fails at this severity or above.
    pub fn new(format: LintFormat, fail_on: FailOn) -> Self {
        Self {
            format,
            fail_on,
            document: LintDocument {
                schema: "leastwise/lint/v1",
                tool: Tool::this(),
                outcome: Outcome::Clean,
                summary: LintTotals::default(),
                policies: Vec::new(),
                errors: Vec::new(),
            },
        }
    }

    /// Adds the findings in a policy.
    pub fn policy(
        &mut self,
        policy: LintedPolicy,
        text: &SourceText,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let totals = &mut self.document.summary;
        totals.policies += 1;
        for finding in &policy.findings {
            match (&finding.waiver, finding.severity) {
                (Some(_), _) => totals.waived += 1,
                (None, Severity::Error) => totals.error += 1,
                (None, Severity::Warning) => totals.warning += 1,
                (None, Severity::Note) => totals.note += 1,
            }
            if finding.waiver.is_none() && self.fail_on.fails(finding.severity) {
                self.document.outcome = self.document.outcome.worst(Outcome::Findings);
            }
        }
        match self.format {
            LintFormat::Human(look) => {
                let human = Full::new(look);
                for finding in &policy.findings {
                    draw(&human, look.detail, finding, text, out)?;
                }
            }
            LintFormat::Plain => {
                for finding in &policy.findings {
                    sentences(finding, out)?;
                }
            }
            LintFormat::Json => {}
        }
        self.document.policies.push(policy);
        Ok(())
    }

    /// Adds the errors of a policy that could not be read.
    pub fn error(&mut self, error: InputError, out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            LintFormat::Human(look) => Full::new(look).error(&error, out)?,
            LintFormat::Plain => Plain.error(&error, out)?,
            LintFormat::Json => {}
        }
        self.document.outcome = Outcome::Invalid;
        self.document.errors.push(error);
        Ok(())
    }

    /// Completes the output, and returns the outcome.
    pub fn finish(&self, out: &mut dyn Write) -> io::Result<Outcome> {
        let outcome = self.document.outcome;
        match self.format {
            LintFormat::Json => json_text::document(&self.document, out)?,
            LintFormat::Plain => writeln!(out, "{}.", self.verdict())?,
            LintFormat::Human(look) => {
                let style = if outcome == Outcome::Clean {
                    "1;32"
                } else {
                    "1;31"
                };
                let human = Full::new(look);
                let hidden = self.document.summary.waived;
                if hidden > 0 && look.detail != Detail::All {
                    let waived = words::count(hidden, "finding");
                    writeln!(out, "{waived} waived by exceptions; --verbose shows them")?;
                }
                writeln!(out, "{}", human.paint(style, &self.verdict()))?;
            }
        }
        Ok(outcome)
    }

    fn verdict(&self) -> String {
        let LintTotals {
            policies,
            error,
            warning,
            note,
            waived,
        } = self.document.summary;
        let policies = if policies == 1 {
            "1 policy".to_owned()
        } else {
            format!("{policies} policies")
        };
        let totals = crate::report::Totals {
            roles: 0,
            error,
            warning,
            note,
            waived,
            unchanged: 0,
        };
        let found = words::totals(&totals);
        let word = match self.document.outcome {
            Outcome::Clean if error + warning + note + waived == 0 => "clean",
            Outcome::Clean => "passed",
            Outcome::Findings | Outcome::Inconclusive => "failed",
            Outcome::Invalid => "invalid",
        };
        let unread = match self.document.errors.len() {
            0 => String::new(),
            number => format!("{}, ", words::count(number, "read error")),
        };
        format!("{word}: {policies}, {unread}{found}")
    }
}

fn draw(
    human: &Full,
    detail: Detail,
    finding: &LintFinding,
    text: &SourceText,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shown = match detail {
        Detail::All => true,
        Detail::Normal => finding.waiver.is_none(),
        Detail::Errors => finding.waiver.is_none() && finding.severity == Severity::Error,
    };
    if !shown {
        return Ok(());
    }
    let mut texts = Texts::default();
    texts.add(Document::Policy, text);
    let excerpts = human.excerpts(&finding.locations, &texts);
    let waived = finding
        .waiver
        .as_ref()
        .map(|waiver| format!("waived: {}", waiver.reason));
    let help: Vec<String> = waived
        .iter()
        .chain(&finding.help)
        .map(|line| escape_controls(line).into_owned())
        .collect();
    human.draw(
        &MietteDiagnostic {
            code: Some(finding.rule.name()),
            url: Some(finding.rule.url()),
            message: escape_controls(&finding.message).into_owned(),
            severity: if finding.waiver.is_some() {
                Severity::Note
            } else {
                finding.severity
            },
            help: Some(help.join("\n")).filter(|help| !help.is_empty()),
            labels: excerpts.labels(),
            excerpts,
        },
        out,
    )
}

fn sentences(finding: &LintFinding, out: &mut dyn Write) -> io::Result<()> {
    let message = escape_controls(&finding.message);
    writeln!(out, "{}, {}: {message}", finding.severity, finding.rule)?;
    for location in &finding.locations {
        writeln!(out, "{}", plain::place(location))?;
    }
    if let Some(help) = &finding.help {
        writeln!(out, "  fix: {}", escape_controls(help))?;
    }
    if let Some(waiver) = &finding.waiver {
        writeln!(out, "  waived: {}", escape_controls(&waiver.reason))?;
    }
    writeln!(out)
}
