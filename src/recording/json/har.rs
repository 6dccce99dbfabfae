//! HAR, as browsers, mitmproxy and other proxies save it.

use base64::Engine;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

use super::super::record::{Answer, Record};
use super::super::sink::Sink;
use super::super::time::Moment;
use super::text::is_cut;
use super::{form, list, string};

/// Whether a document is a HAR.
pub(super) fn fits(value: &Value) -> bool {
    value.pointer("/log/entries").is_some_and(Value::is_array)
}

pub(super) fn read(value: &Value, sink: &mut Sink<'_>) {
    for (number, entry) in (1..).zip(list(value.pointer("/log/entries"))) {
        sink.emit_or_count(record(entry, number));
    }
}

fn record(entry: &Value, number: u64) -> Option<Record> {
    if is_cut(entry) {
        return None;
    }
    let request = entry.get("request")?;
    let method = string(request, &["method"])?;
    let mut record = Record::new(&method, string(request, &["url"])?, number);
    record.request_body = request.get("postData").and_then(posted);
    record.time = string(entry, &["startedDateTime"]).and_then(|time| Moment::parse(&time));
    let response = entry.get("response").unwrap_or(&Value::Null);
    record.answer = match response.get("status").and_then(super::number) {
        Some(status @ 100..=599) => u16::try_from(status).map_or(Answer::Missing, Answer::Status),
        _ => Answer::Missing,
    };
    record.response_body = response.get("content").and_then(content);
    Some(record)
}

fn posted(data: &Value) -> Option<String> {
    let text = content(data);
    if text.as_deref().is_some_and(|text| !text.is_empty()) {
        return text;
    }
    form(data.get("params")?, "name")
}

/// A text, which can be in base64.
fn content(content: &Value) -> Option<String> {
    const ENGINE: GeneralPurpose = GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
    );
    let text = string(content, &["text"])?;
    let encoding = string(content, &["encoding", "_encoding"]);
    if !encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64")) {
        return Some(text);
    }
    let packed: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let bytes = ENGINE.decode(packed).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
