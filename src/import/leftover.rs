//! Lines that state levels and led to nothing: they are listed, so that nothing is lost silently.

use super::parts::Parts;
use super::{Scope, glue, words};

/// Whether a line states levels or operations that its reader should have used.
pub(super) fn states_levels(text: &str) -> bool {
    let mut level = false;
    let mut operation = false;
    for word in words::each(text) {
        level |= matches!(word, "All" | "My");
        operation |= word.starts_with(char::is_uppercase) && words::operation(word).is_some();
    }
    if level && operation {
        return true;
    }
    // `Contacts - A/E/I`
    let last = text.split_whitespace().next_back().unwrap_or("");
    let letters = last.bytes().all(|b| b.is_ascii_uppercase() || b == b'/') && !last.is_empty();
    if !level && !operation && !letters {
        return false;
    }
    let parts = Parts::of(text);
    let mut names = parts.iter();
    if level || operation {
        return names.any(|part| {
            words::module(part).is_some()
                || !words::functions(words::without_mark(part), None).is_empty()
        });
    }
    parts.len() > 1
        && names
            .next_back()
            .is_some_and(|part| glue::letters(part.trim()).is_some())
}

/// Whether a line changed how the lines after it are read.
pub(super) fn leads(before: &Scope, after: &Scope) -> bool {
    before.lead != after.lead
        || before.condition != after.condition
        || before.customize != after.customize
}
