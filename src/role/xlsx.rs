//! Roles in Excel workbooks.
//!
//! A workbook has no text for positions. One is generated from the sheet: a line for each row, with
//! tabs between the filled cells, so that line numbers are row numbers and excerpts can be shown.

mod cells;
mod layout;
mod package;
mod xml;

use std::collections::HashSet;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Reader, SheetVisible, Xlsx};

use cells::{Content, Hidden, NoContent, content};
use layout::Unseen;
use package::Package;

use super::grid::{Addresses, Line};
use super::note::{NoteCollector, NoteKind};
use super::options::ReadOptions;
use super::zip_check::{ArchiveError, check_archive, words};
use super::{Role, header, matrix, problem, tables};
use crate::model::{Problem, SourceText, Span, shortened};
use crate::yaml::{did_you_mean, list_words};

/// Reads a workbook.
pub(super) fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Role, Vec<Problem>> {
    let (source, content, notes) = sheet(name, bytes, options)?;
    let addresses = Some(content.addresses);
    tables::read(&source, &[content.grid], notes, addresses, options)
}

/// The sheet with the role: the requested one, or the only one with the header of a role.
///
/// # Errors
///
/// A workbook that is damaged or too large, and an ambiguous or missing sheet.
#[expect(clippy::too_many_lines, reason = "one check after the other")]
fn sheet(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<(Arc<SourceText>, Content, NoteCollector), Problem> {
    let problem =
        |message: String, help: &str| Problem::in_file(name, message).with_help(help.to_owned());
    let again = "save the workbook again, or save its sheet as CSV";
    let damaged = |what: String| problem(format!("the workbook cannot be read: {what}"), again);
    check_archive(bytes, options.limits.bytes).map_err(|error| match error {
        ArchiveError::Damaged(what) => damaged(what),
        error => no_workbook(name, options.limits.bytes, &error),
    })?;
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(words(&error)))?;
    let mut package = Package::open(bytes).map_err(damaged)?;
    let names = workbook.sheet_names();
    let unseen: HashSet<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible != SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    if let Some(wanted) = &options.sheet
        && !names.contains(wanted)
    {
        let words = || names.iter().map(String::as_str);
        let help = did_you_mean(wanted, words())
            .unwrap_or_else(|| format!("its sheets are {}", list_words(words())));
        return Err(problem(
            format!("the workbook has no sheet `{wanted}`"),
            &help,
        ));
    }
    let mut found: Vec<(String, Content)> = Vec::new();
    let mut concealed: Vec<String> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    let mut levels: Option<String> = None;
    let mut hides = false;
    for sheet in names {
        if options
            .sheet
            .as_ref()
            .is_some_and(|wanted| *wanted != sheet)
        {
            continue;
        }
        let is_hidden = unseen.contains(&sheet) && options.sheet.is_none();
        let layout = package
            .layout(&sheet)
            .map_err(|what| damaged(format!("in sheet `{sheet}`, {what}")))?;
        // A chart sheet has no cells.
        let content = match content(&mut workbook, &sheet, &layout, &options.limits) {
            Ok(content) => content,
            Err(NoContent::Damaged(what)) => {
                return Err(damaged(format!("in sheet `{sheet}`, {what}")));
            }
            Err(NoContent::TooLarge(message)) => {
                let help = "if the file is correct, raise the limit with `--limit rows=NUMBER`, or choose \
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
        let headed = content.grid.lines.iter().any(heads);
        if is_hidden {
            if headed {
                concealed.push(sheet.clone());
            }
            if !content.addresses.cells.is_empty() || content.drawings {
                others.push(format!("{sheet} (hidden)"));
            }
        } else if options.sheet.is_some() || headed {
            found.push((sheet, content));
        } else if !content.addresses.cells.is_empty() || content.drawings {
            let mut lines = content.grid.lines.iter();
            if lines.any(|line| matrix::stated(line).is_some()) {
                levels.get_or_insert_with(|| sheet.clone());
            }
            hides |= !content.hidden.is_empty();
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
    let Some((sheet, mut content)) = found.pop() else {
        if let Some(sheet) = concealed.first() {
            return Err(problem(
                format!("sheet `{sheet}` looks like a role and is hidden"),
                "show the sheet and save the workbook, or choose it with `--sheet NAME`",
            ));
        }
        let help = if hides {
            "show the hidden rows and columns and save the workbook, if they are part of the role"
        } else {
            "name the columns `Module`, `Function`, `Add Level`, `Edit Level`, `Delete Level` and \
             `Inquire Level`"
        };
        return Err(problem(
            format!(
                "no sheet has the headings of a role: it has {}",
                list_words(others.iter().map(String::as_str))
            ),
            help,
        ));
    };
    if let Some(other) = levels {
        return Err(problem(
            format!("sheet `{other}` contains levels, but not the headings of a role"),
            "write the headings above them, or choose the sheet of the role with `--sheet NAME`",
        ));
    }
    let mut notes = NoteCollector::default();
    for other in others {
        notes.add(NoteKind::Sheets, Span::default(), other);
    }
    if content.drawings {
        notes.add(NoteKind::Pictures, Span::default(), sheet.as_str());
    }
    content.addresses.sheet = sheet;
    let text = std::mem::take(&mut content.text);
    let source = Arc::new(SourceText::new(name, text));
    if let Some(cell) = content.hidden.iter().find(|cell| cell.states) {
        return Err(hidden_level(&source, &content.addresses, cell));
    }
    for cell in &content.hidden {
        notes.add(NoteKind::Hidden, cell.span, "hidden");
    }
    Ok((source, content, notes))
}

/// The problem of a level in an invisible cell.
fn hidden_level(source: &Arc<SourceText>, addresses: &Addresses, cell: &Hidden) -> Problem {
    let (place, help) = match cell.why {
        Unseen::Row => (
            "in a row that is hidden",
            "clear the filter or show the row and save the workbook, or delete the row if it is not part of the role",
        ),
        Unseen::Column => (
            "in a column that is hidden",
            "show the column and save the workbook, or delete it if it is not part of the role",
        ),
        Unseen::Format => (
            "in a cell whose number format hides it",
            "choose the number format `General` and save the workbook, or clear the cell",
        ),
    };
    let message = format!("`{}` is {place}", shortened(&cell.text, 40));
    let mut problem = problem::at(source, cell.span, "hidden", message, help);
    for place in &mut problem.locations {
        place.cell = addresses.of(place.span);
    }
    problem
}

/// Why an archive is not opened.
fn no_workbook(name: &str, limit: usize, error: &ArchiveError) -> Problem {
    if matches!(error, ArchiveError::TooLarge) {
        let message = format!("the unpacked workbook exceeds the limit of {limit} bytes");
        return Problem::in_file(name, message).with_help(problem::raise("bytes"));
    }
    Problem::in_file(name, "this is a ZIP archive, not an Excel workbook").with_help(
        "unpack it, and specify the file in it; a workbook of another program can be saved as `.xlsx`",
    )
}
