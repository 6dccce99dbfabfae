//! The Test Anything Protocol, version 14: a test point per requirement.

use std::io::{self, Write};
use std::sync::Arc;

use serde_json::{Value, json};

use super::finding_text::{self, Disposition};
use super::snippet::Texts;
use super::{Renderer, json_text, words};
use crate::model::{Location, escape_controls};
use crate::report::{FailOn, InputError, RoleReport, RunSummary};

/// The Test Anything Protocol: a test point for each recorded requirement and each finding.
/// Findings that do not fail the run are `TODO`, which no harness counts as a failure.
#[derive(Debug)]
pub struct Tap {
    fail_on: FailOn,
    points: usize,
}

impl Tap {
    /// Test points fail if the finding fails the run.
    pub const fn new(fail_on: FailOn) -> Self {
        Self { fail_on, points: 0 }
    }

    fn point(
        &mut self,
        ok: bool,
        description: &str,
        todo: Option<&str>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.begin(out)?;
        self.points += 1;
        let ok = if ok { "ok" } else { "not ok" };
        write!(out, "{ok} {} - {}", self.points, escaped(description))?;
        match todo {
            Some(reason) => writeln!(out, " # TODO {}", escaped(reason)),
            None => writeln!(out),
        }
    }

    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.points == 0 {
            writeln!(out, "TAP version 14")?;
        }
        Ok(())
    }
}

/// A description: `#` would begin a directive.
fn escaped(text: &str) -> String {
    escape_controls(text)
        .replace('\\', "\\\\")
        .replace('#', "\\#")
}

/// The YAML block below a test point, as JSON, which is YAML.
fn diagnostic(fields: Value, out: &mut dyn Write) -> io::Result<()> {
    let fields = json_text::line(&json_text::stated(fields))?;
    write!(out, "  ---\n  {fields}\n  ...\n")
}

fn places(places: &[Location]) -> Vec<Value> {
    places
        .iter()
        .map(|at| json!({ "file": at.file, "line": at.line, "column": at.column }))
        .collect()
}

impl Renderer for Tap {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let role = finding_text::role_name(report);
        for finding in &report.findings {
            let skip_reason = Disposition::of(finding, self.fail_on).skip_reason(finding.severity);
            let subject = finding_text::finding_subject(finding);
            self.point(
                false,
                &format!("{role}: {subject}"),
                skip_reason.as_deref(),
                out,
            )?;
            let fields = json!({
                "message": finding.message,
                "severity": finding.severity,
                "rule": finding.rule,
                "purpose": finding.purpose,
                "help": finding.help,
                "at": places(&finding.locations),
                "fingerprint": finding.fingerprint,
            });
            diagnostic(fields, out)?;
        }
        for subject in finding_text::passed(report) {
            self.point(true, &format!("{role}: {subject}"), None, out)?;
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        let file = error.file.as_deref().unwrap_or("an input");
        self.point(false, &format!("{file} can be read"), None, out)?;
        let fields = json!({
            "message": error.message,
            "severity": "error",
            "help": error.help,
            "at": places(&error.locations),
            "fingerprint": error.fingerprint(),
        });
        diagnostic(fields, out)
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?;
        writeln!(out, "# {}", words::verdict(run))?;
        match self.points {
            0 => writeln!(out, "1..0 # SKIP nothing to test"),
            points => writeln!(out, "1..{points}"),
        }
    }
}
