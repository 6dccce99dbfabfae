//! `leastwise policy show`: a policy as a table, or the role that it describes.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use super::super::Ended;
use super::super::choices::ChoiceArguments;
use super::super::sink::Sink;
use super::documents::{As, text};
use crate::model::{LevelRange, Operation, escape_controls};
use crate::policy::resolve;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// An id, a title from the library or words from one, a path, or a URL with a digest
    #[arg(value_name = "ID|FILE", add = clap_complete::ArgValueCompleter::new(crate::cli::candidates::policies))]
    policy: String,
    /// Show where each level comes from, and which statements do not apply
    #[arg(long)]
    resolved: bool,
    /// Output form [default: a table]
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Option<As>,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    choices: ChoiceArguments,
}

pub(super) fn run(arguments: &Arguments, sink: Sink) -> Ended {
    let policy = crate::cli::named::policy(&arguments.policy)??;
    crate::cli::guesses::warn_of_guesses([&policy], sink);
    super::spare(arguments.output.as_ref(), &[&policy])?;
    let requirements = resolve(&[&policy], &arguments.choices.choices())?;
    let form = arguments
        .form
        .unwrap_or_else(|| As::of_file(arguments.output.as_ref()));
    if arguments.resolved || form != As::Human || arguments.output.is_some() {
        let text = text(form, &[&policy], &requirements, policy.id())?;
        return super::write(arguments.output.as_ref(), &text, form.next(), sink);
    }
    let document = &policy.document;
    let mut out = sink.stdout();
    let version = document
        .version
        .as_deref()
        .map_or(String::new(), |version| format!(" {version}"));
    writeln!(
        out,
        "{} ({}{version})",
        escape_controls(&document.title),
        policy.id()
    )?;
    if let Some(summary) = document.summary.as_deref() {
        writeln!(out, "{}", escape_controls(summary))?;
    }
    for function in &requirements.functions {
        writeln!(
            out,
            "\n{} / {}",
            escape_controls(&function.module),
            escape_controls(&function.function)
        )?;
        for older in &function.older {
            writeln!(out, "  {}", escape_controls(&older.words()))?;
        }
        for operation in Operation::ALL {
            let Some(asked) = function.operations.get(operation) else {
                continue;
            };
            // The purpose of the level that is shown, not of a lower one.
            let purpose = asked
                .origins
                .iter()
                .filter(|origin| origin.purpose.is_some())
                .min_by_key(|origin| std::cmp::Reverse(origin.range.min))
                .and_then(|origin| origin.purpose.as_deref());
            let purpose = escape_controls(purpose.unwrap_or("(no purpose given)"));
            writeln!(
                out,
                "  {:<8} {:<12} {purpose}",
                operation.title(),
                asked.range.to_string()
            )?;
        }
    }
    writeln!(
        out,
        "\nEverything else: {}",
        LevelRange::at_most(requirements.unlisted)
    )?;
    for source in &document.sources {
        writeln!(out, "Source: {}", escape_controls(&source.url))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
