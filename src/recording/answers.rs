//! Answers in lines of logs: statuses, their names, and words of failures.

use serde_json::Value;

use super::body_text::{is_error_text, names_body};
use super::record::{status, status_named};
use pairs::pair;

mod before;
mod failures;
mod pairs;

pub(super) use before::{status_before, status_between};
pub(super) use failures::{fails, is_failure, no_answer};

/// Words after which a status follows.
const ANNOUNCES: [&str; 17] = [
    "status",
    "statuscode",
    "status_code",
    "code",
    "http",
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
];

/// Keys of a status: `rc=403`, apart from those that hold the word `status` or end in `code`.
const KEYS: [&str; 12] = [
    "rc",
    "http",
    "sc",
    "ret",
    "response",
    "resp",
    "res",
    "result",
    "error",
    "err",
    "httperror",
    "answer",
];

/// How many words may separate such a word from the status.
const STATUS_WITHIN: usize = 6;

const UNITS: [&str; 12] = [
    "ms", "s", "sec", "secs", "seconds", "bytes", "byte", "b", "kb", "items", "records", "rows",
];

/// Words before a number that is no status.
const COUNTED: [&str; 14] = [
    "page", "ticket", "id", "count", "total", "attempt", "retry", "limit", "size", "line", "port",
    "pid", "of", "row",
];

/// The status that the rest of a request's own line shows, and what follows it.
pub(super) fn status_after(rest: &str) -> Option<(u16, &str)> {
    announced(rest)
        .or_else(|| Some((status_pair(rest)?, rest)))
        .or_else(|| first_words(rest))
        .or_else(|| in_object(rest))
        .or_else(|| last_word(rest))
        .or_else(|| Some((named_after_failure(rest)?, rest)))
}

/// A status among the first two words, apart from durations.
fn first_words(rest: &str) -> Option<(u16, &str)> {
    let mut rest = rest;
    for _ in 0..2 {
        let (word, behind) = split_word(rest)?;
        if let Some(found) = exact(word).filter(|_| !is_measure(behind)) {
            return Some((found, behind));
        }
        if is_counted(word) {
            return None;
        }
        rest = behind;
    }
    None
}

/// Whether a number after a word is no status: `page 200`.
fn is_counted(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphabetic());
    COUNTED.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// A status that is alone in its line, apart from a time and a level.
pub(super) fn alone(line: &str) -> Option<u16> {
    let words: Vec<&str> = line.split_whitespace().collect();
    // A name can follow: `403 Forbidden`.
    let found = (0..=3).find_map(|names| {
        let (before, word) = words.split_at_checked(words.len().checked_sub(names + 1)?)?;
        let (status, name) = word.split_first()?;
        let found = exact(status)?;
        let fits = name.is_empty() || status_named(&name.concat()) == Some(found);
        fits.then_some((before, found))
    });
    let (before, found) = found?;
    let marks = before.iter().all(|word| is_mark(word));
    marks.then_some(found)
}

/// Whether a word is a time, a level or a sign.
fn is_mark(word: &str) -> bool {
    let letters = || word.chars().filter(char::is_ascii_alphabetic);
    letters().all(|c| c.is_ascii_uppercase())
        || word.starts_with(|c: char| c.is_ascii_digit())
        || word.starts_with('[') && word.ends_with(']')
}

/// A status as the last word of a line.
fn last_word(rest: &str) -> Option<(u16, &str)> {
    let (before, word) = rest.trim_end().rsplit_once(char::is_whitespace)?;
    let counted = before
        .split_whitespace()
        .next_back()
        .is_some_and(is_counted);
    let found = exact(word).filter(|_| !counted && !before.contains('{'))?;
    Some((found, ""))
}

/// The status in an object after the request: `{"status": 403}`.
fn in_object(rest: &str) -> Option<(u16, &str)> {
    let at = rest.find('{')?;
    let text = rest.get(at..)?;
    if names_body(rest.get(..at)?) {
        return None;
    }
    let value = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = value.flatten().next()?;
    let found = value.as_object()?.iter().find_map(|(key, value)| {
        let key = key.to_ascii_lowercase();
        if !key.contains("status") && !key.ends_with("code") {
            return None;
        }
        match value {
            Value::Number(number) => status(&number.to_string()),
            Value::String(text) => status(text).or_else(|| status_named(text)),
            _ => None,
        }
    })?;
    let behind = if is_error_text(text) { text } else { "" };
    Some((found, behind))
}

/// The status that a line announces, and what follows it.
pub(super) fn announced(line: &str) -> Option<(u16, &str)> {
    let mut rest = line;
    let mut left = 0;
    // After a word of failure, a number below 400 is no status.
    let mut failure = false;
    while let Some((word, behind)) = split_word(rest) {
        rest = behind;
        if word.starts_with(['{', '<'])
            && !word.starts_with("<-")
            && word != "<<"
            && !is_process(word)
            && !word.eq_ignore_ascii_case("<response")
            && exact(word).is_none()
        {
            // A body starts here.
            return None;
        }
        let plain = word
            .trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .to_ascii_lowercase();
        let arrow = ["->", "=>", "<-", "→", "←", "<=", "<<"]
            .iter()
            .any(|arrow| word.contains(arrow));
        let fits = |found: &u16| !failure || *found >= 400;
        if left > 0
            && let Some(found) = exact(word).filter(fits)
            && !is_measure(behind)
        {
            return Some((found, behind));
        }
        left = usize::saturating_sub(left, 1);
        if let Some(found) = keyed(word) {
            return Some((found, behind));
        }
        if arrow {
            let value = word.trim_start_matches(['-', '=', '>', '<', '→', '←']);
            if let Some(found) = exact(value) {
                return Some((found, behind));
            }
        }
        let fails = plain == "failed" || plain.ends_with("error") || plain.ends_with("exception");
        if fails {
            failure = left == 0 || failure;
            left = STATUS_WITHIN;
        } else if arrow || plain.starts_with("http/") || ANNOUNCES.contains(&plain.as_str()) {
            failure = false;
            left = STATUS_WITHIN;
        }
    }
    None
}

/// The status in `status=403`, `rc:403` or `status=Forbidden`.
fn keyed(word: &str) -> Option<u16> {
    let plain = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let (key, value) = plain.split_once(['=', ':'])?;
    let key = key.trim_end_matches(['"', '\'']);
    pair(key, value)
}

/// The status of a failure by its name, in a text that reports a failure: `failed: Forbidden`.
pub(super) fn named_after_failure(text: &str) -> Option<u16> {
    const NAMES: [(&str, u16); 16] = [
        ("forbidden", 403),
        ("unauthorized", 401),
        ("unauthorised", 401),
        ("bad request", 400),
        ("badrequest", 400),
        ("not found", 404),
        ("notfound", 404),
        ("method not allowed", 405),
        ("methodnotallowed", 405),
        ("too many requests", 429),
        ("toomanyrequests", 429),
        ("internal server error", 500),
        ("internalservererror", 500),
        ("bad gateway", 502),
        ("service unavailable", 503),
        ("gateway timeout", 504),
    ];
    let lower = text.to_ascii_lowercase();
    let bounded = |name: &str| {
        lower.match_indices(name).any(|(at, _)| {
            let before = lower.get(..at).unwrap_or_default();
            let after = lower.get(at + name.len()..).unwrap_or_default();
            !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '-'))
                && !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '-'))
        })
    };
    let found = NAMES.into_iter().find(|(name, _)| bounded(name))?;
    let alone = |word: &str| word.bytes().any(|byte| byte.is_ascii_alphabetic());
    let words = text.split_whitespace().filter(|word| alone(word)).count();
    let short = words <= found.0.split(' ').count();
    let signed = [": ", "= ", "=", "-> ", "=> ", "- ", "→ ", "("]
        .iter()
        .any(|sign| lower.contains(&format!("{sign}{}", found.0)));
    (short || signed || is_failure(text)).then_some(found.1)
}

/// A status of a failure, followed by its name: `403 Forbidden`.
pub(super) fn status_pair(text: &str) -> Option<u16> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let found = exact(word).filter(|found| *found >= 400)?;
        (1..=3)
            .filter_map(|count| words.get(at + 1..at + 1 + count))
            .any(|name| status_named(&name.concat()) == Some(found))
            .then_some(found)
    })
}

/// A status of a failure alone in brackets, in any language: `Fehler: (403) Unzulässig`.
pub(super) fn in_brackets(text: &str) -> Option<u16> {
    let mut parts = text.split('(').skip(1);
    parts.find_map(|part| {
        let (number, behind) = part.split_once(')')?;
        let found = status(number).filter(|found| number.len() == 3 && *found >= 400)?;
        (!is_measure(behind)).then_some(found)
    })
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
        '"', '\'', '(', ')', '[', ']', '{', '}', ',', ';', ':', '.', '=', '|', '*', '<', '>',
    ]);
    let word = word.split_once(":{").map_or(word, |(word, _)| word);
    (word.len() == 3).then(|| status(word)).flatten()
}

/// The number of a process in Erlang: `<0.123.0>`.
fn is_process(word: &str) -> bool {
    let inner = word
        .strip_prefix('<')
        .and_then(|word| word.strip_suffix('>'));
    inner.is_some_and(|inner| {
        inner
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}

fn is_measure(behind: &str) -> bool {
    split_word(behind).is_some_and(|(word, _)| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(word))
    })
}
