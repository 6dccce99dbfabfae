//! Runs the binary in a clean environment.

use std::path::{Path, PathBuf};
use std::process::Command;

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
}

pub(crate) const CLOUDBLUE: &str = "cloudblue-reseller-marketplace";
pub(crate) const TICKETING: &str = "tests/inputs/policies/ticketing.yaml";
pub(crate) const TICKETING_2: &str = "tests/inputs/policies/ticketing-2.yaml";
pub(crate) const ODD: &str = "tests/inputs/policies/odd.yaml";

/// The date of all test runs.
pub(crate) const TODAY: &str = "--today=2026-11-23";

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn leastwise(arguments: &[&str]) -> Run {
    run_in(&root(), arguments, &[])
}

pub(crate) fn run_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_leastwise"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        // Coverage of the processes that a test starts.
        .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A directory with one file.
pub(crate) fn file(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

/// A small policy with additional lines.
pub(crate) fn policy(rest: &str) -> String {
    format!("schema: leastwise/policy/v1\nid: x\ntitle: X\n{rest}")
}

/// The text without parts that differ between machines.
pub(crate) fn scrubbed(text: &str, folder: &Path) -> String {
    text.replace(folder.to_str().unwrap(), "[folder]")
}
