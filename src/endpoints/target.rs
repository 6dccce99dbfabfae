//! The part of a request's address that the API sees.

use percent_encoding::percent_decode_str;

use super::data::MAP;
use crate::model::Operation;

/// Path of a REST request, without its host, prefix and query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Segments, decoded, as given.
    pub segments: Vec<String>,
    /// Whether `apis/3.0` occurs more than once; the server answers "Cannot route".
    pub doubled_prefix: bool,
    /// Value of `recordType` in the query.
    pub record_type: Option<String>,
}

/// An address that is not a request of the REST API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotRest;

/// The methods of requests.
pub const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Splits a leading method from an address: `PATCH /time/entries/1`.
pub fn split_request(text: &str) -> (Option<String>, &str) {
    let text = text.trim();
    if let Some((first, rest)) = text.split_once(char::is_whitespace) {
        let method = first.to_ascii_uppercase();
        if METHODS.contains(&method.as_str()) {
            return (Some(method), rest.trim());
        }
    }
    (None, text)
}

impl Target {
    /// Reads an address: a URL, or a path with or without the prefix.
    pub fn parse(text: &str) -> Result<Self, NotRest> {
        let text = text.trim().trim_matches(['"', '\'', '`']);
        let (before, query) = match text.split_once('?') {
            Some((before, query)) => (before, Some(query)),
            None => (text, None),
        };
        let before = before.split('#').next().unwrap_or_default();
        let record_type = query.and_then(|query| field(query, "recordType"));
        let (has_host, path) = without_host(before);
        let path = if path.contains("{{") || path.contains("${") || path.contains('<') {
            path
        } else {
            path.split_whitespace().next().unwrap_or_default()
        };
        let mut raw: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let prefixes: Vec<usize> = raw
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| match pair {
                [first, second] => {
                    (first.eq_ignore_ascii_case("apis")
                        || first.to_ascii_lowercase().ends_with("}apis"))
                        && second.split_whitespace().next() == Some("3.0")
                }
                _ => false,
            })
            .map(|(at, _)| at)
            .collect();
        let login = raw
            .iter()
            .position(|part| part.eq_ignore_ascii_case("login"))
            .filter(|at| {
                raw.len() == at + 3
                    && raw
                        .get(at + 1)
                        .is_some_and(|part| part.eq_ignore_ascii_case("companyinfo"))
            });
        if let Some(&last) = prefixes.last() {
            raw.drain(..last + 2);
        } else if let Some(at) = login {
            raw.drain(..at);
        } else {
            if has_host {
                return Err(NotRest);
            }
            let variables = raw.iter().take_while(|part| is_variable(part)).count();
            raw.drain(..variables);
            // A variable that ends with a slash: `{{base}}company/contacts`.
            if let Some(first) = raw.first_mut()
                && let Some(rest) = after_variable(first)
            {
                *first = rest;
            }
            let known = raw.first().is_some_and(|first| {
                MAP.first_segments
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(first))
            });
            if !known {
                return Err(NotRest);
            }
        }
        let mut segments = Vec::new();
        for part in raw {
            if is_variable(part) {
                segments.push(part.to_owned());
                continue;
            }
            let mut words = part.split_whitespace();
            if let Some(word) = words.next() {
                segments.push(decode(word));
            }
            if words.next().is_some() {
                break;
            }
        }
        Ok(Self {
            segments,
            doubled_prefix: prefixes.len() > 1,
            record_type,
        })
    }
}

/// The path of an address, and whether a host is before it.
fn without_host(text: &str) -> (bool, &str) {
    let lower = text.to_ascii_lowercase();
    let scheme = ["https://", "http://", "//"]
        .into_iter()
        .find(|scheme| lower.starts_with(scheme));
    let Some(rest) = scheme.and_then(|scheme| text.get(scheme.len()..)) else {
        let first = text.split('/').next().unwrap_or_default();
        let is_host = first.contains('.')
            && !first.contains(['{', '<', '$'])
            && !first.to_ascii_lowercase().starts_with("v4_6")
            && first.bytes().any(|byte| byte.is_ascii_alphabetic());
        let path = if is_host {
            text.get(first.len()..).unwrap_or_default()
        } else {
            text
        };
        return (is_host, path);
    };
    let (name, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let name = name
        .rsplit('@')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let variable = name.contains(['{', '<', '$']) || is_hidden(&name);
    (!variable, path)
}

/// Whether the name of a host was taken out: `[redacted]`, `***`.
fn is_hidden(name: &str) -> bool {
    let between = |open, close| name.starts_with(open) && name.ends_with(close);
    !name.is_empty()
        && ((between('[', ']') && !name.contains(':'))
            || !name.contains(|c: char| c.is_alphanumeric())
            || (name.len() > 2 && name.chars().all(|c| c == 'x')))
}

/// The rest of a segment after a variable: `{{base}}company` as `company`.
fn after_variable(part: &str) -> Option<&str> {
    let (open, close) = [("{{", "}}"), ("${", "}"), ("<", ">"), ("{", "}")]
        .into_iter()
        .find(|(open, _)| part.starts_with(open))?;
    let (_, rest) = part.strip_prefix(open)?.split_once(close)?;
    (!rest.is_empty()).then_some(rest)
}

fn is_variable(part: &str) -> bool {
    (part.starts_with('{') && part.ends_with('}'))
        || (part.starts_with('<') && part.ends_with('>'))
        || (part.starts_with('$') && after_variable(part).is_none())
}

/// Value of a field of a query or form, without regard to the case of its name.
pub(super) fn field(query: &str, name: &str) -> Option<String> {
    query
        .split(['&', '#'])
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| decode(key).eq_ignore_ascii_case(name))
        .map(|(_, value)| decode(value.split_whitespace().next().unwrap_or_default()))
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The operation that a method needs, unless a rule names another.
pub(super) fn by_method(method: &str) -> Operation {
    match method {
        "POST" => Operation::Add,
        "PUT" | "PATCH" => Operation::Edit,
        "DELETE" => Operation::Delete,
        _ => Operation::Inquire,
    }
}
