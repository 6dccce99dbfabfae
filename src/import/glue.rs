//! Levels that lost the blanks around them, such as `ContactsAllAllNoneAll`.

use std::collections::BTreeSet;

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

/// The line with operations in full, where it has letters with a colon: `[A: None] [I: All]`.
pub(super) fn spelled(text: &str) -> Option<String> {
    if !text.contains([':', '=']) {
        return None;
    }
    let place = |letter: &str| {
        text.match_indices(letter).map(|(at, _)| at).find(|at| {
            let before = text.get(..*at).and_then(|text| text.chars().last());
            let after = text.get(at + 1..).unwrap_or("").trim_start();
            before.is_none_or(|c| !c.is_alphanumeric()) && after.starts_with([':', '='])
        })
    };
    let mut found: Vec<(usize, Operation)> = Operation::ALL
        .into_iter()
        .filter_map(|operation| Some((place(operation.title().get(..1)?)?, operation)))
        .collect();
    if found.len() < 2 {
        return None;
    }
    found.sort_unstable_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut out = text.to_owned();
    for (at, operation) in found {
        out.replace_range(at..=at, operation.title());
    }
    Some(out)
}

/// The line with a colon after the name, where nothing is between it and levels such as
/// `Add: All Edit: My`.
pub(super) fn with_colon(text: &str) -> Option<String> {
    let level = |rest: &str| {
        let rest = rest.strip_prefix([':', '='])?.trim_start();
        let word = rest.split(|c: char| !c.is_alphanumeric()).next()?;
        words::grade(word)
    };
    let mut starts: Vec<usize> = Operation::ALL
        .into_iter()
        .flat_map(|operation| {
            let word = operation.title();
            let found = text.match_indices(word).map(|(at, _)| at);
            found
                .filter(|at| text.get(at + word.len()..).and_then(level).is_some())
                .collect::<Vec<_>>()
        })
        .collect();
    starts.sort_unstable();
    let (first, others) = starts.split_first()?;
    let name = text.get(..*first)?;
    if others.is_empty()
        || !name.trim_end().ends_with(char::is_alphanumeric)
        || !name.ends_with(' ')
    {
        return None;
    }
    let last = name.rsplit(['>', ':', '/']).next()?;
    (!words::functions(last, None).is_empty())
        .then(|| format!("{}: {}", name.trim_end(), text.get(*first..).unwrap_or("")))
}

/// The line with a colon instead of the dots or lines that lead from a name to its levels.
pub(super) fn without_leaders(text: &str) -> Option<String> {
    let start = ["....", "…………", "____", "----"]
        .iter()
        .filter_map(|leader| text.find(leader))
        .min()?;
    let rest = text.get(start..)?;
    let rest = rest.trim_start_matches(['.', '…', '_', '-', ' ']);
    let before = text.get(..start)?.trim_end();
    (!before.is_empty() && !rest.is_empty()).then(|| format!("{before}: {rest}"))
}

/// The operations of letters such as `CRU` or `A/E/I`.
pub(super) fn letters(text: &str) -> Option<Vec<Operation>> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let separated = |c: char| c.is_whitespace() || matches!(c, '/' | ',' | '+' | '&' | '-');
    if letters.is_empty()
        || letters.len() > 4
        || !text.chars().all(|c| c.is_ascii_uppercase() || separated(c))
    {
        return None;
    }
    let read =
        |crud| -> Option<Vec<Operation>> { letters.iter().map(|c| letter(*c, crud)).collect() };
    let found = read(false).or_else(|| read(true))?;
    differ(&found).then_some(found)
}

/// The operation of a letter: one of AEDI, or of CRUD.
pub(super) const fn letter(letter: char, crud: bool) -> Option<Operation> {
    match (letter, crud) {
        ('A', false) | ('C', true) => Some(Operation::Add),
        ('E', false) | ('U', true) => Some(Operation::Edit),
        ('D', _) => Some(Operation::Delete),
        ('I', false) | ('R', true) => Some(Operation::Inquire),
        _ => None,
    }
}

/// Whether no operation is named twice.
fn differ(operations: &[Operation]) -> bool {
    let unique: BTreeSet<&Operation> = operations.iter().collect();
    unique.len() == operations.len()
}

/// The levels as words.
const LEVELS: [&str; 3] = ["None", "All", "My"];

/// Puts blanks between levels that were glued to a name, in the order of the screen.
pub(super) fn unglue(text: &str, order: &[Operation]) -> String {
    let mut rest = text.trim_end();
    // A remark after the levels.
    let mut remark = "";
    if let Some(at) = rest.strip_suffix(')').and_then(|rest| rest.rfind('('))
        && rest.get(..at).is_some_and(|before| {
            let before = before.trim_end();
            LEVELS.iter().any(|word| before.ends_with(word))
        })
    {
        remark = rest.get(at..).unwrap_or("");
        rest = rest.get(..at).unwrap_or("").trim_end();
    }
    let mut levels: Vec<&str> = Vec::new();
    'more: loop {
        for word in LEVELS {
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
    format!("{rest} {} {remark}", glued.join(", "))
        .trim_end()
        .to_owned()
}

/// The order of a sentence such as `Levels are in the order Add / Edit / Delete / Inquire`.
pub(super) fn stated_order(text: &str) -> Option<Vec<Operation>> {
    if text.len() > 200 {
        return None;
    }
    let low = text.to_lowercase();
    let titled = words::begins(&low, &["levels:", "columns:", "legend:"]);
    let orders = [
        "order",
        "format",
        "sequence",
        "listed as",
        "shown as",
        "written as",
    ];
    if !titled && !words::holds(&low, &orders) {
        return None;
    }
    let found: Vec<Operation> = words::each(text)
        .filter(|word| titled || word.starts_with(char::is_uppercase))
        .filter_map(words::operation)
        .collect();
    (found.len() == 4 && differ(&found)).then_some(found)
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

/// Four levels with a remark after them: `All/All/None/All (sync of contacts)`.
pub(super) fn bare_with_remark(text: &str) -> Option<(Vec<Grade>, Option<String>)> {
    if let Some(grades) = bare_levels(text) {
        return Some((grades, None));
    }
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–'));
    let mut ends = text
        .match_indices(|c: char| c.is_whitespace() || c == '(')
        .map(|(at, _)| at)
        .filter(|at| *at < 60);
    ends.find_map(|at| {
        let grades = bare_levels(text.get(..at)?)?;
        Some((grades, super::clause::remark(text.get(at..)?)))
    })
}
