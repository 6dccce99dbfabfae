//! A directory with roles and a configuration, in which the binary runs.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const POLICY: &str = "cloudblue-reseller-marketplace";

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

    /// The rules of findings about the waivers themselves.
    pub(crate) fn about_waivers(&self) -> Vec<String> {
        let report = self.json();
        let findings = report["configuration"]["findings"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        findings
            .iter()
            .map(|finding| finding["rule"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A separate directory.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_in("", arguments, &[])
    }

    pub(crate) fn run_in(
        &self,
        folder: &str,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_leastwise"))
            .args(arguments)
            .current_dir(self.path(folder))
            .env_clear()
            // Coverage of the processes that a test starts.
            .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// An example role under this name, modified.
    pub(crate) fn role(&self, name: &str, change: impl FnOnce(&mut Vec<Value>)) -> &Self {
        let path =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/roles/cloudblue-exact.json");
        let mut rows: Vec<Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        change(&mut rows);
        self.write(name, &serde_json::to_string_pretty(&rows).unwrap())
    }
}

/// Sets a level of a function.
pub(crate) fn set(rows: &mut [Value], function: &str, level: &str, to: &str) {
    let row = rows
        .iter_mut()
        .find(|row| row["moduleFunctionDescription"] == function)
        .unwrap();
    row[level] = json!(to);
}

/// A directory with one role in which Delete on agreements is missing.
pub(crate) fn missing_delete() -> Place {
    let place = Place::new();
    place.role("roles/pilot.json", |rows| {
        set(rows, "Agreements", "deleteLevel", "None");
    });
    place
}
