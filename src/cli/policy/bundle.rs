//! `leastwise policy bundle`: writes the policy library as one file.

use std::path::PathBuf;
use std::process::ExitCode;

use super::super::sink::Sink;
use super::super::{Ended, output};
use crate::policy::Bundle;
use crate::render::write_json;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// File to write; `-` is standard output
    #[arg(
        short,
        long,
        value_name = "FILE",
        default_value = "leastwise-policies.json"
    )]
    output: PathBuf,
}

pub(super) fn run(arguments: &Arguments, sink: Sink) -> Ended {
    let mut bytes = Vec::new();
    write_json(&Bundle::current(), &mut bytes)?;
    sink.write(output::file(Some(&arguments.output)), &bytes)?;
    Ok(ExitCode::SUCCESS)
}
