//! `leastwise fetch`: save roles from ConnectWise as snapshots.

mod all;
mod names;
mod staging;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::credentials::ConnectionArguments;
use super::failure::Failure;
use super::live::role_of;
use super::output;
use super::outputs::Outputs;
use super::settings::ConfigArguments;
use super::sink::Sink;
use super::{Ended, Global};
use crate::connectwise::Probe;
use crate::model::escape_controls;
use crate::render::count;
use crate::report::Outcome;
use crate::role::{Setting, Snapshot};

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(super) struct FetchArguments {
    /// The API member's effective permissions (needs no permission to read roles)
    #[arg(long = "self", group = "what", conflicts_with_all = ["role", "all", "used", "check"])]
    own: bool,
    /// One role, by its name or number
    #[arg(long, value_name = "NAME|ID", group = "what", conflicts_with_all = ["all", "used", "check"])]
    role: Option<String>,
    /// Every role, each with the API members that use it
    #[arg(long, group = "what", requires = "output", conflicts_with = "check")]
    all: bool,
    /// Only roles that an API member uses
    #[arg(long, group = "what", requires = "output", conflicts_with = "check")]
    used: bool,
    /// Save nothing: try the credentials and report their access
    #[arg(long, group = "what", conflicts_with = "output")]
    check: bool,
    /// The file to write, or a directory (required with --all or --used) [default: standard output]
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// With --all or --used: remove snapshots of roles that this run did not save
    #[arg(long)]
    prune: bool,
    /// With --all or --used: do not use roles from an interrupted run
    #[arg(long)]
    fresh: bool,
    /// How many roles to read in parallel
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=16), allow_negative_numbers = true)]
    concurrency: u8,
    #[command(flatten)]
    config: ConfigArguments,
    #[command(flatten)]
    connection: ConnectionArguments,
}

pub(super) fn run(arguments: &FetchArguments, global: Global) -> Ended {
    let several = arguments.all || arguments.used;
    let no_folder = |path: &Path| path.is_file() || path == Path::new("-");
    if several && arguments.output.as_deref().is_some_and(no_folder) {
        return Err(Failure::usage(
            "`--all` and `--used` write one file for each role, but the output is not a directory",
            "specify a directory with `-o`; it is created if it does not exist",
        ));
    }
    if (arguments.prune || arguments.fresh) && !several {
        return Err(Failure::usage(
            "`--prune` and `--fresh` need `--all` or `--used`",
            "add `--all` or `--used`, or leave them out",
        ));
    }
    let config = arguments.config.load()?;
    let outputs = Outputs::new(output::file(arguments.output.as_deref()))?;
    outputs.refuse("a credentials file", arguments.connection.files())?;
    let connection = arguments
        .connection
        .connection(usize::from(arguments.concurrency), global)?;
    let connectwise = connection.open()?;
    if arguments.check {
        let probe = connectwise.probe()?;
        return say(&probe, global.sink);
    }
    if several && let Some(folder) = output::file(arguments.output.as_deref()) {
        return all::run(arguments, &connectwise, config.as_ref(), folder, global);
    }
    let snapshot = match &arguments.role {
        Some(role) => connectwise.role(role)?,
        None => connectwise.own_rights()?,
    };
    // It is parsed before any file is changed.
    let (_, text) = role_of(connectwise.host(), &snapshot)?;
    match target(arguments, &snapshot)? {
        None => global.sink.print(&text)?,
        Some(path) => {
            global.sink.save_private(&path, &text)?;
            global.sink.note(&format!(
                "saved {} as {}",
                describe(&snapshot),
                crate::cli::input::shown(&path)
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The file of a snapshot in a directory.
fn file_name(snapshot: &Snapshot<Setting>) -> String {
    let role = snapshot.role.as_ref();
    match role.and_then(|role| role.id) {
        Some(id) => names::of_role(id, role.and_then(|role| role.name.as_deref())),
        None => "self.json".to_owned(),
    }
}

fn target(
    arguments: &FetchArguments,
    snapshot: &Snapshot<Setting>,
) -> Result<Option<PathBuf>, Failure> {
    let Some(named) = output::file(arguments.output.as_deref()) else {
        return Ok(None);
    };
    let is_folder = named.is_dir() || named.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR);
    if !is_folder {
        return Ok(Some(named.to_owned()));
    }
    output::make_folder(named)?;
    let file = file_name(snapshot);
    all::refuse_foreign(named, &file)?;
    Ok(Some(named.join(file)))
}

fn describe(snapshot: &Snapshot<Setting>) -> String {
    let what = match (&snapshot.role, &snapshot.member) {
        (Some(role), _) => role
            .name
            .as_ref()
            .map_or_else(|| "a role".to_owned(), |name| format!("the role `{name}`")),
        (None, Some(member)) => format!("the effective permissions of {member}"),
        (None, None) => "the API member's effective permissions".to_owned(),
    };
    let settings = snapshot.settings.len();
    match &snapshot.used_by {
        Some(users) => {
            let users = count(users.len(), "API member");
            format!("{what} ({settings} settings, used by {users})")
        }
        None => format!("{what} ({settings} settings)"),
    }
}

/// Prints the access of the credentials.
fn say(probe: &Probe, sink: Sink) -> Ended {
    let mut out = sink.stdout();
    let member = probe.member.as_ref().map_or_else(
        || "an API member".to_owned(),
        |member| format!("API member {member}"),
    );
    writeln!(
        out,
        "connected to {} as {}",
        escape_controls(&probe.base),
        escape_controls(&member)
    )?;
    let width = probe
        .sights
        .iter()
        .map(|(resource, _)| resource.words().len())
        .max()
        .unwrap_or(0);
    let mut code = ExitCode::SUCCESS;
    for (resource, sight) in &probe.sights {
        let words = resource.words();
        match sight {
            Ok(rows) => writeln!(out, "  {words:<width$}  {rows}")?,
            Err(fault) => {
                writeln!(
                    out,
                    "  {words:<width$}  no: {}",
                    escape_controls(&fault.to_string())
                )?;
                writeln!(
                    out,
                    "  {:<width$}      {}",
                    "",
                    escape_controls(&fault.help())
                )?;
                if *resource == crate::connectwise::Resource::OwnRights {
                    code = ExitCode::from(Outcome::Invalid.exit_code());
                }
            }
        }
    }
    out.flush()?;
    Ok(code)
}
