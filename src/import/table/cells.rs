//! The cells of a row.

use super::columns::{Column, joined};
use crate::import::customize::{Statement, cut};
use crate::import::page::Cell;
use crate::import::words;

/// The cells of a row, and what the column of each holds.
pub(super) struct Row<'k> {
    cells: Vec<Cell>,
    kinds: &'k [Column],
}

impl<'k> Row<'k> {
    pub(super) fn of(cells: &[Cell], kinds: &'k [Column]) -> Self {
        let cells = cells.to_vec();
        Self { cells, kinds }
    }

    /// The cell in the first column of a kind, unless it is empty.
    pub(super) fn cell(&self, column: Column) -> Option<&Cell> {
        let at = self.kinds.iter().position(|kind| *kind == column)?;
        self.cells.get(at).filter(|cell| !cell.is_empty())
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.kinds.contains(&column)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Cell, &Column)> {
        self.cells.iter().zip(self.kinds)
    }

    /// Moves the cells to the right where a converter lost a span; says whether it did.
    pub(super) fn shift(&mut self) -> bool {
        let shifted = self.kinds.first() != Some(&Column::Function)
            && self
                .cell(Column::Function)
                .is_some_and(|cell| is_level(&joined(cell)))
            && self.cells.last().is_none_or(Vec::is_empty);
        if shifted {
            self.cells.insert(0, Vec::new());
            self.cells.truncate(self.kinds.len());
        }
        shifted
    }

    /// Takes what the names of functions say about Customize lists out of them.
    pub(super) fn take_lists(&mut self) -> Vec<Statement> {
        let at = self.kinds.iter().position(|kind| *kind == Column::Function);
        let Some(cell) = at.and_then(|at| self.cells.get_mut(at)) else {
            return Vec::new();
        };
        let mut lists = Vec::new();
        let mut kept = Cell::new();
        for line in cell.iter() {
            let (rest, found) = cut(line);
            let rest = rest.trim();
            if !rest.is_empty() {
                kept.push(rest.to_owned());
            }
            lists.extend(found);
        }
        *cell = kept;
        lists
    }
}

/// Whether a text is a level or an operation, and no name.
pub(super) fn is_level(text: &str) -> bool {
    words::grade(text).is_some() || words::column(text).is_some()
}
