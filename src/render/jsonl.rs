//! JSON Lines: one object per line with a `type`, written as soon as possible.

use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use super::json::Tool;
use super::snippet::Texts;
use super::{Renderer, json_text};
use crate::report::{
    Cells, Chosen, ExcludedRole, Finding, InputError, Outcome, PolicyName, RoleReport, RunSummary,
    Subject, Totals,
};

/// JSON Lines: a `role` or `policy` before its `finding`s, an `error` for each input that could not be read,
/// and a `summary` as the last line. A stream without a summary was truncated.
#[derive(Debug, Default)]
pub struct JsonLines {
    /// Buffer for the lines of a role.
    lines: Vec<u8>,
    /// The common beginning of its findings.
    head: Vec<u8>,
}

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
    /// The fields before those of the finding.
    Finding { source: &'a str },
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

impl JsonLines {
    /// A finding as an object that begins with the fields of the head. Twice as fast as `flatten`.
    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let head = self.head.strip_suffix(b"}").unwrap_or(&self.head);
        self.lines.extend_from_slice(head);
        let behind = self.lines.len();
        json_text::append(finding, &mut self.lines)?;
        // The opening brace of the finding is replaced by a comma after the head.
        if let Some(brace) = self.lines.get_mut(behind) {
            *brace = b',';
        }
        self.lines.push(b'\n');
        Ok(())
    }
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
        self.lines.clear();
        json_text::append(&head, &mut self.lines)?;
        self.lines.push(b'\n');
        let source = &report.source;
        self.head.clear();
        json_text::append(&Line::Finding { source }, &mut self.head)?;
        for finding in &report.findings {
            self.finding(finding)?;
        }
        out.write_all(&self.lines)?;
        // Flush after each role for readers that follow the stream.
        out.flush()
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        json_text::line(&Line::Error { error }, out)
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
        json_text::line(&summary, out)
    }
}
