//! The name of the role, if a column of the table has it.

use super::Reader;
use crate::model::{Document, Problem, normalize, shortened};
use crate::role::cell_value;
use crate::role::grid::Line;
use crate::role::header::Columns;

impl Reader<'_> {
    /// The names of roles in a row; two names are two roles, and an error.
    pub(super) fn roles(&mut self, columns: &Columns, line: &Line) {
        for at in &columns.roles {
            let Some(cell) = line.cells.get(*at).filter(|cell| !cell.is_blank()) else {
                continue;
            };
            let name = cell_value::without_marks(&cell.text).0;
            match self.role.get(at) {
                Some((known, _)) if normalize(known) == normalize(name) => {}
                Some((known, place)) => {
                    let message = format!(
                        "the file contains two roles: `{}` and `{}`",
                        shortened(known, 40),
                        shortened(name, 40)
                    );
                    let first = *place;
                    let problem = Problem::at(
                        Document::Role,
                        self.source,
                        cell.span,
                        "another role",
                        message,
                    )
                    .and_at(Document::Role, first, "the first")
                    .with_help("save each role in a separate file");
                    if self.reported.insert((*at, true)) {
                        self.problems.push(problem);
                    }
                }
                None => {
                    let digits = name.bytes().all(|byte| byte.is_ascii_digit());
                    match &self.out.name {
                        None if !digits => self.out.name = Some(name.to_owned()),
                        Some(known) if !digits && normalize(known) != normalize(name) => {
                            let message = format!(
                                "the file contains two roles: `{}` and `{}`",
                                shortened(known, 40),
                                shortened(name, 40)
                            );
                            self.problem(
                                cell.span,
                                "another role",
                                message,
                                "save each role in a separate file",
                            );
                        }
                        _ => {}
                    }
                    self.role.insert(*at, (name.to_owned(), cell.span));
                }
            }
        }
    }
}
