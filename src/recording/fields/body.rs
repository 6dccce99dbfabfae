//! Bodies of requests and answers among the fields of a record.

use serde_json::Value;

use super::super::answers::announced;
use super::super::body_text::{is_body_text, is_error_text};
use super::super::record::{letters, status_named};
use super::{Field, is_body, text};

/// Which body of a request a field holds.
pub(super) enum Body {
    Request,
    Response,
}

/// Which body a field holds, in a record of an error or not, with a field of the answer or not.
pub(super) fn role(field: &Field<'_>, error: bool, response: bool) -> Option<Body> {
    let name = field.name.as_str();
    let scalar_only = matches!(field.value, Value::Null | Value::Bool(_) | Value::Number(_));
    // `data` can hold the address.
    let address = field
        .value
        .as_str()
        .is_some_and(|text| text.contains("://") && !text.contains(['{', '<', ' ']));
    // Application Insights wraps the whole record in `data`.
    let record = field
        .value
        .pointer("/baseData")
        .is_some_and(Value::is_object);
    if scalar_only || address || record {
        return None;
    }
    let above = field.parent.as_str();
    let of_request = name.starts_with("req")
        || above.starts_with("req")
        || matches!(above, "config" | "options" | "inputs")
        || name == "postdata"
        || name == "payload";
    let of_response = name.starts_with("res") || above.starts_with("res") || name.contains("error");
    let is_content = name.contains("body")
        || matches!(name, "content" | "text" | "payload" | "data" | "postdata");
    match () {
        () if is_content && of_request => Some(Body::Request),
        () if is_content && of_response => Some(Body::Response),
        () if name == "body" || name == "data" => Some(if error && !response {
            Body::Response
        } else {
            Body::Request
        }),
        () if error
            && matches!(
                name,
                "error" | "err" | "response" | "errormessage" | "responsetext" | "message"
            ) =>
        {
            is_error(field.value).then_some(Body::Response)
        }
        () => None,
    }
}

/// Whether a field is the whole answer, next to which a body is that of the request.
pub(super) fn is_response(field: &Field<'_>) -> bool {
    let whole = field.value.is_object() || field.value.is_array();
    whole && matches!(field.name.as_str(), "response" | "res" | "outputs")
}

/// The text of a body, also within an object that describes it.
pub(super) fn content(value: &Value) -> Option<String> {
    let Value::Object(map) = value else {
        return text(value);
    };
    let describes = ["mimeType", "size", "encoding", "string"]
        .iter()
        .any(|key| map.contains_key(*key));
    if map.is_empty() || describes {
        return map.get("text").or_else(|| map.get("string")).and_then(text);
    }
    text(value)
}

/// The error that a field holds, in a record without a status.
pub(super) fn error_of_answer(field: &Field<'_>) -> Option<String> {
    const NAMES: [&str; 13] = [
        "msg",
        "err",
        "exception",
        "detail",
        "details",
        "reason",
        "log",
        "text",
        "event",
        "data",
        "content",
        "result",
        "res",
    ];
    let name = field.name.as_str();
    let of_request = name.starts_with("req") || field.parent.starts_with("req");
    let known = NAMES.contains(&name)
        || name.contains("error")
        || name.contains("body")
        || name.contains("response")
        || name.contains("message");
    if of_request || !known {
        return None;
    }
    text(field.value).filter(|text| is_error_text(text))
}

/// Whether a value is the body of an error, and not what a program says of the error.
fn is_error(value: &Value) -> bool {
    match value {
        Value::String(text) => is_body_text(text),
        Value::Object(map) => {
            let has = |check: &dyn Fn(&str) -> bool| map.keys().any(|key| check(&letters(key)));
            // An object around a body is read by its own fields.
            let message = map.get("message").and_then(Value::as_str);
            let of_program = message
                .is_some_and(|text| announced(text).is_some() || status_named(text).is_some());
            has(&|key| matches!(key, "message" | "errors"))
                && !of_program
                && !has(&|key| {
                    is_body(key)
                        || matches!(key, "data" | "status" | "statuscode" | "name" | "stack")
                })
        }
        _ => false,
    }
}
