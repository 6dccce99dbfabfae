//! Output formats of plans, one file each.

mod html;
mod json;
#[cfg(feature = "live")]
mod left;
mod markdown;
mod plain;
mod verdict;
mod words;

use std::io::{self, Write};
use std::sync::Arc;

pub use json::PlanDocument;
#[cfg(feature = "live")]
pub(crate) use left::{asks, left, one};
#[cfg(feature = "live")]
pub(crate) use verdict::verdict;
#[cfg(feature = "live")]
pub(crate) use words::policies;

use super::{Renderer, Texts};
use crate::report::{InputError, Plan, RoleReport, RunSummary};

/// How plans are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum PlanFormat {
    /// Text for a terminal.
    Plain,
    /// A checklist in Markdown.
    Markdown,
    /// One JSON document (leastwise/plan/v1).
    Json,
    /// A page with checkboxes.
    Html,
}

/// Options for text output.
#[derive(Clone, Copy, Debug)]
pub struct PlanLook {
    /// Whether to use color.
    pub color: bool,
    /// The width in columns.
    pub width: usize,
}

/// Collects the plans of a run, and prints them at its end.
#[derive(Debug)]
pub struct Plans {
    format: PlanFormat,
    look: PlanLook,
    roles: Vec<Plan>,
    errors: Vec<InputError>,
}

impl Plans {
    /// Plans in a format.
    pub const fn new(format: PlanFormat, look: PlanLook) -> Self {
        Self {
            format,
            look,
            roles: Vec::new(),
            errors: Vec::new(),
        }
    }
}

impl Renderer for Plans {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        self.roles.extend(report.plan.clone());
        Ok(())
    }

    fn error(&mut self, error: &InputError, _: &mut dyn Write) -> io::Result<()> {
        self.errors.push(error.clone());
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let (plans, errors) = (&self.roles, &self.errors);
        match self.format {
            PlanFormat::Plain => plain::write(plans, errors, self.look, out),
            PlanFormat::Markdown => markdown::write(plans, errors, out),
            PlanFormat::Json => json::write(plans, errors, run.outcome, out),
            PlanFormat::Html => html::write(plans, errors, out),
        }
    }
}
