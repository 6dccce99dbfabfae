//! One request of a recording, whatever the format of the file.

use super::body_text::is_error_text;
use super::time::Moment;

/// What a recording shows of the answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The recording holds no answers: the request is an intention.
    NotRecorded,
    /// The request failed without an answer: no connection, or it was canceled.
    Missing,
    /// The HTTP status.
    Status(u16),
}

/// One request on the wire, or one that is only planned.
///
/// Its texts can hold secrets. `Debug` prints none of them, and reports print only the template of
/// the path.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// The method in capitals.
    pub method: String,
    /// The URL or the path, with its query.
    pub target: String,
    /// The answer.
    pub answer: Answer,
    /// The body of the request, where it is recorded. Forms are JSON objects.
    pub request_body: Option<String>,
    /// The body of the answer, where it is recorded.
    pub response_body: Option<String>,
    /// When the request was sent.
    pub time: Option<Moment>,
    /// The line, or in a JSON document the number of the entry; from 1.
    pub place: u64,
}

impl Record {
    /// A request without an answer.
    pub fn new(method: &str, target: impl Into<String>, place: u64) -> Self {
        Self {
            method: method.to_ascii_uppercase(),
            target: target.into(),
            answer: Answer::NotRecorded,
            request_body: None,
            response_body: None,
            time: None,
            place,
        }
    }

    /// The body of an answer whose status is not recorded, if it is an error.
    pub fn error_without_status(&self) -> Option<&str> {
        let body = self.response_body.as_deref()?;
        let status = matches!(self.answer, Answer::Status(_));
        (!status && is_error_text(body)).then_some(body)
    }
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Record")
            .field("method", &self.method)
            .field("answer", &self.answer)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

const METHODS: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT",
];

/// Whether a word is an HTTP method in capitals.
pub(super) fn is_method(word: &str) -> bool {
    METHODS.contains(&word)
}

/// The HTTP method that a word names in any case.
pub(super) fn method(word: &str) -> Option<&'static str> {
    METHODS
        .into_iter()
        .find(|method| method.eq_ignore_ascii_case(word))
}

/// The status at the start of a text, such as `200` or `403 Forbidden`.
pub(super) fn status(text: &str) -> Option<u16> {
    let text = text.trim_start();
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let fraction = rest
        .strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if digits.len() != 3 || fraction || rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    {
        return None;
    }
    digits
        .parse()
        .ok()
        .filter(|status| (100..600).contains(status))
}

/// The status that a name means: `Forbidden`, `BadRequest`, `Too Many Requests`.
pub(super) fn status_named(text: &str) -> Option<u16> {
    const NAMES: [(&str, u16); 35] = [
        ("ok", 200),
        ("success", 200),
        ("succeeded", 200),
        ("successful", 200),
        ("created", 201),
        ("accepted", 202),
        ("nocontent", 204),
        ("movedpermanently", 301),
        ("moved", 301),
        ("found", 302),
        ("redirect", 302),
        ("seeother", 303),
        ("notmodified", 304),
        ("temporaryredirect", 307),
        ("permanentredirect", 308),
        ("badrequest", 400),
        ("unauthorized", 401),
        ("paymentrequired", 402),
        ("forbidden", 403),
        ("notfound", 404),
        ("methodnotallowed", 405),
        ("notacceptable", 406),
        ("requesttimeout", 408),
        ("conflict", 409),
        ("gone", 410),
        ("preconditionfailed", 412),
        ("unsupportedmediatype", 415),
        ("unprocessableentity", 422),
        ("toomanyrequests", 429),
        ("internalservererror", 500),
        ("notimplemented", 501),
        ("badgateway", 502),
        ("serviceunavailable", 503),
        ("gatewaytimeout", 504),
        ("gatewaytimedout", 504),
    ];
    let name: String = text
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let name = name.strip_prefix("httpstatus").unwrap_or(&name);
    NAMES
        .into_iter()
        .find(|(known, _)| *known == name)
        .map(|(_, status)| status)
}

/// A name as names are compared: its letters and digits, in small letters.
pub(super) fn letters(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// A URL with the blanks inside `{{ … }}` removed, so that a blank ends it.
pub(super) fn compact(target: &str) -> String {
    let target = target.trim();
    if !target.contains("{{") {
        return target.to_owned();
    }
    let mut out = String::with_capacity(target.len());
    let mut rest = target;
    while let Some((before, inner)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((variable, after)) = inner.split_once("}}") else {
            out.push_str("{{");
            rest = inner;
            break;
        };
        out.push_str("{{");
        // Only the name: an expression can hold quotes, slashes and question marks.
        let name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$');
        out.extend(variable.chars().filter(name));
        out.push_str("}}");
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_three_digits_alone() {
        assert_eq!(status("200 OK"), Some(200));
        assert_eq!(status(" 403"), Some(403));
        for text in ["", "20", "2000", "200ms", "200.5", "099", "700", "x"] {
            assert_eq!(status(text), None, "{text}");
        }
        assert_eq!(status("404."), Some(404));
    }

    #[test]
    fn variables_lose_their_blanks() {
        assert_eq!(compact(" /a/{{ $json.b.id }}/c "), "/a/{{$json.b.id}}/c");
        assert_eq!(compact("{{base}}/a"), "{{base}}/a");
        assert_eq!(compact("/a/{{ x"), "/a/{{ x");
        assert_eq!(
            compact("/a/{{ $node[\"x\"].json?.id }}"),
            "/a/{{$nodex.json.id}}"
        );
    }

    #[test]
    fn debug_prints_no_text_of_the_recording() {
        let mut record = Record::new("get", "/a?clientId=SECRET", 1);
        record.request_body = Some("SECRET".to_owned());
        assert!(!format!("{record:?}").contains("SECRET"));
    }
}
