//! The report as sentences, for screen readers, logs and other uses without drawings.

use std::io::{self, Write};
use std::sync::Arc;

use super::snippet::Texts;
use super::{Renderer, words};
use crate::model::{Document, Location, escape_controls};
use crate::report::{BaselineState, InputError, RoleReport, RunSummary, Subject};

/// The report as sentences.
#[derive(Debug, Default)]
pub struct Plain;

pub(super) fn place(location: &Location) -> String {
    let document = match location.document {
        Document::Role => "role",
        Document::Policy => "policy",
        Document::Configuration => "configuration",
    };
    let cell = location.cell.as_deref().map_or(String::new(), |cell| {
        format!(", cell {}", escape_controls(cell))
    });
    format!(
        "  {document} {}, line {}, column {}{cell}: {}",
        escape_controls(&location.file),
        location.line,
        location.column,
        escape_controls(&location.label)
    )
}

impl Renderer for Plain {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for finding in &report.findings {
            writeln!(
                out,
                "{}, {}: {}",
                finding.severity,
                finding.rule,
                escape_controls(&finding.message)
            )?;
            for location in &finding.locations {
                writeln!(out, "{}", place(location))?;
            }
            if let Some(purpose) = &finding.purpose {
                writeln!(out, "  why: {}", escape_controls(purpose))?;
            }
            if let Some(help) = &finding.help {
                writeln!(out, "  fix: {}", escape_controls(help))?;
            }
            if finding.baseline == Some(BaselineState::Unchanged) {
                writeln!(out, "  in the baseline")?;
            }
            if let Some(waiver) = &finding.waiver {
                writeln!(out, "  waived: {}", escape_controls(&words::waiver(waiver)))?;
            }
            writeln!(out)?;
        }
        if report.subject != Subject::Role {
            return Ok(());
        }
        writeln!(
            out,
            "{}, compared with {}.",
            words::role_name(report),
            words::policies(report)
        )?;
        if let Some(chosen) = report.chosen.as_ref().and_then(words::chosen) {
            writeln!(out, "options: {chosen}.")?;
        }
        if let Some(users) = words::users(report) {
            writeln!(out, "{users}.")?;
        }
        writeln!(out, "{}.", words::cells(report))?;
        if let Some(partial) = words::partial(&report.policies) {
            writeln!(out, "{partial}.")?;
        }
        writeln!(out)
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        let file = error.file.as_deref().map_or(String::new(), |file| {
            format!(" in {}", escape_controls(file))
        });
        writeln!(out, "error{file}: {}", escape_controls(&error.message))?;
        for location in &error.locations {
            writeln!(out, "{}", place(location))?;
        }
        if let Some(help) = &error.help {
            writeln!(out, "  help: {}", escape_controls(help))?;
        }
        writeln!(out)
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}.", words::verdict(run))
    }
}
