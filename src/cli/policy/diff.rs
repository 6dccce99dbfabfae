//! `leastwise policy diff`: what changed between two versions of a policy.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;

use super::super::choices::ChoiceArguments;
use super::super::failure::Failure;
use super::super::output::stdout;
use super::super::{Ended, revision};
use crate::policy::Policy;
use crate::policy::diff::diff;
use crate::render::{diff_as_note, diff_for_people, write_json};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The version before: an id of the library, a path, or REVISION:PATH of a git repository
    #[arg(value_name = "OLD")]
    old: String,
    /// The version after
    #[arg(value_name = "NEW")]
    new: String,
    /// How to print what changed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Which changes make the run fail
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = FailOnChange::Never)]
    fail_on: FailOnChange,
    #[command(flatten)]
    choices: ChoiceArguments,
}

/// How to print what changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A list for a person
    Human,
    /// The upgrade note for those whose roles it concerns
    Markdown,
    /// One JSON document (leastwise/policy-diff/v1)
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOnChange {
    /// Existing roles have to grant more, or may grant more than before
    Widening,
    /// Anything that changed
    Any,
    /// Nothing
    Never,
}

pub(super) fn run(arguments: &Arguments) -> Ended {
    let (old, new) = (read(&arguments.old), read(&arguments.new));
    let (old, new) = match (old?, new?) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            let problems = [old.err(), new.err()].into_iter().flatten().flatten();
            return Err(Failure::Input(problems.collect()));
        }
    };
    super::warn_of_guesses([&old, &new]);
    let diff = diff(&old, &new, &arguments.choices.choices())?;
    let mut out = stdout();
    match arguments.format {
        Format::Human => diff_for_people(&diff, &mut out)?,
        Format::Markdown => diff_as_note(&diff, &mut out)?,
        Format::Json => write_json(&diff, &mut out)?,
    }
    out.flush()?;
    let fails = match arguments.fail_on {
        FailOnChange::Widening => diff.changes.iter().any(|change| change.widening),
        FailOnChange::Any => !diff.changes.is_empty(),
        FailOnChange::Never => false,
    };
    Ok(ExitCode::from(u8::from(fails)))
}

type Read = Result<Result<Policy, Vec<crate::model::Problem>>, Failure>;

/// Reads a policy by its id, its path, or its path in a revision.
fn read(name: &str) -> Read {
    match revision::Revision::of(name) {
        Some(revision) => Ok(revision.policy()),
        None => super::super::input::policy(name),
    }
}
