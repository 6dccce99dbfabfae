//! Rules of your own for requests.

use super::document::{GuardAnswer, GuardEntry, GuardGrade};
use crate::catalog::{self, FunctionId};
use crate::endpoints::{Grade, Guard, Guarding, Guards};
use crate::model::{ProblemList, SourceText};
use crate::yaml::{Spanned, suggestion};

/// Reads the `guards` of a configuration.
pub(super) fn guards(
    source: &SourceText,
    entries: &[GuardEntry],
    problems: &mut ProblemList<'_>,
) -> Guards {
    let mut found: Vec<Guard> = Vec::new();
    for entry in entries {
        let Some(guarding) = guarding(entry, problems) else {
            continue;
        };
        let grade = match *entry.grade {
            Some(GuardGrade::Documented) => Grade::Documented,
            Some(GuardGrade::Inferred) => Grade::Inferred,
            Some(GuardGrade::Likely) | None => Grade::Likely,
        };
        let request = &entry.request;
        let Some(mut guard) = Guard::new(&request.value, guarding, grade) else {
            problems.add(
                request.span,
                "not a request",
                format!("`{}` is not a request", request.value),
                "write a method and a path, such as `PATCH /time/entries/{id}` or \
                 `GET /company/companies/**`",
            );
            continue;
        };
        if found.iter().any(|known| known.request() == guard.request()) {
            let message = format!("`guards` has two entries for `{}`", request.value);
            problems.add(
                request.span,
                "the second entry",
                message,
                "remove one of them",
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

fn guarding(entry: &GuardEntry, problems: &mut ProblemList<'_>) -> Option<Guarding> {
    let (message, help) = match (&*entry.module, &*entry.function, *entry.answer) {
        (Some(module), Some(function), None) => {
            let function = resolve(module, function, problems)?;
            return Some(Guarding::Function(function, *entry.operation));
        }
        (None, None, Some(_))
            if entry.operation.is_some() || entry.items.iter().next().is_some() =>
        {
            (
                "an entry with an `answer` cannot have an `operation` or `items`",
                "remove them, or specify a `module` and a `function` instead of the `answer`",
            )
        }
        (None, None, Some(GuardAnswer::None)) => return Some(Guarding::Nothing),
        (None, None, Some(GuardAnswer::Outside)) => return Some(Guarding::Outside),
        (_, _, Some(_)) => (
            "an entry has a function or an `answer`, not both",
            "remove the `answer`, or the `module` and the `function`",
        ),
        _ => (
            "an entry in `guards` needs a `module` and a `function`",
            "specify both, or write `answer: none` if no permission is needed",
        ),
    };
    problems.add(entry.request.span, "this entry", message, help);
    None
}

fn resolve(
    module: &Spanned<String>,
    function: &Spanned<String>,
    problems: &mut ProblemList<'_>,
) -> Option<FunctionId> {
    let found = catalog::resolve(&module.value, &function.value);
    if found.is_none() {
        if let Some(known) = catalog::module(&module.value) {
            let message = format!("the module `{known}` has no function `{}`", function.value);
            let help = match catalog::nearest(known, &function.value) {
                Some(near) => format!("did you mean `{}`?", near.get().name),
                None => format!("`leastwise explain \"{known}\"` lists its functions"),
            };
            problems.add(function.span, "no function", message, help);
        } else {
            let message = format!("there is no module `{}`", module.value);
            let help = suggestion(&module.value, catalog::modules().iter().copied());
            problems.add(module.span, "no module", message, help);
        }
    }
    found
}
