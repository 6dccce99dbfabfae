//! Results of the policy linter as one JSON document, `leastwise/lint/v1`.

use std::io::{self, Write};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::json::Tool;
use super::snippet::Texts;
use super::{Renderer, json_text};
use crate::report::{Finding, InputError, Outcome, RoleReport, RunSummary, Totals};

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
    pub findings: Vec<Finding>,
}

/// The policy linter's results as one JSON document.
#[derive(Debug, Default)]
pub struct LintJson {
    policies: Vec<LintedPolicy>,
}

impl Renderer for LintJson {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        self.policies.push(LintedPolicy {
            source: report.source.clone(),
            id: report.identity.clone(),
            findings: report.findings.clone(),
        });
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let Totals {
            error,
            warning,
            note,
            waived,
            ..
        } = run.totals;
        let document = LintDocument {
            schema: "leastwise/lint/v1",
            tool: Tool::this(),
            outcome: run.outcome,
            summary: LintTotals {
                policies: run.policies,
                error,
                warning,
                note,
                waived,
            },
            policies: std::mem::take(&mut self.policies),
            errors: run.errors.clone(),
        };
        json_text::document(&document, out)
    }
}
