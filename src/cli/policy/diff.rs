//! `leastwise policy diff`: changes between two versions of a policy.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;

use super::super::choices::ChoiceArguments;
use super::super::failure::{Failure, both};
use super::super::sink::Sink;
use super::super::{Ended, revision};
use crate::model::Problem;
use crate::policy::Policy;
use crate::policy::diff::diff;
use crate::render::{diff_as_note, print_policy_diff, write_json};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The old version: an id, a title from the library or words from one, a path, a URL with a digest, or
    /// REVISION:PATH in a git repository
    #[arg(value_name = "OLD")]
    old: String,
    /// The new version
    #[arg(value_name = "NEW")]
    new: String,
    /// Output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Changes that fail the run
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = FailOnChange::Never)]
    fail_on: FailOnChange,
    #[command(flatten)]
    choices: ChoiceArguments,
}

/// Output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A list
    Human,
    /// A note for customers whose roles must change
    Markdown,
    /// One JSON document (leastwise/policy-diff/v1)
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOnChange {
    /// Existing roles must grant more, or may grant more than before
    Widening,
    /// Any change
    Any,
    /// Never
    Never,
}

pub(super) fn run(arguments: &Arguments, sink: Sink) -> Ended {
    let (old, new) = (read(&arguments.old), read(&arguments.new));
    let (old, new) = both(old?, new?)?;
    crate::cli::guesses::warn_of_guesses([&old, &new], sink);
    let diff = diff(&old, &new, &arguments.choices.choices())?;
    let mut out = sink.stdout();
    match arguments.format {
        Format::Human => print_policy_diff(&diff, &mut out)?,
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

/// Reads a policy by its id, its path, or its path in a revision.
fn read(name: &str) -> Result<Result<Policy, Vec<Problem>>, Failure> {
    if revision::is_revision(name) {
        Ok(revision::policy(name))
    } else {
        crate::cli::named::policy(name)
    }
}
