//! `leastwise role identify`: lists policies that a role satisfies.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;

use super::super::output::Screen;
use super::super::roles::ReadArguments;
use super::super::{Ended, Global};
use crate::engine::identify::{Verdict, identify};
use crate::render::{print_identification, write_json};

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// The role: a file, or `-` for standard input
    #[arg(value_name = "ROLE")]
    role: String,
    /// List every policy that fits, not only the best of each kind
    #[arg(long)]
    all: bool,
    /// Output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    read: ReadArguments,
}

const AFTER_HELP: &str = "\
Exit codes: 0 policies were compared, 1 the role grants too much or too little to identify a policy,
2 usage error, 3 the role could not be read, 4 inconclusive (the role is incomplete).";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for a terminal
    Human,
    /// One JSON document (leastwise/identify/v1)
    Json,
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let role = super::read(&arguments.role, &arguments.read.options())?;
    let answer = identify(&role);
    let mut out = global.sink.stdout();
    match arguments.format {
        Format::Human => {
            let screen = Screen::of(global.color);
            print_identification(&answer, arguments.all, screen.width, &mut out)?;
        }
        Format::Json => write_json(&answer, &mut out)?,
    }
    out.flush()?;
    Ok(ExitCode::from(match answer.verdict {
        Verdict::Compared => 0,
        Verdict::TooBroad | Verdict::TooNarrow => 1,
        Verdict::Incomplete => 4,
    }))
}
