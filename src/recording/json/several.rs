//! Objects that hold several requests, each under a name of its choice.

use serde_json::{Map, Value};

use super::super::fields;

/// Deeper objects are not searched.
const DEEPEST: usize = 5;

/// Whether an object, or one in it, holds several requests under names.
pub(super) fn holds_several(map: &Map<String, Value>, depth: usize) -> bool {
    let inner = || {
        let inner = map.iter().filter(|(key, _)| !is_part(key));
        inner.filter_map(|(_, value)| Some((value, value.as_object()?)))
    };
    let records = inner().filter(|(value, _)| fields::record(value, 0).is_some());
    records.take(2).count() == 2
        || (depth < DEEPEST && inner().any(|(_, map)| holds_several(map, depth + 1)))
}

/// The object without the objects and lists in it.
pub(super) fn without_inner(map: &Map<String, Value>) -> Value {
    let own = map
        .iter()
        .filter(|(_, value)| !value.is_object() && !value.is_array());
    Value::Object(
        own.map(|(key, value)| (key.clone(), value.clone()))
            .collect(),
    )
}

/// Lists of requests in an object that is one itself.
pub(super) fn lists(map: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let lists = map.iter().filter(|(key, _)| !is_part(key));
    lists.map(|(_, value)| value).filter(|value| {
        let mut items = value.as_array().into_iter().flatten();
        items.any(|item| fields::record(item, 0).is_some())
    })
}

/// Whether a field is a part of one request.
fn is_part(key: &str) -> bool {
    const PARTS: [&str; 14] = [
        "req", "res", "config", "option", "error", "err", "http", "body", "payload", "data",
        "content", "header", "input", "output",
    ];
    let key = key.to_ascii_lowercase();
    PARTS.iter().any(|part| match part.len() {
        ..=3 => key == *part,
        _ => key.contains(part),
    }) || key.contains("request") && key != "requests"
        || key.contains("response") && key != "responses"
}
