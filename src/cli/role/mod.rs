//! `leastwise role`: compare two reads of a role, and find the policies that fit one.

pub(super) mod diff;
mod identify;

use super::{Ended, Global, input, revision};
use crate::model::Problem;
use crate::role::{self, ReadOptions, Role};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Compare two versions of a role, or of all roles
    Diff(diff::Arguments),
    /// List the policies whose permissions a role grants
    Identify(identify::Arguments),
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    match &arguments.command {
        Command::Diff(arguments) => diff::run(arguments, global),
        Command::Identify(arguments) => identify::run(arguments, global),
    }
}

/// Reads a role in any format.
fn read(path: &str, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
    if !revision::is_revision(path) {
        return input::role(path, options);
    }
    let bytes = revision::bytes(path).map_err(|problem| vec![problem])?;
    role::read(&input::name(path), bytes, options)
}
