//! `leastwise init`: create a configuration for the current directory, and optionally a CI file. It
//! asks no questions.

mod ci;
mod config_template;
mod discovery;
mod proposal;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::Ended;
use super::failure::Failure;
use super::settings::NAMES;
use super::sink::Sink;
use crate::model::Problem;
use ci::{Ci, CiArgument, chosen};
use config_template::configuration;
use discovery::Found;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Also write a CI file; `auto` detects the CI in use
    #[arg(long, value_enum, value_name = "WHERE")]
    ci: Option<CiArgument>,
    /// Print instead of writing: the configuration or, with --ci, the CI file
    #[arg(long)]
    stdout: bool,
}

/// The path of the configuration; its other name prevents writing a second one.
const FILE: &str = NAMES[0];

pub(super) fn run(arguments: &Arguments, sink: Sink) -> Ended {
    let ci = arguments.ci.map(chosen).transpose()?;
    if arguments.stdout {
        let text = match ci {
            Some(ci) => ci.text.to_owned(),
            None => configuration(&Found::here())?,
        };
        sink.print(text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    // All conflicts are detected before anything is written.
    let there = NAMES.into_iter().find(|name| exists(name));
    if let (Some(name), None) = (there, ci) {
        return Err(Failure::usage(
            format!("`{name}` already exists and was not overwritten"),
            "edit it, or print the new file with `leastwise init --stdout`",
        ));
    }
    let place = ci.map(Ci::place).transpose()?;
    let mut said = Vec::new();
    if let Some(name) = there {
        said.push(format!("{name}: unchanged"));
    } else {
        let found = Found::here();
        write_new(FILE, &configuration(&found)?, sink)?;
        said.push(format!("{FILE}: written; {}", found.summary()));
        for proposal in &found.proposals {
            said.push(format!(
                "{}: {} proposed; {}",
                proposal.file, proposal.policy, proposal.why
            ));
        }
        said.extend(found.excluded());
        said.extend(found.left());
    }
    if let (Some(ci), Some((path, left))) = (ci, place) {
        write_new(path, ci.text, sink)?;
        said.push(format!("{path}: written"));
        said.extend(left.map(|left| format!("next: {left}")));
    }
    for sentence in said {
        sink.say(&sentence)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn exists(path: &str) -> bool {
    // A dangling link is a conflict too.
    fs::symlink_metadata(path).is_ok()
}

fn write_new(path: &str, text: &str, sink: Sink) -> Result<(), Failure> {
    let created = sink.create(Path::new(path), text.as_bytes());
    created.map_err(|error| {
        let problem = Problem::in_file(path, format!("the file could not be written: {error}"));
        problem
            .with_help("check the directory and its permissions")
            .into()
    })
}
