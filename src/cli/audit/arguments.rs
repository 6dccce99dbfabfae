//! The arguments of `leastwise audit`.

use std::path::PathBuf;

use clap::ValueEnum;

#[cfg(feature = "live")]
use super::live;
use super::verify;
use crate::cli::choices::ChoiceArguments;
use crate::cli::roles::ReadArguments;
use crate::cli::settings::ConfigArguments;
use crate::engine::audit::{Audit, AuditOptions};
use crate::risk::RiskSeverity;

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP, args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Snapshots of roles: files, directories or globs [default: `roles` in the configuration]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// A policy for every member: an id, a title from the library or words from one, a path, or a URL with a
    /// digest. Can be specified multiple times
    #[arg(short, long = "policy", value_name = "ID|FILE")]
    pub(super) policies: Vec<String>,
    /// List every member, role and integrator login, not only members with high or critical
    /// permissions
    #[arg(long)]
    pub(super) all: bool,
    /// Also list people by login name, with their roles and last sign-ins
    #[arg(long)]
    pub(super) people: bool,
    /// Days without a sign-in after which a person counts as idle
    #[arg(long, value_name = "DAYS", default_value_t = AuditOptions::default().idle_after_days, value_parser = crate::cli::settings::days::<u16>, allow_negative_numbers = true)]
    pub(super) idle_after: u16,
    /// Order of the members
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = Sort::Risk)]
    pub(super) sort: Sort,
    /// Also list the controls of a framework that the audit may support, such as `nist-800-53r5`
    #[arg(long, value_name = "FRAMEWORK")]
    pub(super) controls: Option<String>,
    /// Output format [default: determined by the output file's extension, otherwise human]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<Format>,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Also write an evidence directory: report, tables, roles, policies and their hashes
    #[arg(long, value_name = "DIR")]
    pub(super) evidence: Option<PathBuf>,
    /// With --evidence: the directory of the previous audit, whose manifest becomes part of this one
    #[arg(long, value_name = "DIR", requires = "evidence")]
    pub(super) previous: Option<PathBuf>,
    /// Also report what changed since an earlier read: a directory of snapshots or of evidence
    #[arg(long, value_name = "DIR", conflicts_with = "evidence")]
    pub(super) since: Option<PathBuf>,
    /// What makes the run fail
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Gate::Critical)]
    pub(super) fail_on: Gate,
    #[command(flatten)]
    pub(super) read: ReadArguments,
    #[command(flatten)]
    pub(super) choices: ChoiceArguments,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
    #[cfg(feature = "live")]
    #[command(flatten)]
    pub(super) live: live::LiveArguments,
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Check that an evidence directory is unchanged and gives the same results again
    Verify(verify::Arguments),
}

const AFTER_HELP: &str = "\
Exit codes: 0 nothing at or above --fail-on, 1 something is, 2 usage error, 3 a role or a policy
could not be read, 4 inconclusive (a role is incomplete, or a policy has unconfirmed
guesses).";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Text for a terminal
    Human,
    /// One JSON document (leastwise/audit/v1)
    Json,
    /// One row for each API member
    Csv,
    /// Tables in Markdown
    Markdown,
    /// One self-contained HTML page
    Html,
    /// OSCAL Assessment Results (JSON)
    Oscal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Sort {
    /// What a stolen key could do
    Risk,
    /// Excess: critical functions first, then high, then medium
    Excess,
    /// Name
    Name,
}

impl Sort {
    pub(super) fn sort(self, audit: &mut Audit) {
        match self {
            Self::Risk => {}
            Self::Excess => audit.members.sort_by_key(|member| {
                let severities = [
                    RiskSeverity::Critical,
                    RiskSeverity::High,
                    RiskSeverity::Medium,
                ];
                let counts =
                    severities.map(|severity| member.severities.at(severity).excess.unwrap_or(0));
                std::cmp::Reverse(counts)
            }),
            Self::Name => audit
                .members
                .sort_by(|a, b| a.identifier.cmp(&b.identifier)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Gate {
    /// A critical permission that no policy asks for, an administrator, a member without a policy, or
    /// without what `require` in the configuration asks for
    Critical,
    /// Also a high permission that no policy asks for
    High,
    /// Nothing
    Never,
}

impl Gate {
    pub(super) fn fails(self, audit: &Audit) -> bool {
        if self == Self::Never {
            return false;
        }
        let active = audit
            .members
            .iter()
            .filter(|member| member.inactive != Some(true));
        active.into_iter().any(|member| {
            let extra =
                |severity: RiskSeverity| member.severities.at(severity).excess.unwrap_or(0) > 0;
            member.administrator
                || member.policies.is_empty()
                || !member.lacks.is_empty()
                || extra(RiskSeverity::Critical)
                || (self == Self::High && extra(RiskSeverity::High))
        })
    }
}
