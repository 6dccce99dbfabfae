//! Tables: the columns are found first, then each row is read.

mod cells;
mod columns;
mod condition;
mod forms;
mod levels;
mod row;

use columns::{Column, columns, competing, is_head, joined, operations, whole};

use forms::{spelled, spelled_cells, split, turned, without_ditto};

use super::page::Cell;
use super::words::{self, Grade};
use super::{Reader, Scope};
use crate::model::normalize;

/// Reads a table.
#[expect(
    clippy::too_many_lines,
    reason = "one list of cases, read from the top"
)]
pub(super) fn read(
    reader: &mut Reader,
    rows: &[Vec<Cell>],
    scope: &Scope,
    start: usize,
    places: &[usize],
) {
    let texts = rows.iter().flatten().flatten();
    let paths = texts.filter(|text| text.starts_with('/')).count();
    if rows.len() > 1 && paths * 3 >= rows.len() && !names_functions(rows) {
        reader.unread(start, "a table of requests; levels are not taken from it");
        return;
    }
    let letters = |place: &str| {
        let guess = format!("line {start}: the letters in the {place} are read as operations");
        (None, None, guess)
    };
    if let Some(spelled) = spelled(rows) {
        reader.out.guesses.push(letters("headings"));
        return read(reader, &spelled, scope, start, places);
    }
    if let Some(spelled) = spelled_cells(rows) {
        reader.out.guesses.push(letters("cells"));
        return read(reader, &spelled, scope, start, places);
    }
    if let Some(split) = split(rows) {
        return read(reader, &split, scope, start, places);
    }
    if let Some(turned) = turned(rows) {
        return read(reader, &turned, scope, start, &[]);
    }
    let (filled, above) = without_ditto(rows);
    let rows = &*filled;
    let line = start;
    let heads: Vec<bool> = rows.iter().map(|row| is_head(row)).collect();
    let body: Vec<&Vec<Cell>> = rows
        .iter()
        .zip(&heads)
        .filter(|(row, head)| !**head && row.iter().filter(|cell| !cell.is_empty()).count() > 1)
        .map(|(row, _)| row)
        .collect();
    let ticks = rows.iter().flatten().any(|cell| {
        matches!(words::grade(&joined(cell)), Some(Grade::Ticked))
            && !joined(cell).eq_ignore_ascii_case("x")
    });
    // A heading of two rows names the operations in the second.
    let titles = rows.iter().zip(&heads).filter(|(_, head)| **head);
    let first = titles.map(|(row, _)| row).reduce(|one, other| {
        if operations(other) > operations(one) {
            other
        } else {
            one
        }
    });
    // Headings in a separate table.
    let width = rows.iter().map(Vec::len).max();
    let apart = reader.head.take().filter(|head| Some(head.len()) == width);
    let first = first.cloned().or(apart);
    if body.is_empty() && rows.len() == 1 {
        reader.head.clone_from(&first);
    }
    let mut kinds = columns(first.as_deref(), &body);
    if !kinds.iter().any(|kind| {
        matches!(
            kind,
            Column::Operation(_) | Column::At(_) | Column::Grants | Column::Verbs | Column::Lines
        )
    }) {
        if let (Some(function), Some(purpose)) = (
            kinds.iter().position(|kind| *kind == Column::Function),
            kinds.iter().position(|kind| *kind == Column::Purpose),
        ) && first.is_some()
        {
            // A second table that gives the reasons.
            for row in &body {
                let name = row.get(function).map(joined).unwrap_or_default();
                let reason = row.get(purpose).map(joined).unwrap_or_default();
                for mut named in Reader::names(&name, scope.module.as_deref(), false) {
                    named.guess = None;
                    reader.reasons.insert(named, reason.clone());
                }
            }
            return;
        }
        // Without headings: names and four levels, in the order of the screen.
        let names = match kinds.as_slice() {
            [Column::Module, Column::Function, ..] => 2,
            _ => 1,
        };
        let four = |row: &[Cell], fits: fn(&Cell) -> bool| {
            row.len() >= names + 4 && row.iter().skip(names).take(4).all(fits)
        };
        let levels = body.iter().filter(|row| four(row, is_level)).count();
        let fits = !body.is_empty()
            && levels * 2 >= body.len()
            && kinds.get(names - 1) == Some(&Column::Function);
        // A first row of words is a heading that was not understood.
        let is_word = |cell: &Cell| !cell.is_empty() && !is_level(cell);
        if fits && rows.first().is_some_and(|row| four(row, is_word)) {
            for (at, row) in rows.iter().enumerate() {
                reader.unread(places.get(at).copied().unwrap_or(start), &whole(row));
            }
            return;
        }
        if fits {
            for (kind, operation) in kinds.iter_mut().skip(names).zip(reader.order.clone()) {
                *kind = Column::Operation(operation);
            }
            let order = reader.order.iter().map(|operation| operation.title());
            let order = order.collect::<Vec<_>>().join(", ");
            reader.doubt = Some(format!(
                "line {line}: the table has no headings; its levels are read in the order {order}"
            ));
        } else {
            for (at, row) in rows.iter().enumerate() {
                let line = places.get(at).copied().unwrap_or(start);
                for text in row.iter().flatten() {
                    reader.line(text, scope, line, true);
                }
            }
            return;
        }
    }
    let doubt = reader.doubt.clone();
    if let Some(kind) = competing(&kinds) {
        let what = match kind {
            Column::Operation(operation) => operation.title(),
            _ => "the levels",
        };
        reader.doubt = Some(format!(
            "line {line}: the table has several columns for {what}; the highest level is taken"
        ));
    }
    let mut scope = scope.clone();
    let outside = scope.condition.clone();
    let mut sections = false;
    for (at, row) in rows.iter().enumerate() {
        let line = places.get(at).copied().unwrap_or(start);
        if heads.get(at) == Some(&true) {
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
                sections = true;
                // `Finance *`
                let note = super::notes::mark(&text).and_then(|mark| reader.notes.get(mark));
                let note = note.filter(|note| words::conditional(note) || words::setup(note));
                scope.condition = note.map(str::to_owned).or_else(|| outside.clone());
            } else if sections && is_title(only) {
                // A module that the catalog does not know; its functions are guesses.
                scope.module = Some(text);
            } else if words::conditional(&text) {
                scope.condition = Some(text);
            } else {
                reader.line(&text, &scope, line, true);
            }
            continue;
        }
        let known = reader.doubt.clone();
        if above.contains(&at) {
            let doubt = format!("line {line}: `ditto` is read as the row above");
            reader.doubt = Some(doubt);
        }
        row::row(reader, row, &kinds, &mut scope, line, ticks);
        reader.doubt = known;
    }
    reader.doubt = doubt;
}

/// Whether a cell is a level.
fn is_level(cell: &Cell) -> bool {
    words::grade(&joined(cell)).is_some()
}

/// Whether a column holds the names of functions, and another one their levels.
fn names_functions(rows: &[Vec<Cell>]) -> bool {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let levels = rows.iter().filter(|row| {
        row.iter().any(|cell| {
            let found = super::clause::grants(&joined(cell));
            !super::clause::vague(&found.list)
        })
    });
    levels.count() * 2 >= rows.len()
        && (0..width).any(|at| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            let named = cells.filter(|cell| !words::functions(&joined(cell), None).is_empty());
            named.count() * 2 >= rows.len()
        })
}

/// Whether a cell across the table is a name like those of the modules above it.
fn is_title(cell: &Cell) -> bool {
    let text = joined(cell);
    cell.len() == 1
        && text.split(' ').count() <= 4
        && text.starts_with(char::is_uppercase)
        && text
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '/' | '&'))
        // `Configuration` is no function, although it is close to one.
        && words::functions(&text, None)
            .iter()
            .all(|id| normalize(id.get().name) != normalize(&text))
        && !words::conditional(&text)
        && words::grade(&text).is_none()
        && super::clause::grants(&text).list.is_empty()
}
