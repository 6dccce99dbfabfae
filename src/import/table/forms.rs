//! Tables in other forms, as tables with one function per row and one operation per column.

use std::borrow::Cow;

use super::columns::joined;
use crate::import::page::Cell;
use crate::import::{glue, words};

/// A table with its headings in full, where they are letters such as A, E, D and I.
pub(super) fn spelled(rows: &[Vec<Cell>]) -> Option<Vec<Vec<Cell>>> {
    let word = |cell: &Cell, crud| glue::letter(joined(cell).parse().ok()?, crud);
    let count =
        |row: &Vec<Cell>, crud| row.iter().filter(|cell| word(cell, crud).is_some()).count();
    let head = rows
        .iter()
        .take(3)
        .position(|row| count(row, false).max(count(row, true)) >= 3)?;
    let crud = rows
        .get(head)
        .is_some_and(|row| count(row, true) > count(row, false));
    let mut out = rows.to_vec();
    for cell in out.get_mut(head).into_iter().flatten() {
        if let Some(word) = word(cell, crud) {
            *cell = vec![word.title().to_owned()];
        }
    }
    Some(out)
}

/// A table with one column for each operation, where a heading has several: `Add / Edit`.
pub(super) fn split(rows: &[Vec<Cell>]) -> Option<Vec<Vec<Cell>>> {
    let operations = |cell: &Cell| -> Vec<String> {
        let text = joined(cell)
            .replace(" and ", "/")
            .replace(['&', ',', '+'], "/");
        let parts: Vec<&str> = text.split('/').map(str::trim).collect();
        let known = |part: &&str| words::column(part).is_some();
        if parts.len() > 1 && parts.iter().all(known) {
            parts.into_iter().map(str::to_owned).collect()
        } else {
            Vec::new()
        }
    };
    let (head, body) = rows.split_first()?;
    // The cells below have levels, and not operations as the cells of a row would.
    let has_levels = |column: usize| {
        let mut cells = body.iter().filter_map(|row| row.get(column)).map(joined);
        cells.any(|text| text.split('/').all(|level| words::grade(level).is_some()))
    };
    let titles = head.iter().enumerate().map(|(column, cell)| {
        let found = operations(cell);
        if has_levels(column) {
            found
        } else {
            Vec::new()
        }
    });
    let titles: Vec<Vec<String>> = titles.collect();
    if titles.iter().all(Vec::is_empty) {
        return None;
    }
    let mut out = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut cells = Vec::new();
        for (column, cell) in row.iter().enumerate() {
            let titles = titles.get(column).map_or(&[][..], Vec::as_slice);
            let text = joined(cell);
            let levels: Vec<&str> = text.split('/').map(str::trim).collect();
            let each = levels.len() == titles.len()
                && levels.iter().all(|level| words::grade(level).is_some());
            match titles {
                [] => cells.push(cell.clone()),
                titles if at == 0 => cells.extend(titles.iter().map(|title| vec![title.clone()])),
                _ if each => cells.extend(levels.into_iter().map(|level| vec![level.to_owned()])),
                titles => cells.extend(titles.iter().map(|_| cell.clone())),
            }
        }
        out.push(cells);
    }
    Some(out)
}

/// A table with the operations in full, where its cells are letters such as `CRU`.
pub(super) fn spelled_cells(rows: &[Vec<Cell>]) -> Option<Vec<Vec<Cell>>> {
    let width = rows.iter().map(Vec::len).max()?;
    let column = (0..width).find(|at| {
        let cells = rows.iter().skip(1).filter_map(|row| row.get(*at));
        let texts: Vec<String> = cells.filter(|cell| !cell.is_empty()).map(joined).collect();
        texts.len() > 1
            && texts.iter().all(|text| glue::letters(text).is_some())
            && texts
                .iter()
                .any(|text| glue::letters(text).is_some_and(|list| list.len() > 1))
    })?;
    let mut out = rows.to_vec();
    for cell in out.iter_mut().skip(1).filter_map(|row| row.get_mut(column)) {
        let found = glue::letters(&joined(cell)).unwrap_or_default();
        let words: Vec<&str> = found.iter().map(|operation| operation.title()).collect();
        if !words.is_empty() {
            *cell = vec![words.join(", ")];
        }
    }
    Some(out)
}

/// A table whose columns are functions and whose rows are operations, turned by a quarter.
pub(super) fn turned(rows: &[Vec<Cell>]) -> Option<Vec<Vec<Cell>>> {
    let operations = rows
        .iter()
        .filter(|row| {
            row.first()
                .is_some_and(|cell| words::column(&joined(cell)).is_some())
        })
        .count();
    if operations < 2 {
        return None;
    }
    let head = rows.iter().find(|row| {
        row.iter()
            .skip(1)
            .filter(|cell| !words::functions(&joined(cell), None).is_empty())
            .count()
            * 2
            > row.len().saturating_sub(1)
    })?;
    if head.len() < 2 {
        return None;
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    Some(
        (0..width)
            .map(|at| {
                rows.iter()
                    .map(|row| row.get(at).cloned().unwrap_or_default())
                    .collect()
            })
            .collect(),
    )
}

/// The table with the cells that `ditto` repeats, and the rows with such cells; without such
/// cells, the table as it is.
pub(super) fn without_ditto(rows: &[Vec<Cell>]) -> (Cow<'_, [Vec<Cell>]>, Vec<usize>) {
    let is_ditto = |cell: &Cell| matches!(cell.as_slice(), [only] if words::ditto(only));
    let mut out = Cow::Borrowed(rows);
    let mut changed = Vec::new();
    for (at, row) in rows.iter().enumerate().skip(1) {
        for column in (0..row.len()).filter(|column| row.get(*column).is_some_and(is_ditto)) {
            let above = out.get(at - 1).and_then(|above| above.get(column)).cloned();
            let Some(meant) = above else { continue };
            if let Some(cell) = out.to_mut().get_mut(at).and_then(|row| row.get_mut(column)) {
                *cell = meant;
            }
            if changed.last() != Some(&at) {
                changed.push(at);
            }
        }
    }
    (out, changed)
}
