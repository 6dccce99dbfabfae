//! Words and signs that mean a level: `Yes`, `N`, a tick, a dash.

use super::token::Token;
use crate::import::words::{self, Grade};
use crate::model::Level;

/// What a word after an operation says about it.
pub(super) fn yes_or_no(low: &str) -> Option<Grade> {
    match low {
        "no" | "n" | "false" | "0" | "blank" | "off" | "nothing" => {
            Some(Grade::Exactly(Level::None))
        }
        "yes" | "y" | "true" => Some(Grade::Ticked),
        _ => None,
    }
}

/// Whether what belongs to an operation ends after a token.
pub(super) fn ends(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at + 1).is_none_or(|next| {
        !next.word && matches!(next.text, "," | ";" | "/" | ")" | "]" | "|" | "." | "(")
    })
}

/// Whether a dash is in the place of a level.
pub(super) fn is_none(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    let assigned = before.is_some_and(|token| matches!(token.text, ":" | "=" | "(" | "["));
    match tokens.get(at + 1) {
        None => assigned,
        Some(next) => !next.word && matches!(next.text, "," | ";" | "/" | ")" | "]" | "|"),
    }
}

/// The tick or the cross that one character is; dashes and dots are not among them.
pub(super) fn sign(text: &str) -> Option<Grade> {
    matches!(text, "✓" | "✔" | "✅" | "☑" | "✗" | "✘" | "❌" | "✖" | "☐")
        .then(|| words::grade(text))
        .flatten()
}
