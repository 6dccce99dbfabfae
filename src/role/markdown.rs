//! Tables in Markdown, as copied from a help page or a ticket.
//!
//! The text is rendered to HTML, and the resulting page is read like any other: so headings of both
//! kinds, comments and HTML tables are interpreted as displayed.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::html::{self, Page};
use super::options::{Format, Limits, ReadOptions};
use super::reader::Reader;
use super::{Role, problem};
use crate::model::{Problem, SourceText, Span};

/// Whether a text contains a table: a line with columns and a delimiter line.
pub(super) fn has_table(text: &str) -> bool {
    let mut before = "";
    text.lines().any(|line| {
        let found = is_rule(line) && before.contains('|');
        before = line;
        found
    })
}

/// Whether a text with an HTML table is Markdown around it.
pub(super) fn has_heading(text: &str) -> bool {
    let mut before = "";
    text.lines().any(|line| {
        let line = line.trim_end();
        let marks = line.trim_start_matches('#');
        let hashes = line.len() - marks.len();
        let underline = line.len() > 2
            && (line.bytes().all(|byte| byte == b'-') || line.bytes().all(|byte| byte == b'='));
        let found = (1..=6).contains(&hashes) && marks.starts_with(' ')
            || underline && !before.trim().is_empty() && !before.contains('<');
        before = line;
        found
    })
}

/// The line below the header: `| --- | :-: |`.
fn is_rule(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '\t']);
    line.contains('|')
        && line.contains('-')
        && line
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// Reads tables in Markdown.
pub(super) struct Markdown;

impl Reader for Markdown {
    fn format(&self) -> Format {
        Format::Markdown
    }

    fn read(&self, source: &Arc<SourceText>, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
        let page = page(source, &options.limits)?;
        page.read(source, options)
    }

    fn holds_role(&self, source: &Arc<SourceText>) -> Option<bool> {
        let page = page(source, &Limits::default()).ok()?;
        page.has_headings().then_some(true)
    }
}

/// Reads the tables of a text.
///
/// # Errors
///
/// A text whose tables are too large.
fn page(source: &Arc<SourceText>, limits: &Limits) -> Result<Page, Problem> {
    let text = source.text();
    let mut out = Rendered::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for (event, place) in Parser::new_ext(text, options).into_offset_iter() {
        out.event(text, event, place);
    }
    let made = Arc::new(SourceText::new(source.name(), out.html.as_str()));
    let mut page = html::page(&made, limits)?;
    let place = |span: &mut Span| *span = source.whole_characters(out.place(*span));
    for cell in page
        .grids
        .iter_mut()
        .flat_map(|grid| &mut grid.lines)
        .flat_map(|line| &mut line.cells)
    {
        if !cell.span.is_empty() {
            place(&mut cell.span);
        }
    }
    // A delimiter line inside a table is not a header.
    for grid in &mut page.grids {
        grid.lines.retain(|line| {
            let dashes = |text: &str| text.bytes().all(|byte| matches!(byte, b'-' | b':'));
            let mut filled = line.filled().peekable();
            filled.peek().is_none() || !filled.all(|(_, cell)| dashes(&cell.text))
        });
    }
    page.notes.place(place);
    page.lost = page.lost.take().map(|lost| {
        let first = lost.locations.first();
        let span = first.map_or(Span::default(), |location| location.span);
        let span = source.whole_characters(out.place(span));
        let help = lost.help.unwrap_or_default();
        problem::at(source, span, "here", lost.message, help)
    });
    Ok(page)
}

/// A piece of the page and the piece of the text that it was generated from.
struct Piece {
    out: Range<usize>,
    from: Range<usize>,
}

/// The page that is generated from a text.
#[derive(Default)]
struct Rendered {
    html: String,
    pieces: Vec<Piece>,
    /// The cells of the row as written, and the number of processed ones.
    cells: Vec<Range<usize>>,
    met: usize,
    head: bool,
    /// Nesting depth of pictures: the text inside is their replacement.
    pictures: usize,
}

/// Positions of the cells of a row in the text: a renderer drops cells without a heading.
fn cells(text: &str, row: Range<usize>) -> Vec<Range<usize>> {
    let content = text.get(row.clone()).unwrap_or_default();
    let trimmed = content.trim();
    let mut start = row.start + (content.len() - content.trim_start().len());
    let end = start + trimmed.len();
    if trimmed.starts_with('|') {
        start += 1;
    }
    let mut found = Vec::new();
    let mut escaped = false;
    let mut from = start;
    for (at, byte) in text.bytes().enumerate().take(end).skip(start) {
        if byte == b'|' && !escaped {
            found.push(from..at);
            from = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    if from < end {
        found.push(from..end);
    }
    found
}

impl Rendered {
    /// The text position of a page position.
    fn place(&self, span: Span) -> Span {
        let piece = |at: usize| {
            let after = self.pieces.partition_point(|piece| piece.out.start <= at);
            after.checked_sub(1).and_then(|at| self.pieces.get(at))
        };
        let same = |piece: &Piece| piece.out.len() == piece.from.len();
        let start = piece(span.start).map_or(0, |piece| {
            let offset = span.start - piece.out.start;
            if same(piece) {
                piece.from.start + offset.min(piece.from.len())
            } else {
                piece.from.start
            }
        });
        let last = span.end.saturating_sub(1).max(span.start);
        let end = piece(last).map_or(start, |piece| {
            let offset = (span.end.max(span.start) - piece.out.start).min(piece.out.len());
            if same(piece) {
                piece.from.start + offset
            } else {
                piece.from.end
            }
        });
        Span::new(start, end.max(start))
    }

    /// Writes markup unchanged.
    fn raw(&mut self, html: &str, from: Range<usize>) {
        let start = self.html.len();
        self.html.push_str(html);
        if !html.is_empty() {
            let out = start..self.html.len();
            self.pieces.push(Piece { out, from });
        }
    }

    /// Writes text.
    fn text(&mut self, text: &str, source: &str, from: Range<usize>) {
        let verbatim = source.get(from.clone()) == Some(text);
        let mut at = from.start;
        let mut rest = text;
        while !rest.is_empty() {
            let length = rest.find(['<', '>', '&', '"']).unwrap_or(rest.len());
            let (plain, more) = rest.split_at_checked(length).unwrap_or((rest, ""));
            let here = |at: usize, length: usize| {
                if verbatim {
                    at..at + length
                } else {
                    from.clone()
                }
            };
            self.raw(plain, here(at, length));
            let escaped = match more.bytes().next() {
                Some(b'<') => "&lt;",
                Some(b'>') => "&gt;",
                Some(b'&') => "&amp;",
                Some(b'"') => "&quot;",
                _ => "",
            };
            self.raw(escaped, here(at + length, 1));
            at += length + 1;
            rest = more.get(1..).unwrap_or_default();
        }
    }

    fn event(&mut self, source: &str, event: Event<'_>, place: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(source, &tag, place),
            Event::End(tag) => self.end(source, tag, place),
            Event::Text(text) => self.text(&text, source, place),
            Event::Code(text) => {
                // The span includes the markers.
                let inside = source.get(place.clone()).and_then(|code| code.find(&*text));
                let from = inside.map_or(place.clone(), |at| {
                    place.start + at..place.start + at + text.len()
                });
                self.text(&text, source, from);
            }
            Event::Html(html) | Event::InlineHtml(html) if self.pictures == 0 => {
                self.raw(&html, place);
            }
            Event::SoftBreak => self.raw("\n", place),
            Event::HardBreak => self.raw("<br>", place),
            Event::Rule => self.raw("<hr>", place),
            _ => {}
        }
    }

    fn start(&mut self, source: &str, tag: &Tag<'_>, place: Range<usize>) {
        let begin = place.start..place.start;
        match tag {
            Tag::TableHead | Tag::TableRow => {
                self.head = matches!(tag, Tag::TableHead);
                self.cells = cells(source, place);
                self.met = 0;
                self.raw("<tr>", begin);
            }
            Tag::TableCell => {
                self.met += 1;
                // A renderer adds missing cells.
                if self.met <= self.cells.len() {
                    self.raw("<td>", begin);
                }
            }
            Tag::Image { .. } => self.pictures += 1,
            _ => self.raw(names(tag.to_end()).0, begin),
        }
    }

    fn end(&mut self, source: &str, tag: TagEnd, place: Range<usize>) {
        let end = place.end..place.end;
        match tag {
            TagEnd::TableHead | TagEnd::TableRow => {
                let met = self.met;
                for more in std::mem::take(&mut self.cells).into_iter().skip(met) {
                    let text = source.get(more.clone()).unwrap_or_default();
                    let from = more.start + (text.len() - text.trim_start().len());
                    let text = text.trim();
                    self.raw("<td>", from..from);
                    self.text(text, source, from..from + text.len());
                }
                self.raw("</tr>", end);
            }
            TagEnd::TableCell => {
                if self.met <= self.cells.len() {
                    self.raw("</td>", end);
                }
            }
            TagEnd::Image => self.pictures -= 1,
            _ => self.raw(names(tag).1, end),
        }
    }
}

/// The tags of an element.
fn names(tag: TagEnd) -> (&'static str, &'static str) {
    match tag {
        TagEnd::Paragraph => ("<p>", "</p>"),
        TagEnd::Heading(_) => ("<h2>", "</h2>"),
        TagEnd::BlockQuote(_) => ("<blockquote>", "</blockquote>"),
        TagEnd::CodeBlock => ("<pre>", "</pre>"),
        TagEnd::List(_) => ("<ul>", "</ul>"),
        TagEnd::Item => ("<li>", "</li>"),
        TagEnd::Table => ("<table>", "</table>"),
        TagEnd::Emphasis => ("<em>", "</em>"),
        TagEnd::Strong => ("<strong>", "</strong>"),
        TagEnd::Strikethrough => ("<del>", "</del>"),
        _ => ("", ""),
    }
}

#[cfg(test)]
mod tests;
