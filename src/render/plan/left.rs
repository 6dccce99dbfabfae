//! What is left of a plan while somebody works on it, a line for each thing.

use super::words::{self, Line, Part};
use crate::model::harmless;
use crate::report::{Plan, Step};

/// What is left, as few lines as sentences can tell it.
pub(crate) fn left(plan: &Plan) -> Vec<String> {
    let mut left = Vec::new();
    for (module, functions) in words::modules(plan, Part::Main) {
        for (function, lines) in functions {
            for line in &lines {
                left.push(sentence(&module.module, &function.function, line));
            }
        }
    }
    left
}

/// One step alone.
pub(crate) fn one(module: &str, function: &str, step: &Step) -> String {
    let line = Line {
        first: step,
        steps: vec![step],
    };
    sentence(module, function, &line)
}

/// What the role is to be: `a 21.0 and b ask for`.
pub(crate) fn asks(plan: &Plan) -> String {
    let verb = if plan.policies.len() == 1 {
        "asks"
    } else {
        "ask"
    };
    harmless(&format!("{} {verb} for", words::policies(plan))).into_owned()
}

fn sentence(module: &str, function: &str, line: &Line<'_>) -> String {
    let name = match (module, function) {
        ("", name) => name.to_owned(),
        (module, "*") => format!("{module} (every function)"),
        (module, name) => format!("{module} / {name}"),
    };
    harmless(&format!("{name}: {}", words::action(line))).into_owned()
}
