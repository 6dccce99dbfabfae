//! Tables: the columns are found first, then each row is read.

mod columns;
mod row;

use columns::{Column, columns, is_head, joined};

use super::page::Cell;
use super::words::{self, Grade};
use super::{Reader, Scope};
use crate::model::Operation;

/// Reads a table.
pub(super) fn read(reader: &mut Reader, rows: &[Vec<Cell>], scope: &Scope, line: usize) {
    if rows
        .iter()
        .flatten()
        .flatten()
        .filter(|text| text.starts_with('/') && text.contains('/'))
        .count()
        * 3
        >= rows.len()
        && rows.len() > 1
    {
        reader.unread(line, "a table of requests; levels are not taken from it");
        return;
    }
    let body: Vec<&Vec<Cell>> = rows.iter().filter(|row| !is_head(row)).collect();
    let ticks = rows.iter().flatten().any(|cell| {
        matches!(words::grade(&joined(cell)), Some(Grade::Ticked))
            && !joined(cell).eq_ignore_ascii_case("x")
    });
    let first = rows.iter().find(|row| is_head(row));
    let mut kinds = columns(first.map(Vec::as_slice), &body);
    if !kinds.iter().any(|kind| {
        matches!(
            kind,
            Column::Operation(_) | Column::Grants | Column::Verbs | Column::Lines
        )
    }) {
        // Without headings: a name and four levels, in the order of the screen.
        let levels = |row: &&&Vec<Cell>| {
            row.len() >= 5
                && row
                    .iter()
                    .skip(1)
                    .take(4)
                    .all(|cell| words::grade(&joined(cell)).is_some())
        };
        if !body.is_empty()
            && body.iter().filter(levels).count() * 2 >= body.len()
            && kinds.first() == Some(&Column::Function)
        {
            for (kind, operation) in kinds.iter_mut().skip(1).zip(Operation::ALL) {
                *kind = Column::Operation(operation);
            }
            reader.guess(None, format!("line {line}: the table has no headings; its levels are read in the order Add, Edit, Delete, Inquire"));
        } else {
            for row in rows {
                for text in row.iter().flatten() {
                    reader.line(text, scope, line, true);
                }
            }
            return;
        }
    }
    let mut scope = scope.clone();
    for row in rows {
        if is_head(row) {
            kinds = columns(Some(row), &body);
            if let Some(module) = row.iter().find_map(|cell| words::module(&joined(cell))) {
                scope.module = Some(module.to_owned());
            }
            continue;
        }
        let filled: Vec<&Cell> = row.iter().filter(|cell| !cell.is_empty()).collect();
        if let [only] = filled.as_slice() {
            let text = joined(only);
            if let Some(module) = words::module(&text) {
                scope.module = Some(module.to_owned());
            } else if words::conditional(&text) {
                scope.condition = Some(text);
            } else {
                reader.line(&text, &scope, line, true);
            }
            continue;
        }
        row::row(reader, row, &kinds, &mut scope, line, ticks);
    }
}
