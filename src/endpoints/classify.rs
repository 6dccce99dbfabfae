//! From the text of an error to its kind.

use serde_json::Value;

use super::error::ErrorKind;
use phrases::{BODY, LAST, LATER, PHRASES, SERVER};
pub use status::status_in;

mod phrases;
mod status;

/// Classifies the answer to a refused or failed request: a body, a message, or lines of a log that
/// hold one. `None` where nothing is recognized.
pub fn classify_error(status: Option<u16>, text: &str) -> Option<ErrorKind> {
    let lower = text.to_lowercase();
    let status = status.or_else(|| status_in(&lower));
    if let Some(said) = said(text) {
        return by_phrase(status, &said.text, true)
            .or_else(|| by_code(&said.code))
            .or_else(|| match status {
                // An answer in the form of ConnectWise, with a message that is not known.
                Some(403) if !said.code.is_empty() => Some(ErrorKind::PossiblyMissingPermission),
                status => by_status(status?, &lower),
            })
            .or_else(|| without_status(status, &said.text));
    }
    by_phrase(status, &lower, false)
        .or_else(|| by_status(status?, &lower))
        .or_else(|| without_status(status, &lower))
}

/// Finds a phrase that means something else where a status is known.
fn without_status(status: Option<u16>, text: &str) -> Option<ErrorKind> {
    if status.is_some() {
        return None;
    }
    first(&LAST, text)
}

/// The first kind with a phrase that a text contains.
fn first(list: &[(ErrorKind, &[&str])], text: &str) -> Option<ErrorKind> {
    let mut list = list.iter();
    let found = list.find(|(_, words)| words.iter().any(|word| text.contains(word)))?;
    Some(found.0)
}

/// What an error body says, in small letters.
struct Said {
    code: String,
    /// Code and messages.
    text: String,
}

/// How many places of a text are tried as the beginning of a body.
const PLACES: usize = 16;

/// The error body in JSON within a text.
fn said(text: &str) -> Option<Said> {
    let within = |text: &str| {
        text.match_indices('{').take(PLACES).find_map(|(at, _)| {
            let mut values =
                serde_json::Deserializer::from_str(text.get(at..)?).into_iter::<Value>();
            said_by(&values.next()?.ok()?)
        })
    };
    within(text).or_else(|| {
        let escaped = text.contains("\\\"");
        escaped.then(|| within(&text.replace("\\\"", "\"")))?
    })
}

/// The error body in a value: itself, or within another, as tools wrap it.
fn said_by(value: &Value) -> Option<Said> {
    match value {
        Value::Array(items) => items.iter().find_map(said_by),
        Value::Object(object) => {
            let get = |name: &str| {
                let mut keys = object.iter();
                keys.find(|(key, _)| key.eq_ignore_ascii_case(name))
                    .map(|(_, value)| value)
            };
            let text = |name: &str| get(name).and_then(Value::as_str).unwrap_or_default();
            let code = if text("code").is_empty() {
                text("error")
            } else {
                text("code")
            };
            let message = text("message");
            if message.is_empty() && code.is_empty() {
                return object.values().find_map(said_by);
            }
            // A message can hold the body itself, as text.
            if let Some(inner) = message.contains('{').then(|| said(message)).flatten() {
                return Some(inner);
            }
            let mut all = format!("{code} {message}");
            let errors = get("errors").and_then(Value::as_array);
            for error in errors.into_iter().flatten() {
                for key in ["code", "message"] {
                    if let Some(more) = error.get(key).and_then(Value::as_str) {
                        all.push(' ');
                        all.push_str(more);
                    }
                }
            }
            Some(Said {
                code: code.to_lowercase(),
                text: all.to_lowercase(),
            })
        }
        _ => None,
    }
}

fn by_code(code: &str) -> Option<ErrorKind> {
    Some(match code {
        "security" => ErrorKind::MissingPermission,
        "notfound" => ErrorKind::Record,
        "unauthorized" => ErrorKind::Credentials,
        _ => return None,
    })
}

/// Finds a known phrase. `pure` says that the text is a message alone, without headers or a log.
fn by_phrase(status: Option<u16>, text: &str, pure: bool) -> Option<ErrorKind> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if let Some(kind) = first(&PHRASES, text) {
        return Some(kind);
    }
    if status == Some(429) {
        return Some(ErrorKind::RateLimit);
    }
    if is_client_id(text, pure) {
        return Some(ErrorKind::ClientId);
    }
    if has(&["<html", "<!doctype", "<head>", "<body"]) {
        return Some(match status {
            Some(500..) => ErrorKind::Server,
            _ if has(&["server error in", "runtime error"]) => ErrorKind::Server,
            _ => ErrorKind::NotConnectWise,
        });
    }
    if let Some(kind) = first(&LATER, text) {
        return Some(kind);
    }
    if status == Some(405) {
        return Some(ErrorKind::Method);
    }
    let not_found = text.contains("notfound") || text.contains("not found");
    let of_record = pure
        || has(&["{", "record"])
        || status != Some(404)
        || text.bytes().filter(u8::is_ascii_digit).count() > 3;
    if not_found && of_record && status != Some(403) {
        return Some(ErrorKind::Record);
    }
    if has(&BODY) && status != Some(403) {
        return Some(ErrorKind::Body);
    }
    has(&SERVER).then_some(ErrorKind::Server)
}

/// Whether a text is about the client ID. A log can show the header `clientId: ...`.
fn is_client_id(text: &str, pure: bool) -> bool {
    const NAMES: [&str; 3] = ["clientid", "client id", "client-id"];
    const WRONG: [&str; 10] = [
        "invalid",
        "missing",
        "required",
        "not valid",
        "must",
        "provide",
        "unknown",
        "expired",
        "not found",
        "not registered",
    ];
    NAMES.iter().any(|name| text.contains(name))
        && (pure
            || text.lines().any(|line| {
                NAMES.iter().any(|name| line.contains(name))
                    && WRONG.iter().any(|word| line.contains(word))
            }))
}

fn by_status(status: u16, text: &str) -> Option<ErrorKind> {
    // Pages of proxies, firewalls and content delivery networks.
    const OTHERS: [&str; 11] = [
        "cloudflare",
        "akamai",
        "incapsula",
        "imperva",
        "zscaler",
        "firewall",
        "blocked",
        "proxy",
        "error code:",
        "nginx",
        "access denied",
    ];
    Some(match status {
        401 => ErrorKind::Credentials,
        403 if OTHERS.iter().any(|word| text.contains(word)) => ErrorKind::NotConnectWise,
        403 if holds_json(text) => ErrorKind::NotConnectWise,
        403 => ErrorKind::PossiblyMissingPermission,
        300..=399 => ErrorKind::NotConnectWise,
        404 => ErrorKind::Endpoint,
        400 | 409 | 411 | 413 | 415 | 422 => ErrorKind::Body,
        500..=599 => ErrorKind::Server,
        _ => return None,
    })
}

/// Whether a text holds an object in JSON, also a cut one. Objects that programs print have no
/// quotes around their names.
fn holds_json(text: &str) -> bool {
    let mut rest = text.split('{').skip(1);
    rest.any(|inner| inner.trim_start().starts_with(['"', '\\']))
}

#[cfg(test)]
mod tests;
