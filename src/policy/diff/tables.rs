//! Changes between two effective tables: levels and Customize lists.

use super::change::{Change, ChangeKind};
use crate::model::{Level, LevelRange, Operation};
use crate::policy::requirements::{
    CustomizeRequirement, FunctionRequirement, OperationRequirement, Requirements,
};

/// What changed from one effective table to another.
pub(super) fn changes(old: &Requirements, new: &Requirements) -> Vec<Change> {
    let mut found = Vec::new();
    let gone = old
        .functions
        .iter()
        .filter(|function| find(new, function).is_none());
    // Whole modules first: what they change need not be told for each of their functions.
    let mut functions: Vec<&FunctionRequirement> = new.functions.iter().chain(gone).collect();
    functions.sort_by_key(|function| function.key.is_some());
    for function in functions {
        for operation in Operation::ALL {
            let change = cell(old, new, function, operation);
            let told = |change: &Change| {
                found.iter().any(|known: &Change| {
                    known.function.as_deref() == Some("*")
                        && known.module == change.module
                        && (known.kind, known.operation) == (change.kind, change.operation)
                        && (known.old, known.new) == (change.old, change.new)
                })
            };
            found.extend(change.filter(|change| !told(change)));
        }
        customize(find(old, function), find(new, function), &mut found);
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
    } else {
        return None;
    };
    let label = format!("{} / {}", function.module, function.function);
    let column = operation.column();
    let message = match kind {
        ChangeKind::PurposeChanged => format!("{label}: {column} {to} has another purpose"),
        _ => format!("{label}: {column} {from} became {to}"),
    };
    Some(Change {
        module: Some(function.module.clone()),
        function: Some(function.function.clone()),
        operation: Some(operation),
        old: Some(from),
        new: Some(to),
        old_purpose,
        purpose,
        ..Change::new(kind, message)
    })
}

fn purposes(asked: Option<&OperationRequirement>) -> Option<String> {
    let mut texts: Vec<&str> = Vec::new();
    for text in asked?
        .origins
        .iter()
        .filter_map(|origin| origin.purpose.as_deref())
    {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
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
        all.extend(away.map(|(item, _)| (format!("keep `{item}` away{kind}"), false)));
    }
    all
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
        let message = format!(
            "{} / {}: the Customize list must {word} {}",
            function.module, function.function, wish.0
        );
        found.push(Change {
            module: Some(function.module.clone()),
            function: Some(function.function.clone()),
            item: Some(wish.0.clone()),
            ..Change::new(kind, message)
        });
    };
    for wish in after.iter().filter(|wish| !before.contains(wish)) {
        push(wish, true);
    }
    for wish in before.iter().filter(|wish| !after.contains(wish)) {
        push(wish, false);
    }
}
