//! The name of the role, if a column of the table has it.

use std::sync::Arc;

use super::Reader;
use crate::model::{Document, Problem, SourceText, Span, normalize, shortened};
use crate::role::grid::Line;
use crate::role::header::Columns;
use crate::role::{cell_value, problem};

impl Reader<'_> {
    /// The names of roles in a row; two names are two roles, and an error.
    pub(super) fn roles(&mut self, columns: &Columns, line: &Line) {
        for at in &columns.roles {
            let Some(cell) = line.cells.get(*at).filter(|cell| !cell.is_blank()) else {
                continue;
            };
            let name = cell_value::without_marks(&cell.text).0;
            let other = |known: &str| normalize(known) != normalize(name);
            if let Some((known, first)) = self.role.get(at) {
                if other(known) && self.reported.insert((*at, true)) {
                    let problem = two_roles(self.source, cell.span, known, name);
                    self.problems
                        .push(problem.and_at(Document::Role, *first, "the first"));
                }
                continue;
            }
            let digits = name.bytes().all(|byte| byte.is_ascii_digit());
            match &self.out.name {
                None if !digits => self.out.name = Some(name.to_owned()),
                Some(known) if !digits && other(known) => {
                    let problem = two_roles(self.source, cell.span, known, name);
                    self.problems.push(problem);
                }
                _ => {}
            }
            self.role.insert(*at, (name.to_owned(), cell.span));
        }
    }
}

fn two_roles(source: &Arc<SourceText>, place: Span, one: &str, other: &str) -> Problem {
    let message = format!(
        "the file contains two roles: `{}` and `{}`",
        shortened(one, 40),
        shortened(other, 40)
    );
    let help = "save each role in a separate file";
    problem::at(source, place, "another role", message, help)
}
