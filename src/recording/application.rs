//! Application logs and plain lists: a method word, then a URL or a path.

use super::record::{Answer, is_method, method, status};

/// A request that a line mentions.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mention<'a> {
    pub(super) method: &'static str,
    pub(super) target: &'a str,
    /// What precedes the method.
    pub(super) before: &'a str,
    /// What follows the target.
    pub(super) after: &'a str,
}

/// How many words may separate the method from the URL: `Making GET request to …`.
const DISTANCE: usize = 6;

/// First segments of paths of the API, for paths that are written without a slash.
const FIRST: [&str; 12] = [
    "company",
    "configurations",
    "expense",
    "finance",
    "marketing",
    "procurement",
    "project",
    "sales",
    "schedule",
    "service",
    "system",
    "time",
];

/// Finds the request that a line mentions.
pub(super) fn request(line: &str) -> Option<Mention<'_>> {
    let start = line.trim_start();
    if start.starts_with('#') || start.starts_with("//") || start.starts_with("<!--") {
        return None;
    }
    // The command that a transcript shows next to the request itself.
    if line.contains("Invoke-") || line.contains("-Uri ") {
        return None;
    }
    let mut rest = line;
    while let Some((before, word, after)) = next_word(line, rest) {
        rest = after;
        let Some(method) = method(word) else { continue };
        let capitals = is_method(word);
        let keyed = key(before).is_some_and(|key| key.ends_with("method") || key.ends_with("verb"));
        if let Some((target, after)) = target(after, capitals || keyed) {
            return Some(Mention {
                method,
                target,
                before,
                after,
            });
        }
        if capitals || keyed {
            // The URL can precede the method: `url=… method=GET`.
            let mut words = before.split_whitespace();
            let target = words.find_map(|word| {
                let word = unkeyed(word);
                let word = word.trim_matches(['"', '\'', ',', ';', '[', ']']);
                (word.contains("://") || (word.starts_with('/') && word.len() > 1)).then_some(word)
            });
            if let Some(target) = target {
                return Some(Mention {
                    method,
                    target,
                    before,
                    after,
                });
            }
        }
    }
    None
}

/// The next run of letters that no letter, digit or sign of a path touches.
fn next_word<'a>(line: &'a str, rest: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
    let mut rest = rest;
    loop {
        let at = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let (_, found) = rest.split_at_checked(at)?;
        let end = found
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(found.len());
        let (word, after) = found.split_at_checked(end)?;
        let before = line.get(..line.len() - found.len())?;
        rest = after;
        let inside =
            |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '{' | '$' | '%');
        if before.ends_with(inside)
            || after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
        {
            continue;
        }
        return Some((before, word, after));
    }
}

/// The key of a value that follows: of `method=` or `"method": "`.
fn key(before: &str) -> Option<String> {
    let before = before.trim_end_matches(['"', '\'', ' ']);
    let before = before.strip_suffix(['=', ':'])?;
    let before = before.trim_end_matches(['"', '\'', ' ']);
    let start = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let key = match start {
        Some(at) => before.get(at..)?,
        None => before,
    };
    Some(key.to_ascii_lowercase())
}

const OPENING: [char; 11] = ['"', '\'', '`', '(', '[', '<', '=', ':', ',', '|', '>'];

/// The URL or path in what follows a method, and what follows it. A word in small letters counts as
/// a method only directly before a URL or a path with a slash.
fn target(after: &str, sure: bool) -> Option<(&str, &str)> {
    let mut rest = after;
    for position in 0..=DISTANCE {
        let word = rest.trim_start();
        if word.is_empty() {
            return None;
        }
        let end = word.find(char::is_whitespace).unwrap_or(word.len());
        let (token, behind) = word.split_at_checked(end)?;
        rest = behind;
        let inner = if token.starts_with('<') && !token.starts_with("<http") {
            token
        } else {
            token.trim_start_matches(OPENING)
        };
        let inner = unkeyed(inner);
        let url = scheme(inner);
        let direct = position == 0;
        let path = (inner.starts_with('/') && inner.len() > 1)
            || ((inner.starts_with("{{") || inner.starts_with("${")) && inner.contains('/'));
        let bare = direct && is_bare(inner);
        let start = match url {
            Some(at) => at,
            None if path || bare => 0,
            None if !sure => return None,
            None => continue,
        };
        let start = token.len() - inner.len() + start;
        let quote = start
            .checked_sub(1)
            .and_then(|at| word.get(at..start))
            .filter(|before| matches!(*before, "\"" | "'" | "`"));
        let found = word.get(start..)?;
        let end = match quote.and_then(|quote| found.find(quote)) {
            Some(at) => at,
            None => found
                .find(|c: char| c.is_whitespace() || matches!(c, '"' | '`' | '|'))
                .unwrap_or(found.len()),
        };
        let (target, behind) = found.split_at_checked(end)?;
        let target = target.trim_end_matches([',', ';', ':', '.', ')', ']', '\'', '→']);
        let target = if target.contains('<') {
            target
        } else {
            target.trim_end_matches('>')
        };
        return (!target.is_empty()).then_some((target, behind));
    }
    None
}

/// A word without the key before its value: `url=/a`.
fn unkeyed(word: &str) -> &str {
    for key in [
        "url",
        "uri",
        "path",
        "endpoint",
        "target",
        "href",
        "request_uri",
        "to",
    ] {
        let start = word.get(..key.len()).unwrap_or_default();
        if start.eq_ignore_ascii_case(key)
            && let Some(value) = word.get(key.len()..)
            && value.starts_with(['=', ':', '"'])
        {
            return value.trim_start_matches(OPENING);
        }
    }
    word
}

fn scheme(word: &str) -> Option<usize> {
    let at = word.find("://")?;
    let before = word.get(..at)?;
    let start = before
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + 1);
    before
        .get(start..)
        .is_some_and(|name| name.to_ascii_lowercase().starts_with("http"))
        .then_some(start)
}

fn is_bare(word: &str) -> bool {
    let first = word.split(['/', '?']).next().unwrap_or_default();
    word.contains('/') && FIRST.iter().any(|known| known.eq_ignore_ascii_case(first))
}

/// Words after which a status follows.
const ANNOUNCES: [&str; 18] = [
    "status",
    "statuscode",
    "status_code",
    "code",
    "response",
    "responded",
    "returned",
    "returns",
    "completed",
    "answered",
    "answer",
    "replied",
    "got",
    "received",
    "result",
    "finished",
    "failed",
    "error",
];

/// How many words may separate such a word from the status.
const STATUS_WITHIN: usize = 6;

const UNITS: [&str; 12] = [
    "ms", "s", "sec", "secs", "seconds", "bytes", "byte", "b", "kb", "items", "records", "rows",
];

/// The status that the rest of a request's own line shows.
pub(super) fn status_after(rest: &str) -> Option<(Answer, &str)> {
    announced(rest).or_else(|| {
        let mut rest = rest;
        for _ in 0..2 {
            let (word, behind) = split_word(rest)?;
            if let Some(found) = exact(word).filter(|_| !is_measure(behind)) {
                return Some((Answer::Status(found), behind));
            }
            rest = behind;
        }
        None
    })
}

/// The status before the request, as Squid writes it: `TCP_MISS/403 512 GET https://…`.
pub(super) fn status_before(before: &str) -> Option<Answer> {
    let word = before.split_whitespace().rev().nth(1)?;
    let (name, number) = word.split_once('/')?;
    let known = name.starts_with("TCP_") || name == "NONE" || name.starts_with("UDP_");
    let found = status(number).filter(|_| known && number.len() == 3);
    known.then(|| found.map_or(Answer::Missing, Answer::Status))
}

/// The status that a line announces, and what follows it.
pub(super) fn announced(line: &str) -> Option<(Answer, &str)> {
    let mut rest = line;
    let mut left = 0;
    while let Some((word, behind)) = split_word(rest) {
        rest = behind;
        if word.starts_with(['{', '<']) && !word.starts_with("<-") && word != "<<" {
            // A body starts here.
            return None;
        }
        let plain = word
            .trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .to_ascii_lowercase();
        let arrow = ["->", "=>", "<-", "→", "←", "<=", "<<"]
            .iter()
            .any(|arrow| word.contains(arrow));
        if left > 0
            && let Some(found) = exact(word).filter(|_| !is_measure(behind))
        {
            return Some((Answer::Status(found), behind));
        }
        left = usize::saturating_sub(left, 1);
        if let Some((key, value)) = plain.split_once(['=', ':'])
            && (key.contains("status") || key.ends_with("code"))
            && let Some(found) = exact(value)
        {
            return Some((Answer::Status(found), behind));
        }
        if arrow {
            let value = word.trim_start_matches(['-', '=', '>', '<', '→', '←']);
            if let Some(found) = exact(value) {
                return Some((Answer::Status(found), behind));
            }
        }
        if arrow || plain.starts_with("http/") || ANNOUNCES.contains(&plain.as_str()) {
            left = STATUS_WITHIN;
        }
    }
    None
}

fn split_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    (!word.is_empty()).then_some((word, rest))
}

/// A status that is the whole word, apart from signs around it.
fn exact(word: &str) -> Option<u16> {
    let word = word.trim_matches([
        '"', '\'', '(', ')', '[', ']', ',', ';', ':', '.', '=', '|', '*', '<', '>',
    ]);
    let word = word.split_once(":{").map_or(word, |(word, _)| word);
    (word.len() == 3).then(|| status(word)).flatten()
}

fn is_measure(behind: &str) -> bool {
    split_word(behind).is_some_and(|(word, _)| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphabetic());
        UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(word))
    })
}

/// Texts of a failure that never got an answer.
pub(super) fn no_answer(line: &str) -> bool {
    const TEXTS: [&str; 13] = [
        "timed out",
        "timeouterror",
        "etimedout",
        "econnrefused",
        "econnreset",
        "enotfound",
        "connection refused",
        "connection reset",
        "connection error",
        "unable to connect",
        "could not connect",
        "could not be resolved",
        "could not resolve host",
    ];
    let lower = line.to_ascii_lowercase();
    TEXTS.iter().any(|text| lower.contains(text))
}

#[cfg(test)]
mod tests;
