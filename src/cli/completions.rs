//! `leastwise completions`: a completion script for a shell.
//!
//! The script asks the program for words, so that they match the installed version.

use std::process::ExitCode;

use clap_complete::Shell;
use clap_complete::env::Shells;

use super::Ended;
use super::sink::Sink;

/// The environment variable with which a script asks for words.
pub(super) const VARIABLE: &str = "LEASTWISE_COMPLETE";

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments, sink: Sink) -> Ended {
    let mut script = Vec::new();
    // There is a completer for every shell.
    if let Some(shell) = Shells::builtins().completer(&arguments.shell.to_string()) {
        shell.write_registration(VARIABLE, "leastwise", "leastwise", "leastwise", &mut script)?;
    }
    sink.print(&script)?;
    Ok(ExitCode::SUCCESS)
}
