//! Tables in a web page, saved or copied.

mod seen;
mod table;

use std::sync::Arc;

use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{Error as Syntax, Tokenizer};

use table::{Open, Table};

use super::grid::Grid;
use super::note::{Gathered, NoteKind};
use super::options::Limits;
use super::{tables, word};
use crate::catalog;
use crate::model::{Document, Problem, SourceText, Span, shortened};

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its title.
    pub(super) title: Option<String>,
    /// Its tables.
    pub(super) grids: Vec<Grid>,
    /// Places where its markup is broken.
    pub(super) notes: Gathered,
    /// Why it cannot be read whole, although its tables show what it is.
    pub(super) lost: Option<Problem>,
}

/// What is no cell and names the tables below, the table round it or the page.
const HEADINGS: [&[u8]; 8] = [
    b"title", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"caption",
];
/// What begins something else where a heading was never closed.
const ENDS_HEADING: [&[u8]; 10] = [
    b"table",
    b"caption",
    b"colgroup",
    b"col",
    b"thead",
    b"tbody",
    b"tfoot",
    b"tr",
    b"td",
    b"th",
];
/// Tables in tables: deeper ones belong to no help page.
const NESTING: usize = 16;
/// The greatest number of columns or rows that one cell may take.
const SPANNED: usize = 512;

/// Reads the tables of a page.
///
/// # Errors
///
/// A page whose tables are too large.
pub(super) fn page(source: &Arc<SourceText>, limits: &Limits) -> Result<Page, Problem> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // What a script or a style holds is no markup.
    emitter.naively_switch_states(true);
    let mut builder = Builder::default();
    for token in Tokenizer::new_with_emitter(source.text(), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => builder.start(&tag),
            Token::EndTag(tag) => builder.end(&tag.name),
            Token::String(text) => {
                let place = Span::new(text.span.start, text.span.end);
                builder.text(&String::from_utf8_lossy(&text.value), place);
            }
            Token::Error(error) if loses_text(error.value) => {
                // It may be known by a place in the middle of a character.
                let span = Span::new(error.span.start, error.span.start);
                let span = source.whole_characters(span);
                builder
                    .page
                    .notes
                    .add(NoteKind::Markup, span, "broken here");
            }
            Token::Error(_) | Token::Comment(_) | Token::Doctype(_) => {}
        }
        if builder.cells > limits.cells() {
            return Err(tables::too_many_cells(source.name(), limits));
        }
    }
    builder.end_heading(Some(b"the end"));
    let mut page = builder.page;
    let end = source.text().len();
    page.lost = builder.lost.map(|(span, message)| {
        Problem::at(Document::Role, source, span, "here", message)
            .with_help("copy the table again, or write it as CSV")
    });
    if !builder.open.is_empty() {
        let span = Span::new(end, end);
        let message = "the page ends inside a table: it was cut off";
        page.lost = Some(
            Problem::at(Document::Role, source, span, "ends here", message)
                .with_help("save the page again and let it finish"),
        );
    }
    page.grids
        .extend(builder.open.into_iter().map(|table| table.grid));
    Ok(page)
}

/// Whether an error of the markup can swallow text: a quote or a tag that is not closed does.
fn loses_text(error: Syntax) -> bool {
    matches!(
        error,
        Syntax::EofInTag
            | Syntax::EofInComment
            | Syntax::MissingWhitespaceBetweenAttributes
            | Syntax::UnexpectedCharacterInAttributeName
            | Syntax::UnexpectedCharacterInUnquotedAttributeValue
            | Syntax::UnexpectedEqualsSignBeforeAttributeName
            | Syntax::DuplicateAttribute
            | Syntax::IncorrectlyOpenedComment
            | Syntax::UnexpectedQuestionMarkInsteadOfTagName
            | Syntax::InvalidFirstCharacterOfTagName
            | Syntax::MissingEndTagName
    )
}

#[derive(Default)]
struct Builder {
    page: Page,
    open: Vec<Table>,
    /// The heading or title that is being read; none while a cell is.
    heading: Option<Heading>,
    module: Option<&'static str>,
    /// Whether a script or a style is open, whose text nobody sees.
    unseen: bool,
    /// The first place where a level was lost, and why.
    lost: Option<(Span, String)>,
    /// How many cells there are, with the copies that cells over several rows make.
    cells: usize,
}

/// A heading, title or caption while it is read.
struct Heading {
    name: Vec<u8>,
    text: String,
    span: Span,
}

/// How many columns or rows a cell takes, read as browsers do: `3px` is three, and zero rows are
/// all that are left.
fn number(tag: &StartTag<usize>, name: &[u8]) -> usize {
    let value = tag.attributes.get(name).map(|value| value.trim_ascii());
    let digits = value.and_then(|value| {
        let digits = value.iter().take_while(|byte| byte.is_ascii_digit());
        std::str::from_utf8(value.get(..digits.count())?).ok()
    });
    match digits.filter(|digits| !digits.is_empty()) {
        None => 1,
        Some(digits) => match digits.parse() {
            Ok(0) if name == b"rowspan" => SPANNED,
            Ok(number) => usize::clamp(number, 1, SPANNED),
            Err(_) => SPANNED,
        },
    }
}

impl Builder {
    /// The cell that is open in the innermost table.
    fn cell(&mut self) -> Option<&mut Open> {
        self.open.last_mut().and_then(|table| table.cell.as_mut())
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let name = tag.name.as_slice();
        let place = Span::new(tag.span.start, tag.span.end);
        if ENDS_HEADING.contains(&name) {
            self.end_heading(Some(name));
        }
        if let Some(cell) = self.cell()
            && let Some(what) = seen::picture(tag)
        {
            cell.picture.get_or_insert((what, place));
        }
        match name {
            b"script" | b"style" => self.unseen = true,
            b"table" if self.open.len() < NESTING => self.open.push(Table {
                grid: Grid {
                    module: self.module,
                    ..Grid::default()
                },
                ..Table::default()
            }),
            b"table" => {
                let message = format!("the tables lie deeper in each other than {NESTING}");
                self.lost.get_or_insert((place, message));
            }
            _ if HEADINGS.contains(&name) => {
                if let Some(cell) = self.cell() {
                    // What stands in a cell is what the cell says, however large it is.
                    cell.text.push(' ');
                } else {
                    self.end_heading(Some(name));
                    self.heading = Some(Heading {
                        name: name.to_vec(),
                        text: String::new(),
                        span: place,
                    });
                }
            }
            b"tr" => self.cells += self.open.last_mut().map_or(0, Table::row),
            b"td" | b"th" => {
                if let Some(table) = self.open.last_mut() {
                    self.cells += table.close();
                    table.cell = Some(Open {
                        columns: number(tag, b"colspan"),
                        rows: number(tag, b"rowspan"),
                        picture: seen::label(tag).map(|what| (what, place)),
                        ..Open::default()
                    });
                }
            }
            b"img" => {
                if let (Some(alt), Some(cell)) = (tag.attributes.get(&b"alt"[..]), self.cell()) {
                    cell.push(&String::from_utf8_lossy(alt), place);
                }
            }
            b"br" | b"p" | b"div" | b"li" | b"option" => {
                if let Some(cell) = self.cell() {
                    cell.text.push(' ');
                }
            }
            b"sup" => {
                if let Some(cell) = self.cell() {
                    cell.raised = Some(cell.text.len());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"script" | b"style" => self.unseen = false,
            b"table" => {
                self.end_heading(Some(name));
                if let Some(mut table) = self.open.pop() {
                    self.cells += table.row();
                    if !seen::only_tables(&table.grid) {
                        self.page.grids.push(table.grid);
                    }
                }
            }
            _ if HEADINGS.contains(&name) => {
                if self.heading.is_some() {
                    self.end_heading(None);
                } else if let Some(cell) = self.cell() {
                    cell.text.push(' ');
                }
            }
            b"td" | b"th" => self.cells += self.open.last_mut().map_or(0, Table::close),
            b"tr" => self.cells += self.open.last_mut().map_or(0, Table::row),
            b"sup" => {
                if let Some(cell) = self.cell()
                    && let Some(start) = cell.raised.take()
                {
                    // A raised number is a footnote, not part of the word before it.
                    let raised = cell.text.split_off(start);
                    let raised = raised.trim();
                    let parts = if raised.bytes().all(|b| b.is_ascii_digit()) {
                        ["[", raised, "]"]
                    } else {
                        ["", raised, ""]
                    };
                    cell.text.extend(parts);
                }
            }
            _ => {}
        }
    }

    /// Ends the heading that is open, if one is. `by` is the element that ends it where its own end
    /// is missing; a caption may leave it out.
    fn end_heading(&mut self, by: Option<&[u8]>) {
        let Some(heading) = self.heading.take() else {
            return;
        };
        if by.is_some() && heading.name != b"caption" {
            self.page
                .notes
                .add(NoteKind::Markup, heading.span, "never closed");
        }
        if heading.name == b"title" {
            self.page.title.get_or_insert(heading.text);
            return;
        }
        let module = catalog::module(&heading.text);
        match self.open.last_mut() {
            Some(table) => table.grid.module = module.or(table.grid.module),
            None => self.module = module,
        }
    }

    fn text(&mut self, text: &str, place: Span) {
        if self.unseen {
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        } else if let Some(cell) = self.cell() {
            cell.push(text, place);
        } else if !self.open.is_empty() && !text.trim().is_empty() {
            // A browser shows it above the table.
            if word::states(text) {
                let message = format!(
                    "`{}` stands in a table and in none of its cells",
                    shortened(text.trim(), 40)
                );
                self.lost.get_or_insert((place, message));
            }
            self.page.notes.add(NoteKind::Markup, place, "in no cell");
        }
    }
}

#[cfg(test)]
mod tests;
