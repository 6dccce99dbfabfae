//! What the format's types cannot say: each of these is an error of the file, not a matter of taste.

use std::collections::{BTreeSet, HashMap};

use super::applies::Applies;
use super::features;
use super::parsed::Policy;
use super::row::{FunctionEntry, GrantEntry, LevelEntry};
use super::statements::module_key;
use super::version::{Version, Versions};
use crate::catalog::FunctionKey;
use crate::model::{Document, Operation, Problem, Span};
use crate::yaml::{Maybe, OneOrMany, Spanned, WordOr, list_words, nearest};

/// Everything that makes a well-formed policy impossible, in the order of the text.
pub(super) fn problems(policy: &Policy) -> Vec<Problem> {
    let mut found = Vec::new();
    words(policy, &mut found);
    same_function_twice(policy, &mut found);
    let known: BTreeSet<&str> = features::defined(policy).map(|(name, _)| name).collect();
    for (name, feature) in &policy.document.features {
        known_features(policy, &feature.requires, &known, &mut found);
        if feature
            .requires
            .iter()
            .any(|needed| needed.value == name.value)
        {
            let message = format!("the feature `{}` requires itself", name.value);
            found.push(at(policy, name.span, "requires itself", message));
        }
    }
    versions(policy, &policy.document.applies, &mut found);
    purposes(policy, &mut found);
    for (module, functions) in &policy.document.permissions {
        for (name, entry) in functions {
            nothing_stated(policy, name, entry, &mut found);
            versions(policy, &entry.applies, &mut found);
            older_names(policy, module, name, entry, &mut found);
            known_features(policy, &entry.when, &known, &mut found);
            entry_problems(policy, entry, &known, &mut found);
        }
    }
    found.sort_by_key(|problem: &Problem| problem.locations.first().map(|place| place.span));
    found
}

/// The id must have its form: the typed reading takes any text. A day that is none is for the
/// policy linter, which shows it with the others.
fn words(policy: &Policy, found: &mut Vec<Problem>) {
    let id = &policy.document.id;
    let part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    if !id.value.split(['.', '-']).all(part) {
        let message = format!("`{}` is not a valid `id`", id.value);
        let problem = at(policy, id.span, "not an id", message);
        found.push(
            problem.with_help("use lowercase letters and digits, with dots or dashes between them"),
        );
    }
}

fn at(policy: &Policy, span: Span, label: &str, message: String) -> Problem {
    Problem::at(Document::Policy, &policy.source, span, label, message)
}

fn entry_problems(
    policy: &Policy,
    entry: &FunctionEntry,
    known: &BTreeSet<&str>,
    found: &mut Vec<Problem>,
) {
    for (_, grants) in entry.operations().iter() {
        for grant in *grants {
            if let GrantEntry::Table(grant) = &grant.value {
                empty_range(policy, &grant.level.value, grant.level.span, found);
                known_features(policy, &grant.when, known, found);
            }
        }
    }
    if let Some(customize) = entry.customize.as_ref() {
        for item in &customize.allow {
            if customize
                .disallow
                .iter()
                .any(|other| other.value == item.value)
            {
                let message = format!("`{}` is both allowed and disallowed", item.value);
                found.push(at(policy, item.span, "allowed here", message).with_help("keep one"));
            }
        }
    }
}

/// A list without an entry would be an operation that is not written.
fn nothing_stated(
    policy: &Policy,
    name: &Spanned<String>,
    entry: &FunctionEntry,
    found: &mut Vec<Problem>,
) {
    for operation in Operation::ALL {
        let written = match operation {
            Operation::Add => &entry.add,
            Operation::Edit => &entry.edit,
            Operation::Delete => &entry.delete,
            Operation::Inquire => &entry.inquire,
        };
        if written.as_ref().is_some_and(|grants| grants.is_empty()) {
            let message = format!("`{operation}` for `{}` is an empty list", name.value);
            found.push(
                at(policy, name.span, "of this function", message).with_help(format!(
                    "write a level, or leave `{operation}` out: an empty list asks for nothing"
                )),
            );
        }
    }
}

fn known_features(
    policy: &Policy,
    names: &OneOrMany<String>,
    known: &BTreeSet<&str>,
    found: &mut Vec<Problem>,
) {
    for name in names
        .iter()
        .filter(|name| !known.contains(name.value.as_str()))
    {
        let help = match nearest(&name.value, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "define it under `features`".to_owned(),
            None => format!(
                "define it under `features`, or write {}",
                list_words(known.iter().copied())
            ),
        };
        let message = format!("there is no feature `{}`", name.value);
        found.push(at(policy, name.span, "not defined", message).with_help(help));
    }
}

/// An older name must be another name, until a version that can be read.
fn older_names(
    policy: &Policy,
    module: &Spanned<String>,
    name: &Spanned<String>,
    entry: &FunctionEntry,
    found: &mut Vec<Problem>,
) {
    for older in entry.formerly.iter() {
        let older = &older.value;
        if Version::parse(&older.before.value).is_none() {
            let message = format!(
                "`{}` is not a version of ConnectWise PSA",
                older.before.value
            );
            let help = "write the first version with the new name, such as `\"2022.1\"`";
            found.push(at(policy, older.before.span, "cannot be read", message).with_help(help));
        }
        let of = older.module.as_deref().unwrap_or(&module.value);
        if name.value == "*" {
            let message = "a row for a whole module has no older name".to_owned();
            let help = "list the renamed function in a separate row";
            found.push(at(policy, older.name.span, "an older name", message).with_help(help));
        } else if FunctionKey::of(of, &older.name.value)
            == FunctionKey::of(&module.value, &name.value)
        {
            let message = format!(
                "`{}` is another spelling of `{}`, not an older name",
                older.name.value, name.value
            );
            let help = "delete it: spellings need not be listed";
            found.push(at(policy, older.name.span, "the same function", message).with_help(help));
        }
    }
}

/// A purpose for a module that the policy does not list would explain nothing.
fn purposes(policy: &Policy, found: &mut Vec<Problem>) {
    let mut listed: Vec<&str> = Vec::new();
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for (module, _) in &policy.document.permissions {
        listed.push(&module.value);
        keys.insert(module_key(&module.value));
    }
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (module, _) in &policy.document.purposes {
        let key = module_key(&module.value);
        let (message, help) = if !keys.contains(&key) {
            let message = format!(
                "`purposes` explains the module `{}`, which this policy does not list",
                module.value
            );
            let help = match nearest(&module.value, listed.iter().copied()) {
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
        found.push(at(policy, module.span, "here", message).with_help(help));
    }
}

/// A condition that cannot be read would hold for every version.
fn versions(policy: &Policy, applies: &Maybe<Applies>, found: &mut Vec<Problem>) {
    let written = applies
        .as_ref()
        .and_then(|applies| applies.connectwise.as_ref());
    if let Some(written) = written.filter(|written| Versions::parse(&written.value).is_none()) {
        let message = format!("`{}` is not a version of ConnectWise PSA", written.value);
        found.push(
            at(policy, written.span, "cannot be read", message)
                .with_help("write a year and a number, such as `>=2020.4` or `>=2017.5, <2022.1`"),
        );
    }
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
                "`{} / {}` occurs twice: `{first}` is the same function with a different spelling",
                module.value, function.value
            );
            found.push(
                at(policy, function.span, "occurs again here", message)
                    .and_at(Document::Policy, span, "occurs here first")
                    .with_help("put all operations of the function under one key"),
            );
        }
    }
}

fn empty_range(policy: &Policy, level: &LevelEntry, span: Span, found: &mut Vec<Problem>) {
    if let WordOr::Table(range) = level
        && range.min.is_none()
        && range.max.is_none()
    {
        let message = "this range states neither `min` nor `max`, and would accept every level";
        let problem = at(policy, span, "no bound", message.to_owned());
        found.push(problem.with_help("write a level, or `min`, `max` or both"));
    }
    let range = level.range();
    if let (WordOr::Table(_), true) = (level, range.min > range.max) {
        let message = format!(
            "no level is between the minimum `{}` and the maximum `{}`",
            range.min, range.max
        );
        let problem = at(policy, span, "contains no level", message);
        found.push(problem.with_help("swap the two values, or specify one level"));
    }
}
