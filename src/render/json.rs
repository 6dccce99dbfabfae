//! The report as one JSON document, `leastwise/report/v1`.

use std::io::{self, Write};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::snippet::Texts;
use super::{Renderer, json_text};
use crate::report::{
    BaselineUse, ExcludedRole, InputError, Outcome, RoleReport, RunSummary, Subject, Totals,
};

/// The report of one run. Fields are added, never changed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise report")]
pub struct ReportDocument {
    /// The version of this format: `leastwise/report/v1`.
    pub schema: &'static str,
    /// The program that wrote it.
    pub tool: Tool,
    /// The outcome of the run; it determines the exit code.
    pub outcome: Outcome,
    /// The number of findings.
    pub summary: Totals,
    /// Every role that was compared.
    pub roles: Vec<Arc<RoleReport>>,
    /// Findings about the waivers of the configuration, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<Arc<RoleReport>>,
    /// The baseline, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<BaselineUse>,
    /// Every input that could not be read.
    pub errors: Vec<InputError>,
    /// The roles that the configuration excludes, if any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<ExcludedRole>,
}

/// The program that wrote a report.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Tool {
    /// This program.
    pub(super) const fn this() -> Self {
        Self {
            name: "leastwise",
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// The report as one JSON document.
#[derive(Debug, Default)]
pub struct Json {
    roles: Vec<Arc<RoleReport>>,
    configuration: Option<Arc<RoleReport>>,
}

impl Renderer for Json {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        match report.subject {
            Subject::Role => self.roles.push(Arc::clone(report)),
            Subject::Configuration => self.configuration = Some(Arc::clone(report)),
        }
        Ok(())
    }

    fn error(&mut self, _: &InputError, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let document = ReportDocument {
            schema: "leastwise/report/v1",
            tool: Tool::this(),
            outcome: run.outcome,
            summary: run.totals,
            roles: std::mem::take(&mut self.roles),
            configuration: self.configuration.take(),
            baseline: run.baseline,
            errors: run.errors.clone(),
            excluded: run.excluded.clone(),
        };
        json_text::document(&document, out)
    }
}
