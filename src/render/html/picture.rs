//! A small picture of the whole role: a block per module, a column per function, a row per operation.

use std::fmt::Write as _;

use super::super::words;
use super::view::{Mark, Module, RoleView};
use crate::model::Operation;

/// The size of a cell: larger roles have smaller ones.
pub(super) fn side(view: &RoleView<'_>) -> usize {
    let functions: usize = view.modules.iter().map(|module| module.rows.len()).sum();
    match functions {
        0..=110 => 10,
        111..=250 => 8,
        _ => 6,
    }
}

/// A text description of a block.
pub(super) fn describe(module: &Module<'_>) -> String {
    let mut parts = vec![words::count(module.rows.len(), "function")];
    for mark in Mark::ALL {
        let number = module.count(mark);
        if number > 0 && mark != Mark::NotUsed {
            parts.push(format!("{number} {}", mark.word()));
        }
    }
    parts.join(", ")
}

/// The cells of a module: those of a kind are one path, with its style. Problems have distinct shapes: a triangle that points in the
/// direction of the change, a ring for cells that cannot be checked. The others are dashes.
pub(super) fn paths(module: &Module<'_>) -> Vec<(&'static str, String)> {
    let mut paths = Vec::new();
    for mark in Mark::ALL {
        let mut path = String::new();
        for (line, operation) in Operation::ALL.into_iter().enumerate() {
            let mut run: Option<(usize, usize)> = None;
            for (column, row) in module.rows.iter().enumerate() {
                let is = row
                    .cells
                    .get(operation)
                    .is_some_and(|cell| cell.mark == mark);
                if !is {
                    continue;
                }
                if let Some(shape) = shape(mark) {
                    let _ = write!(path, "M{column} {line}{shape}");
                    continue;
                }
                run = match run {
                    Some((start, end)) if end == column => Some((start, column + 1)),
                    ended => {
                        dash(&mut path, ended, line);
                        Some((column, column + 1))
                    }
                };
            }
            dash(&mut path, run, line);
        }
        if !path.is_empty() {
            paths.push((mark.class(), path));
        }
    }
    paths
}

fn dash(path: &mut String, run: Option<(usize, usize)>, line: usize) {
    if let Some((start, end)) = run {
        let _ = write!(path, "M{start} {line}.5h{}", end - start);
    }
}

/// The outline of a cell, from its upper left corner.
const fn shape(mark: Mark) -> Option<&'static str> {
    match mark {
        Mark::Missing | Mark::WaivedMissing => Some("m.5 .06l.46 .86h-.92z"),
        Mark::Excess | Mark::WaivedExcess => Some("m.04 .08h.92l-.46 .86z"),
        Mark::Unverifiable => Some("m.2 .2h.6v.6h-.6z"),
        Mark::Satisfied | Mark::Ignored | Mark::NotUsed => None,
    }
}
