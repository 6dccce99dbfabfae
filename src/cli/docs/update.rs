//! `leastwise docs --update`: regenerates the marked regions of Markdown files.

use std::path::Path;
use std::sync::Arc;

use clap::{CommandFactory, Parser};

use super::super::sink::Sink;
use super::files::Wanted;
use super::{Arguments, LanguageArguments, named, refuse_unknown};
use crate::cli::choices::ChoiceArguments;
use crate::cli::failure::{Failure, all_or_problems};
use crate::cli::input;
use crate::docs::{Comparison, Format, Kind, Placement, Region, Sheet, Texts, Writer, replaced};
use crate::model::{Document, Encoding, Problem, SourceText};
use crate::policy::{PolicyUrl, library};

/// The arguments that a marker accepts.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
struct Line {
    #[arg(required = true)]
    policies: Vec<String>,
    #[arg(long, value_enum, default_value_t = Kind::Guide)]
    kind: Kind,
    #[command(flatten)]
    language: LanguageArguments,
    #[command(flatten)]
    choices: ChoiceArguments,
}

/// The files with updated regions: all of them, or none.
pub(super) fn regions(arguments: &Arguments, sink: Sink) -> Result<Vec<Wanted>, Failure> {
    let files = arguments.update.iter();
    all_or_problems(files.map(|path| file(path, arguments, sink))).map_err(Failure::Input)
}

fn file(path: &Path, arguments: &Arguments, sink: Sink) -> Result<Wanted, Vec<Problem>> {
    let name = input::shown(path);
    let bytes = input::bytes(path).map_err(|problem| vec![problem])?;
    // Not decoded: text outside of regions is preserved byte for byte, including a byte order mark.
    let text = String::from_utf8(bytes).map_err(|_| {
        let problem = Problem::in_file(&*name, "this is not valid UTF-8");
        vec![problem.with_help("save the file as UTF-8")]
    })?;
    let source = Arc::new(SourceText::with_encoding(&*name, text, Encoding::Utf8));
    let found = crate::docs::regions(&source)?;
    if found.is_empty() {
        let problem = Problem::in_file(&*name, "this file has no marked region");
        return Err(vec![problem.with_help(
            "mark one with a line `<!-- leastwise docs POLICY -->` and a line \
             `<!-- /leastwise docs -->`, outside of code blocks",
        )]);
    }
    let contents = all_or_problems(found.iter().map(|region| {
        content(path, region, arguments)
            .map(|content| sink.redacted_text(&content))
            .map_err(|failure| {
                let problems = problems_of(failure).into_iter();
                problems
                    .map(|problem| placed(problem, &source, region))
                    .collect()
            })
    }))?;
    Ok(Wanted {
        path: path.to_owned(),
        text: replaced(source.text(), &found, &contents),
        generated: false,
    })
}

/// A problem at the marker of its region, unless it is in another file.
fn placed(problem: Problem, source: &Arc<SourceText>, region: &Region) -> Problem {
    if problem.file.is_some() {
        return problem;
    }
    let (help, message) = (problem.help, problem.message);
    let place = region.marker;
    let at = Problem::at(Document::Configuration, source, place, "here", message);
    Problem { help, ..at }
}

/// The content of a region. Problems without a file refer to the marker.
fn content(path: &Path, region: &Region, arguments: &Arguments) -> Result<String, Failure> {
    let line = Line::try_parse_from(&region.words).map_err(|error| misunderstood(&error))?;
    let policies = all_or_problems(line.policies.iter().map(|name| {
        let policy = crate::cli::named::policy(&resolve(path, name));
        Ok((policy.map_err(problems_of)??, named(name)))
    }))?;
    let mut language = line.language.clone();
    if let (Some(texts), Some(folder)) = (&mut language.texts, path.parent()) {
        *texts = input::shown(&folder.join(&*texts)).into_owned();
    } else if language.language.is_none() {
        language = arguments.language.clone();
    }
    let texts = language.texts()?;
    refuse_unknown(&line.choices, &policies)?;
    let sheets = policies
        .iter()
        .map(|(policy, named)| Sheet::of(policy, *named, &line.choices.narrowing(), &texts))
        .collect::<Result<Vec<Sheet>, _>>()?;
    Ok(write(&line, region, &sheets, &texts)?)
}

fn write(
    line: &Line,
    region: &Region,
    sheets: &[Sheet],
    texts: &Arc<Texts>,
) -> Result<String, Problem> {
    let placement = Placement {
        whole: false,
        // Headings of the region are below the preceding one.
        heading: region.heading.max(1),
        index: None,
    };
    let writer = Writer::new(line.kind, Format::Markdown, texts, None)?;
    match (line.kind, sheets) {
        (Kind::Index, sheets) => writer.index(&Comparison::of(sheets, &[], texts), &placement),
        (_, [sheet]) => writer.sheet(sheet, &placement),
        _ => Err(Problem::new("a region cannot contain several policies")
            .with_help("use a region for each, or `--kind index` for their comparison")),
    }
}

/// A policy in a marker: an id from the library, or a path relative to the file.
fn resolve(file: &Path, name: &str) -> String {
    let is_path = library::text(name).is_none()
        && !PolicyUrl::is_url(name)
        && name.contains(['/', '\\', '.']);
    match file.parent().filter(|_| is_path) {
        Some(folder) => input::shown(&folder.join(name)).into_owned(),
        None => name.to_owned(),
    }
}

/// A command-line failure as problems of the marker.
fn problems_of(failure: Failure) -> Vec<Problem> {
    match failure {
        Failure::Usage { message, help } => vec![Problem {
            help,
            ..Problem::new(message)
        }],
        Failure::Input(problems) => problems,
        other => vec![Problem::new(format!("{other:?}"))],
    }
}

/// Why the arguments of a marker are invalid.
fn misunderstood(error: &clap::Error) -> Problem {
    let said = error.to_string();
    let first = said.lines().next().unwrap_or_default();
    let first = first.trim_start_matches("error: ").trim_end_matches(':');
    let message = match error.kind() {
        clap::error::ErrorKind::MissingRequiredArgument => "this marker names no policy".to_owned(),
        _ => format!("this marker is invalid: {}", first.replace('\'', "`")),
    };
    let flags: Vec<String> = Line::command()
        .get_arguments()
        .filter_map(|argument| argument.get_long().map(|flag| format!("`--{flag}`")))
        .collect();
    Problem::new(message).with_help(format!(
        "write `<!-- leastwise docs POLICY -->`; it accepts {}",
        flags.join(", ")
    ))
}
