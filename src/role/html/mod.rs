//! Tables in a web page, saved or copied.

mod table;

use std::sync::Arc;

use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{Error as Syntax, Tokenizer};

use table::{Open, Table};

use super::grid::Grid;
use super::note::{Gathered, NoteKind};
use super::options::Limits;
use super::tables;
use crate::catalogue;
use crate::model::{Document, Problem, SourceText, Span};

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its title.
    pub(super) title: Option<String>,
    /// Its tables.
    pub(super) grids: Vec<Grid>,
    /// Places where its markup is broken.
    pub(super) notes: Gathered,
}

/// Tables in tables: deeper ones belong to no help page.
const NESTING: usize = 16;
/// The greatest number of columns or rows that one cell may take.
const SPANNED: usize = 512;

/// Reads the tables of a page.
///
/// # Errors
///
/// A page that ends inside a table.
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
                let span = Span::new(error.span.start, error.span.start);
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
    if builder.open.is_empty() {
        return Ok(builder.page);
    }
    let end = source.text().len();
    let message = "the page ends inside a table: it was cut off";
    Err(Problem::at(
        Document::Role,
        source,
        Span::new(end, end),
        "ends here",
        message,
    )
    .with_help("save the page again and let it finish"))
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
    /// The heading or title that is being read.
    heading: Option<String>,
    module: Option<&'static str>,
    /// How many cells there are, with the copies that cells over several rows make.
    cells: usize,
}

fn number(tag: &StartTag<usize>, name: &[u8]) -> usize {
    tag.attributes
        .get(name)
        .and_then(|value| std::str::from_utf8(value).ok()?.trim().parse().ok())
        .unwrap_or(1)
        .clamp(1, SPANNED)
}

impl Builder {
    fn start(&mut self, tag: &StartTag<usize>) {
        match tag.name.as_slice() {
            b"table" if self.open.len() < NESTING => self.open.push(Table {
                grid: Grid {
                    module: self.module,
                    ..Grid::default()
                },
                ..Table::default()
            }),
            b"title" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"caption" => {
                self.heading = Some(String::new());
            }
            name => {
                let Some(table) = self.open.last_mut() else {
                    return;
                };
                match name {
                    b"tr" => self.cells += table.row(),
                    b"td" | b"th" => {
                        self.cells += table.close();
                        table.cell = Some(Open {
                            columns: number(tag, b"colspan"),
                            rows: number(tag, b"rowspan"),
                            ..Open::default()
                        });
                    }
                    b"img" => {
                        if let (Some(cell), Some(alt)) =
                            (&mut table.cell, tag.attributes.get(&b"alt"[..]))
                        {
                            let place = Span::new(tag.span.start, tag.span.end);
                            cell.push(&String::from_utf8_lossy(alt), place);
                        }
                    }
                    b"br" | b"p" | b"div" | b"li" => {
                        if let Some(cell) = &mut table.cell {
                            cell.text.push(' ');
                        }
                    }
                    b"sup" => {
                        if let Some(cell) = &mut table.cell {
                            cell.raised = Some(cell.text.len());
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"table" => {
                if let Some(mut table) = self.open.pop() {
                    self.cells += table.row();
                    self.page.grids.push(table.grid);
                }
            }
            b"title" => self.page.title = self.heading.take(),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"caption" => {
                let heading = self.heading.take().unwrap_or_default();
                let module = catalogue::module(&heading);
                match self.open.last_mut() {
                    Some(table) => table.grid.module = module.or(table.grid.module),
                    None => self.module = module,
                }
            }
            b"td" | b"th" => self.cells += self.open.last_mut().map_or(0, Table::close),
            b"tr" => self.cells += self.open.last_mut().map_or(0, Table::row),
            b"sup" => {
                if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut())
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

    fn text(&mut self, text: &str, place: Span) {
        if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        } else if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.push(text, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::grid::Line;
    use super::*;

    fn tables(text: &str) -> Vec<Vec<Vec<String>>> {
        let source = Arc::new(SourceText::new("x", text));
        let line = |line: &Line| line.cells.iter().map(|cell| cell.text.clone()).collect();
        let filled = |line: &&Line| !line.cells.is_empty();
        let grid = |grid: &Grid| grid.lines.iter().filter(filled).map(line).collect();
        page(&source, &Limits::default())
            .unwrap()
            .grids
            .iter()
            .map(grid)
            .collect()
    }

    #[test]
    fn cells_over_several_rows_and_columns_are_filled() {
        let found = tables(
            "<table><tr><th>M<th>F<th>A<th>E</tr><tr><td rowspan=2>X</td><td>a &amp; b</td>\
             <td colspan='2'> All<sup>1</sup></td></tr><tr><td>c<td>My<td><img alt='✓'></tr>\
             <tr><td colspan=4><b>Y</b></td></tr></table>",
        );
        assert_eq!(
            found[0],
            [
                ["M", "F", "A", "E"],
                ["X", "a & b", "All[1]", "All[1]"],
                ["X", "c", "My", "✓"],
                ["Y", "", "", ""]
            ]
        );
    }

    #[test]
    fn scripts_are_skipped_and_places_are_those_of_the_text() {
        let text =
            "<script>'<table>'</script><h2>Companies</h2><table><tr><td> <b>Ä</b> </td></table>";
        let source = Arc::new(SourceText::new("x", text));
        let page = page(&source, &Limits::default()).unwrap();
        assert_eq!(page.grids.len(), 1);
        assert_eq!(page.grids[0].module, Some("Companies"));
        assert_eq!(source.slice(page.grids[0].lines[0].cells[0].span), "Ä");
    }

    #[test]
    fn a_page_that_ends_inside_a_table_was_cut() {
        let source = Arc::new(SourceText::new("x", "<table><tr><td>a"));
        assert!(
            page(&source, &Limits::default())
                .unwrap_err()
                .message
                .contains("cut off")
        );
    }
}
