//! Postman collections, and the reports of Newman.

use serde_json::Value;

use super::super::record::{Answer, Record, compact};
use super::super::sink::Sink;
use super::text::is_cut;
use super::{form, list, string};

/// Whether a document is a collection or the report of a run.
pub(super) fn fits(value: &Value) -> bool {
    let value = value.get("collection").unwrap_or(value);
    value.get("item").is_some_and(Value::is_array)
        && (value.get("info").is_some() || value.get("variable").is_some())
        || runs(value).is_some()
}

fn runs(value: &Value) -> Option<&Vec<Value>> {
    value.pointer("/run/executions").and_then(Value::as_array)
}

pub(super) fn read(value: &Value, sink: &mut Sink<'_>) {
    let collection = value.get("collection").unwrap_or(value);
    let variables = variables(collection);
    let Some(runs) = runs(value) else {
        return items(collection, &variables, &mut 0, sink);
    };
    for (run, number) in runs.iter().zip(1..) {
        let request = run.get("request").filter(|_| !is_cut(run));
        let mut record = request.and_then(|request| record(request, &variables, number));
        if let Some(record) = &mut record {
            let response = run.get("response").unwrap_or(&Value::Null);
            let status = response.get("code").and_then(super::number);
            record.answer = status
                .and_then(|status| u16::try_from(status).ok())
                .map_or(Answer::Missing, Answer::Status);
            record.response_body = string(response, &["body"]);
        }
        sink.emit_or_count(record);
    }
}

/// Variables that hold a URL.
fn variables(collection: &Value) -> Vec<(String, String)> {
    list(collection.get("variable"))
        .filter_map(|variable| {
            let key = string(variable, &["key", "id"])?;
            let value = string(variable, &["value"])?;
            value.contains("://").then_some((key, value))
        })
        .collect()
}

fn items(folder: &Value, variables: &[(String, String)], number: &mut u64, sink: &mut Sink<'_>) {
    for item in list(folder.get("item")) {
        if let Some(request) = item.get("request") {
            *number += 1;
            sink.emit_or_count(record(request, variables, *number));
        }
        items(item, variables, number, sink);
    }
}

fn record(request: &Value, variables: &[(String, String)], number: u64) -> Option<Record> {
    if let Value::String(url) = request {
        return Some(Record::new("GET", resolved(url, variables), number));
    }
    if is_cut(request) {
        return None;
    }
    let method = string(request, &["method"]).unwrap_or_else(|| "GET".to_owned());
    let url = address(request.get("url")?)?;
    let mut record = Record::new(&method, resolved(&url, variables), number);
    record.request_body = request.get("body").and_then(body);
    Some(record)
}

fn resolved(url: &str, variables: &[(String, String)]) -> String {
    let url = compact(url);
    if let Some(rest) = url.strip_prefix("{{")
        && let Some((name, rest)) = rest.split_once("}}")
        && let Some((_, value)) = variables.iter().find(|(key, _)| key == name)
    {
        return format!("{value}{rest}");
    }
    url
}

fn address(url: &Value) -> Option<String> {
    if let Value::String(url) = url {
        return Some(url.clone());
    }
    if let Some(raw) = string(url, &["raw"]).filter(|raw| !raw.is_empty()) {
        return Some(raw);
    }
    let joined = |key: &str, between: &str| match url.get(key) {
        Some(Value::String(text)) => text.clone(),
        parts => {
            let parts: Vec<&str> = list(parts).filter_map(Value::as_str).collect();
            parts.join(between)
        }
    };
    let (host, path) = (joined("host", "."), joined("path", "/"));
    let path = path.trim_start_matches('/');
    if host.is_empty() && path.is_empty() {
        return None;
    }
    let query: Vec<String> = list(url.get("query"))
        .filter(|pair| pair.get("disabled").and_then(Value::as_bool) != Some(true))
        .filter_map(|pair| {
            Some(format!(
                "{}={}",
                string(pair, &["key"])?,
                string(pair, &["value"])?
            ))
        })
        .collect();
    let query = if query.is_empty() {
        String::new()
    } else {
        format!("?{}", query.join("&"))
    };
    if host.is_empty() {
        return Some(format!("/{path}{query}"));
    }
    let scheme = match string(url, &["protocol"]) {
        Some(scheme) => format!("{scheme}://"),
        None if host.starts_with('{') => String::new(),
        None => "https://".to_owned(),
    };
    Some(format!("{scheme}{host}/{path}{query}"))
}

fn body(body: &Value) -> Option<String> {
    let mode = string(body, &["mode"])?;
    match mode.as_str() {
        "raw" => string(body, &["raw"]),
        "formdata" | "urlencoded" => form(body.get(&mode)?, "key"),
        _ => None,
    }
}
