//! Words and marks of a text, and those that mean a level: `Yes`, `N`, a tick, a dash.

use crate::import::words::{self, Grade};
use crate::model::Level;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) word: bool,
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut open = None;
    let mut push = |start: usize, end: usize, word: bool| {
        let text = text.get(start..end).unwrap_or("");
        out.push(Token { text, start, word });
    };
    for (at, c) in text.char_indices() {
        let word = c.is_alphanumeric() || c == '\'' || c == '’';
        if word {
            open = open.or(Some(at));
            continue;
        }
        if let Some(start) = open.take() {
            push(start, at, true);
        }
        if !c.is_whitespace() {
            push(at, at + c.len_utf8(), false);
        }
    }
    if let Some(start) = open {
        push(start, text.len(), true);
    }
    out
}

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
