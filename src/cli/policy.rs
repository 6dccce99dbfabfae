//! `leastwise policy`: look at policies.

use std::io::Write;
use std::process::ExitCode;

use super::choices::ChoiceArguments;
use super::failure::Failure;
use super::output::stdout;
use super::{Ended, Global, input};
use crate::model::{Operation, harmless};
use crate::policy::{Policy, library, resolve};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the policies of the library
    List,
    /// Show a policy as a table
    Show(Show),
}

#[derive(Debug, clap::Args)]
struct Show {
    /// An id of the library or a path
    #[arg(value_name = "ID|FILE")]
    policy: String,
    #[command(flatten)]
    choices: ChoiceArguments,
}

pub(super) fn run(arguments: &Arguments, _: Global) -> Ended {
    match &arguments.command {
        Command::List => list(),
        Command::Show(show) => self::show(show),
    }
}

fn read(name: &str) -> Result<Policy, Failure> {
    input::policy(name)?.map_err(Failure::Input)
}

fn list() -> Ended {
    let mut out = stdout();
    let width = library::ids().map(str::len).max().unwrap_or(0);
    for id in library::ids() {
        let policy = read(id)?;
        let version = policy.document.version.as_deref().unwrap_or("-");
        writeln!(out, "{id:<width$}  {version:<8}  {}", policy.document.title)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn show(arguments: &Show) -> Ended {
    let policy = read(&arguments.policy)?;
    let document = &policy.document;
    let mut out = stdout();
    let version = document
        .version
        .as_deref()
        .map_or(String::new(), |version| format!(" {version}"));
    writeln!(
        out,
        "{} ({}{version})",
        harmless(&document.title),
        policy.id()
    )?;
    if let Some(summary) = document.summary.as_deref() {
        writeln!(out, "{}", harmless(summary))?;
    }
    let requirements = resolve(&[&policy], &arguments.choices.choices())?;
    for function in &requirements.functions {
        writeln!(
            out,
            "\n{} / {}",
            harmless(&function.module),
            harmless(&function.function)
        )?;
        for operation in Operation::ALL {
            let Some(asked) = function.operations.get(operation) else {
                continue;
            };
            let purpose = asked
                .origins
                .iter()
                .find_map(|origin| origin.purpose.as_deref());
            let purpose = harmless(purpose.unwrap_or("(no purpose given)"));
            writeln!(
                out,
                "  {:<8} {:<10} {purpose}",
                operation.title(),
                asked.range.to_string()
            )?;
        }
    }
    writeln!(out, "\nEverything else: at most {}", requirements.unlisted)?;
    for source in &document.sources {
        writeln!(out, "Source: {}", harmless(&source.url))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
