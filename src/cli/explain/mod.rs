//! `leastwise explain`: a rule, a function, a request or an error.

mod curl;
mod facts;
mod granted;
mod request;
mod rule;
mod subject;
mod text;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use serde::Serialize;

use self::facts::{FunctionFacts, ModuleFacts};
use self::subject::Subject;
use super::failure::Failure;
use super::input::bytes;
use super::output::stdout;
use super::{Ended, candidates};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A rule, such as missing-level; a function, such as "Finance/Agreements"; a module;
    /// a request, such as "GET /service/boards", a URL or a curl command; or an error, such as 403,
    /// an error body, a file of one, or `-` for standard input. Without one, all rules are listed
    #[arg(value_name = "RULE|FUNCTION|MODULE|REQUEST|ERROR", add = clap_complete::ArgValueCompleter::new(candidates::explained))]
    name: Option<String>,
    /// Also show whether the role in FILE has what the request needs
    #[arg(long, value_name = "FILE", requires = "name")]
    role: Option<PathBuf>,
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

/// The names of all rules.
pub(super) fn rules() -> impl Iterator<Item = &'static str> {
    rule::all().map(|page| page.rule)
}

pub(super) fn run(arguments: &Arguments) -> Ended {
    let mut out = stdout();
    let format = arguments.format;
    let role = arguments.role.as_deref().map(granted::read).transpose()?;
    let role = role.as_ref();
    match &arguments.name {
        None if format == Format::Json => json(&rule::all().collect::<Vec<_>>(), &mut out)?,
        None => rule::list(&mut out)?,
        Some(name) => match find(name)? {
            Found::Asked(asked) if format == Format::Json => {
                request::print_json(&asked, role, &mut out)?;
            }
            Found::Asked(asked) => request::print(&asked, role, &mut out)?,
            Found::Subject(_) if role.is_some() => {
                return Err(Failure::usage(
                    "`--role` applies only to a request",
                    "name a request, such as `GET /service/boards`",
                ));
            }
            Found::Subject(subject) => match subject {
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
        },
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn json(value: &impl Serialize, out: &mut impl Write) -> std::io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}

enum Found {
    Asked(request::Asked),
    Subject(Subject),
}

/// Finds what an argument means: a request or an error, a name, or a file with either.
fn find(name: &str) -> Result<Found, Failure> {
    if name == "-" || (name.len() < 4096 && Path::new(name).is_file()) {
        let bytes = bytes(name).map_err(|problem| Failure::Input(vec![problem]))?;
        let text = String::from_utf8_lossy(&bytes);
        return request::surely(&text)
            .or_else(|| request::perhaps(&text))
            .map(Found::Asked)
            .ok_or_else(not_recognized);
    }
    if let Some(asked) = request::surely(name) {
        return Ok(Found::Asked(asked));
    }
    match subject::find(name) {
        Ok(subject) => Ok(Found::Subject(subject)),
        Err(failure) => request::perhaps(name).map(Found::Asked).ok_or_else(|| {
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
        "the input is neither a request nor an error that is recognized",
        "expected a request such as `GET /service/boards`, a curl command or an error body",
    )
}

/// Whether a text can hold a key or a token: a command line, a body, or more than a name. It is not
/// repeated in an error.
fn may_hold_a_secret(text: &str) -> bool {
    const LONGEST_NAME: usize = 80;
    let text = text.trim_start();
    text.len() > LONGEST_NAME
        || text.starts_with(['{', '[', '<'])
        || text.starts_with(|c: char| c.is_ascii_digit())
        || ["curl", "authorization", "bearer", "basic "]
            .iter()
            .any(|word| text.to_ascii_lowercase().contains(word))
}
