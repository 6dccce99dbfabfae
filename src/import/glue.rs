//! Levels that lost the blanks around them, such as `ContactsAllAllNoneAll`.

use super::words::{self, Grade};
use crate::model::Operation;

/// The operations of a heading such as `AddEditDeleteInquire`.
pub(super) fn glued_heading(text: &str) -> Option<Vec<Operation>> {
    let mut rest = text.trim();
    let mut out = Vec::new();
    'more: while !rest.is_empty() {
        for operation in Operation::ALL {
            if let Some(shorter) = rest.strip_prefix(operation.title()) {
                rest = shorter
                    .trim_start()
                    .trim_start_matches("Level")
                    .trim_start();
                out.push(operation);
                continue 'more;
            }
        }
        return None;
    }
    (out.len() > 1).then_some(out)
}

/// Puts blanks between levels that were glued to a name, in the order of the screen.
pub(super) fn unglue(text: &str, order: &[Operation]) -> String {
    let mut rest = text.trim_end();
    let mut levels: Vec<&str> = Vec::new();
    'more: loop {
        for word in ["None", "All", "My"] {
            if let Some(shorter) = rest.strip_suffix(word) {
                levels.push(word);
                rest = shorter.trim_end();
                continue 'more;
            }
        }
        break;
    }
    if levels.len() != order.len() || levels.len() < 2 {
        return text.to_owned();
    }
    levels.reverse();
    let glued: Vec<String> = order
        .iter()
        .zip(levels)
        .map(|(operation, level)| format!("{} {level}", operation.title()))
        .collect();
    format!("{rest} {}", glued.join(", "))
}

/// The order of a sentence such as `Levels are in the order Add / Edit / Delete / Inquire`.
pub(super) fn stated_order(text: &str) -> Option<Vec<Operation>> {
    if text.len() > 200 {
        return None;
    }
    let low = text.to_lowercase();
    if ![
        "order",
        "format",
        "sequence",
        "listed as",
        "shown as",
        "written as",
    ]
    .iter()
    .any(|word| low.contains(word))
    {
        return None;
    }
    let found: Vec<Operation> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .filter_map(|word| words::operation(word).filter(|_| word.starts_with(char::is_uppercase)))
        .collect();
    let mut unique = found.clone();
    unique.sort();
    unique.dedup();
    (found.len() == 4 && unique.len() == 4).then_some(found)
}

/// Levels that name no operation, such as `None / None / None / All`.
pub(super) fn bare_levels(text: &str) -> Option<Vec<Grade>> {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ':' | '-' | '–')
    });
    if text.len() > 60 {
        return None;
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | '|' | ';' | '-' | '·'))
        .filter(|word| !word.is_empty())
        .collect();
    let grades: Vec<Grade> = words.iter().filter_map(|word| words::grade(word)).collect();
    (grades.len() == 4 && words.len() == 4).then_some(grades)
}
