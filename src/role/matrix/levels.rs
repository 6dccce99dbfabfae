//! The levels of one row of a table.

use super::Reader;
use crate::model::{Level, Operation, PerOperation, shortened};
use crate::role::cell_value::{self, CellValue};
use crate::role::grant::Grant;
use crate::role::grid::{Cell, Line};
use crate::role::header::{Columns, Levels};
use crate::role::note::NoteKind;
use crate::role::places::RowPlaces;
use crate::yaml::{did_you_mean, list_words};

impl Reader<'_> {
    /// Reads the levels of a row; `false` if a cell is not understood.
    pub(super) fn levels(
        &mut self,
        columns: &Columns,
        line: &Line,
        levels: &mut PerOperation<Grant>,
        places: &mut RowPlaces,
    ) -> bool {
        let blank = Cell::default();
        let cell = |at: usize| line.cells.get(at).unwrap_or(&blank);
        match &columns.levels {
            Levels::Each(each) => {
                let mut fine = true;
                for (operation, at) in each.iter() {
                    let Some(cell) = at.map(cell) else { continue };
                    if let Some(grant) = self.grant(cell, operation, columns.api) {
                        *levels.get_mut(operation) = grant;
                        *places.levels.get_mut(operation) =
                            (!cell.span.is_empty()).then_some(cell.span);
                    } else {
                        fine = false;
                    }
                }
                fine
            }
            Levels::Pair { operation, level } => {
                let (name, value) = (cell(*operation), cell(*level));
                let Some(operation) =
                    cell_value::operation(cell_value::without_marks(&name.text).0)
                else {
                    let words = list_words(Operation::ALL.map(Operation::title));
                    let message = format!(
                        "`{}` is not an operation: expected {words}",
                        shortened(name.text.trim(), 40)
                    );
                    self.problem(
                        name.span,
                        "not an operation",
                        message,
                        "write the operation that the level is for",
                    );
                    return false;
                };
                let Some(grant) = self.grant(value, operation, false) else {
                    return false;
                };
                self.mark_operation(operation);
                *levels.get_mut(operation) = grant;
                *places.levels.get_mut(operation) = Some(value.span);
                true
            }
            Levels::Phrase(at) => {
                let cell = cell(*at);
                let text = self.without_marks(cell);
                match cell_value::read(text) {
                    CellValue::Phrase(said) => {
                        for (operation, level) in said {
                            self.mark_operation(operation);
                            *levels.get_mut(operation) = Grant::Level(level);
                            *places.levels.get_mut(operation) = Some(cell.span);
                        }
                        true
                    }
                    CellValue::Blank | CellValue::NotApplicable | CellValue::Level(Level::None) => {
                        true
                    }
                    _ => {
                        let message = format!(
                            "`{}` is not understood: expected operations with their levels",
                            shortened(text, 60)
                        );
                        self.problem(
                            cell.span,
                            "not understood",
                            message,
                            "write it as `Add All, Inquire My`",
                        );
                        false
                    }
                }
            }
        }
    }

    /// A row names an operation, in a table with one row per operation.
    fn mark_operation(&mut self, operation: Operation) {
        if let Some((_, named)) = &mut self.pairs {
            *named.get_mut(operation) = true;
        }
    }

    /// The text of a cell without footnote marks, which are noted.
    pub(super) fn without_marks<'c>(&mut self, cell: &'c Cell) -> &'c str {
        let (text, marked) = cell_value::without_marks(&cell.text);
        if marked {
            self.notes.add(NoteKind::Footnote, cell.span, "a footnote");
        }
        text
    }

    /// The grant in a cell; `None` if it is not understood, which is reported.
    fn grant(&mut self, cell: &Cell, operation: Operation, api: bool) -> Option<Grant> {
        let text = self.without_marks(cell);
        Some(match cell_value::read(text) {
            CellValue::Level(level) => Grant::Level(level),
            CellValue::Mine => {
                self.notes.add(NoteKind::Mine, cell.span, "read as My");
                Grant::Level(Level::My)
            }
            CellValue::Tick(level) => {
                let label = format!("read as {level}");
                self.notes.add(NoteKind::Tick, cell.span, label);
                Grant::Level(level)
            }
            // ConnectWise's matrix of 2017 uses it if the operation does not exist.
            CellValue::NotApplicable => Grant::NotOffered,
            // `Export-Csv` writes null as an empty cell.
            CellValue::Blank if api => Grant::NotOffered,
            // A blank cell or a dash has no information. Nothing is granted; a missing level is
            // then reported as not stated, not as an operation that does not exist in ConnectWise.
            CellValue::Blank => Grant::Absent,
            CellValue::Phrase(said)
                if said.len() == 1 && said.iter().all(|(op, _)| *op == operation) =>
            {
                said.first()
                    .map_or(Grant::Absent, |(_, level)| Grant::Level(*level))
            }
            CellValue::Phrase(_) | CellValue::Unknown => {
                let words = || Level::ALL.into_iter().map(Level::word);
                let message = format!(
                    "`{}` under {} is not a level: expected {}",
                    shortened(text, 40),
                    operation.column(),
                    list_words(words())
                );
                let help = did_you_mean(text, words()).unwrap_or_else(|| {
                    "for no access, leave the cell blank or use `-` or `N/A`".to_owned()
                });
                self.problem(cell.span, "not a level", message, help);
                return None;
            }
        })
    }
}
