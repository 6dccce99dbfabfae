//! `leastwise completions`: a completion script for a shell.

use std::io::Write;
use std::process::ExitCode;

use clap_complete::Shell;

use super::Ended;
use super::output::stdout;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments, command: &mut clap::Command) -> Ended {
    // clap_complete ignores write errors: writing to a Vec cannot fail.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, command, "leastwise", &mut script);
    let mut out = stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
