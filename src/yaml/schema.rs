//! Reading a JSON Schema: what a keyword of it, found by its path, says about a value.

use serde_json::Value as Json;

/// A part of a JSON pointer as it is meant.
pub(super) fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// The schema that a keyword stands in, found along its path and through its references.
fn schema_at<'a>(root: &'a Json, path: &str) -> Option<&'a Json> {
    let mut at = root;
    let mut parts: Vec<String> = path.split('/').skip(1).map(unescape).collect();
    parts.pop();
    for part in parts {
        at = follow(root, at);
        if part == "$ref" {
            continue;
        }
        at = match at {
            Json::Array(items) => items.get(part.parse::<usize>().ok()?)?,
            _ => at.get(&part)?,
        };
    }
    Some(follow(root, at))
}

fn follow<'a>(root: &'a Json, at: &'a Json) -> &'a Json {
    at.get("$ref")
        .and_then(Json::as_str)
        .and_then(|reference| root.pointer(reference.trim_start_matches('#')))
        .unwrap_or(at)
}

pub(super) fn properties(schema: &Json, path: &str) -> Vec<String> {
    schema_at(schema, path)
        .and_then(|at| at.get("properties"))
        .and_then(Json::as_object)
        .map(|known| known.keys().cloned().collect())
        .unwrap_or_default()
}

pub(super) fn describe(schema: &Json, path: &str, key: &str) -> Option<String> {
    let at = schema_at(schema, path)?.get("properties")?.get(key)?;
    first_sentence(
        at.get("description")
            .or_else(|| follow(schema, at).get("description"))?,
    )
}

pub(super) fn describe_at(schema: &Json, path: &str) -> Option<String> {
    first_sentence(schema_at(schema, path)?.get("description")?)
}

fn first_sentence(text: &Json) -> Option<String> {
    let text = text.as_str()?;
    let line = text.split("\n\n").next()?.replace('\n', " ");
    let sentence = line.trim_end_matches('.');
    // It goes on in lower case behind `help:`, but for a name.
    let (first, rest) = sentence.split_at_checked(1)?;
    if sentence.starts_with("ConnectWise") || rest.starts_with(|c: char| c.is_uppercase()) {
        return Some(sentence.to_owned());
    }
    Some(first.to_lowercase() + rest)
}
