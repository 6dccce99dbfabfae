//! The Test Anything Protocol, version 14: a test point per requirement.

use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use super::finding_text::{self, Disposition};
use super::snippet::Texts;
use super::{Renderer, json_text, words};
use crate::model::{Location, harmless};
use crate::report::{FailOn, Finding, InputError, RoleReport, RunSummary};

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
    harmless(text).replace('\\', "\\\\").replace('#', "\\#")
}

/// The YAML block below a test point, as JSON, which is YAML.
#[derive(Serialize)]
struct Diagnostic<'a> {
    message: &'a str,
    severity: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    at: Vec<At<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct At<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

impl<'a> From<&'a Location> for At<'a> {
    fn from(place: &'a Location) -> Self {
        Self {
            file: &place.file,
            line: place.line,
            column: place.column,
        }
    }
}

impl Diagnostic<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "  ---\n  ")?;
        json_text::line(self, out)?;
        writeln!(out, "  ...")
    }
}

fn diagnostic(finding: &Finding) -> Diagnostic<'_> {
    Diagnostic {
        message: &finding.message,
        severity: finding.severity.word(),
        rule: Some(finding.rule.name()),
        purpose: finding.purpose.as_deref(),
        help: finding.help.as_deref(),
        at: finding.locations.iter().map(At::from).collect(),
        fingerprint: &finding.fingerprint,
    }
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
            diagnostic(finding).write(out)?;
        }
        for pass in &report.passed {
            let (module, function) = (Some(pass.module.as_str()), Some(pass.function.as_str()));
            let subject = finding_text::subject(module, function, Some(pass.operation), None);
            self.point(true, &format!("{role}: {subject}"), None, out)?;
        }
        for rule in &report.rules_passed {
            self.point(true, &format!("{role}: {rule}"), None, out)?;
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        let file = error.file.as_deref().unwrap_or("an input");
        self.point(false, &format!("{file} can be read"), None, out)?;
        let diagnostic = Diagnostic {
            message: &error.message,
            severity: "error",
            rule: None,
            purpose: None,
            help: error.help.as_deref(),
            at: error.locations.iter().map(At::from).collect(),
            fingerprint: &error.fingerprint(),
        };
        diagnostic.write(out)
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
