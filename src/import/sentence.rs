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
        "avoid ",
        "neither ",
        "unnecessary",
    ]
    .iter()
    .any(|word| low.contains(word))
}

/// Whether a sentence has exceptions.
pub(super) fn excepting(text: &str) -> bool {
    let low = text.to_lowercase();
    ["except", "unless", "other than", "apart from", " but "]
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

/// Whether the text after a level takes it back: `is no longer needed`, `(do not grant)`.
pub(super) fn retracted(text: &str) -> bool {
    const VERBS: [&str; 14] = [
        "is ",
        "was ",
        "are ",
        "were ",
        "it ",
        "this ",
        "has been ",
        "have been ",
        "should ",
        "must ",
        "permission ",
        "level ",
        "access ",
        "any more ",
    ];
    let low = text.to_lowercase();
    let mut low = low.trim_start_matches(|c: char| !c.is_alphanumeric());
    while let Some(rest) = VERBS.iter().find_map(|verb| low.strip_prefix(verb)) {
        low = rest;
    }
    let begins = [
        "no longer",
        "not used",
        "not needed any",
        "not needed since",
        "not necessary",
        "not be granted",
        "not grant",
        "do not",
        "don't",
        "don’t",
        "never",
        "removed",
        "unnecessary",
        "deprecated",
        "obsolete",
        "used to be",
        "retired",
    ];
    let arrow = text
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ')' | ']'))
        .starts_with(['→', '➜', '➔'])
        || text.trim_start().starts_with("->");
    begins.iter().any(|word| low.starts_with(word))
        || low.contains("use none")
        || low.contains("set to none")
        || arrow && low.starts_with("none")
}

/// Whether what follows a heading or an introduction must not be granted, or belongs to another
/// role or time.
pub(super) fn denying(text: &str) -> bool {
    let low = text.to_lowercase();
    let other = [
        "do not need",
        "don't need",
        "don’t need",
        "does not need",
        "not needed",
        "no longer",
        "not required",
        "do not grant",
        "don't grant",
        "don’t grant",
        "never grant",
        "must not have",
        "should not have",
        "not be granted",
        "must not be",
        "should not be",
        "deprecated",
        "obsolete",
        "previous version",
        "old role",
        "old version",
        "older version",
        "old permission",
        "bad role",
        "bad example",
        "coming soon",
        "future use",
        "not for the api",
        "remove the following",
        "revoke the following",
        "remove these",
        "too wide",
        "too broad",
    ];
    // `You do not need more than the following:` introduces what is needed.
    let needed = [
        "more than",
        "other than",
        "anything else",
        "except",
        "only",
        "administrator",
        "admin ",
        "optional",
        "if ",
        "when ",
        "unless",
        "listed",
        "shown",
    ];
    other.iter().any(|word| low.contains(word)) && !needed.iter().any(|word| low.contains(word))
}
