//! Reads a JSON Schema: descriptions of values for error messages.

use serde_json::Value as Json;

/// A part of a JSON pointer as it is meant.
pub(super) fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// The target of a schema's reference, or the schema itself.
pub(super) fn follow<'a>(root: &'a Json, at: &'a Json) -> &'a Json {
    at.get("$ref")
        .and_then(Json::as_str)
        .and_then(|reference| root.pointer(reference.trim_start_matches('#')))
        .unwrap_or(at)
}

/// The keys in a schema.
pub(super) fn properties(schema: &Json) -> Vec<String> {
    schema
        .get("properties")
        .and_then(Json::as_object)
        .map(|known| known.keys().cloned().collect())
        .unwrap_or_default()
}

/// What to add where a key is missing: with its value, if the schema accepts only one.
pub(super) fn add_key(root: &Json, schema: &Json, key: &str) -> Option<String> {
    let at = follow(root, schema.get("properties")?.get(key)?);
    let only = match at.get("oneOf").and_then(Json::as_array).map(Vec::as_slice) {
        Some([only]) => only.get("const").and_then(Json::as_str),
        _ => None,
    };
    match only {
        Some(value) => Some(format!("add `{key}: {value}`")),
        None => describe_key(root, schema, key).map(|text| format!("add `{key}`: {text}")),
    }
}

/// The description of a key in a schema.
fn describe_key(root: &Json, schema: &Json, key: &str) -> Option<String> {
    let at = schema.get("properties")?.get(key)?;
    first_sentence(
        at.get("description")
            .or_else(|| follow(root, at).get("description"))?,
    )
}

/// The description of a schema.
pub(super) fn describe(schema: &Json) -> Option<String> {
    first_sentence(schema.get("description")?)
}

fn first_sentence(text: &Json) -> Option<String> {
    let text = text.as_str()?;
    let line = text.split("\n\n").next()?.replace('\n', " ");
    let sentence = line.trim_end_matches('.');
    // The text continues in lower case after `help:`, except for a name.
    let (first, rest) = sentence.split_at_checked(1)?;
    if sentence.starts_with("ConnectWise") || rest.starts_with(|c: char| c.is_uppercase()) {
        return Some(sentence.to_owned());
    }
    Some(first.to_lowercase() + rest)
}
