//! Parses response bodies into rows.

use reqwest::Url;
use reqwest::header::LINK;
use serde_json::{Map, Value};

use super::address::same_origin;
use super::blame::{self, Trust};
use super::fault::{Fault, Resource};
use super::transport::Answer;
use crate::role::link;

/// An object as `ConnectWise` wrote it.
pub(super) type Row = Map<String, Value>;

/// The JSON of a successful response; anything else is a fault.
pub(super) fn json(resource: Resource, answer: &Answer, trust: Trust) -> Result<Value, Fault> {
    if !answer.status.is_success() {
        return Err(blame::blame(resource, answer, trust));
    }
    let status = answer.status.as_u16();
    let value: Value = serde_json::from_slice(&answer.body).map_err(|error| {
        let body = answer.body.trim_ascii_start();
        // JSON that ends too early was truncated by a proxy that adjusted the length.
        if error.is_eof() && matches!(body.first(), Some(b'[' | b'{')) {
            Fault::CutShort
        } else {
            Fault::NotTheApi {
                status,
                looks: blame::looks(&answer.headers, &answer.body),
            }
        }
    })?;
    if blame::is_error(&value) {
        return Err(blame::blame(resource, answer, trust));
    }
    Ok(value)
}

/// The rows of a page.
pub(super) fn rows(resource: Resource, value: Value) -> Result<Vec<Row>, Fault> {
    let Value::Array(items) = value else {
        return Err(Fault::Form(resource));
    };
    items
        .into_iter()
        .map(|item| match item {
            Value::Object(row) => Ok(row),
            _ => Err(Fault::Form(resource)),
        })
        .collect()
}

/// The number of a `/count` endpoint.
pub(super) fn count(resource: Resource, value: &Value) -> Result<u64, Fault> {
    value
        .get("count")
        .and_then(Value::as_u64)
        .ok_or(Fault::Form(resource))
}

/// The number of an object.
pub(super) fn id(row: &Row) -> Option<i64> {
    match row.get("id")? {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_i64(),
    }
}

/// A text field of an object, if it is not blank.
pub(super) fn text<'a>(row: &'a Row, key: &str) -> Option<&'a str> {
    row.get(key)
        .and_then(Value::as_str)
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// Position of the next page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// No header names one.
    No,
    /// At this address of the same server.
    At(Url),
    /// A header names one, but its address is invalid, or of another host: a server after a gateway
    /// may name one. The credentials are not sent there: the page is requested by its number.
    Somewhere,
}

/// The next page in the `Link` headers, resolved against the current page.
pub(super) fn next(url: &Url, answer: &Answer) -> Result<Next, Fault> {
    let mut somewhere = false;
    for value in answer.headers.get_all(LINK) {
        // A title may be in any encoding.
        match link::next(&String::from_utf8_lossy(value.as_bytes())) {
            link::Next::No => {}
            link::Next::Unreadable => somewhere = true,
            link::Next::At(target) => {
                let target = url.join(&target);
                let target = target.map_err(|_| Fault::Pages("its URL cannot be read"))?;
                return Ok(if same_origin(&target, url) {
                    Next::At(target)
                } else {
                    Next::Somewhere
                });
            }
        }
    }
    Ok(if somewhere { Next::Somewhere } else { Next::No })
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::StatusCode;
    use reqwest::header::{HeaderMap, HeaderValue};

    #[test]
    fn the_next_page_is_found_in_every_form_of_the_header() {
        let url = Url::parse("https://h/v/apis/3.0/x?page=1").unwrap();
        for (link, expected) in [
            (
                "<https://h/x?page=2>; rel=\"next\"",
                Some("https://h/x?page=2"),
            ),
            (
                "<https://h/x?page=9>; rel=\"last\", <https://h/x?a=1,2&page=2>; rel=\"next\"",
                Some("https://h/x?a=1,2&page=2"),
            ),
            ("<?page=2>;rel=next", Some("https://h/v/apis/3.0/x?page=2")),
            ("<https://h/x?page=1>; rel=\"first\"", None),
            (
                "<https://h/x?page=2>; rel=\"last next\"",
                Some("https://h/x?page=2"),
            ),
            (
                "<https://h/x?page=2>; REL='Next'; title=\"a, b; \u{fc}\"",
                Some("https://h/x?page=2"),
            ),
            ("<https://h/x?page=2>; title=\"rel=next\"", None),
            ("<>; rel=\"next\"", Some("?")),
            ("<https://h/x?page=2; rel=\"next\"", Some("?")),
            ("", None),
            ("<broken", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(LINK, HeaderValue::from_bytes(link.as_bytes()).unwrap());
            let answer = Answer {
                status: StatusCode::OK,
                headers,
                body: Vec::new(),
            };
            let found = match next(&url, &answer).unwrap() {
                Next::No => None,
                Next::At(url) => Some(url.to_string()),
                Next::Somewhere => Some("?".to_owned()),
            };
            assert_eq!(found.as_deref(), expected, "{link}");
        }
    }
}
