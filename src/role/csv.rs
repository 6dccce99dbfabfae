//! Separated values, as `Export-Csv`, Excel and people write them.
//!
//! Stricter than the common crates, and keeps the position of every cell. An unclosed quote would
//! swallow rows, so it is an error, like text after a closing quote.

use std::sync::Arc;

use super::grid::{Cell, Grid, Line};
use super::note::NoteCollector;
use super::options::{Format, Limits, ReadOptions};
use super::reader::Reader;
use super::{Role, header, problem, tables};
use crate::model::{Problem, SourceText, Span};

/// The supported separators.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Length of the text that is searched for the separator.
const SAMPLE: usize = 16 << 10;
/// The header must be among this many first rows.
const HEADINGS_WITHIN: usize = 40;

/// The separator with which the first rows contain the header of a role.
pub(super) fn separator(text: &str) -> Option<u8> {
    let mut best = None;
    for separator in SEPARATORS {
        let end = (0..=text.len().min(SAMPLE))
            .rev()
            .find(|&end| text.is_char_boundary(end));
        let sample = text.get(..end.unwrap_or(0)).unwrap_or_default();
        let mut records = Records::new(sample, separator);
        let columns = std::iter::from_fn(|| records.next_line().ok().flatten())
            .take(HEADINGS_WITHIN)
            .find_map(|line| match header::recognize(&line)? {
                Ok(columns) => Some(columns.used().count()),
                // Rejected by name later; it is still a table.
                Err(_) => Some(line.cells.len()),
            });
        if columns > best.map(|(columns, _)| columns) {
            best = columns.map(|columns| (columns, separator));
        }
    }
    best.map(|(_, separator)| separator)
}

/// The most likely separator of the first line, if no header was found.
pub(super) fn likely_separator(text: &str) -> u8 {
    let line = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |separator: u8| line.bytes().filter(|byte| *byte == separator).count();
    SEPARATORS
        .into_iter()
        .max_by_key(|separator| count(*separator))
        .unwrap_or(b',')
}

/// Reads a separated table.
pub(super) struct Csv;

impl Reader for Csv {
    fn format(&self) -> Format {
        Format::Csv
    }

    fn read(&self, source: &Arc<SourceText>, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
        let text = source.text();
        let separator = separator(text).unwrap_or_else(|| likely_separator(text));
        let grid = grid(source, separator, &options.limits)?;
        tables::read(source, &[grid], NoteCollector::default(), None, options)
    }
}

/// Splits a text into cells.
///
/// # Errors
///
/// The first misplaced quote.
pub(super) fn grid(
    source: &Arc<SourceText>,
    separator: u8,
    limits: &Limits,
) -> Result<Grid, Problem> {
    let mut records = Records::new(source.text(), separator);
    let mut grid = Grid::default();
    let mut cells = 0;
    loop {
        match records.next_line() {
            Ok(Some(line)) => {
                cells += line.cells.len();
                if cells > limits.cells() {
                    return Err(tables::too_many_cells(source.name(), limits));
                }
                grid.lines.push(line);
            }
            Ok(None) => return Ok(grid),
            Err(QuoteError { at, open }) => {
                let (label, message) = if open {
                    (
                        "opens here",
                        "this quotation mark is never closed: the file was truncated, or the mark \
                         is not needed",
                    )
                } else {
                    (
                        "unexpected text",
                        "unexpected text after a closing quotation mark: expected a separator or \
                         the end of the line",
                    )
                };
                let help = "export the file again, or double each quotation mark inside a cell";
                let span = source.whole_characters(Span::new(at, at + 1));
                return Err(problem::at(source, span, label, message, help));
            }
        }
    }
}

/// A misplaced quote: one that is never closed, or one with text after it.
struct QuoteError {
    at: usize,
    open: bool,
}

struct Records<'a> {
    text: &'a str,
    separator: u8,
    at: usize,
}

impl<'a> Records<'a> {
    const fn new(text: &'a str, separator: u8) -> Self {
        Self {
            text,
            separator,
            at: 0,
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn next_line(&mut self) -> Result<Option<Line>, QuoteError> {
        if self.at >= self.text.len() {
            return Ok(None);
        }
        let mut line = Line::default();
        loop {
            line.cells.push(self.cell()?);
            match self.byte(self.at) {
                Some(byte) if byte == self.separator => self.at += 1,
                Some(b'\r') if self.byte(self.at + 1) == Some(b'\n') => {
                    self.at += 2;
                    break;
                }
                // A line break, or the end.
                _ => {
                    self.at += 1;
                    break;
                }
            }
        }
        Ok(Some(line))
    }

    fn ends(&self, at: usize) -> bool {
        self.byte(at)
            .is_none_or(|byte| byte == self.separator || byte == b'\n' || byte == b'\r')
    }

    fn cell(&mut self) -> Result<Cell, QuoteError> {
        let mut start = self.at;
        while self.byte(start) == Some(b' ') {
            start += 1;
        }
        if self.byte(start) == Some(b'"') {
            return self.quoted(start);
        }
        let mut end = self.at;
        while !self.ends(end) {
            end += 1;
        }
        self.at = end;
        Ok(self.plain(Span::new(start.min(end), end)))
    }

    /// Separators and quotes are ASCII, so every position here is a character boundary.
    fn plain(&self, span: Span) -> Cell {
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        let trimmed = text.trim_end();
        let end = span.start + trimmed.len();
        Cell::new(trimmed, Span::new(span.start, end))
    }

    fn quoted(&mut self, open: usize) -> Result<Cell, QuoteError> {
        let start = open + 1;
        let mut at = start;
        loop {
            match (self.byte(at), self.byte(at + 1)) {
                (None, _) => {
                    return Err(QuoteError {
                        at: open,
                        open: true,
                    });
                }
                (Some(b'"'), Some(b'"')) => at += 2,
                (Some(b'"'), _) => break,
                _ => at += 1,
            }
        }
        let inside = self.text.get(start..at).unwrap_or_default();
        let cell = Cell::new(inside.replace("\"\"", "\""), Span::new(start, at));
        at += 1;
        while self.byte(at) == Some(b' ') {
            at += 1;
        }
        if !self.ends(at) {
            return Err(QuoteError { at, open: false });
        }
        self.at = at;
        Ok(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, separator: u8) -> Result<Vec<Vec<String>>, String> {
        let source = Arc::new(SourceText::new("x", text));
        let grid =
            grid(&source, separator, &Limits::default()).map_err(|problem| problem.message)?;
        for cell in grid.lines.iter().flat_map(|line| &line.cells) {
            assert_eq!(source.slice(cell.span).replace("\"\"", "\""), cell.text);
        }
        let texts = |line: &Line| line.cells.iter().map(|cell| cell.text.clone()).collect();
        Ok(grid.lines.iter().map(texts).collect())
    }

    #[test]
    fn quotes_separators_and_line_breaks_are_read() {
        let read = cells("a, \"b,\"\"c\"\"\" ,d \r\n\"e\nf\",g\n\n,", b',').unwrap();
        assert_eq!(read[0], ["a", "b,\"c\"", "d"]);
        assert_eq!(read.len(), 4);
        assert_eq!(read[3], ["", ""]);
        assert!(cells("\"e\nf\";g", b';').unwrap()[0] == ["e\nf", "g"]);
    }

    #[test]
    fn the_separator_is_the_one_that_gives_headings() {
        for (text, expected) in [
            ("Module,Function,Add,Edit\n", Some(b',')),
            ("#TYPE X\n\"Module\";\"Function\";\"Inquire\"\n", Some(b';')),
            (
                "Role: A, B\n\nModule\tFunction\tInquire Level\n",
                Some(b'\t'),
            ),
            ("name: a, b\nx: y\n", None),
        ] {
            assert_eq!(separator(text), expected, "{text}");
        }
    }
}
