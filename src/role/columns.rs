//! Columns other than names and levels that mark an administrator role, and cells that the row
//! reader would misinterpret.

use std::sync::Arc;

use super::grid::{Grid, Line};
use super::header::{self, Columns};
use super::options::NAME;
use super::options::PROBLEMS;
use super::{json, names, problem};
use crate::model::{Problem, SourceText, Span, shortened};

/// Checks the rows of tables before they are read.
///
/// # Errors
///
/// An unreadable mark of an administrator role, a row of the API without a module, and an overlong
/// name.
pub(super) fn check(
    source: &Arc<SourceText>,
    grids: &[Grid],
) -> Result<Option<(bool, Span)>, Vec<Problem>> {
    let mut reader = Reader {
        source,
        admin: None,
        problems: Vec::new(),
    };
    for grid in grids {
        let mut columns: Option<Columns> = None;
        for line in &grid.lines {
            if let Some(found) = header::recognize(line) {
                columns = found.ok().or(columns);
            } else if let Some(columns) = &columns {
                reader.row(columns, line);
            }
            if reader.problems.len() > PROBLEMS {
                return Err(reader.problems);
            }
        }
    }
    if reader.problems.is_empty() {
        Ok(reader.admin)
    } else {
        Err(reader.problems)
    }
}

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    admin: Option<(bool, Span)>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, span: Span, label: &str, message: String, help: &str) {
        let problem = problem::at(self.source, span, label, message, help);
        self.problems.push(problem);
    }

    fn row(&mut self, columns: &Columns, line: &Line) {
        let flags = columns.unread.iter();
        for (at, _) in flags.filter(|(_, heading)| json::is_admin_flag(heading)) {
            let Some(cell) = line.cells.get(*at).filter(|cell| !cell.is_blank()) else {
                continue;
            };
            match cell.text.trim().to_lowercase().as_str() {
                "true" | "yes" | "1" => self.admin = Some((true, cell.span)),
                "false" | "no" | "0" | "null" => {
                    self.admin.get_or_insert((false, cell.span));
                }
                other => {
                    let message = format!(
                        "`{}` does not say whether this is an administrator's role: expected true \
                         or false",
                        shortened(other, 40)
                    );
                    let help = "write true or false: the role of an administrator grants \
                                everything, whatever its rows say";
                    self.problem(cell.span, "neither true nor false", message, help);
                }
            }
        }
        let used = columns.modules.iter().chain(&columns.functions);
        for cell in used.filter_map(|at| line.cells.get(*at)) {
            if cell.text.chars().nth(NAME).is_some() {
                let start = Span::new(cell.span.start, cell.span.start);
                self.problems.push(names::too_long(self.source, start));
            }
        }
        self.module(columns, line);
    }

    /// Programs write the module on every row. A row without it does not inherit the module above.
    fn module(&mut self, columns: &Columns, line: &Line) {
        let blank = |at: &usize| line.text(*at).is_empty();
        if !columns.api || columns.modules.is_empty() || !columns.modules.iter().all(blank) {
            return;
        }
        let mut functions = columns.functions.iter();
        let Some(at) = functions.find(|at| !blank(at)) else {
            return;
        };
        let level = |(filled, _): (usize, _)| {
            !columns.functions.contains(&filled) && columns.used().any(|used| used == filled)
        };
        if !line.filled().any(level) {
            return;
        }
        let name = line.text(*at);
        let message = format!(
            "the row of `{}` names no module, unlike every other row of this export",
            shortened(name, 60)
        );
        let help = "export the settings again, or write the module into the row";
        self.problem(line.span(), "which module?", message, help);
    }
}
