//! Objects after a status that are what the program notes, and not the body of the answer.

use super::record::letters;
use super::time::Moment;

/// Parts of the names of fields in which an answer says why.
const PARTS: [&str; 7] = [
    "message",
    "error",
    "detail",
    "reason",
    "description",
    "exception",
    "fault",
];

/// Names of such fields.
const NAMES: [&str; 20] = [
    "msg",
    "code",
    "title",
    "status",
    "statuscode",
    "success",
    "ok",
    "body",
    "response",
    "html",
    "text",
    "content",
    "result",
    "data",
    "rayid",
    "incident",
    "incidentid",
    "supportid",
    "blocked",
    "denied",
];

/// Whether an object, also one that is not strictly JSON, says nothing of why a request failed:
/// `{"service":"sync","attempt":1}`.
pub(super) fn is_metadata(text: &str) -> bool {
    let text = text.trim_start();
    let mut token = String::new();
    let mut quote = None;
    for c in text.chars() {
        match quote {
            Some(open) if c == open => {
                quote = None;
                if is_sentence(&token) {
                    return false;
                }
            }
            None if matches!(c, '"' | '\'' | '`') => {
                quote = Some(c);
                token.clear();
            }
            None if c == ':' => {
                if is_said(&token) {
                    return false;
                }
                token.clear();
            }
            None if matches!(c, '{' | '}' | '[' | ']' | ',') => token.clear(),
            None if c == '<' => return false,
            None if c.is_whitespace() => {}
            _ => token.push(c),
        }
    }
    text.starts_with('{') && quote.is_none()
}

/// Whether a body holds nothing.
pub(super) fn is_empty(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| c.is_whitespace() || "{}[],;".contains(c));
    inner.is_empty()
}

fn is_sentence(text: &str) -> bool {
    text.contains('<') || (text.trim().contains(' ') && Moment::parse(text).is_none())
}

fn is_said(key: &str) -> bool {
    let name = letters(key);
    NAMES.contains(&name.as_str()) || PARTS.iter().any(|part| name.contains(part))
}
