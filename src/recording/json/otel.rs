//! OpenTelemetry traces: client spans with the old and the new names of attributes.

use std::collections::HashMap;

use serde_json::Value;

use super::super::record::{Answer, Record, method};
use super::super::sink::Sink;
use super::text::is_cut;
use super::{list, moment, number, string};

/// Whether a document is an export of traces.
pub(super) fn fits(value: &Value) -> bool {
    ["resourceSpans", "resource_spans", "scopeSpans", "spans"]
        .iter()
        .any(|key| value.get(key).is_some_and(Value::is_array))
        || is_span(value)
}

/// Whether an object is a span that an exporter wrote alone.
fn is_span(value: &Value) -> bool {
    let kind = value.get("kind").is_some();
    kind && value.get("attributes").is_some()
}

pub(super) fn read(value: &Value, place: u64, sink: &mut Sink<'_>) {
    if is_span(value) {
        if let Some(record) = record(value, place) {
            sink.emit(record);
        }
        return;
    }
    let mut number = 0;
    spans(value, &mut |span| {
        number += 1;
        if is_cut(span) {
            sink.unread += 1;
        } else if let Some(record) = record(span, number) {
            sink.emit(record);
        }
    });
}

fn spans(value: &Value, found: &mut dyn FnMut(&Value)) {
    const LEVELS: [&str; 6] = [
        "resourceSpans",
        "resource_spans",
        "scopeSpans",
        "scope_spans",
        "instrumentationLibrarySpans",
        "data",
    ];
    for inner in LEVELS.iter().flat_map(|key| list(value.get(key))) {
        spans(inner, found);
    }
    list(value.get("spans")).for_each(found);
}

fn record(span: &Value, place: u64) -> Option<Record> {
    let attributes = attributes(span);
    let get = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| attributes.get(*name).cloned())
            .filter(|value| !value.is_empty())
    };
    if !is_client(span, get(&["span.kind"]).as_deref()) {
        return None;
    }
    let named = get(&["http.request.method", "http.method"])?;
    let named = match method(&named) {
        Some(method) => method.to_owned(),
        None => get(&["http.request.method_original"])?,
    };
    let target = get(&["url.full", "http.url"]).or_else(|| address(&get))?;
    let mut record = Record::new(&named, target, place);
    let status = get(&["http.response.status_code", "http.status_code"]);
    let status = status.and_then(|status| status.parse::<u16>().ok());
    let failed = get(&["error.type"]).is_some() || is_failed(span);
    record.answer = match status.filter(|status| (100..600).contains(status)) {
        Some(status) => Answer::Status(status),
        None if failed => Answer::Missing,
        None => Answer::NotRecorded,
    };
    record.time = [
        "startTimeUnixNano",
        "start_time_unix_nano",
        "startTime",
        "start_time",
    ]
    .iter()
    .find_map(|key| moment(span.get(key)?));
    Some(record)
}

/// A URL from its parts.
fn address(get: &dyn Fn(&[&str]) -> Option<String>) -> Option<String> {
    let path = get(&["url.path", "http.target", "url.template", "http.route"])?;
    if path.contains("://") {
        return Some(path);
    }
    let Some(host) = get(&[
        "server.address",
        "http.host",
        "net.peer.name",
        "peer.service",
    ]) else {
        return Some(path);
    };
    let scheme = get(&["url.scheme", "http.scheme"]).unwrap_or_else(|| "https".to_owned());
    let query = get(&["url.query"]).map_or(String::new(), |query| format!("?{query}"));
    Some(format!(
        "{scheme}://{host}/{}{query}",
        path.trim_start_matches('/')
    ))
}

fn is_client(span: &Value, tagged: Option<&str>) -> bool {
    match span.get("kind") {
        Some(Value::String(kind)) => kind == "3" || kind.to_ascii_uppercase().ends_with("CLIENT"),
        Some(kind) => number(kind) == Some(3),
        None => tagged.is_some_and(|kind| kind.eq_ignore_ascii_case("client")),
    }
}

fn is_failed(span: &Value) -> bool {
    let status = span.get("status").unwrap_or(&Value::Null);
    let code = status.get("code").or_else(|| status.get("status_code"));
    match code {
        Some(Value::String(code)) => code.to_ascii_uppercase().ends_with("ERROR") || code == "2",
        Some(code) => number(code) == Some(2),
        None => false,
    }
}

/// Attributes as text: a list of keys and typed values, an object, or the tags of Jaeger.
fn attributes(span: &Value) -> HashMap<String, String> {
    let mut all = HashMap::new();
    for name in ["attributes", "tags"] {
        match span.get(name) {
            Some(Value::Object(map)) => {
                let pairs = map.iter();
                all.extend(pairs.filter_map(|(key, value)| Some((key.clone(), scalar(value)?))));
            }
            pairs => {
                all.extend(list(pairs).filter_map(|pair| {
                    Some((string(pair, &["key"])?, scalar(pair.get("value")?)?))
                }));
            }
        }
    }
    all
}

/// A text or a number, also within an object that names its type.
fn scalar(value: &Value) -> Option<String> {
    let plain = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    plain(value).or_else(|| value.as_object()?.values().find_map(plain))
}
