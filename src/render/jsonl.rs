//! JSON Lines: one object per line with a `type`, written as soon as possible.

use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use super::json::Tool;
use super::snippet::Texts;
use super::{Renderer, json_text};
use crate::report::{
    Cells, Chosen, ExcludedRole, InputError, Outcome, PolicyName, RoleReport, RunSummary, Subject,
    Totals,
};

/// JSON Lines: a `role` or `policy` before its `finding`s, an `error` for each input that could not be read,
/// and a `summary` as the last line. A stream without a summary was truncated.
#[derive(Debug)]
pub struct JsonLines;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Role {
        source: &'a str,
        name: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        fetched_at: Option<&'a str>,
        policies: &'a [PolicyName],
        #[serde(skip_serializing_if = "Option::is_none")]
        chosen: Option<&'a Chosen>,
        outcome: Outcome,
        summary: Cells,
    },
    Policy {
        source: &'a str,
        id: Option<&'a str>,
        outcome: Outcome,
    },
    Error {
        #[serde(flatten)]
        error: &'a InputError,
    },
    Summary {
        schema: &'static str,
        tool: Tool,
        outcome: Outcome,
        summary: Totals,
        cells: Cells,
        errors: usize,
        #[serde(skip_serializing_if = "<[ExcludedRole]>::is_empty")]
        excluded: &'a [ExcludedRole],
    },
}

impl Renderer for JsonLines {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let head = match report.subject {
            Subject::Policy => Line::Policy {
                source: &report.source,
                id: report.name.as_deref(),
                outcome: report.outcome,
            },
            Subject::Role | Subject::Configuration => Line::Role {
                source: &report.source,
                name: report.name.as_deref(),
                fetched_at: report.fetched_at.as_deref(),
                policies: &report.policies,
                chosen: report.chosen.as_ref(),
                outcome: report.outcome,
                summary: report.summary,
            },
        };
        let mut lines = json_text::line(&head)?;
        let source = json_text::line(&report.source)?;
        for finding in &report.findings {
            // The source precedes the fields of the finding. Faster than `flatten`.
            let finding = json_text::line(finding)?;
            let fields = finding.trim_start_matches('{');
            lines.push_str("\n{\"type\":\"finding\",\"source\":");
            lines.extend([source.as_str(), ",", fields]);
        }
        writeln!(out, "{lines}")?;
        // Flush after each role for readers that follow the stream.
        out.flush()
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", json_text::line(&Line::Error { error })?)
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let summary = Line::Summary {
            schema: "leastwise/report-lines/v1",
            tool: Tool::this(),
            outcome: run.outcome,
            summary: run.totals,
            cells: run.cells,
            errors: run.errors.len(),
            excluded: &run.excluded,
        };
        writeln!(out, "{}", json_text::line(&summary)?)
    }
}
