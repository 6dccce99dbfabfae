//! Ignored content with levels: a role with it is never called clean.

use super::Reader;
use crate::catalog;
use crate::model::shortened;
use crate::role::cell_value::{self, CellValue};
use crate::role::grid::{Cell, Line};
use crate::role::header::{Columns, Levels};
use crate::role::note::NoteKind;

/// The cell that makes a line look like a role row: a level preceded by text. A level that comes
/// first is a legend.
pub(in crate::role) fn stated(line: &Line) -> Option<&Cell> {
    let cells = || line.filled().map(|(_, cell)| cell);
    // A tick counts as a level only next to the name of a function: other tables have ticks too.
    let named = || {
        cells().any(|cell| {
            let (name, _) = cell_value::without_marks(&cell.text);
            catalog::module(name).is_some() || !catalog::without_module(name).is_empty()
        })
    };
    let mark = |cell: &&Cell| {
        let (text, _) = cell_value::without_marks(&cell.text);
        matches!(cell_value::read(text), CellValue::Tick(_))
    };
    cells()
        .skip(1)
        .find(|cell| cell_value::states(&cell.text))
        .or_else(|| cells().skip(1).find(mark).filter(|_| named()))
        .or_else(|| cells().find(|cell| states_a_function(&cell.text)))
}

/// Whether a text says the level of a function: `Contacts: Delete All`.
fn states_a_function(text: &str) -> bool {
    let Some((name, rest)) = text.split_once(':') else {
        return false;
    };
    let mut words = rest.split(|c: char| !c.is_alphanumeric());
    let level = words.clone().any(|word| matches!(word, "All" | "My"));
    level
        && words.any(|word| cell_value::operation(word).is_some())
        && !catalog::without_module(name.rsplit(['/', '>']).next().unwrap_or(name).trim())
            .is_empty()
}

/// The element in a cell and the text next to it, if there are both.
fn marked(text: &str) -> Option<(&str, &str)> {
    let (what, said) = text.strip_prefix('<')?.split_once("> ")?;
    Some((what, said))
}

impl Reader<'_> {
    /// A table without the header of a role: ignored unless it has levels.
    pub(super) fn no_table(&mut self, lines: &[&Line]) {
        if let Some(cell) = lines.iter().find_map(|line| stated(line)) {
            self.not_read(cell, "a table without the headings of a role");
        } else if let Some(first) = lines.first() {
            let span = first.span();
            self.notes
                .add(NoteKind::Tables, span, "not the table of a role");
        }
    }

    /// The problem of a level in an ignored position.
    pub(super) fn not_read(&mut self, cell: &Cell, place: &str) {
        let message = format!(
            "`{}` is in {place}, so it would be ignored",
            shortened(cell.text.trim(), 40)
        );
        let help = "write the headings above it, such as `Module`, `Function`, `Add Level`, `Edit \
                    Level`, `Delete Level` and `Inquire Level`, or remove it if it is not part of the role";
        self.problem(cell.span, "not read", message, help);
    }

    /// Reports ignored columns with content, once each.
    pub(super) fn other_columns(&mut self, columns: &Columns, line: &Line) {
        for (at, heading) in &columns.others {
            let Some(cell) = line.cells.get(*at).filter(|cell| !cell.is_blank()) else {
                continue;
            };
            // An icon may mean the same as a tick.
            let sign = cell.opaque && cell.text.starts_with('<') && marked(&cell.text).is_none();
            if sign && (cell_value::names_operation(heading) || cell_value::names_level(heading)) {
                if self.reported.insert((*at, true)) {
                    let message = format!(
                        "`{}` is in the column `{}`, which is not read",
                        shortened(&cell.text, 40),
                        shortened(heading, 40)
                    );
                    let help = "write what it says as text, or remove the column";
                    self.problem(cell.span, "not read", message, help);
                }
            } else if self.noted.insert(*at) {
                let label = match heading.trim() {
                    "" => "no heading".to_owned(),
                    heading => shortened(heading, 40),
                };
                self.notes.add(NoteKind::OtherColumn, cell.span, label);
            }
        }
    }

    /// Levels in columns without a heading for levels. None is only noted, because it grants
    /// nothing.
    pub(super) fn unread_columns(&mut self, columns: &Columns, line: &Line) {
        for (at, heading) in &columns.unread {
            let Some(cell) = line.cells.get(*at).filter(|cell| !cell.opaque) else {
                continue;
            };
            // A heading such as `Delete Level (current)` may be the valid level.
            let second = cell_value::names_operation(heading)
                || !matches!(columns.levels, Levels::Each(_)) && cell_value::names_level(heading);
            let states = cell_value::states(&cell.text);
            let ticks = cell_value::ticks(&cell.text) && !heading.trim().is_empty();
            let grants = cell_value::grants(&cell.text) || ticks || states && second;
            if !(states || ticks) || !self.reported.insert((*at, grants)) {
                continue;
            }
            let heading = shortened(heading, 40);
            if grants {
                let under = match heading.as_str() {
                    "" => "no heading".to_owned(),
                    heading => format!("`{heading}`"),
                };
                let message = format!(
                    "`{}` is under {under}, a column that is not read",
                    shortened(cell.text.trim(), 40)
                );
                let help = "name the column `Add Level`, `Edit Level`, `Delete Level` or `Inquire \
                            Level` if it holds levels; otherwise remove it";
                self.problem(cell.span, "not read", message, help);
            } else {
                let label = match heading.as_str() {
                    "" => "no heading",
                    heading => heading,
                };
                self.noted.insert(*at);
                self.notes.add(NoteKind::Column, cell.span, label);
            }
        }
    }

    /// Whether a row contains something other than text in the position of a name or a level.
    pub(super) fn opaque(&mut self, columns: &Columns, line: &Line) -> bool {
        let mut used: Vec<usize> = columns.used().collect();
        used.sort_unstable();
        used.dedup();
        let cells = used.iter().filter_map(|at| line.cells.get(*at));
        let mut found = false;
        for cell in cells.filter(|cell| cell.opaque) {
            found = true;
            let text = shortened(&cell.text, 40);
            let marked = marked(&cell.text).map(|(what, said)| (what, shortened(said, 40)));
            let (message, help) = match marked {
                _ if cell.text.starts_with('=') => (
                    format!("the formula `{text}` has no value"),
                    "open the workbook in a spreadsheet program and save it, so that the value is calculated",
                ),
                Some(("s", said)) => (
                    format!("`{said}` is crossed out, and cannot be read"),
                    "enter the correct value and delete the crossed-out text",
                ),
                Some(("style", said)) => (
                    format!("a style sheet of the page may hide `{said}`"),
                    "copy the table without its styles, or write it as CSV",
                ),
                Some((what, said)) => (
                    format!("this cell contains `<{what}>` and `{said}`, which cannot be read"),
                    "write the level or the name as text",
                ),
                None if cell.text.starts_with('<') => (
                    format!("this cell contains `{text}` but no text, which cannot be read"),
                    "write the level or the name as text",
                ),
                None => (
                    format!("`{text}` is hidden under merged cells"),
                    "split the cells, and write each value in its cell",
                ),
            };
            self.problem(cell.span, "not text", message, help);
        }
        found
    }

    /// Whether a line with one filled cell is a row with another separator than its table.
    pub(super) fn other_separator(&mut self, columns: &Columns, at: usize, cell: &Cell) -> bool {
        let needed = columns.used().max().map_or(0, |at| at + 1);
        let names = columns.modules.iter().chain(&columns.functions);
        let row = |separator: &&'static str| {
            let parts = cell.text.split(*separator);
            parts.clone().count() >= needed && parts.skip(1).any(cell_value::states)
        };
        let Some(separator) = [";", ",", "\t", "|"].into_iter().find(row) else {
            return false;
        };
        if !names.clone().any(|name| *name == at) {
            return false;
        }
        let message = format!(
            "this line is one cell, and looks like a row with `{}` between its cells",
            shortened(separator, 2)
        );
        let help = "use the same separator as the headings";
        self.problem(cell.span, "one cell", message, help);
        true
    }
}
