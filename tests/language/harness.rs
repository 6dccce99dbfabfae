//! A directory with policies and a role, in which the real binary runs.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

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

    pub(crate) fn findings(&self) -> Vec<Value> {
        self.json()["roles"][0]["findings"]
            .as_array()
            .unwrap_or_else(|| panic!("{self:?}"))
            .clone()
    }

    /// Each finding as `rule severity function operation item`, without absent parts.
    pub(crate) fn results(&self) -> Vec<String> {
        let keys = ["rule", "severity", "function", "operation", "item"];
        self.findings()
            .iter()
            .map(|finding| {
                keys.iter()
                    .filter_map(|key| finding[*key].as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }
}

/// Messages of a run without findings.
pub(crate) const NOTHING: [&str; 0] = [];

pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A directory with `policy.yaml`; missing keys are filled in.
    pub(crate) fn with(policy: &str) -> Self {
        Self::new().and("policy.yaml", &completed(policy))
    }

    /// The same with one more file.
    pub(crate) fn and(self, name: &str, text: &str) -> Self {
        self.write(name, text);
        self
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.0.path(), arguments)
    }

    /// Checks `role.json` against `policy.yaml`.
    pub(crate) fn checked(&self, more: &[&str]) -> Run {
        self.run(&[&["check", "role.json", "-p", "policy.yaml"], more].concat())
    }

    /// Checks a role against `policy.yaml`; the role as `Module: { Function: { … } }`.
    pub(crate) fn check(&self, role: &str, more: &[&str]) -> Run {
        self.write("role.json", &snapshot(role));
        let mut all = vec!["check", "role.json", "--format", "json"];
        if !more.contains(&"-p") {
            all.extend(["-p", "policy.yaml"]);
        }
        all.extend(more);
        self.run(&all)
    }
}

/// A role with exactly these rows, marked as complete.
fn snapshot(role: &str) -> String {
    let modules: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>> =
        serde_saphyr::from_str(role).unwrap_or_else(|error| panic!("{error}: {role}"));
    let mut settings = Vec::new();
    for (module, functions) in modules {
        for (function, levels) in functions {
            let level = |operation| levels.get(operation).map_or("None", String::as_str);
            let levels = ["add", "edit", "delete", "inquire"].map(level);
            settings.push(setting(&module, &function, levels));
        }
    }
    whole(&settings).to_string()
}

/// A row, with its levels for Add, Edit, Delete and Inquire.
pub(crate) fn setting(module: &str, function: &str, levels: [&str; 4]) -> Value {
    json!({
        "moduleDescription": module, "moduleFunctionDescription": function,
        "addLevel": levels[0], "editLevel": levels[1], "deleteLevel": levels[2],
        "inquireLevel": levels[3],
    })
}

/// A snapshot that is marked as complete.
pub(crate) fn whole(settings: &[Value]) -> Value {
    json!({
        "schema": "leastwise/role/v1",
        "role": { "name": "Tried", "adminFlag": false },
        "count": settings.len(),
        "complete": true,
        "settings": settings,
    })
}

/// The same with the items of a member's Table Setup list.
pub(crate) fn with_items(mut role: Value, items: &[&str]) -> Value {
    role["customize_items"] = items
        .iter()
        .map(|item| json!({ "customizeIdentifier": "SystemTableSetup", "itemIdentifier": item }))
        .collect();
    role
}

pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_leastwise"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        // Coverage of the processes that a test starts.
        .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn explain(arguments: &[&str]) -> Run {
    let mut all = vec!["explain"];
    all.extend(arguments);
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), &all)
}

/// A fragment, completed as the reference describes.
pub(crate) fn completed(fragment: &str) -> String {
    let mut text = String::new();
    for (key, line) in [
        ("schema:", "schema: leastwise/policy/v1\n"),
        ("id:", "id: example\n"),
        ("title:", "title: Example\n"),
    ] {
        if !fragment.lines().any(|written| written.starts_with(key)) {
            text.push_str(line);
        }
    }
    text.push_str(fragment);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    if !fragment
        .lines()
        .any(|line| line.starts_with("permissions:"))
    {
        text.push_str("permissions: {}\n");
    }
    text
}
