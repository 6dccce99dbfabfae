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
    // With a date behind it, or alone; with more words, it is a reason.
    const WHOLE: [&str; 15] = [
        "no longer needed",
        "no longer required",
        "no longer used",
        "no longer necessary",
        "not used any more",
        "not used anymore",
        "not needed any more",
        "not needed anymore",
        "not be granted",
        "do not grant",
        "don't grant",
        "deprecated",
        "obsolete",
        "unnecessary",
        "removed",
    ];
    let low = text.to_lowercase();
    let mut low = low.trim_matches(|c: char| !c.is_alphanumeric());
    let was = low.starts_with("used to be ");
    while let Some(rest) = VERBS.iter().find_map(|verb| low.strip_prefix(verb)) {
        low = rest;
    }
    let alone = WHOLE
        .iter()
        .filter_map(|word| low.strip_prefix(word))
        .any(|rest| {
            let rest = rest.trim();
            rest.is_empty()
                || [
                    "since ", "in v", "in 2", "from v", "as of ", "with v", "after v",
                ]
                .iter()
                .any(|word| rest.starts_with(word))
        });
    let arrow = text
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ')' | ']'))
        .starts_with(['→', '➜', '➔'])
        || text.trim_start().starts_with("->");
    alone
        || was
        || low.contains("use none")
        || low.contains("set to none")
        || arrow && low.starts_with("none")
}

/// Whether what follows a heading or an introduction is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denial {
    /// Nothing is said against it.
    No,
    /// Something is; each level is a guess.
    Perhaps,
    /// It must not be granted, or belongs to another role or time.
    Yes,
}

/// What a heading (`title`) or an introduction says about the permissions below it. The last clause
/// decides: `The Integrator login is no longer supported. Grant these permissions:` grants.
pub(super) fn denial(text: &str, title: bool) -> Denial {
    let low = without_parentheses(text).to_lowercase().replace('’', "'");
    let mut clause = low.trim().trim_end_matches(':');
    for mark in [
        ". ",
        "; ",
        "? ",
        ", so ",
        ", but ",
        ", then ",
        " and then ",
        " and set ",
    ] {
        clause = clause.rsplit_once(mark).map_or(clause, |(_, last)| last);
    }
    if title {
        for mark in [" – ", " — ", " - "] {
            clause = clause.split_once(mark).map_or(clause, |(first, _)| first);
        }
    }
    let clause = clause.trim();
    let holds = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    let starts = |words: &[&str]| words.iter().any(|word| clause.starts_with(word));
    if holds(&NEEDED) {
        return Denial::No;
    }
    let object = holds(&[
        "permission",
        "level",
        "right",
        "these",
        "following",
        "below",
    ]);
    let other = !object
        && holds(&[
            "admin", "password", "license", "sso", "login", "account", "user",
        ])
        && !holds(&["technician", "admin role"]);
    let short = title && clause.split(' ').count() <= 6;
    if !other
        && (title && starts(&TITLES)
            || !title && starts(&INTRODUCTIONS)
            || holds(&PREDICATES) && (short || object))
    {
        Denial::Yes
    } else if holds(&DOUBTS) {
        Denial::Perhaps
    } else {
        Denial::No
    }
}

/// What makes a denial an introduction to what is needed.
const NEEDED: [&str; 14] = [
    "more than",
    "beyond",
    "other than",
    "anything else",
    "enough",
    "instead",
    "as follows",
    "not listed",
    "not shown",
    "not be changed",
    "unless",
    "optional",
    "if you",
    "only the",
];
const PREDICATES: [&str; 22] = [
    "not required",
    "not needed",
    "no longer needed",
    "no longer required",
    "no longer used",
    "not used",
    "do not grant",
    "don't grant",
    "never grant",
    "must not have",
    "should not have",
    "not be granted",
    "do not need",
    "don't need",
    "does not need",
    "unnecessary",
    "too wide",
    "too broad",
    "never needed",
    "we removed",
    "were removed",
    "not for the api",
];
const TITLES: [&str; 28] = [
    "removed",
    "deprecated",
    "obsolete",
    "no longer",
    "not required",
    "not needed",
    "not used",
    "unused",
    "unneeded",
    "excluded",
    "do not grant",
    "don't grant",
    "never grant",
    "permissions you can remove",
    "old role",
    "old version",
    "old permission",
    "older version",
    "previous version",
    "previous role",
    "legacy",
    "technician",
    "for technicians",
    "coming soon",
    "future",
    "example of a bad",
    "bad example",
    "what the admin",
];
const INTRODUCTIONS: [&str; 8] = [
    "please remove",
    "please revoke",
    "remove ",
    "revoke ",
    "set to none",
    "none",
    "avoid ",
    "deprecated",
];
const DOUBTS: [&str; 27] = [
    "not ",
    "n't ",
    "no longer",
    "never",
    "old ",
    "older",
    "previous",
    "deprecated",
    "obsolete",
    "legacy",
    "example",
    "removed",
    "changelog",
    "roadmap",
    "planned",
    "before version",
    "technician",
    "admin role",
    "default level",
    "unused",
    "avoid",
    "comparison",
    "upgrad",
    "migrat",
    "replac",
    "risky",
    "version 1",
];

/// The text without what stands in parentheses.
fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// Whether a sentence is about the past, an example or other people, so that it grants nothing.
pub(super) fn aside(text: &str) -> bool {
    let low = format!(" {} ", text.to_lowercase());
    text.trim_end().ends_with('?')
        || [
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
        ]
        .iter()
        .any(|word| low.contains(word))
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
