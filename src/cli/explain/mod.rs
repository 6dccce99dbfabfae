//! `leastwise explain`: the page of a rule, or what is known of a function.

mod facts;
mod rule;
mod subject;
mod text;

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use serde::Serialize;

use self::facts::{FunctionFacts, ModuleFacts};
use self::subject::Subject;
use super::Ended;
use super::output::stdout;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A rule, such as missing-level; a function, such as "Finance/Agreements"; or a module.
    /// Without one, all rules are listed
    #[arg(value_name = "RULE|FUNCTION|MODULE")]
    name: Option<String>,
    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person
    Human,
    /// One JSON document
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Ended {
    let mut out = stdout();
    let format = arguments.format;
    match &arguments.name {
        None if format == Format::Json => json(&rule::all().collect::<Vec<_>>(), &mut out)?,
        None => rule::list(&mut out)?,
        Some(name) => match subject::find(name)? {
            Subject::Rule(page) if format == Format::Json => json(&page, &mut out)?,
            Subject::Rule(page) => rule::print(&page, &mut out)?,
            Subject::Module(module) => {
                let facts = ModuleFacts::of(module);
                match format {
                    Format::Json => json(&facts, &mut out)?,
                    Format::Human => text::module(&facts, &mut out)?,
                }
            }
            Subject::Function(id) => {
                let policies = facts::library()?;
                let facts = FunctionFacts::of(id, &policies);
                match format {
                    Format::Json => json(&facts, &mut out)?,
                    Format::Human => text::function(&facts, &mut out)?,
                }
            }
        },
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn json(value: &impl Serialize, out: &mut impl Write) -> std::io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}
