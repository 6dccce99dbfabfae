//! The readers of text, one for each format, and the list of them.
//!
//! The bytes of a role go down: `stream` takes inputs apart, `read` decodes one role and finds its
//! format, its reader parses it. A workbook has no text; `xlsx` makes one of it.

use std::sync::Arc;

use super::options::{Format, ReadOptions};
use super::{ParsedRole, csv, html, json, markdown, pasted, yaml};
use crate::model::{Document, Problem, SourceText, Span};

/// A reader of one format.
pub(super) trait Reader: Sync {
    /// The format that it reads.
    fn format(&self) -> Format;

    /// Reads a role.
    ///
    /// # Errors
    ///
    /// Everything that is not understood, each at its place.
    fn read(
        &self,
        source: &Arc<SourceText>,
        options: &ReadOptions,
    ) -> Result<ParsedRole, Vec<Problem>>;

    /// Whether a text of the format holds a role; `Some(false)` if it is another document of
    /// Leastwise, and `None` if it is something else.
    fn holds_role(&self, _source: &Arc<SourceText>) -> Option<bool> {
        Some(true)
    }

    /// How to make sure that a role is complete, if that is special to the format.
    fn compare_with(&self) -> Option<&'static str> {
        None
    }
}

/// Every reader.
static READERS: [&dyn Reader; 6] = [
    &json::Json,
    &yaml::Yaml,
    &csv::Csv,
    &markdown::Markdown,
    &html::Html,
    &pasted::Pasted,
];

/// The reader of a format; none for workbooks.
pub(super) fn of(format: Format) -> Option<&'static dyn Reader> {
    let mut readers = READERS.into_iter();
    readers.find(|reader| reader.format() == format)
}

/// A problem at the first words of a text.
pub(super) fn first_line(source: &Arc<SourceText>, message: impl Into<String>) -> Problem {
    let text = source.text();
    let start = text.len() - text.trim_start().len();
    let line = text.get(start..).and_then(|rest| rest.lines().next());
    let shown = line.map_or(0, |line| {
        line.char_indices().nth(60).map_or(line.len(), |(at, _)| at)
    });
    let span = Span::new(start, start + shown);
    Problem::at(Document::Role, source, span, "starts like this", message)
}
