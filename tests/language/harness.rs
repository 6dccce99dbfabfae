//! Roles for the language of policies, on top of what all tests share.

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub(crate) use crate::harness::{Run, Sandbox, completed};

impl Run {
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

impl Sandbox {
    /// Checks `role.json` against `policy.yaml`.
    pub(crate) fn checked(&self, more: &[&str]) -> Run {
        self.run(&[&["check", "role.json", "-p", "policy.yaml"], more].concat())
    }

    /// Checks a role against `policy.yaml`; the role as `Module: { Function: { … } }`.
    pub(crate) fn check(&self, role: &str, more: &[&str]) -> Run {
        self.write("role.json", snapshot(role));
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

pub(crate) fn explain(arguments: &[&str]) -> Run {
    crate::harness::leastwise(&[&["explain"], arguments].concat())
}
