//! Roles in Excel workbooks.
//!
//! A workbook has no text to point into. One is made of the sheet: a line for each row, with tabs
//! between the filled cells, so that line numbers are row numbers and excerpts can be drawn.

use std::fmt::Write as _;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataRef, Reader, Xlsx};

use super::grid::{Addresses, Cell, Grid, Line};
use super::header;
use super::note::{Gathered, NoteKind};
use super::options::{Limits, ReadOptions};
use super::packed::{Packed, unpacked, words};
use crate::model::{Problem, SourceText, Span};
use crate::yaml::{list_words, nearest};

/// The sheet that holds the role.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) source: Arc<SourceText>,
    pub(super) grid: Grid,
    pub(super) addresses: Addresses,
    pub(super) notes: Gathered,
}

/// More columns than these has no table of permissions.
const COLUMNS: u32 = 256;

#[derive(Default)]
struct Content {
    text: String,
    grid: Grid,
    addresses: Addresses,
}

/// Reads the sheet that holds the role: the one that is asked for, or the only one with the
/// headings of a role.
///
/// # Errors
///
/// A workbook that is damaged or too large, and a sheet that cannot be chosen.
pub(super) fn sheet(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Sheet, Problem> {
    let problem =
        |message: String, help: &str| Problem::in_file(name, message).with_help(help.to_owned());
    let again = "save the workbook again, or save its sheet as CSV";
    let damaged = |what: String| problem(format!("the workbook cannot be read: {what}"), again);
    unpacked(&bytes, options.limits.bytes).map_err(|error| match error {
        Packed::TooLarge => problem(
            format!(
                "the workbook holds more than {} bytes when it is unpacked, and no role does",
                options.limits.bytes
            ),
            "raise the limit with `--limit bytes=NUMBER` if it is right",
        ),
        Packed::NoWorkbook => problem(
            "this is a ZIP archive and no Excel workbook".to_owned(),
            "unpack it, and give the file in it; a workbook of another program can be saved as \
             `.xlsx`",
        ),
        Packed::Damaged(what) => damaged(what),
    })?;
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(words(&error)))?;
    let names = workbook.sheet_names();
    if let Some(wanted) = &options.sheet
        && !names.contains(wanted)
    {
        let words = || names.iter().map(String::as_str);
        let help = match nearest(wanted, words()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its sheets are {}", list_words(words())),
        };
        return Err(problem(
            format!("the workbook has no sheet `{wanted}`"),
            &help,
        ));
    }
    let mut found: Vec<(String, Content)> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for sheet in names {
        if options
            .sheet
            .as_ref()
            .is_some_and(|wanted| *wanted != sheet)
        {
            others.push(sheet);
            continue;
        }
        // A sheet of charts has no cells.
        let content = match content(&mut workbook, &sheet, &options.limits) {
            Ok(content) => content,
            Err(NoContent::Damaged(what)) => {
                return Err(damaged(format!("in sheet `{sheet}`, {what}")));
            }
            Err(NoContent::TooLarge(message)) => {
                let help = "raise the limit with `--limit rows=NUMBER` if it is right, or choose \
                            another sheet with `--sheet`";
                return Err(problem(format!("in sheet `{sheet}`: {message}"), help));
            }
            Err(NoContent::NoCells) if options.sheet.is_none() => {
                others.push(sheet);
                continue;
            }
            Err(NoContent::NoCells) => {
                return Err(damaged(format!("sheet `{sheet}` has no cells")));
            }
        };
        let heads = |line: &Line| header::recognise(line).is_some();
        if options.sheet.is_some() || content.grid.lines.iter().any(heads) {
            found.push((sheet, content));
        } else if !content.addresses.cells.is_empty() {
            others.push(sheet);
        }
    }
    if found.len() > 1 {
        let words = list_words(found.iter().map(|(sheet, _)| sheet.as_str()));
        return Err(problem(
            format!("several sheets look like a role: {words}"),
            "choose one with `--sheet NAME`",
        ));
    }
    let Some((sheet, content)) = found.pop() else {
        return Err(problem(
            format!(
                "no sheet has the headings of a role: it has {}",
                list_words(others.iter().map(String::as_str))
            ),
            "name the columns `Module`, `Function`, `Add Level`, `Edit Level`, `Delete Level` and \
             `Inquire Level`",
        ));
    };
    let mut notes = Gathered::default();
    for other in others.into_iter().filter(|_| options.sheet.is_none()) {
        notes.add(NoteKind::Sheets, Span::default(), other);
    }
    let mut addresses = content.addresses;
    addresses.sheet = sheet;
    Ok(Sheet {
        source: Arc::new(SourceText::new(name, content.text)),
        grid: content.grid,
        addresses,
        notes,
    })
}

/// Why a sheet gives no cells.
enum NoContent {
    /// It has none by its nature.
    NoCells,
    /// It cannot be read.
    Damaged(String),
    /// It is larger than allowed.
    TooLarge(String),
}

/// The filled cells of a sheet.
fn content(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &str,
    limits: &Limits,
) -> Result<Content, NoContent> {
    let mut reader = workbook
        .worksheet_cells_reader(sheet)
        .map_err(|_| NoContent::NoCells)?;
    let mut content = Content::default();
    content.grid.sparse = true;
    let rows = limits.rows;
    let (mut row, mut cells) = (0, 0_usize);
    loop {
        let cell = match reader.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => return Ok(content),
            Err(error) => return Err(NoContent::Damaged(words(&error))),
        };
        let (at, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        if usize::try_from(at).is_ok_and(|at| at >= rows) {
            return Err(NoContent::TooLarge(format!(
                "there are more than {rows} rows"
            )));
        }
        if column >= COLUMNS {
            return Err(NoContent::TooLarge(format!(
                "there are more than {COLUMNS} columns"
            )));
        }
        // A row is as long as its last filled cell.
        cells = cells.saturating_add(usize::try_from(column).unwrap_or(usize::MAX));
        if cells > limits.cells() {
            return Err(NoContent::TooLarge(format!(
                "there are more than {} cells",
                limits.cells()
            )));
        }
        if at < row {
            return Err(NoContent::Damaged("the rows are not in order".to_owned()));
        }
        while row < at {
            content.text.push('\n');
            row += 1;
        }
        content.add(at, column, &text);
    }
}

impl Content {
    fn add(&mut self, row: u32, column: u32, text: &str) {
        let index = usize::try_from(row).unwrap_or(usize::MAX);
        while self.grid.lines.len() <= index {
            self.grid.lines.push(Line::default());
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\t');
        }
        let start = self.text.len();
        // One row is one line here, whatever breaks a cell holds.
        self.text
            .extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
        self.addresses.cells.push((start, row, column));
        let cell = Cell {
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            span: Span::new(start, self.text.len()),
            ..Cell::default()
        };
        let column = usize::try_from(column).unwrap_or(0);
        if let Some(line) = self.grid.lines.get_mut(index) {
            // A blank cell stands where the next filled one does: its row can be shown.
            let blank = Cell {
                text: String::new(),
                span: Span::new(start, start),
                ..Cell::default()
            };
            line.cells.resize(column.max(line.cells.len()), blank);
            line.cells.push(cell);
        }
    }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(value) => value.as_f64().to_string(),
        DataRef::Error(error) => {
            let mut text = String::new();
            // Writing to a String cannot fail.
            let _ = write!(text, "{error}");
            text
        }
    }
}
