//! Runs the program, and lists the recordings.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Everything that was printed.
    pub(crate) fn all(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/infer/recordings")
}

/// Runs in the directory of the recordings.
pub(crate) fn leastwise(arguments: &[&str]) -> Run {
    with_input(arguments, b"")
}

pub(crate) fn with_input(arguments: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_leastwise"))
        .args(arguments)
        .current_dir(folder())
        .env_clear()
        .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that fails early does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The output of `infer` for a text on standard input.
pub(crate) fn infer(text: impl AsRef<[u8]>) -> Value {
    let run = with_input(&["infer", "-", "--format", "json"], text.as_ref());
    assert_eq!(run.code, 0, "{run:?}");
    run.json()
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
