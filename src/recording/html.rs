//! Tables in a saved web page.

use html5gum::{IoReader, Token, Tokenizer};

use super::bytes::Input;
use super::sink::Sink;
use super::table::Columns;

/// Reads the rows of every table whose headings are recognized.
pub(super) fn read(input: Input<'_>, sink: &mut Sink<'_>) -> std::io::Result<()> {
    let cut = input.cut;
    let mut page = Page::default();
    let mut closed = false;
    for token in Tokenizer::new(IoReader::new(input.reader)) {
        match token? {
            Token::StartTag(tag) => page.start(&tag.name, sink),
            Token::EndTag(tag) => {
                closed |= matches!(tag.name.as_slice(), b"table" | b"html");
                page.end(&tag.name, sink);
            }
            Token::String(text) => page.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    // A browser closes what is open at the end; here it means that the file was cut.
    if page.table || !closed {
        cut.set(true);
    }
    Ok(())
}

#[derive(Default)]
struct Page {
    table: bool,
    columns: Option<Columns>,
    cells: Vec<String>,
    open: bool,
    row: u64,
}

impl Page {
    fn start(&mut self, name: &[u8], sink: &mut Sink<'_>) {
        match name {
            b"table" => {
                self.table = true;
                self.columns = None;
                self.cells.clear();
            }
            b"tr" => self.end_row(sink),
            b"td" | b"th" => {
                self.cells.push(String::new());
                self.open = true;
            }
            b"br" | b"p" | b"div" => self.text(" "),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8], sink: &mut Sink<'_>) {
        match name {
            b"td" | b"th" => self.open = false,
            b"tr" => self.end_row(sink),
            b"table" => {
                self.end_row(sink);
                self.table = false;
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.open
            && let Some(cell) = self.cells.last_mut()
        {
            cell.push_str(text);
        }
    }

    fn end_row(&mut self, sink: &mut Sink<'_>) {
        self.open = false;
        let cells: Vec<String> = std::mem::take(&mut self.cells)
            .into_iter()
            .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        if cells.is_empty() {
            return;
        }
        self.row += 1;
        // Pages of API logs can keep their headings in a separate table.
        if let Some(columns) = Columns::of(&cells) {
            self.columns = Some(columns);
        } else if let Some(columns) = &self.columns {
            sink.emit_or_count(columns.record(&cells, self.row));
        }
    }
}
