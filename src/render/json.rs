//! The report as one JSON document, `leastwise/report/v1`.

use std::io::{self, Write};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::Renderer;
use super::json_text::Items;
use super::snippet::Texts;
use crate::report::{
    BaselineUse, ExcludedRole, InputError, Outcome, RoleReport, RunSummary, Subject, Totals,
};

/// The report of one run. Fields are added, never changed.
#[derive(Debug, JsonSchema)]
#[schemars(title = "Leastwise report")]
pub struct ReportDocument {
    /// The version of this format: `leastwise/report/v1`.
    pub schema: &'static str,
    /// The program that wrote it.
    pub tool: Tool,
    /// Every role that was compared.
    pub roles: Vec<Arc<RoleReport>>,
    /// What is known at the end of the run.
    #[schemars(flatten)]
    pub end: End,
}

/// What is known at the end of a run: it follows the roles, which are written one by one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct End {
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
    #[schemars(default)]
    pub excluded: Vec<ExcludedRole>,
    /// The outcome of the run; it determines the exit code.
    pub outcome: Outcome,
    /// The number of findings.
    pub summary: Totals,
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
#[derive(Debug)]
pub struct Json {
    roles: Items,
    configuration: Option<Arc<RoleReport>>,
}

impl Default for Json {
    fn default() -> Self {
        Self {
            roles: Items::new(HEAD, 2),
            configuration: None,
        }
    }
}

/// What precedes the roles.
const HEAD: &str = concat!(
    "{\n  \"schema\": \"leastwise/report/v1\",\n  \"tool\": {\n    \"name\": \"leastwise\",\n    \"version\": \"",
    env!("CARGO_PKG_VERSION"),
    "\"\n  },\n  \"roles\": ["
);

impl Renderer for Json {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match report.subject {
            Subject::Role => self.roles.push(report, out)?,
            Subject::Policy => {}
            Subject::Configuration => self.configuration = Some(Arc::clone(report)),
        }
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let end = End {
            configuration: self.configuration.take(),
            baseline: run.baseline,
            errors: run.errors.clone(),
            excluded: run.excluded.clone(),
            outcome: run.outcome,
            summary: run.totals,
        };
        self.roles.end(&end, out)?;
        writeln!(out)
    }
}
