//! Changes between two effective tables: levels and Customize lists.

use std::collections::BTreeSet;

use super::change::{Change, ChangeKind};
use crate::model::{Level, LevelRange, Operation, unique};
use crate::policy::document::Coverage;
use crate::policy::requirements::{
    CustomizeRequirement, FunctionRequirement, OperationRequirement, Requirements,
};
use crate::report::Idle;

/// What changed from one effective table to another.
pub(super) fn changes(old: &Requirements, new: &Requirements) -> Vec<Change> {
    let mut found = Vec::new();
    let gone = old
        .functions
        .iter()
        .filter(|function| find(new, function).is_none());
    // Whole modules first: their changes are not repeated for each function.
    let mut functions: Vec<&FunctionRequirement> = new.functions.iter().chain(gone).collect();
    functions.sort_by_key(|function| function.key.is_some());
    for function in functions {
        for operation in Operation::ALL {
            let change = cell(old, new, function, operation);
            let reported = |change: &Change| {
                found.iter().any(|known: &Change| {
                    known.function.as_deref() == Some("*")
                        && known.module == change.module
                        && (known.kind, known.operation) == (change.kind, change.operation)
                        && (known.old, known.new) == (change.old, change.new)
                })
            };
            found.extend(change.filter(|change| !reported(change)));
        }
        customize(find(old, function), find(new, function), &mut found);
        found.extend(older(find(old, function), find(new, function)));
    }
    if old.unlisted != new.unlisted {
        let kind = if new.unlisted > old.unlisted {
            ChangeKind::UnlistedRaised
        } else {
            ChangeKind::UnlistedLowered
        };
        let message = format!(
            "everything that is not listed may have at most {} (was {})",
            new.unlisted, old.unlisted
        );
        found.push(Change {
            old: Some(LevelRange::at_most(old.unlisted)),
            new: Some(LevelRange::at_most(new.unlisted)),
            ..Change::new(kind, message)
        });
    }
    found
}

/// The same row of another table.
fn find<'a>(
    requirements: &'a Requirements,
    function: &FunctionRequirement,
) -> Option<&'a FunctionRequirement> {
    let index = match &function.key {
        Some(key) => requirements.index_of(key),
        None => requirements.index_of_module(&function.module),
    };
    index.and_then(|index| requirements.functions.get(index))
}

/// What is asked of a cell: by the function's own row, or by that of its whole module.
fn asked<'a>(
    requirements: &'a Requirements,
    function: &FunctionRequirement,
    operation: Operation,
) -> Option<&'a OperationRequirement> {
    let of = find(requirements, function).or_else(|| {
        let index = requirements.index_of_module(&function.module)?;
        requirements.functions.get(index)
    });
    of.and_then(|function| function.operations.get(operation).as_ref())
}

/// Whether nothing is said of a cell, and more may be needed than the table holds: what is granted
/// there has a lower severity than a change of a stated level.
fn is_open(
    requirements: &Requirements,
    function: &FunctionRequirement,
    asked: Option<&OperationRequirement>,
) -> bool {
    let unstated = find(requirements, function).is_some_and(|row| !row.unstated.is_empty());
    asked.is_none() && (unstated || requirements.coverage == Coverage::Partial)
}

fn cell(
    old: &Requirements,
    new: &Requirements,
    function: &FunctionRequirement,
    operation: Operation,
) -> Option<Change> {
    let (before, after) = (
        asked(old, function, operation),
        asked(new, function, operation),
    );
    if before.is_none() && after.is_none() {
        return None;
    }
    let accepted = |asked: Option<&OperationRequirement>, requirements: &Requirements| {
        asked.map_or(LevelRange::at_most(requirements.unlisted), |asked| {
            asked.range
        })
    };
    let (from, to) = (accepted(before, old), accepted(after, new));
    let (old_purpose, purpose) = (purposes(before), purposes(after));
    let kind = if to.min > from.min {
        if from.min == Level::None {
            ChangeKind::NewlyRequired
        } else {
            ChangeKind::Widened
        }
    } else if to.min < from.min {
        if to.min == Level::None {
            ChangeKind::NoLongerRequired
        } else {
            ChangeKind::Narrowed
        }
    } else if to.max > from.max {
        ChangeKind::Widened
    } else if to.max < from.max {
        ChangeKind::Narrowed
    } else if before.is_some() && after.is_some() && old_purpose != purpose {
        ChangeKind::PurposeChanged
    } else if is_open(old, function, before) && after.is_some() {
        ChangeKind::Narrowed
    } else if before.is_some() && is_open(new, function, after) {
        ChangeKind::Widened
    } else {
        return None;
    };
    let what = match kind {
        ChangeKind::PurposeChanged => format!("{to} has another purpose"),
        // Only the old or only the new table limits it.
        ChangeKind::Widened if from == to => {
            format!("had to be {from}, and is no longer limited")
        }
        _ if from == to => format!("was not limited, and must now be {to}"),
        _ => format!("changed from {from} to {to}"),
    };
    Some(Change {
        operation: Some(operation),
        old: Some(from),
        new: Some(to),
        old_purpose,
        purpose,
        ..about(function, kind, &format!(": {} {what}", operation.column()))
    })
}

/// A change of a function: `what` follows its name.
fn about(function: &FunctionRequirement, kind: ChangeKind, what: &str) -> Change {
    let (module, name) = (&function.module, &function.function);
    Change {
        module: Some(module.clone()),
        function: Some(name.clone()),
        ..Change::new(kind, format!("{module} / {name}{what}"))
    }
}

fn purposes(asked: Option<&OperationRequirement>) -> Option<String> {
    let origins = asked?.origins.iter();
    let texts = unique(origins.filter_map(|origin| origin.purpose.as_deref()));
    Some(texts.join("; ")).filter(|text| !text.is_empty())
}

/// What a Customize list asks: each wish with whether it reaches further than no wish.
fn wishes(function: Option<&FunctionRequirement>) -> Vec<(String, bool)> {
    let lists: &[CustomizeRequirement] = function.map_or(&[], |function| &function.customize);
    let mut all = Vec::new();
    for list in lists {
        let kind = if list.optional { " if possible" } else { "" };
        all.extend(list.all.then(|| (format!("allow every item{kind}"), true)));
        all.extend(
            list.allow
                .iter()
                .map(|(item, _)| (format!("allow `{item}`{kind}"), true)),
        );
        let away = list.disallow.iter();
        all.extend(away.map(|(item, _)| (format!("disallow `{item}`{kind}"), false)));
    }
    all
}

/// Changes that no effective level shows: a row without levels, and a level that is left over from
/// the setup. They matter to some notes of a check.
pub(super) fn leftovers(old: &Requirements, new: &Requirements) -> Vec<Change> {
    let gone = old
        .functions
        .iter()
        .filter(|function| find(new, function).is_none());
    let mut found = Vec::new();
    for function in new.functions.iter().chain(gone) {
        let (before, after) = (find(old, function), find(new, function));
        let mut push = |kind, operation: Option<Operation>, what: &str| {
            found.push(Change {
                operation,
                ..about(function, kind, &format!(": {what}"))
            });
        };
        match (is_unstated(before), is_unstated(after)) {
            (false, true) => push(ChangeKind::Widened, None, "is now listed without a level"),
            (true, false) => push(
                ChangeKind::Narrowed,
                None,
                "is no longer listed without a level",
            ),
            _ => {}
        }
        for operation in Operation::ALL {
            let (from, to) = (inactive(before, operation), inactive(after, operation));
            if from != to {
                let what = format!(
                    "the {} that applies under other choices changed",
                    operation.column()
                );
                push(ChangeKind::Narrowed, Some(operation), &what);
            }
        }
    }
    found
}

fn is_unstated(row: Option<&FunctionRequirement>) -> bool {
    row.is_some_and(|row| !row.unstated.is_empty())
}

/// The levels of an operation that do not count, with the reason.
fn inactive(row: Option<&FunctionRequirement>, operation: Operation) -> Vec<(LevelRange, &Idle)> {
    let dormant = row.into_iter().flat_map(|row| row.dormant.get(operation));
    dormant
        .map(|dormant| (dormant.origin.range, &dormant.reason))
        .collect()
}

/// Under which older names a role can have a function.
fn older(old: Option<&FunctionRequirement>, new: Option<&FunctionRequirement>) -> Option<Change> {
    let names = |function: Option<&FunctionRequirement>| -> BTreeSet<String> {
        let older = function.into_iter().flat_map(|function| &function.older);
        older
            .map(|older| {
                let module = older.module.as_deref();
                let module = module.map_or(String::new(), |module| format!("{module} / "));
                format!("`{module}{}` before {}", older.name, older.before)
            })
            .collect()
    };
    let (before, after) = (names(old), names(new));
    let function = new.or(old)?;
    let list = |names: BTreeSet<String>| {
        if names.is_empty() {
            "no older name".to_owned()
        } else {
            names.into_iter().collect::<Vec<_>>().join(", ")
        }
    };
    (before != after).then(|| {
        let what = format!(" has {} (was {})", list(after), list(before));
        about(function, ChangeKind::OlderNamesChanged, &what)
    })
}

fn customize(
    old: Option<&FunctionRequirement>,
    new: Option<&FunctionRequirement>,
    found: &mut Vec<Change>,
) {
    let Some(function) = new.or(old) else {
        return;
    };
    let (before, after) = (wishes(old), wishes(new));
    let mut push = |wish: &(String, bool), comes: bool| {
        let widens = wish.1 == comes;
        let kind = if widens {
            ChangeKind::CustomizeWidened
        } else {
            ChangeKind::CustomizeNarrowed
        };
        let word = if comes { "now" } else { "no longer" };
        let what = format!(": the Customize list must {word} {}", wish.0);
        found.push(Change {
            item: Some(wish.0.clone()),
            ..about(function, kind, &what)
        });
    };
    for wish in after.iter().filter(|wish| !before.contains(wish)) {
        push(wish, true);
    }
    for wish in before.iter().filter(|wish| !after.contains(wish)) {
        push(wish, false);
    }
}
