//! Roles in Excel workbooks.
//!
//! A workbook has no text to point into. One is made of the sheet: a line for each row, with tabs
//! between the filled cells, so that line numbers are row numbers and excerpts can be drawn.

mod cells;

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Reader, Xlsx};

use cells::{Content, NoContent, content};

use super::grid::{Addresses, Grid, Line};
use super::note::{Gathered, NoteKind};
use super::options::ReadOptions;
use super::packed::{Packed, unpacked, words};
use super::{header, matrix};
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
        Packed::Damaged(what) => damaged(what),
        error => no_workbook(name, options.limits.bytes, &error),
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
    let mut levels: Option<String> = None;
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
        let heads = |line: &Line| header::recognize(line).is_some();
        if options.sheet.is_some() || content.grid.lines.iter().any(heads) {
            found.push((sheet, content));
        } else if !content.addresses.cells.is_empty() {
            let mut lines = content.grid.lines.iter();
            if lines.any(|line| matrix::stated(line).is_some()) {
                levels.get_or_insert_with(|| sheet.clone());
            }
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
    if let Some(other) = levels {
        return Err(problem(
            format!("sheet `{other}` states levels and has not the headings of a role"),
            "write the headings above them, or choose the sheet of the role with `--sheet NAME`",
        ));
    }
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

/// Why an archive is not looked into.
fn no_workbook(name: &str, limit: usize, error: &Packed) -> Problem {
    if matches!(error, Packed::TooLarge) {
        let message = format!(
            "the workbook holds more than {limit} bytes when it is unpacked, and no role does"
        );
        return Problem::in_file(name, message)
            .with_help("raise the limit with `--limit bytes=NUMBER` if it is right");
    }
    Problem::in_file(name, "this is a ZIP archive and no Excel workbook").with_help(
        "unpack it, and give the file in it; a workbook of another program can be saved as `.xlsx`",
    )
}
