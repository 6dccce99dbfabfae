//! Headings and introductions of what must not be granted.

use super::Scope;
use super::words;

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
    let low = text.to_lowercase().replace('’', "'");
    // `Version 2 (deprecated)`
    let past = [
        "deprecated",
        "obsolete",
        "legacy",
        "old",
        "archived",
        "no longer",
        "retired",
    ];
    let mut inside = low.split('(').skip(1);
    if title && inside.any(|part| words::begins(part, &past)) {
        return Denial::Yes;
    }
    let low = without_parentheses(&low);
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
        " and give ",
        " and grant ",
    ] {
        clause = clause.rsplit_once(mark).map_or(clause, |(_, last)| last);
    }
    if title {
        for mark in [" – ", " — ", " - "] {
            clause = clause.split_once(mark).map_or(clause, |(first, _)| first);
        }
    }
    let clause = clause.trim();
    let holds = |words: &[&str]| words::holds(clause, words);
    let starts = |words: &[&str]| words::begins(clause, words);
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
    // `The Admin role is not required` is about the role of the caller.
    let admin = starts(&["admin", "the admin"]) && holds(&["required", "needed"]);
    let other = admin
        || !object
            && holds(&[
                "admin", "password", "license", "sso", "login", "account", "user",
            ])
            && !holds(&["technician", "admin role"]);
    let short = title && clause.split(' ').count() <= 6;
    if !other
        && (starts(&STARTS)
            || title && (clause == "none" || starts(&TITLES))
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
/// What titles and introductions begin with.
const STARTS: [&str; 11] = [
    "uncheck",
    "nicht erforderlich",
    "nicht benötigt",
    "nicht mehr",
    "niet nodig",
    "niet vereist",
    "niet meer",
    "non requis",
    "no es necesario",
    "ya no",
    "deprecated",
];
const TITLES: [&str; 37] = [
    "archived",
    "outdated",
    "superseded",
    "retired",
    "former",
    "discontinued",
    "common mistake",
    "mistakes",
    "veraltet",
    "obsolète",
    "removed",
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
const INTRODUCTIONS: [&str; 22] = [
    "functions that stay",
    "these stay",
    "untick",
    "deselect",
    "clear the",
    "turn off",
    "disable ",
    "we used to",
    "previously",
    "formerly",
    "nicht vergeben",
    "niet geven",
    "n'accordez pas",
    "ne pas",
    "no conceda",
    "please remove",
    "please revoke",
    "remove ",
    "revoke ",
    "set to none",
    "none",
    "avoid ",
];
const DOUBTS: [&str; 36] = [
    "archive",
    "outdated",
    "superseded",
    "used to",
    "mistake",
    "nicht ",
    "niet ",
    "n'",
    "ya no",
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

/// The text without its parentheses and what they contain.
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

/// Whether a line introduces what follows.
pub(super) fn introduces(text: &str) -> bool {
    let short = text.len() <= 40;
    text.trim_end().ends_with(':')
        || short && matches!(words::stem(text).as_str(), "deprecated" | "removed")
}

/// Whether nothing that a line introduces is granted.
pub(super) fn is_denied(text: &str) -> bool {
    let title = text.split(' ').count() <= 5;
    denial(text, false) == Denial::Yes
        || title && denial(text, true) == Denial::Yes
        || words::conditional(text) && words::other_product(text)
}

/// Keeps what a heading or an introduction says against what is below it.
pub(super) fn deny(scope: &mut Scope, text: &str, title: bool) {
    match denial(text, title) {
        Denial::Yes => scope.denied = Some(text.to_owned()),
        Denial::Perhaps => {
            scope.doubt = Some(format!(
                "under `{text}`, which may not be what is needed now"
            ));
        }
        Denial::No => {}
    }
}

/// Whether a whole line says that what it names is not granted: `Do not grant ...`, or a
/// question whose answer is `No`.
pub(super) fn refuses(text: &str) -> bool {
    const VERBS: [&str; 12] = [
        "give", "grant", "assign", "select", "enable", "allow", "check", "tick", "add", "provide",
        "use", "set",
    ];
    // Most lines end here, at little cost.
    let first = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = first.split([' ', '*']).next().unwrap_or("").to_lowercase();
    let begins = ["do", "don't", "don’t", "never", "you", "please"];
    if !text.contains('?') && !begins.contains(&first.as_str()) {
        return false;
    }
    let low = text.to_lowercase().replace('’', "'").replace('*', "");
    let low = low.trim_start_matches(|c: char| !c.is_alphanumeric());
    let begins = [
        "do not ",
        "don't ",
        "never ",
        "you should not ",
        "please do not ",
    ];
    let rest = begins.iter().find_map(|begin| low.strip_prefix(begin));
    let verb = rest.and_then(|rest| rest.split(' ').next()).unwrap_or("");
    let turns = [
        ". ", "; ", " but ", " only ", " unless ", " to none", "except",
    ];
    if VERBS.contains(&verb) && !words::holds(low, &turns) {
        return true;
    }
    low.match_indices('?').any(|(at, _)| {
        let answer = low.get(at + 1..).unwrap_or("");
        let answer = answer.trim_start_matches(|c: char| !c.is_alphanumeric());
        let answer = answer
            .strip_prefix("a: ")
            .or(answer.strip_prefix("answer: "))
            .unwrap_or(answer);
        answer == "no" || words::begins(answer, &["no,", "no.", "no ", "not "])
    })
}
