//! JSON Lines: one object a line, each with a `type`, written as soon as it is known.

use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use super::json::Tool;
use super::snippet::Texts;
use super::{Renderer, json_text};
use crate::report::{
    Cells, Chosen, Finding, InputError, Outcome, PolicyName, RoleReport, RunSummary, Totals,
};

/// JSON Lines: a `role` before its `finding`s, an `error` for each input that could not be read,
/// and a `summary` as the last line. A stream without it was cut off.
#[derive(Debug, Default)]
pub struct JsonLines;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Role {
        source: &'a str,
        name: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        taken: Option<&'a str>,
        policies: &'a [PolicyName],
        #[serde(skip_serializing_if = "Option::is_none")]
        chosen: Option<&'a Chosen>,
        outcome: Outcome,
        summary: Cells,
    },
    Finding {
        source: &'a str,
        #[serde(flatten)]
        finding: &'a Finding,
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
    },
}

impl Renderer for JsonLines {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let role = Line::Role {
            source: &report.source,
            name: report.name.as_deref(),
            taken: report.taken.as_deref(),
            policies: &report.policies,
            chosen: report.chosen.as_ref(),
            outcome: report.outcome,
            summary: report.summary,
        };
        json_text::line(&role, out)?;
        for finding in &report.findings {
            let source = &report.source;
            json_text::line(&Line::Finding { source, finding }, out)?;
        }
        // Whoever follows the stream sees each role when it is done.
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
        };
        json_text::line(&summary, out)
    }
}
