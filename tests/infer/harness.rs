//! Runs the program next to the recordings, and lists them.

use std::path::PathBuf;

use serde_json::Value;

use crate::harness::{Run, root, run_with};

pub(crate) fn folder() -> PathBuf {
    root().join("tests/infer/recordings")
}

/// Runs in the directory of the recordings.
pub(crate) fn leastwise(arguments: &[&str]) -> Run {
    with_input(arguments, b"")
}

pub(crate) fn with_input(arguments: &[&str], input: &[u8]) -> Run {
    run_with(&folder(), arguments, &[], input)
}

/// The output of `infer` for a text on standard input.
pub(crate) fn infer(text: impl AsRef<[u8]>) -> Value {
    let run = with_input(&["infer", "-", "--format", "json"], text.as_ref());
    assert_eq!(run.code, 0, "{run:?}");
    run.json()
}

/// The base of the addresses in recordings that tests write.
pub(crate) const BASE: &str = "https://api-na.myconnectwise.net/v4_6_release/apis/3.0";

/// The body of a refusal.
pub(crate) const SECURITY: &str = r#"{"code":"Security","message":"You do not have security permission to perform this action.","errors":null}"#;

/// The result for a text in which `URL` and `LIST` are two addresses.
pub(crate) fn read(text: &str) -> Value {
    let text = text
        .replace("URL", &format!("{BASE}/company/contacts"))
        .replace("LIST", &format!("{BASE}/service/tickets"))
        .replace("SECURITY", SECURITY);
    infer(text)
}

/// Numbers of used, refused, inconclusive and unread requests.
pub(crate) fn totals(text: &str) -> [u64; 4] {
    let found = read(text);
    let total = |key: &str| found["totals"][key].as_u64().unwrap();
    let unread = found["recordings"][0]["unread"].as_u64().unwrap();
    [
        total("counted"),
        total("refused"),
        total("proves_nothing"),
        unread,
    ]
}

/// Compares these numbers for several texts.
pub(crate) fn all(texts: &[&str], expected: [u64; 4]) {
    for text in texts {
        assert_eq!(totals(text), expected, "{text}");
    }
}

/// Names of the recordings.
pub(crate) fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".expected.json"))
        .collect();
    names.sort();
    assert_eq!(names.len(), 14);
    names
}

/// Expected result for a recording.
pub(crate) fn expected(name: &str) -> Value {
    let path = folder().join(format!("{name}.expected.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Reduces a report to the keys of the expected value.
pub(crate) fn reduced(found: &Value, expected: &Value) -> Value {
    match (found, expected) {
        (Value::Array(found), Value::Array(expected)) => found
            .iter()
            .enumerate()
            .map(|(index, found)| {
                let like = expected.get(index).or(expected.first());
                like.map_or_else(|| found.clone(), |like| reduced(found, like))
            })
            .collect(),
        (Value::Object(found), Value::Object(_)) => {
            const ADDED: [&str; 6] = [
                "first_seen",
                "last_seen",
                "example",
                "text",
                "features",
                "file",
            ];
            found
                .iter()
                .filter(|(key, _)| !ADDED.contains(&key.as_str()))
                .map(|(key, value)| {
                    let like = expected.get(key).unwrap_or(value);
                    (key.clone(), reduced(value, like))
                })
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
        _ => found.clone(),
    }
}
