//! A help page as a draft of a policy, for `policy import` and `check --policy-page`.

use std::path::Path;
use std::sync::Arc;

use encoding_rs::Encoding;

use super::super::input;
use super::super::settings::today;
use crate::import;
use crate::model::{Problem, SourceText};
use crate::policy::{Draft, Policy};
use crate::render::count;
use crate::role::{self, FileKind, Format};

/// What the command line says about a draft.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct DraftArguments {
    /// The id of the policy [default: from the file name]
    #[arg(long, value_name = "ID", value_parser = super::policy_id)]
    pub(super) id: Option<String>,
    /// The name of the integration [default: the role's name]
    #[arg(long, value_name = "TITLE")]
    pub(super) title: Option<String>,
    /// URL of the page [default: the page's canonical link]; today is recorded as the day it was
    /// read, and the page's own date as a note
    #[arg(long, value_name = "URL")]
    pub(super) source: Option<String>,
    /// Include rows and levels of None
    #[arg(long)]
    pub(super) all: bool,
}

/// The note in every draft.
pub(super) const NOTE: &str =
    "Drafted by `leastwise policy import`; `leastwise policy lint` lists what is missing";

/// A source that was read today.
pub(super) fn source(url: String) -> (String, Option<String>) {
    (url, Some(today(None).to_string()))
}

/// A draft, and how much of the page it covers.
#[derive(Debug)]
pub(super) struct Drafted {
    pub(super) draft: Draft,
    unread: usize,
}

/// Whether an input can be a help page: by its name, or else because it is text in no format that
/// only roles have.
pub(super) fn may_be_page(name: &str, bytes: &[u8]) -> bool {
    let endings = ["html", "htm", "md", "markdown", "txt", "csv", "tsv"];
    if input::has_extension(Path::new(name), &endings) {
        return true;
    }
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let is_text = (utf16 || !bytes.contains(&0))
        && decode(name, bytes).is_ok_and(|text| !text.trim().is_empty());
    is_web_archive(bytes)
        || is_text
            && match role::detect_kind(bytes) {
                FileKind::Role(Format::Json) => starts_with_link(bytes),
                FileKind::Role(format) => {
                    matches!(
                        format,
                        Format::Csv | Format::Html | Format::Markdown | Format::Text
                    )
                }
                FileKind::Foreign => false,
                FileKind::Nothing => true,
            }
}

/// Whether a text begins with a link in Markdown, which looks like a list in JSON.
fn starts_with_link(bytes: &[u8]) -> bool {
    let head = head(bytes);
    let text = head
        .trim_start()
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]("));
    text.is_some_and(|(text, _)| text.starts_with(char::is_alphabetic))
}

/// The text of a page: in UTF-8, in UTF-16 with a byte order mark, or in the encoding that the page
/// states.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Result<String, Problem> {
    if is_web_archive(bytes) {
        let message = "this is a web archive (MHTML), which cannot be read";
        return Err(Problem::in_file(name, message)
            .with_help("save the page as `Webpage, HTML Only`, or copy its text into a file"));
    }
    let head = head(bytes);
    let stated = head.split_once("charset=").and_then(|(_, rest)| {
        let label = rest.trim_start_matches(['"', '\'']);
        let end = label
            .find(['"', '\'', '>', ';', ' '])
            .unwrap_or(label.len());
        Encoding::for_label(label.get(..end)?.as_bytes())
    });
    let utf8 = std::str::from_utf8(bytes).is_ok();
    let encoding = stated.filter(|_| !utf8).unwrap_or(encoding_rs::UTF_8);
    let (text, _, broken) = encoding.decode(bytes);
    if broken {
        let message = "the page is not text in UTF-8, and does not state its encoding";
        return Err(Problem::in_file(name, message)
            .with_help("save the page as HTML or text in UTF-8, and try again"));
    }
    Ok(text.into_owned())
}

/// Whether a page without levels says nothing else about permissions either, so that it may be a role.
pub(super) fn is_bare_table(name: &str, text: &str) -> bool {
    let reading = import::read(name, text);
    reading.unread.is_empty() && !reading.skipped
}

/// The start of a text, in lower case.
fn head(bytes: &[u8]) -> String {
    let start = bytes.get(..1024).unwrap_or(bytes);
    String::from_utf8_lossy(start).to_ascii_lowercase()
}

/// Whether a browser saved a page and its pictures in one file.
fn is_web_archive(bytes: &[u8]) -> bool {
    let head = head(bytes);
    head.contains("mime-version:") && head.contains("multipart/related")
}

/// Reads a page as a draft.
pub(super) fn draft(
    name: &str,
    text: &str,
    wanted: &DraftArguments,
) -> Result<Drafted, Box<Problem>> {
    let reading = import::read(name, text);
    if !reading.found() {
        return Err(Box::new(nothing_read(name, &reading.unread)));
    }
    let mut draft = reading.draft(wanted.all);
    let mut guesses = reading.guesses.clone();
    let stem = Path::new(name).file_stem().unwrap_or_default();
    let id = wanted.id.clone();
    draft.id = id.unwrap_or_else(|| Draft::id_of(&stem.to_string_lossy()));
    let title = wanted.title.as_ref().or(reading.title.as_ref());
    draft.title.clone_from(title.unwrap_or(&draft.id));
    if wanted.id.is_none() {
        let guess = format!("the id `{}` is derived from the file name", draft.id);
        guesses.push((None, None, guess));
    }
    if wanted.title.is_none() {
        let from = if reading.title.is_some() {
            "was taken from the page"
        } else {
            "was copied from the id"
        };
        let guess = format!(
            "the title `{}` {from} and may not be the name of the integration",
            draft.title
        );
        guesses.push((None, None, guess));
    }
    let url = wanted.source.as_ref().or(reading.url.as_ref());
    draft.sources = url.cloned().map(source).into_iter().collect();
    draft.notes = vec![NOTE.to_owned()];
    if let Some(date) = &reading.date {
        draft.notes.push(format!("The page is dated {date}"));
    }
    guesses.append(&mut draft.unconfirmed);
    draft.unconfirmed = guesses;
    Ok(Drafted {
        draft,
        unread: reading.unread.len(),
    })
}

impl Drafted {
    /// A summary of what was read, and the next step.
    pub(super) fn account(&self, path: &str) -> String {
        let cells = || {
            self.draft
                .rows
                .iter()
                .flat_map(|row| row.cells.iter())
                .filter_map(|(_, cell)| cell.as_ref())
        };
        format!(
            "Wrote `{path}`: {} in {}, {} with a purpose; {} to confirm; {} not understood.\n\
             Next: run `leastwise policy confirm {path}` and compare each guess with the page.\n",
            count(cells().count(), "level"),
            count(self.draft.rows.len(), "function"),
            cells().filter(|cell| cell.purpose.is_some()).count(),
            match self.draft.unconfirmed.len() - self.unread {
                1 => "1 guess".to_owned(),
                number => format!("{number} guesses"),
            },
            count(self.unread, "line"),
        )
    }
}

/// The policy that a page describes, without a file.
pub(in crate::cli) fn policy(path: &str) -> Result<Policy, Vec<Problem>> {
    let name = input::name(path);
    let bytes = input::bytes(path).map_err(|problem| vec![problem])?;
    let text = decode(&name, &bytes).map_err(|problem| vec![problem])?;
    let drafted =
        draft(&name, &text, &DraftArguments::default()).map_err(|problem| vec![*problem])?;
    let source = SourceText::new(format!("{name} (draft)"), drafted.draft.text());
    Policy::parse(Arc::new(source))
}

/// The error for a page that grants nothing: which lines mention permissions, and what to write.
fn nothing_read(name: &str, unread: &[(usize, String)]) -> Problem {
    let lines: Vec<String> = unread
        .iter()
        .take(5)
        .map(|(line, text)| {
            let mark = if text.contains('`') { "" } else { "`" };
            format!("line {line}: {mark}{text}{mark}")
        })
        .collect();
    let message = if lines.is_empty() {
        "the page lists no permissions".to_owned()
    } else {
        format!(
            "no permission could be read from the page; these lines may describe permissions: {}",
            lines.join(", ")
        )
    };
    Problem::in_file(name, message).with_help(
        "write one line for each function, such as `Finance > Agreements: Add, Inquire All`, or a table with the columns `Module`, `Function`, `Add`, `Edit`, `Delete` and `Inquire`",
    )
}
