//! `leastwise fetch`: save roles from ConnectWise as snapshots.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::credentials::{ConnectionArguments, tell, told};
use super::failure::Failure;
use super::live::{name, role_of};
use super::output::{self, save_private, stdout};
use super::same::Outputs;
use super::{Ended, Global};
use crate::connectwise::{ConnectWise, Failed, Probe};
use crate::model::{Problem, harmless};
use crate::render::Detail;
use crate::report::Outcome;
use crate::role::{Setting, Snapshot};

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(false))]
pub(super) struct FetchArguments {
    /// The API member's own rights, which take no permission to read roles
    #[arg(long = "self", group = "what")]
    own: bool,
    /// One role, by its name or number
    #[arg(long, value_name = "NAME|ID", group = "what")]
    role: Option<String>,
    /// Every role, each with the API members that use it
    #[arg(long, group = "what", requires = "output")]
    all: bool,
    /// Save nothing: try the credentials and say what they can see
    #[arg(long, group = "what", conflicts_with = "output")]
    check: bool,
    /// The file to write, or the folder (with --all); by default standard output
    #[arg(short, long, value_name = "FILE|FOLDER")]
    output: Option<PathBuf>,
    /// How many roles to read at once
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=16))]
    concurrency: u8,
    #[command(flatten)]
    connection: ConnectionArguments,
}

pub(super) fn run(arguments: &FetchArguments, global: Global) -> Ended {
    let no_folder = |path: &Path| path.is_file() || path == Path::new("-");
    if arguments.all && arguments.output.as_deref().is_some_and(no_folder) {
        return Err(Failure::usage(
            "`--all` writes one file a role, and the output is no folder",
            "name a folder with `-o`; it is made if it is not there",
        ));
    }
    let outputs = Outputs::new(output::file(arguments.output.as_deref()))?;
    outputs.refuse("a file of the credentials", arguments.connection.files())?;
    let connection = arguments
        .connection
        .connection(usize::from(arguments.concurrency), global)?;
    let connectwise = connection.open().map_err(|failed| failure(&failed))?;
    if arguments.check {
        let probe = connectwise.probe().map_err(|failed| failure(&failed))?;
        return say(&probe);
    }
    let snapshots = read(arguments, &connectwise).map_err(|failed| failure(&failed))?;
    // Everything is ready and has been read back before the first file is touched.
    let ready = snapshots
        .iter()
        .map(|snapshot| {
            let (_, text) = role_of(&name(connectwise.host(), snapshot), snapshot)?;
            Ok((snapshot, text))
        })
        .collect::<Result<Vec<_>, Vec<Problem>>>()
        .map_err(Failure::Input)?;
    let targets = ready
        .iter()
        .map(|(snapshot, _)| target(arguments, snapshot))
        .collect::<Result<Vec<_>, Failure>>()?;
    for ((snapshot, text), target) in ready.iter().zip(targets) {
        match target {
            None => {
                let mut out = stdout();
                out.write_all(text)?;
                out.flush()?;
            }
            Some(path) => {
                save_private(&path, text)?;
                if global.detail() != Detail::Errors {
                    tell(&format!(
                        "saved {} as {}",
                        describe(snapshot),
                        crate::cli::input::shown(&path)
                    ));
                }
            }
        }
    }
    if arguments.all && global.detail() != Detail::Errors {
        tell_of_leftovers(arguments.output.as_deref(), &snapshots);
    }
    Ok(ExitCode::SUCCESS)
}

fn read(
    arguments: &FetchArguments,
    connectwise: &ConnectWise,
) -> Result<Vec<Snapshot<Setting>>, Failed> {
    match &arguments.role {
        Some(role) => Ok(vec![connectwise.role(role)?]),
        None if arguments.all => Ok(connectwise.all()?.roles),
        None => Ok(vec![connectwise.own_rights()?]),
    }
}

fn failure(failed: &Failed) -> Failure {
    let (problem, outcome) = told(failed);
    match outcome {
        Outcome::Inconclusive => Failure::Inconclusive(problem),
        _ => Failure::Input(vec![problem]),
    }
}

/// The file of a snapshot. A role's is named by its number, which outlives every new name: the
/// history of the file is the history of the role.
fn file_name(snapshot: &Snapshot<Setting>) -> String {
    match snapshot.role.as_ref().and_then(|role| role.id) {
        Some(id) => format!("role-{id}.json"),
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
    let is_folder = arguments.all
        || named.is_dir()
        || named.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR);
    if !is_folder {
        return Ok(Some(named.to_owned()));
    }
    output::make_folder(named)?;
    let path = named.join(file_name(snapshot));
    if is_foreign(&path) {
        return Err(Failure::usage(
            format!(
                "`{}` is there already, and is not a snapshot of a role",
                crate::cli::input::shown(&path)
            ),
            "move the file away, or name another directory with `-o`; nothing was saved",
        ));
    }
    Ok(Some(path))
}

/// Whether a file is there that was not written by `fetch`.
fn is_foreign(path: &Path) -> bool {
    std::fs::read(path).is_ok_and(|bytes| {
        let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
        let text = String::from_utf8_lossy(start);
        !bytes.trim_ascii().is_empty() && !text.contains(crate::role::SNAPSHOT_SCHEMA)
    })
}

fn describe(snapshot: &Snapshot<Setting>) -> String {
    let what = match (&snapshot.role, &snapshot.member) {
        (Some(role), _) => role
            .name
            .as_ref()
            .map_or_else(|| "a role".to_owned(), |name| format!("the role `{name}`")),
        (None, Some(member)) => format!("the own rights of {member}"),
        (None, None) => "the own rights".to_owned(),
    };
    let settings = snapshot.settings.len();
    match &snapshot.used_by {
        Some(users) if users.len() == 1 => {
            format!("{what} ({settings} settings, used by 1 API member)")
        }
        Some(users) => {
            format!(
                "{what} ({settings} settings, used by {} API members)",
                users.len()
            )
        }
        None => format!("{what} ({settings} settings)"),
    }
}

/// Names the files of roles that ConnectWise no longer has. They are another's to remove.
fn tell_of_leftovers(folder: Option<&Path>, snapshots: &[Snapshot<Setting>]) {
    let written: Vec<String> = snapshots.iter().map(file_name).collect();
    let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok());
    let mut left: Vec<String> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| {
            name.strip_prefix("role-")
                .and_then(|rest| rest.strip_suffix(".json"))
                .is_some_and(|id| id.parse::<i64>().is_ok())
                && !written.contains(name)
        })
        .collect();
    left.sort();
    for name in left {
        tell(&format!(
            "note: `{name}` is of a role that ConnectWise no longer shows; remove it if it is gone"
        ));
    }
}

/// Prints what the credentials can see.
fn say(probe: &Probe) -> Ended {
    let mut out = stdout();
    let member = probe.member.as_ref().map_or_else(
        || "an API member".to_owned(),
        |member| format!("API member {member}"),
    );
    writeln!(
        out,
        "{} answers {}",
        harmless(&probe.base),
        harmless(&member)
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
                    harmless(&fault.to_string())
                )?;
                writeln!(out, "  {:<width$}      {}", "", harmless(&fault.help()))?;
                if *resource == crate::connectwise::Resource::OwnRights {
                    code = ExitCode::from(Outcome::Invalid.exit_code());
                }
            }
        }
    }
    out.flush()?;
    Ok(code)
}
