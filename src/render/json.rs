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

/// The report as one JSON document. Each role is written at once, so that a run of any length needs
/// the memory of one.
#[derive(Debug, Default)]
pub struct Json {
    begun: bool,
    configuration: Option<Arc<RoleReport>>,
}

impl Json {
    /// Writes what comes before a role: the beginning of the document, or a comma.
    fn separate(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.begun {
            return out.write_all(b",\n    ");
        }
        self.begin(out)?;
        out.write_all(b"\n    ")
    }

    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.begun = true;
        out.write_all(b"{\n  \"schema\": \"leastwise/report/v1\",\n  \"tool\": ")?;
        json_text::nested(&Tool::this(), 1, out)?;
        out.write_all(b",\n  \"roles\": [")
    }
}

impl Renderer for Json {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match report.subject {
            Subject::Role => {
                self.separate(out)?;
                json_text::nested(report, 2, out)?;
            }
            Subject::Policy => {}
            Subject::Configuration => self.configuration = Some(Arc::clone(report)),
        }
        Ok(())
    }

    fn error(&mut self, _: &InputError, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        if self.begun {
            out.write_all(b"\n  ],")?;
        } else {
            self.begin(out)?;
            out.write_all(b"],")?;
        }
        let end = End {
            configuration: self.configuration.take(),
            baseline: run.baseline,
            errors: run.errors.clone(),
            excluded: run.excluded.clone(),
            outcome: run.outcome,
            summary: run.totals,
        };
        let mut text = Vec::new();
        json_text::document(&end, &mut text)?;
        // Its members continue the object that was begun.
        out.write_all(text.strip_prefix(b"{").unwrap_or(&text))
    }
}
