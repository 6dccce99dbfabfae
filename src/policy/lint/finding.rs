//! What the policy linter tells: findings about one policy.

use schemars::JsonSchema;
use serde::Serialize;

use super::id::LintId;
use crate::model::{Location, Operation};
use crate::report::{Severity, Waiver};

/// Something about a policy that its author should know.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LintFinding {
    /// The rule that found it.
    pub rule: LintId,
    /// How grave it is.
    pub severity: Severity,
    /// The security module, canonical where it is known.
    pub module: Option<String>,
    /// The function, canonical where it is known.
    pub function: Option<String>,
    /// The operations that it is about, where it is about some only.
    pub operations: Vec<Operation>,
    /// What was found: one sentence, lower case, without a final period.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The places that show it, the most telling first.
    pub locations: Vec<Location>,
    /// Why it is right as it is, where an exception of the policy says so.
    pub waiver: Option<Waiver>,
}
