//! Executions of n8n: one record for each run of an HTTP node.

use serde_json::{Map, Value, json};

use super::super::body_text::{is_body_text, is_error_text};
use super::super::metadata::is_empty;
use super::super::record::{Answer, Record, compact, status};
use super::super::sink::Sink;
use super::super::time::Moment;
use super::text::is_cut;
use super::{form, list, number, string};

/// Whether a document is an execution, or a workflow.
pub(super) fn fits(value: &Value) -> bool {
    nodes(value).is_some_and(|nodes| nodes.iter().any(|node| node.get("type").is_some()))
}

fn nodes(value: &Value) -> Option<&Vec<Value>> {
    value
        .pointer("/workflowData/nodes")
        .or_else(|| value.get("nodes"))
        .and_then(Value::as_array)
}

pub(super) fn read(value: &Value, sink: &mut Sink<'_>) {
    let execution = value.get("data").is_some() || value.get("workflowData").is_some();
    let runs = value
        .pointer("/data/resultData/runData")
        .or_else(|| value.pointer("/resultData/runData"));
    let mut place = 0;
    for node in nodes(value).into_iter().flatten() {
        if !is_http(node) || is_cut(node) || is_disabled(node) {
            continue;
        }
        if !execution {
            place += 1;
            sink.emit_or_count(request(node, place));
            continue;
        }
        let Some(name) = string(node, &["name"]) else {
            continue;
        };
        for run in list(runs.and_then(|runs| runs.get(&name))) {
            place += 1;
            if is_cut(run) {
                sink.unread += 1;
                continue;
            }
            let mut record = request(node, place);
            if let Some(record) = &mut record {
                finish(record, run);
            }
            sink.emit_or_count(record);
        }
    }
}

fn is_http(node: &Value) -> bool {
    string(node, &["type"]).is_some_and(|kind| kind.to_ascii_lowercase().contains("httprequest"))
}

fn is_disabled(node: &Value) -> bool {
    node.get("disabled").and_then(Value::as_bool) == Some(true)
}

fn request(node: &Value, place: u64) -> Option<Record> {
    let parameters = node.get("parameters")?;
    let method = string(parameters, &["method", "requestMethod"]);
    let method = method.unwrap_or_else(|| "GET".to_owned());
    let url = string(parameters, &["url"])?;
    let mut target = compact(url.trim_start_matches('='));
    // Only the one value that decides which permission a document needs.
    let query = parameters
        .pointer("/queryParameters/parameters")
        .or_else(|| parameters.pointer("/queryParametersUi/parameter"));
    for pair in list(query) {
        if let (Some(name), Some(value)) = (string(pair, &["name"]), string(pair, &["value"]))
            && name.eq_ignore_ascii_case("recordType")
        {
            let sign = if target.contains('?') { '&' } else { '?' };
            target = format!("{target}{sign}recordType={value}");
        }
    }
    let mut record = Record::new(method.trim_start_matches('='), target, place);
    record.request_body = string(parameters, &["jsonBody", "body", "bodyParametersJson"])
        .map(|body| body.trim_start_matches('=').to_owned())
        .filter(|body| !body.is_empty())
        .or_else(|| {
            let pairs = parameters
                .pointer("/bodyParameters/parameters")
                .or_else(|| parameters.pointer("/bodyParametersUi/parameter"))?;
            form(pairs, "name")
        });
    Some(record)
}

fn finish(record: &mut Record, run: &Value) {
    record.time = run
        .get("startTime")
        .and_then(number)
        .and_then(Moment::from_number);
    let answer = run.pointer("/data/main/0/0/json");
    let error = run
        .get("error")
        .filter(|error| !error.is_null())
        .or_else(|| answer?.get("error").filter(|error| error.is_object()));
    if let Some(error) = error {
        let code = [
            "/httpCode",
            "/statusCode",
            "/status",
            "/response/status",
            "/cause/status",
            "/cause/httpCode",
            "/cause/response/status",
        ]
        .iter()
        .find_map(|path| status(&text(error.pointer(path)?)?))
        .or_else(|| status(&string(error, &["message"])?));
        record.answer = code.map_or(Answer::Missing, Answer::Status);
        record.response_body = ["/context/data", "/response/body", "/cause/response/data"]
            .iter()
            .find_map(|path| text(error.pointer(path)?))
            .or_else(|| {
                // The texts for people can quote the body.
                let texts = ["description", "message"].into_iter();
                let mut texts = texts.filter_map(|key| string(error, &[key]));
                texts.find_map(|text| {
                    let start = text.find('{').unwrap_or(0);
                    let body = text.get(start..)?;
                    is_body_text(body).then(|| body.to_owned())
                })
            });
        return;
    }
    if let Some(answer) = answer
        && ["headers", "statusMessage"]
            .iter()
            .any(|key| answer.get(key).is_some())
        && let Some(found) = answer.get("statusCode").and_then(number)
    {
        // The node was set to return the whole answer.
        record.answer = u16::try_from(found).map_or(Answer::Missing, Answer::Status);
        let body = answer.get("body").and_then(text);
        record.response_body = body.filter(|body| !is_empty(body));
        return;
    }
    if let Some(answer) = answer.filter(|answer| is_error(answer)) {
        // The node was set to go on after errors: the status is not known.
        record.answer = Answer::Missing;
        record.response_body = text(answer);
        return;
    }
    record.answer = Answer::Status(200);
    record.response_body = answer.map(|answer| json!(answer).to_string());
}

/// Whether an answer is the error of `ConnectWise` and nothing else.
fn is_error(answer: &Value) -> bool {
    let only = |map: &Map<String, Value>| {
        map.keys()
            .all(|key| matches!(key.as_str(), "code" | "message" | "errors"))
    };
    answer.as_object().is_some_and(only) && is_error_text(&answer.to_string())
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        value => Some(value.to_string()),
    }
}
