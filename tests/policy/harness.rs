//! Policies for these tests, on top of what all tests share.

use std::path::Path;

pub(crate) use crate::harness::{POLICY as CLOUDBLUE, Run, TODAY, file, leastwise, root, scrubbed};

pub(crate) const TICKETING: &str = "tests/inputs/policies/ticketing.yaml";
pub(crate) const TICKETING_2: &str = "tests/inputs/policies/ticketing-2.yaml";
pub(crate) const ODD: &str = "tests/inputs/policies/odd.yaml";

pub(crate) fn run_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    crate::harness::run_with(folder, arguments, environment, b"")
}

/// A small policy with additional lines.
pub(crate) fn policy(rest: &str) -> String {
    format!("schema: leastwise/policy/v1\nid: x\ntitle: X\n{rest}")
}
