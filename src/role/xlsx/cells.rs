//! The cells of one sheet as displayed.

use std::collections::HashSet;
use std::io::Cursor;

use calamine::{DataRef, Dimensions, Xlsx, XlsxFormulaMetadata};

use super::layout::{Layout, Unseen};
use crate::model::Span;
use crate::role::cell_value::{self, CellValue};
use crate::role::grid::{Addresses, Cell, Grid, Line};
use crate::role::options::Limits;
use crate::role::zip_check::words;

/// No permission table has more columns.
const COLUMNS: u32 = 256;

/// The filled cells of a sheet, with the text built from them.
#[derive(Default)]
pub(super) struct Content {
    pub(super) text: String,
    pub(super) grid: Grid,
    pub(super) addresses: Addresses,
    /// Invisible cells with text; their text is not in the grid.
    pub(super) hidden: Vec<Hidden>,
    /// Whether pictures, charts or text boxes cover the cells.
    pub(super) drawings: bool,
}

/// An invisible cell.
pub(super) struct Hidden {
    pub(super) span: Span,
    pub(super) text: String,
    pub(super) why: Unseen,
    /// Whether it contains a level.
    pub(super) states: bool,
}

/// Why a sheet has no cells.
pub(super) enum NoContent {
    /// It is of a kind without cells.
    NoCells,
    /// It cannot be read.
    Damaged(String),
    /// It is larger than allowed.
    TooLarge(String),
}

/// The filled cells of a sheet.
pub(super) fn content(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    layout: &Layout,
    limits: &Limits,
) -> Result<Content, NoContent> {
    let damaged = |error: calamine::XlsxError| NoContent::Damaged(words(&error));
    // A chart sheet has neither cells nor merged ones.
    let merged = workbook.merge_cells_by_sheet_name(sheet);
    let mut reader = workbook
        .worksheet_cells_reader(sheet)
        .map_err(|_| NoContent::NoCells)?;
    let mut content = Content::default();
    content.grid.sparse = true;
    let rows = limits.rows;
    let (mut row, mut cells) = (0, 0_usize);
    let mut before = None;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
        let (at, column) = cell.pos;
        let mut text = text(&cell.value);
        // A formula may have an empty result, which is stored as a non-text value; one without a
        // value was never calculated.
        let uncalculated = cell.formula.is_some() && matches!(cell.value, DataRef::Empty);
        if let Some(formula) = cell.formula.as_ref().filter(|_| uncalculated) {
            text = format!("={}", written(formula));
        }
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
        // A row ends with its last filled cell.
        cells = cells.saturating_add(usize::try_from(column).unwrap_or(usize::MAX));
        if cells > limits.cells() {
            return Err(too_many_cells(limits));
        }
        if before >= Some((at, column)) {
            return Err(NoContent::Damaged("the cells are not in order".to_owned()));
        }
        before = Some((at, column));
        while row < at {
            content.text.push('\n');
            row += 1;
        }
        content.add(at, column, &text, uncalculated);
        if layout.is_struck(at, column) {
            content.strike(at);
        }
    }
    let mut merged = merged.map_err(damaged)?;
    merged.sort_unstable_by_key(|range| range.start);
    for range in &merged {
        content.merge(range, &mut cells, limits)?;
    }
    content.hide(layout);
    content.drawings = layout.drawings;
    Ok(content)
}

fn too_many_cells(limits: &Limits) -> NoContent {
    NoContent::TooLarge(format!("there are more than {} cells", limits.cells()))
}

/// A formula as written; copies of a shared one have no text.
fn written(formula: &XlsxFormulaMetadata) -> &str {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            formula
        }
        _ => "…",
    }
}

impl Content {
    fn add(&mut self, row: u32, column: u32, text: &str, opaque: bool) {
        let index = usize::try_from(row).unwrap_or(usize::MAX);
        while self.grid.lines.len() <= index {
            self.grid.lines.push(Line::default());
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\t');
        }
        let start = self.text.len();
        // One row is one line here, regardless of line breaks in cells.
        self.text
            .extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
        self.addresses.cells.push((start, row, column));
        let cell = Cell {
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            span: Span::new(start, self.text.len()),
            opaque,
        };
        let column = usize::try_from(column).unwrap_or(0);
        if let Some(line) = self.grid.lines.get_mut(index) {
            // A blank cell is at the position of the next filled one: its row can be shown.
            let blanks = column.max(line.cells.len());
            line.cells.resize(blanks, Cell::blank(start));
            line.cells.push(cell);
        }
    }

    /// Marks the last cell of a row as crossed out.
    fn strike(&mut self, row: u32) {
        let line = usize::try_from(row).ok();
        let line = line.and_then(|row| self.grid.lines.get_mut(row));
        if let Some(cell) = line.and_then(|line| line.cells.last_mut())
            && !cell.opaque
        {
            cell.text = format!("<s> {}", cell.text);
            cell.opaque = true;
        }
    }

    /// Removes invisible cells from the grid. A value of merged cells is visible if any of them is.
    fn hide(&mut self, layout: &Layout) {
        if !layout.hides() {
            return;
        }
        let why = |row: usize, column: usize| {
            layout.unseen(u32::try_from(row).ok()?, u32::try_from(column).ok()?)
        };
        let lines = || self.grid.lines.iter().enumerate();
        let cells = lines().flat_map(|(row, line)| {
            let cells = line.filled();
            cells.map(move |(column, cell)| (row, column, cell.span.start))
        });
        let (hidden, seen): (Vec<_>, Vec<_>) =
            cells.partition(|(row, column, _)| why(*row, *column).is_some());
        let mut known: HashSet<usize> = seen.into_iter().map(|(.., start)| start).collect();
        for (row, column, start) in hidden {
            let line = self.grid.lines.get_mut(row);
            let cell = line.and_then(|line| line.cells.get_mut(column));
            let (Some(cell), Some(why)) = (cell, why(row, column)) else {
                continue;
            };
            let cell = std::mem::replace(cell, Cell::blank(start));
            if known.insert(start) {
                let said = cell.text.strip_prefix("<s> ").unwrap_or(&cell.text);
                let mark = matches!(
                    cell_value::read(cell_value::without_marks(said).0),
                    CellValue::Tick(_)
                );
                self.hidden.push(Hidden {
                    span: cell.span,
                    states: mark || cell_value::states(said),
                    text: said.to_owned(),
                    why,
                });
            }
        }
    }

    /// Gives every cell of a merged range the displayed value, which is that of its first. A range
    /// that starts a row is a title there, and fills only the rows below.
    fn merge(
        &mut self,
        range: &Dimensions,
        cells: &mut usize,
        limits: &Limits,
    ) -> Result<(), NoContent> {
        let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let (top, left) = (size(range.start.0), size(range.start.1));
        let last = size(range.end.1.min(COLUMNS - 1));
        let Some(line) = self.grid.lines.get(top) else {
            return Ok(());
        };
        let value = line.cells.get(left).cloned().unwrap_or_default();
        let title = line.cells.iter().take(left).all(Cell::is_blank);
        let rows = self.grid.lines.iter_mut().enumerate().skip(top);
        for (row, line) in rows.take_while(|(row, _)| *row <= size(range.end.0)) {
            for column in left..=last {
                if (row, column) == (top, left) {
                    continue;
                }
                *cells = cells.saturating_add(1);
                if *cells > limits.cells() {
                    return Err(too_many_cells(limits));
                }
                let known = line.cells.get_mut(column);
                if let Some(hidden) = known.filter(|cell| !cell.is_blank()) {
                    // It is invisible, and would be read as a grant.
                    hidden.opaque |= hidden.text != value.text;
                    continue;
                }
                if value.is_blank() || title && column > left {
                    continue;
                }
                if line.cells.len() <= column {
                    line.cells.resize(column + 1, Cell::default());
                }
                if let Some(cell) = line.cells.get_mut(column) {
                    cell.clone_from(&value);
                }
            }
        }
        Ok(())
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
        DataRef::Error(error) => error.to_string(),
    }
}
