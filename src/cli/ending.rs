//! How a run ends without a result: a message on standard error, and an exit code.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use super::failure::Failure;
use super::sink::Sink;
use crate::model::{Problem, escape_controls};

impl Failure {
    /// Prints the failure on standard error, and returns the exit code.
    pub(crate) fn end(self, sink: Sink) -> ExitCode {
        let of_problem = |problem: Problem| (problem.to_string(), problem.help);
        let (messages, code) = match self {
            Self::Usage { message, help } => (vec![(message, help)], Self::USAGE),
            Self::Input(problems) => {
                let messages = problems.into_iter().map(of_problem);
                (messages.collect(), Self::INPUT)
            }
            Self::Inconclusive(problem) => (vec![of_problem(problem)], Self::INCONCLUSIVE),
            Self::Output(error) => {
                let message = format!("standard output could not be written: {error}");
                let help = "the output above is incomplete; do not use it";
                (vec![(message, Some(help.to_owned()))], Self::INPUT)
            }
            Self::Files(failed) => {
                let messages = failed.iter().map(|(path, error)| {
                    let message =
                        format!("`{}` could not be written: {error}", super::input::shown(path));
                    let help = if path.is_file() {
                        "the file is unchanged; check the directory, its disk and the file's permissions"
                    } else {
                        "check the directory, its disk and its permissions"
                    };
                    (message, Some(help.to_owned()))
                });
                (messages.collect(), Self::INPUT)
            }
        };
        let mut out = sink.stderr();
        // If standard error is closed, only the exit code remains.
        let _ = messages
            .iter()
            .try_for_each(|(message, help)| tell(&mut out, message, help.as_deref()));
        ExitCode::from(code)
    }
}

/// Prints errors about arguments on standard error like clap, and exits.
pub(super) fn wrong_arguments(error: &clap::Error, sink: Sink) -> ExitCode {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    let text = error.render();
    let text = if io::stderr().is_terminal() && !dumb && !set("NO_COLOR") {
        text.ansi().to_string()
    } else {
        let plain = text.to_string();
        let lines = plain.split_inclusive('\n').map(|line| {
            let end = if line.ends_with('\n') { "\n" } else { "" };
            format!("{}{end}", escape_controls(line.trim_end_matches('\n')))
        });
        lines.collect()
    };
    // If even standard error is closed, only the exit code remains.
    let _ = sink.stderr().write_all(text.as_bytes());
    ExitCode::from(Failure::USAGE)
}

fn tell(out: &mut impl Write, message: &str, help: Option<&str>) -> io::Result<()> {
    writeln!(out, "error: {}", escape_controls(message))?;
    if let Some(help) = help {
        for line in help.lines() {
            writeln!(out, "  {}", escape_controls(line))?;
        }
    }
    Ok(())
}
