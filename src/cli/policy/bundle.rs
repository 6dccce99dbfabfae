//! `leastwise policy bundle`: writes the policy library as one file.

use std::path::PathBuf;

use super::super::Ended;
use super::super::failure::Failure;
use super::super::sink::Sink;
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
    write_json(&Bundle::current(), &mut bytes).map_err(Failure::from)?;
    let ended = super::save(Some(&arguments.output), &bytes, sink)?;
    if let Some(file) = super::super::output::file(Some(&arguments.output)) {
        sink.wrote(file);
    }
    Ok(ended)
}
