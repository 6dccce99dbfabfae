//! Application logs and plain lists: a method word, then a URL or a path.

use super::record::{is_method, method, status};

mod query;

/// A request that a line mentions.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mention<'a> {
    pub(super) method: &'static str,
    pub(super) target: &'a str,
    /// What precedes the method.
    pub(super) before: &'a str,
    /// What is between the method and the target.
    pub(super) between: &'a str,
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
        if let Some((target, behind)) = target(after, capitals || keyed) {
            let between = after.find(target).and_then(|at| after.get(..at));
            return Some(Mention {
                method,
                target,
                before,
                between: between.unwrap_or_default(),
                after: behind,
            });
        }
        if capitals || keyed {
            // The URL can precede the method: `url=… method=GET`.
            let mut words = before.split_whitespace();
            let target = words.find_map(|word| {
                let word = unkeyed(word);
                let word = word.trim_matches(['"', '\'', ',', ';', '[', ']']);
                let word = in_call(word);
                (word.contains("://") || (word.starts_with('/') && word.len() > 1)).then_some(word)
            });
            if let Some(target) = target {
                return Some(Mention {
                    method,
                    target,
                    before,
                    between: "",
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
    let key = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    key.map(str::to_ascii_lowercase).next()
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
        let inner = redacted(token).unwrap_or_else(|| unkeyed(inner));
        let url = scheme(inner);
        let direct = position == 0;
        let path = (inner.starts_with('/') && inner.len() > 1)
            || ((inner.starts_with("{{") || inner.starts_with("${")) && inner.contains('/'));
        let bare = (direct && is_bare(inner)) || inner.to_ascii_lowercase().contains("apis/3.0/");
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
        let closed = quote.and_then(|quote| found.find(quote));
        let end = match closed {
            Some(at) => at,
            None => found
                .find(|c: char| c.is_whitespace() || matches!(c, '"' | '`' | '|'))
                .unwrap_or(found.len()),
        };
        let open = closed.is_none()
            || found
                .get(..end)
                .is_some_and(|target| target.ends_with(['=', '<', '>']));
        let end = if open { query::end(found, end) } else { end };
        let end = end - status_at_end(found.get(..end)?);
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

/// The length of a status that only a sign separates from the target: `/a,403`.
fn status_at_end(target: &str) -> usize {
    let found = target.rsplit_once([',', ';']).filter(|(before, number)| {
        number.len() == 3 && status(number).is_some() && !before.contains(['?', '('])
    });
    found.map_or(0, |(_, number)| number.len() + 1)
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

/// The address in a call: `fetch('https://…',{…`.
fn in_call(word: &str) -> &str {
    let start = scheme(word).filter(|at| *at > 0);
    let address = start.and_then(|at| word.get(at..)).unwrap_or(word);
    let end = address.find(['"', '\'', '`']).filter(|_| start.is_some());
    end.and_then(|end| address.get(..end)).unwrap_or(address)
}

/// The path after a host that was taken out: of `<redacted>/company/contacts`.
fn redacted(token: &str) -> Option<&str> {
    let token = token.trim_start_matches(['"', '\'', '`']);
    let (host, path) = token.split_once('/')?;
    let lower = host.to_ascii_lowercase();
    let between = |open, close| host.starts_with(open) && host.ends_with(close);
    let hidden = !host.is_empty()
        && (between('<', '>')
            || between('[', ']')
            || between('(', ')')
            || !host.contains(|c: char| c.is_ascii_alphanumeric())
            || host.starts_with(['%', '$', '@', '{', '#'])
            || (host.len() > 2 && lower.bytes().all(|byte| byte == b'x'))
            || ["redacted", "removed", "masked", "hidden"]
                .iter()
                .any(|word| lower.contains(word)));
    let path_start = token.len() - path.len() - 1;
    (hidden && is_bare(path))
        .then(|| token.get(path_start..))
        .flatten()
}

fn scheme(word: &str) -> Option<usize> {
    let at = word.find("://")?;
    let before = word.get(..at)?;
    let start = before
        .char_indices()
        .rfind(|(_, c)| !c.is_ascii_alphabetic())
        .map_or(0, |(at, c)| at + c.len_utf8());
    before
        .get(start..)
        .is_some_and(|name| name.to_ascii_lowercase().starts_with("http"))
        .then_some(start)
}

/// Whether a path without a slash starts with a first segment of the API.
pub(super) fn is_bare(word: &str) -> bool {
    let first = word.split(['/', '?']).next().unwrap_or_default();
    word.contains('/') && FIRST.iter().any(|known| known.eq_ignore_ascii_case(first))
}

#[cfg(test)]
mod tests;
