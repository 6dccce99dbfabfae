//! From a pasted text to a request or an error.

use serde_json::Value;

use super::call;
use crate::endpoints::{
    ErrorKind, Hints, Kind, NotRest, Target, classify_error, split_request, status_in,
};
use crate::endpoints::{lookup, published_methods};
use crate::recording::{self, command};

/// A request or an error.
#[derive(Clone, Debug)]
pub enum Asked {
    /// A request, with its body where it is known.
    Request {
        /// Method; without one, all that are published.
        method: Option<String>,
        /// Address.
        target: Target,
        /// Body.
        body: Option<String>,
    },
    /// An address outside the REST API.
    NotRest,
    /// An error.
    Error {
        /// HTTP status.
        status: Option<u16>,
        /// Kind.
        kind: ErrorKind,
        /// The request that failed, where the text shows it; its method may be missing.
        request: Option<(Option<String>, Target)>,
    },
}

/// Reads a text that is surely a request or an error; `None` where it may be a name.
pub fn surely(text: &str) -> Option<Asked> {
    let text = text.trim().trim_start_matches('\u{feff}').trim_start();
    if let Some(command) = command::read(text) {
        return Some(request(
            Some(command.method),
            &command.address,
            command.body,
        ));
    }
    if let Some((method, address)) = call::read(text) {
        return Some(request(Some(method), &address, None));
    }
    if text.lines().nth(1).is_none() {
        let (method, address) = split_request(text);
        let lower = address.to_ascii_lowercase();
        let address_like = address.starts_with('/')
            || lower.starts_with("http://")
            || lower.starts_with("https://")
            || lower.starts_with("{{")
            || (lower.contains("apis/3.0/")
                && !lower.starts_with('{')
                && !address.trim().contains(char::is_whitespace));
        if method.is_some() || address_like {
            return Some(request(method, address, None));
        }
    }
    let (status, body) = status(text);
    let in_text = || status_in(&text.to_lowercase());
    if status.is_some() || text.starts_with(['{', '[', '<']) || in_text().is_some() {
        return error(status, body, text);
    }
    None
}

fn request(method: Option<String>, address: &str, body: Option<String>) -> Asked {
    match Target::parse(address) {
        Ok(target) => Asked::Request {
            method,
            target,
            body,
        },
        Err(NotRest) => Asked::NotRest,
    }
}

/// Reads a text that is no name: a path without a leading slash, or a message.
pub fn perhaps(text: &str) -> Option<Asked> {
    let text = text.trim();
    if let Ok(target) = Target::parse(text)
        && !text.contains(char::is_whitespace)
    {
        let methods = published_methods(&target);
        let method = methods.first().copied().unwrap_or("GET");
        let understood = lookup(method, &target, &Hints::default()).kind != Kind::NotUnderstood;
        return understood.then_some(Asked::Request {
            method: None,
            target,
            body: None,
        });
    }
    error(None, text, text).or_else(|| {
        // A log or a trace without an error: the request in it.
        let (method, target, _) = request_in(text)?;
        Some(Asked::Request {
            method: Some(method),
            target,
            body: None,
        })
    })
}

fn error(status: Option<u16>, body: &str, text: &str) -> Option<Asked> {
    let found = request_in(text);
    let recorded = found.as_ref().and_then(|found| found.2);
    let status = status.or(recorded);
    let kind = classify_error(status, body)?;
    Some(Asked::Error {
        status: status.or_else(|| status_in(&text.to_lowercase())),
        kind,
        request: found
            .map(|(method, target, _)| (Some(method), target))
            .or_else(|| Some((None, address_in(text)?))),
    })
}

/// The address of the API that a text shows without a method.
fn address_in(text: &str) -> Option<Target> {
    let mut words = text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<'));
    words.find_map(|word| {
        let at = word.find("://").map_or(0, |at| {
            let scheme = word.get(..at).unwrap_or_default();
            scheme
                .rfind(|c: char| !c.is_ascii_alphabetic())
                .map_or(0, |at| at + 1)
        });
        let word = word
            .get(at..)?
            .trim_end_matches([',', ';', ':', '.', ')', ']', '>']);
        let known = word.to_ascii_lowercase().contains("apis/3.0/");
        known.then(|| Target::parse(word).ok()).flatten()
    })
}

/// The request that a text shows: in a log, a trace or the output of `curl -v`. Of several, the
/// last one with the message of a missing permission, or that failed, or else the last one.
fn request_in(text: &str) -> Option<(String, Target, Option<u16>)> {
    let mut last = None;
    let mut failed = None;
    let mut said = None;
    let read = recording::read(text.as_bytes(), &mut |record| {
        if let Ok(target) = Target::parse(&record.target) {
            let status = match record.answer {
                recording::Answer::Status(status @ 400..) => Some(status),
                _ => None,
            };
            let refusal = record.response_body.as_deref().is_some_and(|body| {
                classify_error(status, body) == Some(ErrorKind::MissingPermission)
            });
            let found = Some((record.method.clone(), target, status));
            if refusal {
                said = found;
            } else if status.is_some() || record.error_without_status().is_some() {
                failed = found;
            } else {
                last = found;
            }
        }
    });
    read.ok()?;
    said.or(failed).or(last)
}

/// Splits a leading status: `403 {...}` or `HTTP/1.1 403 Forbidden`.
fn status(text: &str) -> (Option<u16>, &str) {
    let start = if text.starts_with("HTTP/") {
        text.split_once(' ').map_or("", |(_, rest)| rest)
    } else {
        text
    };
    let (word, rest) = start.split_once(char::is_whitespace).unwrap_or((start, ""));
    match word.trim_end_matches([':', ',']).parse::<u16>() {
        Ok(status) if (100..600).contains(&status) => (Some(status), rest.trim()),
        _ => (None, text),
    }
}

/// The hints of a body.
pub(super) fn json(body: Option<&str>) -> Option<Value> {
    serde_json::from_str(body?).ok()
}
