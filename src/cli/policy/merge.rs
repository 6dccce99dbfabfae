//! `leastwise policy merge`: the least-privilege role for several integrations.

use std::path::PathBuf;

use super::super::Ended;
use super::super::choices::ChoiceArguments;
use super::super::sink::Sink;
use super::documents::{As, text};
use crate::policy::{Policy, resolve};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// IDs, titles or words of titles from the library, paths, or URLs with a digest
    #[arg(value_name = "ID|FILE", required = true)]
    policies: Vec<String>,
    /// Output form [default: determined by the output file's extension, otherwise human]
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Option<As>,
    /// The id of the policy that `--as policy` writes
    #[arg(long, value_name = "ID", default_value = "merged", value_parser = super::policy_id)]
    id: String,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    choices: ChoiceArguments,
}

pub(super) fn run(arguments: &Arguments, sink: Sink) -> Ended {
    let policies = crate::cli::named::policies(&arguments.policies)?;
    let policies: Vec<&Policy> = policies.iter().collect();
    crate::cli::guesses::warn_of_guesses(policies.iter().copied(), sink);
    super::spare(arguments.output.as_ref(), &policies)?;
    // If no role satisfies all of them, the error shows both places.
    let requirements = resolve(&policies, &arguments.choices.choices())?;
    let form = arguments
        .form
        .unwrap_or_else(|| As::of_file(arguments.output.as_ref()));
    let text = text(form, &policies, &requirements, &arguments.id)?;
    super::write(arguments.output.as_ref(), &text, form.next(), sink)
}
