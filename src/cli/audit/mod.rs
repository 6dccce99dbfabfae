//! `leastwise audit`: every API member, its role and policies, ordered by what a stolen key could do.

mod claims;
mod evidence;
#[cfg(feature = "live")]
mod live;
pub(super) mod record;
mod verify;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;

use super::choices::ChoiceArguments;
use super::failure::Failure;
use super::output::{self, Screen};
use super::outputs::Outputs;
use super::roles::{self, ReadArguments};
use super::settings::ConfigArguments;
use super::{Ended, Global, input};
use crate::config::{Config, Exclusion, MemberEntry};
use crate::engine::audit::{
    Audit, AuditContext, AuditOptions, AuditedRole, Controls, audit, since,
};
use crate::engine::roles_index::{self, RolesIndex};
use crate::model::Problem;
use crate::policy::Choices;
use crate::render::{
    AuditLook, audit_as_csv, audit_as_html, audit_as_markdown, audit_as_oscal, print_audit,
    write_json,
};
use crate::report::ExcludedRole;
use crate::risk::RiskSeverity;
use crate::role::tenant::Tenant;
use crate::role::{self, ReadOptions, Role};
use crate::yaml::list_words;
use claims::{Policies, claim, requirements};
use record::Record;

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP, args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Snapshots of roles: files, folders or globs; by default `roles` of the configuration
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A policy of every member: an id of the library or a path. May be given several times
    #[arg(short, long = "policy", value_name = "ID|FILE")]
    policies: Vec<String>,
    /// List every member and role, not only those with something high or critical
    #[arg(long)]
    all: bool,
    /// Also list people with their roles and last sign-ins, by the name they sign in with
    #[arg(long)]
    people: bool,
    /// After how many days without a sign-in a person counts as idle
    #[arg(long, value_name = "DAYS", default_value_t = AuditOptions::default().idle_after_days)]
    idle_after: u16,
    /// Order of the members
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = Sort::Risk)]
    sort: Sort,
    /// Also list the controls of a framework that the audit may support, such as `nist-800-53r5`
    #[arg(long, value_name = "FRAMEWORK")]
    controls: Option<String>,
    /// Output format; by default that of the extension of --output, or human
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also write an evidence folder: report, tables, roles, policies and their hashes
    #[arg(long, value_name = "DIR")]
    evidence: Option<PathBuf>,
    /// With --evidence: the folder of the audit before, whose manifest becomes part of this one
    #[arg(long, value_name = "DIR", requires = "evidence")]
    previous: Option<PathBuf>,
    /// Also report what changed since an earlier read: a folder of snapshots or of evidence
    #[arg(long, value_name = "DIR", conflicts_with = "evidence")]
    since: Option<PathBuf>,
    /// What makes the run fail
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Gate::Critical)]
    fail_on: Gate,
    #[command(flatten)]
    read: ReadArguments,
    #[command(flatten)]
    choices: ChoiceArguments,
    #[command(flatten)]
    config: ConfigArguments,
    #[cfg(feature = "live")]
    #[command(flatten)]
    live: live::LiveArguments,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Check that an evidence folder is unchanged and gives the same results again
    Verify(verify::Arguments),
}

const AFTER_HELP: &str = "\
Examples:
  leastwise fetch --all -o roles/
  leastwise audit roles/
  leastwise audit roles/ --evidence audit-2026-11-28
  leastwise audit verify audit-2026-11-28

Exit codes: 0 nothing at or above --fail-on, 1 something is, 2 wrong usage, 3 a role or a policy
could not be read, 4 inconclusive (a role is incomplete).";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
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
enum Sort {
    /// What a stolen key could do
    Risk,
    /// What no policy asks for: critical functions first, then high, then medium
    Unneeded,
    /// Name
    Name,
}

impl Sort {
    fn sort(self, audit: &mut Audit) {
        match self {
            Self::Risk => {}
            Self::Unneeded => audit.members.sort_by_key(|member| {
                let severities = [
                    RiskSeverity::Critical,
                    RiskSeverity::High,
                    RiskSeverity::Medium,
                ];
                let counts = severities
                    .map(|severity| member.severities.at(severity).not_asked_for.unwrap_or(0));
                std::cmp::Reverse(counts)
            }),
            Self::Name => audit
                .members
                .sort_by(|a, b| a.identifier.cmp(&b.identifier)),
        }
    }
}

/// The controls of a framework.
fn controls(framework: &str) -> Result<Controls, Failure> {
    Controls::of(framework).ok_or_else(|| {
        let known = Controls::frameworks()
            .iter()
            .map(|framework| framework.id.as_str());
        Failure::usage(
            format!("there is no framework `{framework}`"),
            format!("use one of {}", list_words(known)),
        )
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Gate {
    /// A critical permission that no policy asks for, an administrator, a member without policy, or
    /// one without what `require` of the configuration asks for
    Critical,
    /// Also a high permission that no policy asks for
    High,
    /// Nothing
    Never,
}

impl Gate {
    fn fails(self, audit: &Audit) -> bool {
        if self == Self::Never {
            return false;
        }
        let active = audit
            .members
            .iter()
            .filter(|member| member.inactive != Some(true));
        active.into_iter().any(|member| {
            let extra = |severity: RiskSeverity| {
                member.severities.at(severity).not_asked_for.unwrap_or(0) > 0
            };
            member.administrator
                || member.policies.is_empty()
                || !member.lacks.is_empty()
                || extra(RiskSeverity::Critical)
                || (self == Self::High && extra(RiskSeverity::High))
        })
    }
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    if let Some(Command::Verify(arguments)) = &arguments.command {
        return verify::run(arguments, global.sink);
    }
    let output = output::file(arguments.output.as_deref());
    let outputs = Outputs::new(output)?;
    let config = arguments.config.load()?;
    #[cfg(feature = "live")]
    let fetched = arguments.live.read(config.as_ref(), global)?;
    #[cfg(not(feature = "live"))]
    let fetched = None;
    let controls = arguments.controls.as_deref().map(controls).transpose()?;
    let (read, excluded, tenant) = if let Some(fetched) = fetched {
        fetched
    } else {
        let paths = paths(arguments, config.as_ref())?;
        let read = read_paths(&paths, &arguments.read.options(), &outputs)?;
        let (kept, excluded) = exclude(read, config.as_ref())?;
        (kept, excluded, saved_tenant(&paths)?)
    };
    let options = AuditOptions {
        people: arguments.people,
        idle_after_days: arguments.idle_after,
    };
    let caller = tenant.as_ref().and_then(|tenant| tenant.caller.as_deref());
    let members = configured(config.as_ref());
    let mut policies = Policies::default();
    let choices = chosen(arguments, config.as_ref());
    let claims = read
        .iter()
        .map(|role| claim(role, arguments, config.as_ref(), caller, &mut policies))
        .collect::<Result<Vec<_>, _>>()?;
    let mut audit = if let Some(folder) = &arguments.evidence {
        let record = Record::of(&choices, &members, config.as_ref(), excluded, options);
        let read = evidence::Evidence {
            roles: &read,
            claims: &claims,
            policies: &policies,
            tenant: tenant.as_ref(),
            previous: arguments.previous.as_deref(),
        };
        let audit = evidence::write(folder, record, &read, global.sink)?;
        if !global.quiet {
            // If standard error is closed, the message is lost.
            let _ = writeln!(
                global.sink.stderr(),
                "note: the evidence is in `{0}`; to sign it: ssh-keygen -Y sign -f KEY -n leastwise-audit {0}/MANIFEST",
                crate::model::escape_controls(&folder.to_string_lossy())
            );
        }
        audit
    } else {
        let ratings = config
            .as_ref()
            .map(|config| config.ratings.clone())
            .unwrap_or_default();
        let context = AuditContext {
            members,
            require: config.as_ref().map(record::required).unwrap_or_default(),
            ratings,
            excluded,
            tenant: tenant.as_ref(),
            options,
        };
        compared(&read, &claims, &policies, &choices, context)?
    };
    if let Some(folder) = &arguments.since {
        let evidence = folder.join("roles");
        let folder = if evidence.is_dir() { &evidence } else { folder };
        let earlier = read_paths(
            std::slice::from_ref(folder),
            &arguments.read.options(),
            &outputs,
        )?;
        audit.compare_since(since(&earlier, &read));
    }
    audit.controls = controls;
    arguments.sort.sort(&mut audit);
    let text = rendered(&audit, arguments, global)?;
    global.sink.write(output, &text)?;
    global.sink.next(
        output,
        "start with the first members; `leastwise plan ROLE -p POLICY` lists the changes of a role",
    );
    Ok(ExitCode::from(if audit.complete {
        u8::from(arguments.fail_on.fails(&audit))
    } else {
        4
    }))
}

/// The audit of roles with their policies.
fn compared(
    read: &[Role],
    claims: &[record::Claim],
    policies: &Policies,
    choices: &Choices,
    context: AuditContext<'_>,
) -> Result<Audit, Failure> {
    let mut asked = Vec::new();
    for claim in claims {
        asked.push(requirements(claim, policies, choices)?);
    }
    let audited: Vec<AuditedRole<'_>> = read
        .iter()
        .zip(claims)
        .zip(&asked)
        .map(|((role, claim), requirements)| AuditedRole {
            role,
            requirements: requirements.as_ref(),
            policies: claim.members.clone(),
        })
        .collect();
    Ok(audit(&audited, context))
}

/// The audit in the chosen format.
fn rendered(audit: &Audit, arguments: &Arguments, global: Global) -> Result<Vec<u8>, Failure> {
    let output = output::file(arguments.output.as_deref());
    let mut text = Vec::new();
    let screen = Screen::of(global.color);
    let screen = if output.is_some() {
        screen.for_a_file()
    } else {
        screen
    };
    match arguments.format.unwrap_or_else(|| format_of(output)) {
        Format::Human => {
            let look = AuditLook {
                all: arguments.all,
                width: screen.width,
                color: screen.color,
            };
            print_audit(audit, look, &mut text)?;
        }
        Format::Json => write_json(audit, &mut text)?,
        Format::Csv => audit_as_csv(audit, &mut text)?,
        Format::Markdown => audit_as_markdown(audit, &mut text)?,
        Format::Html => audit_as_html(audit, &mut text)?,
        Format::Oscal => audit_as_oscal(audit, &mut text)?,
    }
    Ok(text)
}

/// The features of the command line and of the configuration.
fn chosen(arguments: &Arguments, config: Option<&Config>) -> Choices {
    let mut choices = arguments.choices.choices();
    if let Some(config) = config {
        let names = |list: &crate::yaml::OneOrMany<String>| -> Vec<String> {
            list.iter().map(|name| name.value.clone()).collect()
        };
        choices.on.extend(names(&config.document.features));
        choices.off.extend(names(&config.document.no_features));
    }
    choices
}

/// The format of a file extension.
fn format_of(output: Option<&Path>) -> Format {
    let extension = output
        .and_then(Path::extension)
        .map(std::ffi::OsStr::to_ascii_lowercase);
    match extension.as_ref().and_then(|extension| extension.to_str()) {
        Some("json") => Format::Json,
        Some("csv") => Format::Csv,
        Some("md" | "markdown") => Format::Markdown,
        Some("html" | "htm") => Format::Html,
        _ => Format::Human,
    }
}

fn configured(config: Option<&Config>) -> BTreeMap<String, MemberEntry> {
    let members = config
        .into_iter()
        .flat_map(|config| &config.document.members);
    members
        .map(|(name, member)| (name.value.clone(), member.clone()))
        .collect()
}

/// The files and folders to read.
fn paths(arguments: &Arguments, config: Option<&Config>) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = arguments.paths.clone();
    if paths.is_empty()
        && let Some(config) = config
    {
        let configured = config.document.roles.iter();
        paths.extend(configured.map(|path| config.path(&path.value)));
    }
    if paths.is_empty() {
        return Err(Failure::usage(
            "no role is given, so there is nothing to audit",
            "save the roles with `leastwise fetch --all -o roles/`, then run `leastwise audit roles/`",
        ));
    }
    Ok(paths)
}

/// What `fetch --all` saved of the tenant next to the roles, if the paths are one folder of it.
fn saved_tenant(paths: &[PathBuf]) -> Result<Option<Tenant>, Failure> {
    let [folder] = paths else { return Ok(None) };
    let path = folder.join(roles_index::FILE);
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = input::bytes(&path).map_err(|problem| Failure::Input(vec![problem]))?;
    let index: RolesIndex = serde_json::from_slice(&bytes).map_err(|error| {
        let message = format!("this is not an index of roles: {error}");
        Failure::Input(vec![
            Problem::in_file(input::name(&path), message)
                .with_help("run `leastwise fetch --all` again, or remove the file"),
        ])
    })?;
    Ok(index.tenant)
}

/// Reads every role of the given files and directories.
fn read_paths(
    paths: &[PathBuf],
    options: &ReadOptions,
    outputs: &Outputs,
) -> Result<Vec<Role>, Failure> {
    let found = roles::find(paths);
    found.spare(outputs)?;
    let mut problems = found.problems;
    let mut roles = Vec::new();
    for file in &found.inputs {
        if file.in_folder() && is_other(&file.path) {
            continue;
        }
        match read_file(&file.path, options) {
            Ok(read) => roles.extend(read),
            Err(found) => problems.extend(found),
        }
    }
    if roles.is_empty() && problems.is_empty() {
        problems.push(
            Problem::new("no file holds a role")
                .with_help("name the folder that `leastwise fetch --all` wrote to"),
        );
    }
    if problems.is_empty() {
        Ok(roles)
    } else {
        Err(Failure::Input(problems))
    }
}

/// Splits off the roles that the configuration excludes.
fn exclude(
    roles: Vec<Role>,
    config: Option<&Config>,
) -> Result<(Vec<Role>, Vec<ExcludedRole>), Failure> {
    let exclusions = config.map_or(&[][..], |config| &config.document.exclude);
    let mut kept = Vec::new();
    let mut excluded = Vec::new();
    for role in roles {
        match Exclusion::find(exclusions, &[role.identity(), role.source.name()]) {
            Some(exclusion) => excluded.push(ExcludedRole {
                role: role.identity().to_owned(),
                source: role.source.name().to_owned(),
                reason: exclusion.reason.clone(),
            }),
            None => kept.push(role),
        }
    }
    excluded.sort();
    if kept.is_empty() && !excluded.is_empty() {
        let problem = Problem::new(format!(
            "the configuration excludes every role, {}, so there is nothing to audit",
            excluded.len()
        ));
        return Err(Failure::Input(vec![problem.with_help(
            "change `exclude` in the configuration, or use `--no-config`",
        )]));
    }
    Ok((kept, excluded))
}

/// Whether a file in a directory is something other than a role.
fn is_other(path: &Path) -> bool {
    std::fs::read(path).is_ok_and(|bytes| !roles::holds_role(path, &bytes))
}

fn read_file(path: &Path, options: &ReadOptions) -> Result<Vec<Role>, Vec<Problem>> {
    let bytes = input::bytes(path).map_err(|problem| vec![problem])?;
    if role::is_stream(&bytes) {
        let name = input::name(path).into_owned();
        role::roles(name, std::io::Cursor::new(bytes), options.clone()).collect()
    } else {
        role::read(&input::name(path), bytes, options).map(|role| vec![role])
    }
}
