//! `leastwise init`: write a configuration for what lies in the working folder, and on request the
//! file that runs it in CI. It asks nothing.

mod ci;
mod found;
mod written;

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::Ended;
use super::failure::Failure;
use super::output::{create, stdout};
use crate::model::{Problem, harmless};
use ci::{Ci, CiArgument, chosen};
use found::Found;
use written::configuration;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Write the file that runs the check in CI as well; `auto` looks which CI is in use
    #[arg(long, value_enum, value_name = "WHERE")]
    ci: Option<CiArgument>,
    /// Print in place of writing: the configuration, or with --ci the file for CI
    #[arg(long)]
    stdout: bool,
}

/// Where the configuration is written.
const FILE: &str = "leastwise.yaml";
/// What else is a configuration, and is in the way of a second one.
const OTHER: &str = "leastwise.yml";
/// What `leastwise baseline write` writes.
const BASELINE: &str = "leastwise.baseline.json";

pub(super) fn run(arguments: &Arguments) -> Ended {
    let ci = arguments.ci.map(chosen).transpose()?;
    if arguments.stdout {
        let text = match ci {
            Some(ci) => ci.text.to_owned(),
            None => configuration(&Found::here())?,
        };
        let mut out = stdout();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    // Everything that can be in the way is found before anything is written.
    let there = [FILE, OTHER].into_iter().find(|name| exists(name));
    if let (Some(name), None) = (there, ci) {
        return Err(Failure::usage(
            format!("`{name}` is there already, and is not overwritten"),
            "change it by hand, or look at what would be written with `leastwise init --stdout`",
        ));
    }
    let place = ci.map(Ci::place).transpose()?;
    let mut said = Vec::new();
    if let Some(name) = there {
        said.push(format!("{name}: kept as it is"));
    } else {
        let found = Found::here();
        write_new(FILE, &configuration(&found)?)?;
        said.push(format!("{FILE}: written; {}", found.told()));
        said.extend(found.left());
    }
    if let (Some(ci), Some((path, left))) = (ci, place) {
        write_new(path, ci.text)?;
        said.push(format!("{path}: written"));
        said.extend(left.map(|left| format!("next: {left}")));
    }
    let mut out = stdout();
    for sentence in said {
        writeln!(out, "{}", harmless(&sentence))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn exists(path: &str) -> bool {
    // A link that leads nowhere is in the way as well.
    fs::symlink_metadata(path).is_ok()
}

fn write_new(path: &str, text: &str) -> Result<(), Failure> {
    let write = || {
        if let Some(folder) = Path::new(path).parent() {
            fs::create_dir_all(folder)?;
        }
        create(Path::new(path), text.as_bytes())
    };
    write().map_err(|error: io::Error| {
        let problem = Problem::in_file(path, format!("the file could not be written: {error}"));
        Failure::Input(vec![
            problem.with_help("check the folder and who may write there"),
        ])
    })
}
