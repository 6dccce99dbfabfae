//! A help page as a draft of a policy, for `policy import` and `check --policy-page`.

use std::path::Path;
use std::sync::Arc;

use super::super::input;
use super::super::settings::today;
use crate::import;
use crate::model::{Problem, SourceText};
use crate::policy::{Draft, Policy};

/// Options of the command line for the draft.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted<'a> {
    /// The ID of the policy.
    pub(super) id: Option<&'a str>,
    /// The name of the integration.
    pub(super) title: Option<&'a str>,
    /// The address of the page.
    pub(super) source: Option<&'a str>,
    /// Whether rows and levels of None are included.
    pub(super) all: bool,
}

/// A draft, and how much of the page it covers.
#[derive(Debug)]
pub(super) struct Drafted {
    pub(super) draft: Draft,
    unread: usize,
}

/// Whether a file has an extension of pages, and not only of exported roles.
pub(super) fn has_page_ending(name: &str) -> bool {
    let ending = Path::new(name).extension();
    ending.is_some_and(|ending| {
        ["html", "htm", "md", "markdown", "txt", "csv", "tsv"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// Whether a page without levels says nothing else about permissions either, so that it may be a role.
pub(super) fn is_bare_table(name: &str, text: &str) -> bool {
    let reading = import::read(name, text);
    reading.unread.is_empty() && !reading.skipped
}

/// Reads a page as a draft.
pub(super) fn draft(name: &str, text: &str, wanted: &Wanted<'_>) -> Result<Drafted, Box<Problem>> {
    let reading = import::read(name, text);
    if !reading.found() {
        return Err(Box::new(nothing_read(name, &reading.unread)));
    }
    let mut draft = reading.draft(wanted.all);
    let mut guesses = reading.guesses.clone();
    let stem = Path::new(name).file_stem().unwrap_or_default();
    draft.id = match wanted.id {
        Some(id) => id.to_owned(),
        None => Draft::id_of(&stem.to_string_lossy()),
    };
    draft.title = match (wanted.title, &reading.title) {
        (Some(title), _) => title.to_owned(),
        (None, Some(title)) => title.clone(),
        (None, None) => draft.id.clone(),
    };
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
    let url = wanted
        .source
        .map(str::to_owned)
        .or_else(|| reading.url.clone());
    let day = today(None).to_string();
    draft.sources = url
        .into_iter()
        .map(|url| (url, Some(day.clone())))
        .collect();
    draft.notes = vec![
        "Drafted by `leastwise policy import`; `leastwise policy lint` lists what is missing"
            .to_owned(),
    ];
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
        let many = |number: usize, one: &str, several: &str| match number {
            1 => format!("1 {one}"),
            _ => format!("{number} {several}"),
        };
        format!(
            "Wrote `{path}`: {} in {}, {} with a purpose; {} to confirm; {} not understood.\n\
             Next: run `leastwise policy confirm {path}` and compare each guess with the page.\n",
            many(cells().count(), "level", "levels"),
            many(self.draft.rows.len(), "function", "functions"),
            cells().filter(|cell| cell.purpose.is_some()).count(),
            many(
                self.draft.unconfirmed.len() - self.unread,
                "guess",
                "guesses"
            ),
            many(self.unread, "line", "lines"),
        )
    }
}

/// The policy that a page describes, without a file.
pub(in crate::cli) fn policy(path: &str) -> Result<Policy, Vec<Problem>> {
    let name = input::name(path);
    let bytes = input::bytes(path).map_err(|problem| vec![problem])?;
    let text = String::from_utf8(bytes).map_err(|_| {
        vec![
            Problem::in_file(name.clone(), "the page is not text in UTF-8")
                .with_help("save the page as HTML or text, and try again"),
        ]
    })?;
    let drafted = draft(&name, &text, &Wanted::default()).map_err(|problem| vec![*problem])?;
    let source = SourceText::new(format!("{name} (draft)"), drafted.draft.text());
    Policy::parse(Arc::new(source))
}

/// The error for a page that grants nothing: which lines mention permissions, and what to write.
fn nothing_read(name: &str, unread: &[(usize, String)]) -> Problem {
    let lines: Vec<String> = unread
        .iter()
        .take(5)
        .map(|(line, text)| format!("line {line}: `{text}`"))
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
