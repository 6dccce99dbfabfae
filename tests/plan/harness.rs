//! A directory with roles, and the binary that runs there or in the repository.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

pub(crate) const POLICY: &str = "cloudblue-reseller-marketplace";

/// Result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    /// Shown when a test fails.
    #[expect(dead_code, reason = "for `Debug`")]
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs in the repository.
pub(crate) fn leastwise(arguments: &[&str]) -> Run {
    run_in(&root(), arguments)
}

fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_leastwise"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        // Coverage of the processes that a test starts.
        .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A separate directory.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.0.path().join(name), content).unwrap();
        self
    }

    /// With an example role, unchanged or modified.
    pub(crate) fn role(self, name: &str, change: impl FnOnce(&mut Vec<Value>)) -> Self {
        let example = root().join("examples/roles/cloudblue-exact.json");
        let text = std::fs::read_to_string(example).unwrap();
        let mut rows: Vec<Value> = serde_json::from_str(&text).unwrap();
        change(&mut rows);
        self.with(name, serde_json::to_string_pretty(&rows).unwrap())
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    pub(crate) fn plan(&self, arguments: &[&str]) -> Run {
        let mut all = vec!["plan"];
        all.extend(arguments);
        run_in(self.0.path(), &all)
    }
}

/// The row of a function.
pub(crate) fn row<'a>(rows: &'a mut [Value], function: &str) -> &'a mut Value {
    rows.iter_mut()
        .find(|row| row["moduleFunctionDescription"] == function)
        .unwrap()
}
