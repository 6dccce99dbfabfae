//! The remaining steps of a plan, one line each.

use super::words::{self, Line};
use crate::model::escape_controls;
use crate::report::{Plan, Step};

/// The remaining steps, in as few lines as possible.
pub(crate) fn left(plan: &Plan) -> Vec<String> {
    let required = words::sections(plan).into_iter();
    let mut left = Vec::new();
    for section in required.filter(|section| !section.is_optional) {
        for (function, lines) in section.functions {
            for line in &lines {
                left.push(sentence(section.module, &function.function, line));
            }
        }
    }
    left
}

/// A single step.
pub(crate) fn one(module: &str, function: &str, step: &Step) -> String {
    let line = Line {
        first: step,
        steps: vec![step],
    };
    sentence(module, function, &line)
}

/// The target of the role: `what a 21.0 and b require`.
pub(crate) fn asks(plan: &Plan) -> String {
    let verb = if plan.policies.len() == 1 {
        "requires"
    } else {
        "require"
    };
    escape_controls(&format!("what {} {verb}", words::policies(plan))).into_owned()
}

fn sentence(module: &str, function: &str, line: &Line<'_>) -> String {
    let name = match (module, function) {
        ("", name) => name.to_owned(),
        (module, "*") => format!("{module} (every function)"),
        (module, name) => format!("{module} / {name}"),
    };
    escape_controls(&format!("{name}: {}", words::action(line))).into_owned()
}
