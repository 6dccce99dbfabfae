//! `leastwise infer`: the permissions that recorded requests need.

mod progress;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::choices::{ChoiceArguments, requirements};
use super::failure::{Failure, all_or_problems, exit_code};
use super::format::of_file;
use super::output;
use super::outputs::Outputs;
use super::roles::ReadArguments;
use super::settings::ConfigArguments;
use super::{Ended, Global, input};
use crate::cli::guesses::warn_of_guesses;
use crate::cli::named;
use crate::engine::infer::{
    Compare, Inference, Inferred, compare_with_policies, compare_with_role, draft,
};
use crate::model::Problem;
use crate::policy::Draft;
use crate::recording;
use crate::render::{inferred_as_html, inferred_as_markdown, inferred_for_people, write_json};
use progress::Progress;

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// Recordings of requests; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Output format [default: determined by the output file's extension, otherwise human]
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "form")]
    format: Option<Format>,
    /// Write a policy with the needed levels
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Option<As>,
    /// Compare with a policy: an id, a title from the library or words from one, a path, or a URL with a
    /// digest. Can be specified multiple times
    #[arg(short, long = "policy", value_name = "ID|FILE")]
    policies: Vec<String>,
    /// Compare with a role, in any format that `check` reads
    #[arg(long, value_name = "ROLE")]
    role: Option<PathBuf>,
    /// What makes the run fail. Can be specified multiple times
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        value_delimiter = ',',
        requires = "policies"
    )]
    fail_on: Vec<FailOn>,
    /// ID of the policy [default: from the file name]
    #[arg(long, value_name = "ID", requires = "form", value_parser = super::policy::policy_id)]
    id: Option<String>,
    /// Title of the policy [default: its id]
    #[arg(long, value_name = "TITLE", requires = "form")]
    title: Option<String>,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    read: ReadArguments,
    #[command(flatten)]
    choices: ChoiceArguments,
    #[command(flatten)]
    config: ConfigArguments,
}

const AFTER_HELP: &str = "\
Reads HAR files, ConnectWise API Logs (CSV or HTML), access logs of nginx and Apache, application
logs, transcripts of PowerShell -Verbose, curl -v, Postman collections, n8n executions,
OpenTelemetry traces, JSON Lines and plain lists of requests. Files may be compressed with gzip.

Exit codes: 0 done, 1 a --fail-on condition was met, 2 usage error, 3 a recording, a policy or a
role could not be read, 4 inconclusive (the role is incomplete, or a
policy has unconfirmed guesses).";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for a terminal
    Human,
    /// One JSON document (leastwise/inferred/v1)
    Json,
    /// Tables in Markdown
    Markdown,
    /// A page
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum As {
    /// A policy; inferred levels are marked as unconfirmed
    Policy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A used or refused level that the policy does not list
    Undeclared,
    /// A level of the policy that no request used
    Unused,
}

impl FailOn {
    fn fails(self, compare: &Compare) -> bool {
        match self {
            Self::Undeclared => {
                !compare.used_not_in_table.is_empty() || !compare.refused_not_in_table.is_empty()
            }
            Self::Unused => !compare.never_used.is_empty(),
        }
    }
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let output = output::file(arguments.output.as_deref());
    let outputs = Outputs::new(output)?;
    outputs.refuse("a recording", &arguments.files)?;
    outputs.refuse("a role", &arguments.role)?;
    let policies = arguments.policies.iter().map(Path::new);
    outputs.refuse("a policy", policies.filter(|path| path.exists()))?;
    let read_policies = named::policies(&arguments.policies)?;
    outputs.refuse_policies(&read_policies)?;
    let compare = requirements(&read_policies, &arguments.choices.choices())?;
    let options = arguments.read.options();
    let role = arguments.role.as_ref();
    let role = role.map(|path| input::role(path, &options)).transpose()?;
    let config = arguments.config.load()?;
    outputs.refuse_config(config.as_ref())?;
    let guards = config.map(|config| config.guards);
    let inference = Inference::with_guards(guards.unwrap_or_default());
    let mut inferred = read(&arguments.files, inference, global)?;
    if let Some(compare) = compare {
        inferred.compare = Some(compare_with_policies(&inferred, &compare));
    }
    if let Some(role) = role {
        inferred.role = Some(compare_with_role(&inferred, &role));
    }
    let mut text = Vec::new();
    if arguments.form == Some(As::Policy) {
        let id = arguments
            .id
            .clone()
            .unwrap_or_else(|| slug(&arguments.files));
        let title = arguments.title.clone().unwrap_or_else(|| id.clone());
        text = draft(&inferred, &id, &title).text().into_bytes();
    } else {
        let format = arguments.format.or_else(|| of_file(output));
        match format.unwrap_or(Format::Human) {
            Format::Human => inferred_for_people(&inferred, &mut text)?,
            Format::Json => write_json(&inferred, &mut text)?,
            Format::Markdown => inferred_as_markdown(&inferred, &mut text)?,
            Format::Html => inferred_as_html(&inferred, &mut text)?,
        }
    }
    global.sink.write(output, &text)?;
    global.sink.next(
        output,
        "compare it with what the integration should do; `leastwise check ROLE -p POLICY` checks a role",
    );
    let fails = inferred
        .compare
        .as_ref()
        .is_some_and(|compare| arguments.fail_on.iter().any(|gate| gate.fails(compare)));
    let guesses = warn_of_guesses(&read_policies, global.sink);
    let incomplete = guesses
        || inferred
            .role
            .as_ref()
            .is_some_and(|role| role.incomplete.is_some());
    Ok(exit_code(incomplete, fails))
}

fn read(files: &[PathBuf], mut inference: Inference, global: Global) -> Result<Inferred, Failure> {
    let mut progress = Progress::new(global);
    let read = all_or_problems(files.iter().map(|path| {
        let name = input::name(path).into_owned();
        let summary = recording::read(
            open(path).map_err(|problem| vec![problem])?,
            &mut |record| {
                inference.add(&record, &name);
                progress.step();
            },
        );
        match summary {
            Ok(summary) if summary.records == 0 => return Err(vec![empty(&name, &summary)]),
            Ok(summary) => inference.read(name, &summary),
            Err(error) => return Err(vec![input::unreadable(path, &error)]),
        }
        Ok(())
    }));
    progress.end();
    read?;
    Ok(inference.finish())
}

/// Opens a recording. A log may grow while it is read.
fn open(path: &Path) -> Result<Box<dyn Read>, Problem> {
    if input::is_standard_input(path) {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    let opened = File::open(path).and_then(|file| {
        if file.metadata()?.is_dir() {
            return Err(std::io::ErrorKind::IsADirectory.into());
        }
        Ok(file)
    });
    match opened {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(input::unreadable(path, &error)),
    }
}

/// A file without a request. Its content is not quoted: it can contain secrets.
fn empty(name: &str, summary: &recording::Summary) -> Problem {
    if let recording::Format::Packed(kind) = summary.format {
        let article = if kind.starts_with("RAR") || kind.starts_with("xz") {
            "an"
        } else {
            "a"
        };
        return Problem::in_file(name, format!("this file is {article} {kind}"))
            .with_help("extract it, and specify the recordings in it; only gzip is read directly");
    }
    let message = format!(
        "no requests were found in this file (read as {})",
        summary.format.title()
    );
    Problem::in_file(name, message).with_help(
        "expected one of: HAR, ConnectWise API Logs, access log, application log, PowerShell \
         -Verbose, curl -v, Postman, n8n, OpenTelemetry, JSON Lines, or lines such as \
         `GET /service/tickets`",
    )
}

/// An ID from the name of the first file.
fn slug(files: &[PathBuf]) -> String {
    let name = files
        .first()
        .and_then(|path| path.file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    if stem.contains(|c: char| c.is_ascii_alphanumeric()) {
        Draft::id_of(stem)
    } else {
        "inferred".to_owned()
    }
}
