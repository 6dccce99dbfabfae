//! Runs the binary in a clean environment.

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

    /// The findings of the first role.
    pub(crate) fn findings(&self) -> Vec<Value> {
        self.json()["roles"][0]["findings"]
            .as_array()
            .unwrap()
            .clone()
    }
}

pub(crate) const POLICY: &str = "cloudblue-reseller-marketplace";

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn example(name: &str) -> String {
    format!("examples/roles/{name}.json")
}

pub(crate) fn leastwise(arguments: &[&str]) -> Run {
    run_with(arguments, &[], b"")
}

pub(crate) fn run_with(arguments: &[&str], environment: &[(&str, &str)], stdin: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_leastwise"))
        .args(arguments)
        .current_dir(root())
        .env_clear()
        // Coverage of the processes that a test starts.
        .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that does not read standard input may have closed it.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The rows of an example role.
pub(crate) fn rows(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(root().join(example(name))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The row of a function.
pub(crate) fn row<'a>(rows: &'a mut [Value], function: &str) -> &'a mut Value {
    rows.iter_mut()
        .find(|row| row["moduleFunctionDescription"] == function)
        .unwrap()
}

/// A directory with one file.
pub(crate) fn file(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

/// Checks rows against the first policy, as JSON.
pub(crate) fn check_rows(rows: &[Value]) -> Run {
    let (_folder, path) = file("role.json", serde_json::to_string_pretty(rows).unwrap());
    leastwise(&["check", &path, "-p", POLICY, "--format", "json"])
}

/// The text without parts that differ between machines.
pub(crate) fn scrubbed(text: &str, folder: &Path) -> String {
    text.replace(folder.to_str().unwrap(), "[folder]")
}
