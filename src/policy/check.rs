//! What the format's types cannot say: each of these is an error of the file, not a matter of taste.

use std::collections::HashMap;

use super::document::{LevelEntry, OperationEntry};
use super::load::Policy;
use crate::catalogue::FunctionKey;
use crate::model::{Document, Problem, Span};
use crate::yaml::WordOr;

/// Everything that makes a well-formed policy impossible, in the order of the text.
pub(super) fn problems(policy: &Policy) -> Vec<Problem> {
    let mut found = Vec::new();
    same_function_twice(policy, &mut found);
    for (_, functions) in &policy.document.permissions {
        for (_, entry) in functions {
            for (_, operation) in entry.operations().iter() {
                if let Some(OperationEntry::Table(request)) = operation.map(|entry| &entry.value) {
                    empty_range(policy, &request.level.value, request.level.span, &mut found);
                }
            }
        }
    }
    found.sort_by_key(|problem: &Problem| problem.locations.first().map(|place| place.span));
    found
}

fn same_function_twice(policy: &Policy, found: &mut Vec<Problem>) {
    let mut seen: HashMap<FunctionKey, (&str, Span)> = HashMap::new();
    for (module, functions) in &policy.document.permissions {
        for (function, _) in functions {
            let key = FunctionKey::of(&module.value, &function.value);
            let Some((first, span)) = seen.insert(key, (&function.value, function.span)) else {
                continue;
            };
            let message = format!(
                "`{} / {}` stands twice: `{first}` is the same function in another spelling",
                module.value, function.value
            );
            let problem = Problem::at(
                Document::Policy,
                &policy.source,
                function.span,
                "stands again here",
                message,
            );
            found.push(
                problem
                    .and_at(Document::Policy, span, "stands here first")
                    .with_help("put all operations of the function under one key"),
            );
        }
    }
}

fn empty_range(policy: &Policy, level: &LevelEntry, span: Span, found: &mut Vec<Problem>) {
    let range = level.range();
    if let (WordOr::Table(_), true) = (level, range.min > range.max) {
        let message = format!(
            "no level lies between the minimum `{}` and the maximum `{}`",
            range.min, range.max
        );
        let problem = Problem::at(
            Document::Policy,
            &policy.source,
            span,
            "holds no level",
            message,
        );
        found.push(problem.with_help("swap the two, or write one level"));
    }
}
