//! `leastwise schema`: the JSON Schema of a format.

use std::process::ExitCode;

use clap::ValueEnum;

use super::Ended;
use super::output::pretty;
use super::sink::Sink;
use crate::config::{ConfigDocument, WaiversDocument};
use crate::policy::{PolicyDocument, TestDocument};
use crate::role::RoleDocument;
use crate::yaml::{HasSchema, published_schema};

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
    /// A YAML role
    RoleTable,
    /// The JSON report
    Report,
    /// The configuration
    Config,
    /// A file of waivers
    Waivers,
    /// The baseline
    Baseline,
    /// A file of policy tests
    PolicyTest,
    /// Results of `policy lint`
    Lint,
    /// Changes between two versions of a policy
    PolicyDiff,
    /// Requirements of policies
    Requirements,
    /// Values for the template of a document
    Docs,
    /// Values for the template of an index
    DocsIndex,
    /// The plan of a role
    Plan,
    /// What recorded requests need
    Inferred,
    /// The audit of a tenant
    Audit,
    /// Changes between two reads of a role
    RoleDiff,
    /// Policies that fit a role
    Identify,
    /// What a request needs, or what an error means
    Explain,
    /// The index of a directory of snapshots
    Roles,
    /// The list of policies in the library
    PolicyList,
    /// People, integrator logins and requests of a tenant
    Tenant,
    /// How an audit was run, in its evidence directory
    Evidence,
    /// Changes between two directories of roles
    RolesDiff,
}

/// The schemas of the documents that only the command line writes.
#[doc(hidden)]
pub fn schemas() -> [(&'static str, schemars::Schema); 2] {
    use super::audit::record::Record;
    use super::role::diff::folders::FolderDiff;
    [
        ("evidence", schemars::schema_for!(Record)),
        ("roles-diff", schemars::schema_for!(FolderDiff<'_>)),
    ]
}

pub(super) fn run(arguments: &Arguments, sink: Sink) -> Ended {
    let schema = match arguments.format {
        Format::Policy => PolicyDocument::SCHEMA,
        Format::Role => published_schema!("role"),
        Format::RoleTable => RoleDocument::SCHEMA,
        Format::Report => published_schema!("report"),
        Format::Config => ConfigDocument::SCHEMA,
        Format::Waivers => WaiversDocument::SCHEMA,
        Format::Baseline => published_schema!("baseline"),
        Format::PolicyTest => TestDocument::SCHEMA,
        Format::Lint => published_schema!("lint"),
        Format::PolicyDiff => published_schema!("policy-diff"),
        Format::Requirements => published_schema!("requirements"),
        Format::Docs => published_schema!("docs"),
        Format::DocsIndex => published_schema!("docs-index"),
        Format::Plan => published_schema!("plan"),
        Format::Inferred => published_schema!("inferred"),
        Format::Audit => published_schema!("audit"),
        Format::RoleDiff => published_schema!("role-diff"),
        Format::Identify => published_schema!("identify"),
        Format::Explain => published_schema!("explain"),
        Format::Roles => published_schema!("roles"),
        Format::PolicyList => published_schema!("policy-list"),
        Format::Tenant => published_schema!("tenant"),
        Format::Evidence => published_schema!("evidence"),
        Format::RolesDiff => published_schema!("roles-diff"),
    };
    // The published file; a test compares it with the types and with this output.
    let schema: serde_json::Value = serde_json::from_str(schema).map_err(std::io::Error::from)?;
    sink.print(&pretty(&schema)?)?;
    Ok(ExitCode::SUCCESS)
}
