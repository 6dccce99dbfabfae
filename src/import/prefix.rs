//! Words before a line and after it: `Note:`, `Optional`.

use super::Scope;
use super::words;

/// The line without `Note:` in front, which is not the function Notes.
pub(super) fn without_note<'t>(text: &'t str, scope: &Scope) -> &'t str {
    let marks = [
        "Note:",
        "NOTE:",
        "Note -",
        "Note –",
        "Notes:",
        "Tip:",
        "Security:",
        "Important:",
    ];
    let found = marks.iter().find_map(|mark| text.strip_prefix(mark));
    match found {
        Some(rest)
            if scope.module.is_none()
                || !text.starts_with("Notes") && !text.starts_with("Security") =>
        {
            rest.trim_start()
        }
        _ => text,
    }
}

/// The line without the word that makes it optional.
pub(super) fn without_optional(text: &str) -> (&str, bool) {
    for word in [
        "(Optional)",
        "[Optional]",
        "(optional)",
        "[optional]",
        "Optional:",
        "Optional -",
        "Optional –",
        "OPTIONAL:",
    ] {
        if let Some(rest) = text.strip_prefix(word)
            && rest.split(' ').count() > 1
        {
            return (rest.trim_start(), true);
        }
    }
    for word in [
        "(Optional)",
        "[Optional]",
        "(optional)",
        "[optional]",
        "OPTIONAL",
        "- optional",
        "– optional",
    ] {
        if let Some(rest) = text.strip_suffix(word)
            && !words::functions(rest, None).is_empty()
        {
            return (rest.trim_end(), true);
        }
    }
    (text, false)
}
