//! Levels that lost the blanks around them, such as `ContactsAllAllNoneAll`.

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
