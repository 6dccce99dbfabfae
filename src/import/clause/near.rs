//! Words around operations and levels: which change nothing, and which decide what belongs together.

use super::token::Token;
use crate::import::words;

/// Words between operations and levels that change nothing.
pub(super) fn is_small(low: &str) -> bool {
    matches!(
        low,
        "level"
            | "levels"
            | "set"
            | "to"
            | "and"
            | "is"
            | "permission"
            | "permissions"
            | "access"
            | "only"
            | "at"
            | "the"
            | "for"
            | "on"
            | "in"
            | "as"
            | "other"
            | "others"
            | "rest"
            | "remaining"
            | "must"
            | "should"
            | "be"
            | "with"
            | "under"
            | "column"
            | "columns"
    )
}

/// Whether a text begins with a word that is neither an operation nor a level nor a small word, so
/// that it grants nothing.
pub(super) fn begins_otherwise(text: &str) -> bool {
    let text = text.trim_start();
    let end = text
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len());
    let word = text.get(..end).unwrap_or("");
    let low = word.to_lowercase();
    !word.is_empty()
        && !text
            .get(end..)
            .is_some_and(|rest| rest.starts_with(['\'', '’']))
        && words::operation(word).is_none()
        && !is_small(&low)
        && !matches!(low.as_str(), "all" | "my" | "mine" | "none" | "full" | "n")
}

/// Whether a level belongs to the operations after it: `All for Add and Edit`, `My under the Edit
/// column`. `free` is whether no operation before it waits for a level.
pub(super) fn leads(tokens: &[Token<'_>], level: usize, free: bool) -> bool {
    let small = |token: &&Token<'_>| {
        let low = token.text.to_lowercase();
        matches!(
            low.as_str(),
            "level" | "levels" | "access" | "permission" | "rights" | "the"
        )
    };
    let mut after = tokens.iter().skip(level + 1).skip_while(small);
    let Some(next) = after.next() else {
        return false;
    };
    let joins = match next.text.to_lowercase().as_str() {
        "for" | "on" | "in" | "under" | "at" => true,
        ":" | "(" | "to" => free,
        _ => false,
    };
    let first = after.skip_while(small).find(|next| next.word);
    joins && first.is_some_and(|next| words::operation(next.text).is_some())
}

/// Whether a text begins with a sentence that denies something.
pub(super) fn denies(text: &str) -> bool {
    let end = text
        .get(1..)
        .and_then(|rest| rest.find('.'))
        .map_or(text.len(), |at| at + 1);
    let low = text.get(..end).unwrap_or("").to_lowercase();
    words::holds(&low, &[" not ", "n't ", " no ", "never "])
}
