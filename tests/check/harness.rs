//! Roles for these tests, on top of what all tests share.

use serde_json::Value;

pub(crate) use crate::harness::{POLICY, Run, file, leastwise, root, row, rows, scrubbed};

pub(crate) fn example(name: &str) -> String {
    format!("examples/roles/{name}.json")
}

pub(crate) fn run_with(arguments: &[&str], environment: &[(&str, &str)], stdin: &[u8]) -> Run {
    crate::harness::run_with(&root(), arguments, environment, stdin)
}

/// Checks rows against the first policy, as JSON.
pub(crate) fn check_rows(rows: &[Value]) -> Run {
    let (_folder, path) = file("role.json", serde_json::to_string_pretty(rows).unwrap());
    leastwise(&["check", &path, "-p", POLICY, "--format", "json"])
}
