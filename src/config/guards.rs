//! Rules of your own for requests.

use std::sync::Arc;

use super::document::{GuardAnswer, GuardEntry, GuardGrade};
use super::place::at;
use crate::catalog::{self, FunctionId};
use crate::endpoints::{Grade, Guard, Guarding, Guards};
use crate::model::{Problem, SourceText};
use crate::yaml::{Spanned, list_words, nearest};

/// Reads the `guards` of a configuration.
pub(super) fn guards(
    source: &Arc<SourceText>,
    entries: &[GuardEntry],
    problems: &mut Vec<Problem>,
) -> Guards {
    let mut found: Vec<Guard> = Vec::new();
    for entry in entries {
        let guarding = match guarding(source, entry) {
            Ok(guarding) => guarding,
            Err(problem) => {
                problems.push(*problem);
                continue;
            }
        };
        let grade = match *entry.grade {
            Some(GuardGrade::Documented) => Grade::Documented,
            Some(GuardGrade::Inferred) => Grade::Inferred,
            Some(GuardGrade::Likely) | None => Grade::Likely,
        };
        let request = &entry.request;
        let Some(mut guard) = Guard::new(&request.value, guarding, grade) else {
            let message = format!("`{}` is not a request", request.value);
            problems.push(
                at(source, request.span, "not a request", message).with_help(
                    "write a method and a path, such as `PATCH /time/entries/{id}` or \
                 `GET /company/companies/**`",
                ),
            );
            continue;
        };
        if found.iter().any(|known| known.request() == guard.request()) {
            let message = format!("`guards` has two entries for `{}`", request.value);
            problems.push(
                at(source, request.span, "the second entry", message)
                    .with_help("remove one of them"),
            );
            continue;
        }
        guard.items = entry.items.iter().map(|item| item.value.clone()).collect();
        let line = source.position(request.span.start).line;
        guard.source = match entry.source.as_deref() {
            Some(why) => format!("{}, line {line}: {why}", source.name()),
            None => format!("{}, line {line}", source.name()),
        };
        found.push(guard);
    }
    Guards(found)
}

fn guarding(source: &Arc<SourceText>, entry: &GuardEntry) -> Result<Guarding, Box<Problem>> {
    let wrong = |message: &str, help: &str| {
        let problem = at(source, entry.request.span, "this entry", message.to_owned());
        Err(Box::new(problem.with_help(help)))
    };
    match (&*entry.module, &*entry.function, *entry.answer) {
        (Some(module), Some(function), None) => Ok(Guarding::Function(
            resolve(source, module, function)?,
            *entry.operation,
        )),
        (None, None, Some(_))
            if entry.operation.is_some() || entry.items.iter().next().is_some() =>
        {
            wrong(
                "an entry with an `answer` cannot have an `operation` or `items`",
                "remove them, or specify a `module` and a `function` instead of the `answer`",
            )
        }
        (None, None, Some(GuardAnswer::None)) => Ok(Guarding::Nothing),
        (None, None, Some(GuardAnswer::Outside)) => Ok(Guarding::Outside),
        (_, _, Some(_)) => wrong(
            "an entry has a function or an `answer`, not both",
            "remove the `answer`, or the `module` and the `function`",
        ),
        _ => wrong(
            "an entry in `guards` needs a `module` and a `function`",
            "specify both, or write `answer: none` if no permission is needed",
        ),
    }
}

fn resolve(
    source: &Arc<SourceText>,
    module: &Spanned<String>,
    function: &Spanned<String>,
) -> Result<FunctionId, Box<Problem>> {
    if let Some(id) = catalog::resolve(&module.value, &function.value) {
        return Ok(id);
    }
    let Some(known) = catalog::module(&module.value) else {
        let message = format!("there is no module `{}`", module.value);
        let modules = || catalog::modules().iter().copied();
        let help = match nearest(&module.value, modules()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("expected {}", list_words(modules())),
        };
        return Err(Box::new(
            at(source, module.span, "no module", message).with_help(help),
        ));
    };
    let message = format!("the module `{known}` has no function `{}`", function.value);
    let help = match catalog::nearest(known, &function.value) {
        Some(near) => format!("did you mean `{}`?", near.get().name),
        None => format!("`leastwise explain \"{known}\"` lists its functions"),
    };
    Err(Box::new(
        at(source, function.span, "no function", message).with_help(help),
    ))
}
