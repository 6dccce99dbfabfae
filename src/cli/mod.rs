//! The command line: arguments, and one file per subcommand.

mod audit;
mod baseline;
mod candidates;
mod check;
mod choices;
mod comparison;
mod completions;
#[cfg(feature = "live")]
mod credentials;
mod directories;
mod docs;
mod ending;
mod examples;
mod explain;
mod failure;
#[cfg(feature = "live")]
mod fetch;
mod format;
mod guard;
mod guessed;
mod guesses;
mod infer;
mod init;
mod input;
#[cfg(feature = "live")]
mod live;
mod man;
mod named;
mod next;
mod output;
mod outputs;
mod pattern;
mod plan;
mod policy;
mod progress;
mod queue;
mod regular_file;
mod remote;
mod reports;
mod revision;
mod role;
mod roles;
mod schema;
mod session;
mod settings;
mod sink;
mod suggest;
mod threads;
mod unfinished;
mod waive;
#[cfg(feature = "live")]
mod watch;

use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use failure::Failure;
use output::Color;
use sink::Sink;

use crate::policy::library;
use crate::render::Detail;

/// The result of every subcommand: an exit code of the public contract, or a failure.
type Ended = Result<ExitCode, Failure>;

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "leastwise", version, long_version = version(), max_term_width = 100, about = ABOUT, after_help = AFTER_HELP)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// The version, the commit, and the dates of the catalog and of the policy library.
fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        format!(
            "{} (commit {}, catalog from {}, policy library from {}{})",
            env!("CARGO_PKG_VERSION"),
            env!("LEASTWISE_COMMIT_SHOWN"),
            crate::catalog::RETRIEVED,
            library::date(),
            if library::is_updated() {
                ", updated"
            } else {
                ""
            }
        )
    });
    VERSION.as_str()
}

const ABOUT: &str =
    "Lint ConnectWise PSA security roles against an integration's documented permissions";

const AFTER_HELP: &str = "\
Exit codes: 0 no findings at or above --fail-on, 1 findings, 2 usage error, 3 an input could not be
read or an output not written, 4 inconclusive (a role is incomplete, or a policy has unconfirmed
guesses).";

/// Options of every subcommand.
#[derive(Clone, Copy, Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(crate) struct Global {
    /// When to use color
    #[arg(long, global = true, help_heading = "Output", value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
    /// Show everything in full
    #[arg(
        short,
        long,
        global = true,
        help_heading = "Output",
        conflicts_with = "quiet"
    )]
    verbose: bool,
    /// Hide progress and next steps; human output shows only errors, what fails the run, and the
    /// result
    #[arg(short, long, global = true, help_heading = "Output")]
    quiet: bool,
    /// Do not use the network: policies specified by URL are read from the cache, and --live is
    /// refused
    #[arg(long, global = true, help_heading = "Input")]
    offline: bool,
    /// Allow policy URLs that have no digest
    #[arg(long, global = true, help_heading = "Policies")]
    trust_url: bool,
    /// Where everything is written
    #[arg(skip = Sink::of_environment())]
    sink: Sink,
}

impl Global {
    /// The same options, with a sink that knows of `--quiet`.
    const fn with_quiet_sink(self) -> Self {
        Self {
            sink: self.sink.with_quiet(self.quiet),
            ..self
        }
    }

    fn detail(self) -> Detail {
        match (self.verbose, self.quiet) {
            (true, _) => Detail::All,
            (_, true) => Detail::Errors,
            _ => Detail::Normal,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create a leastwise.yaml for this directory, and optionally a CI file
    Init(init::Arguments),
    /// Compare security roles with policies
    Check(check::Arguments),
    /// List the minimum changes that give a role exactly what its policies require
    Plan(plan::Arguments),
    /// Save roles from ConnectWise as snapshots
    #[cfg(feature = "live")]
    Fetch(fetch::FetchArguments),
    /// Record current findings, so that only new ones fail
    Baseline(baseline::Arguments),
    /// Accept a finding for now, with a reason
    Waive(waive::Arguments),
    /// List every API member, ordered by what a stolen key could do
    Audit(audit::Arguments),
    /// Infer from recorded requests which permissions an integration needs
    Infer(infer::Arguments),
    /// Compare two versions of a role, or find the policies that fit a role
    Role(role::Arguments),
    /// List, show, lint, diff, merge, import, confirm, test, update and bundle policies
    Policy(policy::Arguments),
    /// Generate documents from policies, or check that they are up to date
    Docs(docs::Arguments),
    /// Explain a rule, a function, a module, a request or an error
    Explain(explain::Arguments),
    /// Print the JSON Schema of a format
    Schema(schema::Arguments),
    /// Print a completion script for a shell
    Completions(completions::Arguments),
    /// Print the manual page of the program or of a command
    Man(man::Arguments),
}

/// Fast path: parses `check` without building the other subcommands.
#[derive(Debug, Parser)]
#[command(name = "leastwise")]
struct CheckArguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: CheckCommand,
}

#[derive(Debug, Subcommand)]
enum CheckCommand {
    Check(Box<check::Arguments>),
}

/// The arguments of a valid `check` command. Everything else, and every error, is left to the full
/// command line.
fn plain_check() -> Option<Arguments> {
    if std::env::args_os().nth(1)? != "check" {
        return None;
    }
    let arguments = CheckArguments::try_parse().ok()?;
    let CheckCommand::Check(check) = arguments.command;
    Some(Arguments {
        global: arguments.global,
        command: Command::Check(*check),
    })
}

/// The command line with its examples.
fn command() -> clap::Command {
    examples::added(Arguments::command())
}

#[doc(hidden)]
pub use schema::schemas;

/// Runs the command line of this process and returns its exit code.
pub fn run() -> ExitCode {
    let sink = Sink::of_environment();
    directories::use_library(sink);
    if std::env::var_os(completions::VARIABLE).is_some() {
        clap_complete::CompleteEnv::with_factory(command)
            .var(completions::VARIABLE)
            .complete();
    }
    let parsed = match plain_check() {
        Some(arguments) => Ok(arguments),
        None => command()
            .try_get_matches()
            .and_then(|matches| Arguments::from_arg_matches(&matches)),
    };
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            if error.use_stderr() {
                return guessed::command().map_or_else(
                    || ending::wrong_arguments(&error, sink),
                    |failure| failure.end(sink),
                );
            }
            // Help and version are not errors.
            return match error.print() {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
                Err(error) => Failure::from(error).end(sink),
            };
        }
    };
    let global = arguments.global.with_quiet_sink();
    remote::set_options(global);
    let ended = match arguments.command {
        Command::Init(arguments) => init::run(&arguments, global.sink),
        Command::Check(arguments) => check::run(&arguments, global),
        Command::Plan(arguments) => plan::run(&arguments, global),
        #[cfg(feature = "live")]
        Command::Fetch(arguments) => fetch::run(&arguments, global),
        Command::Baseline(arguments) => baseline::run(&arguments, global),
        Command::Waive(arguments) => waive::run(&arguments, global),
        Command::Audit(arguments) => audit::run(&arguments, global),
        Command::Infer(arguments) => infer::run(&arguments, global),
        Command::Role(arguments) => role::run(&arguments, global),
        Command::Policy(arguments) => policy::run(&arguments, global),
        Command::Docs(arguments) => docs::run(&arguments, global),
        Command::Explain(arguments) => explain::run(&arguments, global),
        Command::Schema(arguments) => schema::run(&arguments, global.sink),
        Command::Completions(arguments) => completions::run(&arguments, global.sink),
        Command::Man(arguments) => man::run(&arguments, command(), global.sink),
    };
    ended.unwrap_or_else(|failure| failure.end(global.sink))
}
