//! Plans as one JSON document, `leastwise/plan/v1`.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::json::Tool;
use crate::render::json_text;
use crate::report::{InputError, Outcome, Plan};

/// The plans of one run. Fields are added, never changed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise plan")]
pub struct PlanDocument<'a> {
    /// The version of this format: `leastwise/plan/v1`.
    pub schema: &'static str,
    /// The program that wrote it.
    pub tool: Tool,
    /// The worst outcome of the roles and errors; it determines the exit code.
    pub outcome: Outcome,
    /// The plan of every role that was read.
    pub roles: &'a [Plan],
    /// Every input that could not be read.
    pub errors: &'a [InputError],
}

pub(super) fn write(
    roles: &[Plan],
    errors: &[InputError],
    outcome: Outcome,
    out: &mut dyn Write,
) -> io::Result<()> {
    let document = PlanDocument {
        schema: "leastwise/plan/v1",
        tool: Tool::this(),
        outcome,
        roles,
        errors,
    };
    json_text::document(&document, out)
}
