//! Failures of a subcommand, as opposed to findings in a report.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::model::Problem;
use crate::report::Outcome;

/// Why a subcommand stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line is wrong.
    Usage {
        /// The error.
        message: String,
        /// How to fix it.
        help: Option<String>,
    },
    /// An input could not be read.
    Input(Vec<Problem>),
    /// An input was read only partly, and is not used.
    Inconclusive(Problem),
    /// The output could not be written.
    Output(io::Error),
    /// Files that could not be written.
    Files(Vec<(PathBuf, io::Error)>),
}

impl Failure {
    /// The exit code of a usage error.
    pub(crate) const USAGE: u8 = 2;
    pub(crate) const INPUT: u8 = 3;
    pub(crate) const INCONCLUSIVE: u8 = 4;

    pub(crate) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            help: Some(help.into()),
        }
    }

    /// An input that was not used, with the outcome of the run.
    pub(crate) fn ended(problem: Problem, outcome: Outcome) -> Self {
        match outcome {
            Outcome::Inconclusive => Self::Inconclusive(problem),
            _ => problem.into(),
        }
    }

    /// A file that could not be written.
    pub(crate) fn file(path: &Path, error: io::Error) -> Self {
        Self::Files(vec![(path.to_owned(), error)])
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Input(vec![problem])
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Input(problems)
    }
}

/// The values of two inputs, or the problems of both.
pub(crate) fn both<T>(
    one: Result<T, Vec<Problem>>,
    other: Result<T, Vec<Problem>>,
) -> Result<(T, T), Vec<Problem>> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => {
            let problems = [one.err(), other.err()].into_iter().flatten();
            Err(problems.flatten().collect())
        }
    }
}

/// The exit code of a run: inconclusive, or whether something fails it.
pub(crate) fn exit_code(inconclusive: bool, fails: bool) -> ExitCode {
    ExitCode::from(if inconclusive {
        Failure::INCONCLUSIVE
    } else {
        u8::from(fails)
    })
}

/// The value of every input, or the problems of all.
pub(crate) fn all_or_problems<T>(
    inputs: impl IntoIterator<Item = Result<T, Vec<Problem>>>,
) -> Result<Vec<T>, Vec<Problem>> {
    let mut values = Vec::new();
    let mut problems = Vec::new();
    for input in inputs {
        match input {
            Ok(value) => values.push(value),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() {
        Ok(values)
    } else {
        Err(problems)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
