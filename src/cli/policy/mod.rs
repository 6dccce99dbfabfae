//! `leastwise policy`: list, show, lint, compare, merge, import and test policies.

mod bundle;
mod confirm;
mod diff;
mod documents;
mod import;
mod lint;
mod list;
mod merge;
mod page;
mod show;
mod test;
mod update;

use std::path::PathBuf;
use std::process::ExitCode;

use super::failure::Failure;
pub(super) use page::policy as page_policy;

use super::outputs::Outputs;
use super::sink::Sink;
use super::{Ended, Global};
use crate::policy::Policy;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the policies in the library
    List(list::Arguments),
    /// Show a policy as a table, or write the role that it describes
    Show(show::Arguments),
    /// Check policies for likely mistakes
    Lint(lint::Arguments),
    /// Show the changes between two versions of a policy
    Diff(diff::Arguments),
    /// Merge policies into the least-privilege role for all of them
    Merge(merge::Arguments),
    /// Draft a policy from a role, a table or a help page
    Import(import::Arguments),
    /// Confirm or drop the guesses of a draft
    Confirm(confirm::Arguments),
    /// Run the tests of policies
    Test(test::Arguments),
    /// Use a newer policy library than the one in the program
    Update(update::Arguments),
    /// Write the policy library as one file, for `policy update`
    Bundle(bundle::Arguments),
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    match &arguments.command {
        Command::List(arguments) => list::run(arguments, global),
        Command::Show(arguments) => show::run(arguments, global.sink),
        Command::Lint(arguments) => lint::run(arguments, global),
        Command::Diff(arguments) => diff::run(arguments, global.sink),
        Command::Merge(arguments) => merge::run(arguments, global.sink),
        Command::Import(arguments) => import::run(arguments, global.sink),
        Command::Confirm(arguments) => confirm::run(arguments, global.sink),
        Command::Test(arguments) => test::run(arguments, global),
        Command::Update(arguments) => update::run(arguments, global.sink),
        Command::Bundle(arguments) => bundle::run(arguments, global.sink),
    }
}

/// Refuses to overwrite a policy that was read.
fn spare(output: Option<&PathBuf>, policies: &[&Policy]) -> Result<(), Failure> {
    let outputs = Outputs::new(super::output::file(output.map(PathBuf::as_path)))?;
    outputs.refuse_policies(policies.iter().copied())
}

/// Writes to a file, or to standard output if none is named.
fn write(output: Option<&PathBuf>, bytes: &[u8], next: &str, sink: Sink) -> Ended {
    let file = super::output::file(output.map(PathBuf::as_path));
    sink.write(file, bytes)?;
    sink.next(file, next);
    Ok(ExitCode::SUCCESS)
}

/// Parses the id of a policy.
pub(in crate::cli) fn policy_id(text: &str) -> Result<String, String> {
    let word = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if text.split(['.', '-']).all(word) {
        Ok(text.to_owned())
    } else {
        Err(
            "an id consists of lowercase letters and digits, separated by dots or dashes"
                .to_owned(),
        )
    }
}
