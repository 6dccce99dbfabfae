//! One request of a recording, whatever the format of the file.

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
