//! A small picture of the whole role: a column per function, a row per operation.

use std::fmt::Write as _;

use super::super::words;
use super::view::{Mark, Module, RoleView};
use crate::model::Operation;
use crate::page::escape;

/// What the signs of the picture mean.
const LEGEND: &str = "</ul>\n<figcaption>One column per function; rows from the top: Add, Edit, Delete, \
    Inquire. <b class=\"m\">▲</b> missing, <b class=\"e\">▼</b> excess, <b class=\"s\">■</b> \
    satisfied, · not used.</figcaption>\n";

/// The picture: one block per module, which links to it; the script links to the function.
pub(super) fn whole(out: &mut String, view: &RoleView<'_>) {
    if view.modules.is_empty() {
        return;
    }
    let functions: usize = view.modules.iter().map(|module| module.rows.len()).sum();
    let side = match functions {
        0..=110 => 10,
        111..=250 => 8,
        _ => 6,
    };
    let _ = write!(
        out,
        "<figure class=\"picture\" aria-label=\"The whole role: a block for each module, functions across, \
         Add, Edit, Delete and Inquire down\">\n<ul>\n"
    );
    for module in &view.modules {
        let _ = write!(out, "<li><a href=\"#{}\">", module.id);
        block(out, module, side);
        let _ = writeln!(
            out,
            "<span>{}</span><span class=\"h\">: {}</span></a></li>",
            escape(module.title()),
            describe(module)
        );
    }
    out.push_str(LEGEND);
    out.push_str("<p class=\"over\" aria-hidden=\"true\"></p>\n</figure>\n");
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

/// Cells of a kind are one path. Problems have distinct shapes: a triangle that points in the
/// direction of the change, a ring for cells that cannot be checked. The others are dashes.
fn block(out: &mut String, module: &Module<'_>, side: usize) {
    let width = module.rows.len();
    let _ = write!(
        out,
        "<svg viewBox=\"0 0 {width} 4\" width=\"{}\" height=\"{}\" aria-hidden=\"true\" preserveAspectRatio=\"none\">",
        width * side,
        4 * side
    );
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
            let _ = write!(out, "<path class=\"{}\" d=\"{path}\"/>", mark.class());
        }
    }
    out.push_str("</svg>");
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
