//! Sentences of a line, and what kind of sentence each is.

use super::doubt::ENDED;
use super::words::{begins, each, holds, split_at};

/// The sentences of a line.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let ends = text.match_indices(". ").filter(|(at, _)| {
        let next = text.get(at + 2..).unwrap_or("");
        next.trim_start().starts_with(char::is_uppercase)
    });
    let sentences = split_at(text, ends.map(|(at, _)| (at + 1, at + 2)));
    sentences.into_iter().flat_map(clauses).collect()
}

/// Whether a sentence says what must not be granted.
pub(super) fn negated(text: &str) -> bool {
    let words = [
        "do not ",
        "don't ",
        "don’t ",
        "does not ",
        "not grant",
        "no need",
        "never ",
        "should not",
        "must not",
        "not need",
        "cannot ",
        "isn't ",
        "no longer",
        "are not ",
        "is not ",
        "without ",
        "avoid ",
        "neither ",
        "unnecessary",
    ];
    holds(&text.to_lowercase(), &words) || !excepting(text) && !has_level(text) && stays(text)
}

/// Whether a sentence has exceptions.
pub(super) fn excepting(text: &str) -> bool {
    let words = ["except", "unless", "other than", "apart from", " but "];
    holds(&text.to_lowercase(), &words)
}

/// The parts of a sentence that each begin with a place: `...; under Companies, ...`.
fn clauses(text: &str) -> Vec<&str> {
    let ends = text.match_indices("; ").filter(|(at, _)| {
        let next = text.get(at + 2..).unwrap_or("").trim_start_matches("and ");
        let first = next.split(' ').next().unwrap_or("").to_lowercase();
        ["under", "in", "for", "within", "expand", "on"].contains(&first.as_str())
    });
    split_at(text, ends.map(|(at, _)| (at + 1, at + 2)))
}

/// Whether the text after a level takes it back: `is no longer needed`, `(do not grant)`.
pub(super) fn retracted(text: &str) -> bool {
    const VERBS: [&str; 9] = [
        "is ",
        "are ",
        "it ",
        "this ",
        "has been ",
        "have been ",
        "should ",
        "must ",
        "was ",
    ];
    // Like those, with a date after them or alone; with more words, it is a reason.
    const MORE: [&str; 8] = [
        "not used any more",
        "not used anymore",
        "not needed any more",
        "not needed anymore",
        "not required any more",
        "not required anymore",
        "niet meer nodig",
        "removed",
    ];
    let low = text.to_lowercase();
    let mut low = low.trim_matches(|c: char| !c.is_alphanumeric());
    let was = low.starts_with("used to be ");
    while let Some(rest) = VERBS.iter().find_map(|verb| low.strip_prefix(verb)) {
        low = rest;
    }
    let dates = [
        "since ", "in v", "in 2", "from v", "as of ", "with v", "after v", "vanaf ",
    ];
    let words = ENDED.iter().chain(&MORE);
    let mut after = words.filter_map(|word| low.strip_prefix(word));
    let alone = after.any(|rest| {
        let rest = rest.trim();
        rest.is_empty() || rest.starts_with([',', ';', '.', ':', '(']) || begins(rest, &dates)
    });
    let arrow = text
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ')' | ']'))
        .starts_with(['→', '➜', '➔'])
        || text.trim_start().starts_with("->");
    alone
        || was
        || low.contains("use none")
        || low.contains("set to none") && !low.contains(" if ")
        || arrow && low.starts_with("none")
}

/// Whether a text says that operations are left as they are, and not granted.
pub(super) fn stays(text: &str) -> bool {
    let words = [
        "stay at none",
        "stays at none",
        "stays off",
        "stay off",
        "left out",
        "omitted",
        "is blocked",
        "leave as is",
        "leave unchanged",
    ];
    holds(&text.to_lowercase(), &words)
}

/// Whether a text grants a level, and not only None.
fn has_level(text: &str) -> bool {
    each(text).any(|word| matches!(word, "All" | "My"))
}

/// Whether a sentence is about the past, an example or other people, so that it grants nothing.
pub(super) fn aside(text: &str) -> bool {
    let words = [
        "before version",
        " until v",
        "figure ",
        "screenshot",
        "example",
        "old role",
        "previously",
        "used to ",
        " had ",
        " was ",
        " were ",
        "by default",
        "technician",
        "admin role has",
        "competitor",
        " revoke ",
    ];
    let low = format!(" {} ", text.to_lowercase());
    text.trim_end().ends_with('?') || holds(&low, &words)
}

/// The part of a sentence before the reason that it gives.
pub(super) fn before_reason(text: &str) -> &str {
    let low = text.to_lowercase();
    if low.len() != text.len() {
        return text;
    }
    let marks = [
        " so that ",
        " because ",
        "; otherwise",
        ", otherwise",
        ", or tickets ",
        ", or the ",
        " as otherwise",
    ];
    let end = marks.iter().filter_map(|mark| low.find(mark)).min();
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Whether a sentence asks for a permission: with a verb that asks, a word for permission, and a
/// level or an operation. `low` is in lower case.
pub(super) fn demands(low: &str) -> bool {
    const VERBS: [&str; 17] = [
        "grant", "grants", "give", "gives", "allow", "allows", "need", "needs", "needed",
        "require", "requires", "required", "must", "should", "set", "assign", "enable",
    ];
    const NOUNS: [&str; 7] = [
        "access",
        "control",
        "permission",
        "permissions",
        "rights",
        "level",
        "levels",
    ];
    const OBJECTS: [&str; 19] = [
        "full",
        "complete",
        "all",
        "everything",
        "read",
        "write",
        "view",
        "edit",
        "add",
        "delete",
        "create",
        "update",
        "inquire",
        "modify",
        "change",
        "remove",
        "my",
        "viewing",
        "editing",
    ];
    let mut found = (false, false, false);
    for word in each(low) {
        found.0 |= VERBS.contains(&word);
        found.1 |= NOUNS.contains(&word);
        found.2 |= OBJECTS.contains(&word);
    }
    // Access to the API or to the program itself is no level of a security role.
    let other = [
        "api ",
        "administrator",
        "admin ",
        "portal",
        "full list",
        "security role",
    ];
    found == (true, true, true) && !holds(low, &other)
}
