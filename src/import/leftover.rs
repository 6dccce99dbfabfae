//! Lines that state levels and led to nothing: they are listed, so that nothing is lost silently.

use super::parts::parts;
use super::{Scope, glue, words};

/// Whether a line states levels or operations that its reader should have used.
pub(super) fn states_levels(text: &str) -> bool {
    let mut level = false;
    let mut operation = false;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        level |= matches!(word, "All" | "My");
        operation |= word.starts_with(char::is_uppercase) && words::operation(word).is_some();
    }
    let parts = parts(text);
    let part = |at: &(usize, usize)| text.get(at.0..at.1).unwrap_or("");
    let named = || {
        parts.iter().map(part).any(|part| {
            words::module(part).is_some()
                || !words::functions(part, None).is_empty()
                || !words::functions(words::without_mark(part), None).is_empty()
        })
    };
    let letters = || {
        let last = parts.last().map_or("", part).trim();
        parts.len() > 1 && glue::letters(last).is_some()
    };
    level && operation || (level || operation) && named() || letters()
}

/// Whether a line changed how the lines after it are read.
pub(super) fn leads(before: &Scope, after: &Scope) -> bool {
    before.lead != after.lead
        || before.condition != after.condition
        || before.customize != after.customize
}
