//! Sentences of a line, and what kind of sentence each is.

/// The sentences of a line.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        let next = text.get(at + 2..).unwrap_or("");
        if next.trim_start().starts_with(char::is_uppercase) {
            out.push(text.get(start..=at).unwrap_or(""));
            start = at + 2;
        }
    }
    out.push(text.get(start..).unwrap_or(""));
    out.into_iter().flat_map(clauses).collect()
}

/// Whether a sentence says what must not be granted.
pub(super) fn negated(text: &str) -> bool {
    let low = text.to_lowercase();
    [
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
    ]
    .iter()
    .any(|word| low.contains(word))
}

/// Whether a sentence has exceptions.
pub(super) fn excepting(text: &str) -> bool {
    let low = text.to_lowercase();
    ["except", "unless", "other than", "apart from"]
        .iter()
        .any(|word| low.contains(word))
}

/// The parts of a sentence that each begin with a place: `...; under Companies, ...`.
fn clauses(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("; ") {
        let next = text.get(at + 2..).unwrap_or("").trim_start_matches("and ");
        let first = next.split(' ').next().unwrap_or("").to_lowercase();
        if matches!(
            first.as_str(),
            "under" | "in" | "for" | "within" | "expand" | "on"
        ) {
            out.push(text.get(start..=at).unwrap_or(""));
            start = at + 2;
        }
    }
    out.push(text.get(start..).unwrap_or(""));
    out
}
