//! What the format's types cannot say: each of these is an error of the file, not a matter of taste.

use std::collections::{BTreeSet, HashMap};

use super::applies::Applies;
use super::features;
use super::parsed::Policy;
use super::row::{FunctionEntry, GrantEntry, LevelEntry};
use super::statements::module_key;
use super::version::{Version, Versions};
use crate::catalog::FunctionKey;
use crate::model::{Document, Operation, Problem, ProblemList, Span};
use crate::yaml::{Maybe, OneOrMany, Spanned, WordOr, list_words, nearest};

/// Everything that makes a well-formed policy impossible, in the order of the text.
pub(super) fn problems(policy: &Policy) -> Vec<Problem> {
    let mut problems = ProblemList::new(Document::Policy, &policy.source);
    words(policy, &mut problems);
    same_function_twice(policy, &mut problems);
    let known: BTreeSet<&str> = features::defined(policy).map(|(name, _)| name).collect();
    for (name, feature) in &policy.document.features {
        known_features(&feature.requires, &known, &mut problems);
        let mut requires = feature.requires.iter();
        if requires.any(|needed| needed.value == name.value) {
            let message = format!("the feature `{}` requires itself", name.value);
            let (document, source) = (Document::Policy, &policy.source);
            let problem = Problem::at(document, source, name.span, "requires itself", message);
            problems.found.push(problem);
        }
    }
    versions(&policy.document.applies, &mut problems);
    purposes(policy, &mut problems);
    for (module, functions) in &policy.document.permissions {
        for (name, entry) in functions {
            nothing_stated(name, entry, &mut problems);
            versions(&entry.applies, &mut problems);
            older_names(module, name, entry, &mut problems);
            known_features(&entry.when, &known, &mut problems);
            entry_problems(entry, &known, &mut problems);
        }
    }
    let mut found = problems.found;
    found.sort_by_key(|problem: &Problem| problem.locations.first().map(|place| place.span));
    found
}

/// The id must have its form: the typed reading takes any text. A day that is none is for the
/// policy linter, which shows it with the others.
fn words(policy: &Policy, problems: &mut ProblemList<'_>) {
    let id = &policy.document.id;
    let part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    if !id.value.split(['.', '-']).all(part) {
        let message = format!("`{}` is not a valid `id`", id.value);
        let help = "use lowercase letters and digits, with dots or dashes between them";
        problems.add(id.span, "not an id", message, help);
    }
}

fn entry_problems(entry: &FunctionEntry, known: &BTreeSet<&str>, problems: &mut ProblemList<'_>) {
    for (_, grants) in entry.operations().iter() {
        for grant in *grants {
            if let GrantEntry::Table(grant) = &grant.value {
                empty_range(&grant.level.value, grant.level.span, problems);
                known_features(&grant.when, known, problems);
            }
        }
    }
    if let Some(customize) = entry.customize.as_ref() {
        for item in &customize.allow {
            let mut others = customize.disallow.iter();
            if others.any(|other| other.value == item.value) {
                let message = format!("`{}` is both allowed and disallowed", item.value);
                problems.add(item.span, "allowed here", message, "keep one");
            }
        }
    }
}

/// A list without an entry would be an operation that is not written.
fn nothing_stated(name: &Spanned<String>, entry: &FunctionEntry, problems: &mut ProblemList<'_>) {
    for (operation, written) in [
        (Operation::Add, &entry.add),
        (Operation::Edit, &entry.edit),
        (Operation::Delete, &entry.delete),
        (Operation::Inquire, &entry.inquire),
    ] {
        if written.as_ref().is_some_and(|grants| grants.is_empty()) {
            let message = format!("`{operation}` for `{}` is an empty list", name.value);
            let help = format!(
                "write a level, or leave `{operation}` out: an empty list asks for nothing"
            );
            problems.add(name.span, "of this function", message, help);
        }
    }
}

fn known_features(
    names: &OneOrMany<String>,
    known: &BTreeSet<&str>,
    problems: &mut ProblemList<'_>,
) {
    for name in names.iter() {
        let all = || known.iter().copied();
        if known.contains(name.value.as_str()) {
            continue;
        }
        let help = match nearest(&name.value, all()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "define it under `features`".to_owned(),
            None => format!("define it under `features`, or write {}", list_words(all())),
        };
        let message = format!("there is no feature `{}`", name.value);
        problems.add(name.span, "not defined", message, help);
    }
}

/// An older name must be another name, until a version that can be read.
fn older_names(
    module: &Spanned<String>,
    name: &Spanned<String>,
    entry: &FunctionEntry,
    problems: &mut ProblemList<'_>,
) {
    for older in entry.formerly.iter() {
        let older = &older.value;
        let (before, written) = (&older.before, &older.name);
        if Version::parse(&before.value).is_none() {
            let message = format!("`{}` is not a version of ConnectWise PSA", before.value);
            let help = "write the first version with the new name, such as `\"2022.1\"`";
            problems.add(before.span, "cannot be read", message, help);
        }
        let of = older.module.as_deref().unwrap_or(&module.value);
        if name.value == "*" {
            let message = "a row for a whole module has no older name";
            let help = "list the renamed function in a separate row";
            problems.add(written.span, "an older name", message, help);
        } else if FunctionKey::of(of, &written.value) == FunctionKey::of(&module.value, &name.value)
        {
            let message = format!(
                "`{}` is another spelling of `{}`, not an older name",
                written.value, name.value
            );
            let help = "delete it: spellings need not be listed";
            problems.add(written.span, "the same function", message, help);
        }
    }
}

/// A purpose for a module that the policy does not list would explain nothing.
fn purposes(policy: &Policy, problems: &mut ProblemList<'_>) {
    let document = &policy.document;
    let listed = || {
        document
            .permissions
            .iter()
            .map(|(module, _)| &*module.value)
    };
    let keys: BTreeSet<String> = listed().map(module_key).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (module, _) in &document.purposes {
        let key = module_key(&module.value);
        let (message, help) = if !keys.contains(&key) {
            let message = format!(
                "`purposes` explains the module `{}`, which this policy does not list",
                module.value
            );
            let help = match nearest(&module.value, listed()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "list the module under `permissions`, or delete the purpose".to_owned(),
            };
            (message, help)
        } else if seen.insert(key) {
            continue;
        } else {
            let message = format!("`purposes` explains the module `{}` twice", module.value);
            (message, "keep one".to_owned())
        };
        problems.add(module.span, "here", message, help);
    }
}

/// A condition that cannot be read would hold for every version.
fn versions(applies: &Maybe<Applies>, problems: &mut ProblemList<'_>) {
    if let Some(written) = applies.versions()
        && Versions::parse(&written.value).is_none()
    {
        let message = format!("`{}` is not a version of ConnectWise PSA", written.value);
        let help = "write a year and a number, such as `>=2020.4` or `>=2017.5, <2022.1`";
        problems.add(written.span, "cannot be read", message, help);
    }
}

fn same_function_twice(policy: &Policy, problems: &mut ProblemList<'_>) {
    let mut seen: HashMap<FunctionKey, (&str, Span)> = HashMap::new();
    for (module, functions) in &policy.document.permissions {
        for (function, _) in functions {
            let key = FunctionKey::of(&module.value, &function.value);
            let Some((first, span)) = seen.insert(key, (&function.value, function.span)) else {
                continue;
            };
            let message = format!(
                "`{} / {}` occurs twice: `{first}` is the same function with a different spelling",
                module.value, function.value
            );
            let (document, source) = (Document::Policy, &policy.source);
            problems.found.push(
                Problem::at(
                    document,
                    source,
                    function.span,
                    "occurs again here",
                    message,
                )
                .and_at(document, span, "occurs here first")
                .with_help("put all operations of the function under one key"),
            );
        }
    }
}

fn empty_range(level: &LevelEntry, span: Span, problems: &mut ProblemList<'_>) {
    let WordOr::Table(written) = level else {
        return;
    };
    if written.min.is_none() && written.max.is_none() {
        let message = "this range states neither `min` nor `max`, and would accept every level";
        let help = "write a level, or `min`, `max` or both";
        problems.add(span, "no bound", message, help);
    }
    let range = level.range();
    if range.min > range.max {
        let message = format!(
            "no level is between the minimum `{}` and the maximum `{}`",
            range.min, range.max
        );
        let help = "swap the two values, or specify one level";
        problems.add(span, "contains no level", message, help);
    }
}
