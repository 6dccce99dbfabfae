//! `leastwise schema`: the JSON Schema of a format.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use schemars::Schema;

use super::Ended;
use super::output::stdout;
use crate::config::{ConfigDocument, WaiversDocument};
use crate::docs::{Comparison, Sheet};
use crate::policy::{PolicyDocument, RequirementsDocument, TestDocument, diff::PolicyDiff};
use crate::render::{LintDocument, PlanDocument, ReportDocument};
use crate::report::BaselineDocument;
use crate::role::Snapshot;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The format
    #[arg(value_enum)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// The policy file
    Policy,
    /// The snapshot of a role
    Role,
    /// The JSON report
    Report,
    /// The configuration
    Config,
    /// A file of waivers
    Waivers,
    /// The baseline
    Baseline,
    /// The file of tests of policies
    PolicyTest,
    /// What `policy lint` found
    Lint,
    /// What changed between two versions of a policy
    PolicyDiff,
    /// What policies ask together
    Requirements,
    /// What the template of a document sees
    Docs,
    /// What the template of an index sees
    DocsIndex,
    /// The clicks that mend a role
    Plan,
}

pub(super) fn run(arguments: &Arguments) -> Ended {
    let schema: Schema = match arguments.format {
        Format::Policy => schemars::schema_for!(PolicyDocument),
        Format::Role => schemars::schema_for!(Snapshot),
        Format::Report => schemars::schema_for!(ReportDocument),
        Format::Config => schemars::schema_for!(ConfigDocument),
        Format::Waivers => schemars::schema_for!(WaiversDocument),
        Format::Baseline => schemars::schema_for!(BaselineDocument),
        Format::PolicyTest => schemars::schema_for!(TestDocument),
        Format::Lint => schemars::schema_for!(LintDocument),
        Format::PolicyDiff => schemars::schema_for!(PolicyDiff),
        Format::Requirements => schemars::schema_for!(RequirementsDocument),
        Format::Docs => schemars::schema_for!(Sheet),
        Format::DocsIndex => schemars::schema_for!(Comparison),
        Format::Plan => schemars::schema_for!(PlanDocument<'_>),
    };
    let mut out = stdout();
    serde_json::to_writer_pretty(&mut out, &schema).map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
