//! Roles and waivers for these tests, on top of what all tests share.

use serde_json::{Value, json};

pub(crate) use crate::harness::{POLICY, Run, Sandbox};

impl Run {
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

/// Sets a level of a function.
pub(crate) fn set(rows: &mut [Value], function: &str, level: &str, to: &str) {
    crate::harness::row(rows, function)[level] = json!(to);
}

/// A directory with one role in which Delete on agreements is missing.
pub(crate) fn missing_delete() -> Sandbox {
    let place = Sandbox::new();
    place.role("roles/pilot.json", |rows| {
        set(rows, "Agreements", "deleteLevel", "None");
    });
    place
}
