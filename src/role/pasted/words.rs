//! The words of one line of pasted text: headings, names and levels, with their places.

use crate::catalog;
use crate::model::{Operation, Span};
use crate::role::cell_value::{self, CellValue};
use crate::role::grid::Cell;

/// What one line or one cell of the text is.
#[derive(Clone, Debug)]
pub(super) enum Word {
    /// Operations of a heading, in their order.
    Heading(Vec<(Operation, Span)>),
    /// A name, or text that is not understood.
    Name(Cell),
    /// A level, a tick, or a sign for none.
    Level(Cell),
}

/// Levels that may be glued to a name and to each other.
const LEVELS: [&str; 12] = [
    "None", "All", "Mine", "My", "N/A", "✓", "✔", "✗", "✘", "☑", "☐", "✅",
];

/// Headings of the columns with names.
const NAMES: [&str; 7] = [
    "Security Module",
    "Module",
    "Module Function",
    "Function",
    "Functions",
    "Permission",
    "Name",
];

/// A part of a line as a cell, without the blanks around it.
pub(super) fn cell(text: &str, start: usize) -> Cell {
    let left = start + (text.len() - text.trim_start().len());
    let text = text.trim();
    Cell::new(text, Span::new(left, left + text.len()))
}

/// Whether a text is the heading of a column with names.
pub(super) fn is_name_heading(text: &str) -> bool {
    NAMES
        .iter()
        .any(|name| name.eq_ignore_ascii_case(text.trim()))
}

/// Whether a whole text is a level.
pub(super) fn is_level(text: &str) -> bool {
    !text.trim().is_empty()
        && matches!(
            cell_value::read(cell_value::without_marks(text).0),
            CellValue::Level(_)
                | CellValue::Mine
                | CellValue::Tick(_)
                | CellValue::NotApplicable
                | CellValue::Blank
        )
}

/// Whether the catalog knows a function of this name in any module.
pub(super) fn is_function(text: &str) -> bool {
    !catalog::without_module(plain_name(text)).is_empty()
}

/// A name without footnote marks and without the link that opens a Customize list.
pub(super) fn plain_name(text: &str) -> &str {
    let (name, _) = cell_value::without_marks(text);
    for link in ["(customize)", "(Customize)", "[Customize]"] {
        if let Some(rest) = name.strip_suffix(link) {
            return rest.trim_end();
        }
    }
    name
}

/// The words of a line that has no tabs.
pub(super) fn words(line: &str, start: usize) -> Vec<Word> {
    if is_level(line) {
        return vec![Word::Level(cell(line, start))];
    }
    if let Some(found) = heading(line, start) {
        return found;
    }
    // A name that ends like a level is a name.
    if is_function(line) {
        return vec![Word::Name(cell(line, start))];
    }
    glued(line, start)
}

/// Takes operations from the end of a line: `AddEditDeleteInquire`, `Add Level, Edit Level`.
fn heading(line: &str, start: usize) -> Option<Vec<Word>> {
    let separators = |c: char| c.is_whitespace() || matches!(c, '/' | ',' | '|' | '-' | ':');
    let mut rest = line.trim_end();
    let mut found: Vec<(Operation, Span)> = Vec::new();
    loop {
        let shorter = rest.trim_end_matches(separators);
        let shorter = ["Levels", "Level", "level"]
            .iter()
            .find_map(|word| shorter.strip_suffix(word))
            .map_or(shorter, |shorter| shorter.trim_end_matches(separators));
        let Some((operation, left)) = Operation::ALL.into_iter().find_map(|operation| {
            shorter
                .strip_suffix(operation.title())
                .map(|left| (operation, left))
        }) else {
            break;
        };
        let at = start + left.len();
        found.push((operation, Span::new(at, at + operation.title().len())));
        rest = left;
    }
    if found.is_empty() {
        return None;
    }
    found.reverse();
    let before = rest.trim_matches(separators);
    let mut out = Vec::new();
    if !before.is_empty() && !names_only(before) {
        // `Companies Add Edit Delete Inquire`, or a sentence that gives the order of all four.
        if catalog::module(before).is_some() && found.len() > 1 {
            out.push(Word::Name(cell(rest, start)));
        } else if !(found.len() == Operation::ALL.len() && distinct(&found)) {
            return None;
        }
    }
    out.push(Word::Heading(found));
    Some(out)
}

/// Whether every operation occurs once.
pub(super) fn distinct(found: &[(Operation, Span)]) -> bool {
    let mut operations: Vec<Operation> = found.iter().map(|(operation, _)| *operation).collect();
    operations.sort_unstable();
    operations.dedup();
    operations.len() == found.len()
}

/// Whether a text is nothing but headings of columns with names, such as `ModuleFunction`.
fn names_only(text: &str) -> bool {
    let mut rest = text.trim();
    while !rest.is_empty() {
        let Some(shorter) = NAMES.iter().rev().find_map(|name| rest.strip_prefix(name)) else {
            return false;
        };
        rest = shorter.trim_start();
    }
    true
}

/// Takes up to four levels from the end of a line; what is before them is a name.
fn glued(line: &str, start: usize) -> Vec<Word> {
    let mut rest = line.trim_end();
    let mut levels: Vec<Cell> = Vec::new();
    while levels.len() < Operation::ALL.len() {
        let Some((level, left)) = LEVELS
            .iter()
            .find_map(|level| rest.strip_suffix(level).map(|left| (*level, left)))
        else {
            break;
        };
        levels.push(cell(level, start + left.len()));
        rest = left.trim_end();
    }
    let name = rest.trim();
    // One level at the end of a text may be a part of a sentence.
    if levels.len() < 2 && !(levels.len() == 1 && is_function(name)) {
        return vec![Word::Name(cell(line, start))];
    }
    levels.reverse();
    let name = (!name.is_empty()).then(|| Word::Name(cell(rest, start)));
    name.into_iter()
        .chain(levels.into_iter().map(Word::Level))
        .collect()
}
