//! `leastwise explain`: a rule, a function, a request or an error.

mod compared;
mod print;
mod rule;
mod subject;
mod text;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use serde::Serialize;

use self::compared::ComparedArguments;
use self::subject::Subject;
use super::failure::Failure;
use super::input::bytes;
use super::output::{self, Screen};
use super::settings::ConfigArguments;
use super::{Ended, Global, candidates};
use crate::engine::explain::{self, Asked, FunctionFacts, ModuleFacts};
use crate::render::wrapped;

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// A rule, such as missing-level; a function, such as "Finance/Agreements"; a module;
    /// a request, such as "GET /service/boards", a URL or a curl command; or an error, such as 403,
    /// an error body, a file that contains one, or `-` for standard input. Without one, all rules are listed
    #[arg(value_name = "RULE|FUNCTION|MODULE|REQUEST|ERROR", add = clap_complete::ArgValueCompleter::new(candidates::explained))]
    name: Option<String>,
    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    config: ConfigArguments,
    #[command(flatten)]
    compared: ComparedArguments,
}

const AFTER_HELP: &str = "\
ConnectWise does not publish which permission each request needs. Answers about requests come from an
unofficial map, and state their confidence. `guards` in leastwise.yaml adds rules of your own.

Exit codes: 0 explained, 2 usage error, 3 an input could not be read, 4 inconclusive (the role is
incomplete).";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for a terminal
    Human,
    /// One JSON document (leastwise/explain/v1 for requests and errors)
    Json,
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let format = arguments.format;
    let Some(name) = &arguments.name else {
        arguments.compared.refuse()?;
        let pages: Vec<_> = rule::all().collect();
        return print(&pages, rule::list, format, global);
    };
    let subject = match find(name)? {
        Found::Subject(subject) => subject,
        Found::Asked(asked) => {
            let guards = arguments.config.load()?.map(|config| config.guards);
            let role = arguments.compared.role(global)?;
            let policies = explain::library()?;
            let mut facts = explain::explain(&asked, &guards.unwrap_or_default(), &policies);
            if let Some(role) = &role {
                explain::compare_with_role(&mut facts, role);
            }
            let ended = print(
                &facts,
                |out| print::explanation(&facts, out),
                format,
                global,
            )?;
            return Ok(match facts.role_incomplete {
                Some(_) => ExitCode::from(Failure::INCONCLUSIVE),
                None => ended,
            });
        }
    };
    arguments.compared.refuse()?;
    match subject {
        Subject::Rule(page) => print(&page, |out| rule::print(&page, out), format, global),
        Subject::Module(module) => {
            let facts = ModuleFacts::of(module);
            print(&facts, |out| text::module(&facts, out), format, global)
        }
        Subject::Function(id) => {
            let policies = explain::library()?;
            let facts = FunctionFacts::of(id, &policies);
            print(&facts, |out| text::function(&facts, out), format, global)
        }
    }
}

/// Prints a value as JSON, or as text for people.
fn print(
    value: &impl Serialize,
    text: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>,
    format: Format,
    global: Global,
) -> Ended {
    let mut out = Vec::new();
    match format {
        Format::Json => out = output::pretty(value)?,
        Format::Human => text(&mut out)?,
    }
    print_text(&out, format, global)
}

/// Prints a text, and wraps the lines that the terminal would break inside words.
fn print_text(text: &[u8], format: Format, global: Global) -> Ended {
    let mut out = global.sink.stdout();
    let width = Screen::of(global.color).cut;
    match (std::str::from_utf8(text), width, format) {
        (Ok(text), Some(width), Format::Human) => {
            for line in text.lines() {
                let rest = line.trim_start_matches(' ');
                let indent = line.len() - rest.len();
                if line.chars().count() <= width {
                    writeln!(out, "{line}")?;
                    continue;
                }
                // Continued lines are indented further.
                let margin = " ".repeat(indent + 2);
                for (number, part) in wrapped(&margin, rest, width, str::to_owned)
                    .iter()
                    .enumerate()
                {
                    let part = if number == 0 {
                        part.strip_prefix("  ").unwrap_or(part)
                    } else {
                        part
                    };
                    writeln!(out, "{part}")?;
                }
            }
        }
        _ => out.write_all(text)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

enum Found {
    Asked(Asked),
    Subject(Subject),
}

/// Determines the meaning of an argument: a request or an error, a name, or a file with either.
fn find(name: &str) -> Result<Found, Failure> {
    if name == "-" || (name.len() < 4096 && Path::new(name).is_file()) {
        let bytes = bytes(PathBuf::from(name))?;
        let text = String::from_utf8_lossy(&bytes);
        return explain::surely(&text)
            .or_else(|| explain::perhaps(&text))
            .map(Found::Asked)
            .ok_or_else(not_recognized);
    }
    if let Some(asked) = explain::surely(name) {
        return Ok(Found::Asked(asked));
    }
    match subject::find(name) {
        Ok(subject) => Ok(Found::Subject(subject)),
        Err(failure) => explain::perhaps(name).map(Found::Asked).ok_or_else(|| {
            if may_hold_a_secret(name) {
                not_recognized()
            } else {
                failure
            }
        }),
    }
}

fn not_recognized() -> Failure {
    Failure::usage(
        "the input was not recognized as a request or an error",
        "expected a request such as `GET /service/boards`, a curl command or an error body",
    )
}

/// Whether a text can contain a key or a token: a command line, a body, or more than a name. It is
/// not repeated in an error.
fn may_hold_a_secret(text: &str) -> bool {
    const LONGEST_NAME: usize = 80;
    let text = text.trim_start();
    text.len() > LONGEST_NAME
        || text.starts_with(['{', '[', '<'])
        || text.starts_with(|c: char| c.is_ascii_digit())
        || [
            "curl",
            "wget",
            "invoke-",
            "http",
            "authorization",
            "bearer",
            "basic ",
            "cookie",
            "token",
            "clientid",
            "key=",
        ]
        .iter()
        .any(|word| text.to_ascii_lowercase().contains(word))
}
