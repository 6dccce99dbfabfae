//! Compares what requests need with policies and with a role.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Cell, Compare, FeatureUse, Granted, Inferred, RoleCompare};
use crate::catalog;
use crate::engine::incomplete;
use crate::model::{Level, Operation};
use crate::policy::Requirements;
use crate::role::Role;

fn cell(module: &str, function: &str, operation: Operation) -> Cell {
    // The spelling of the catalog, so that a level is the same wherever it is named.
    let (module, function) = match catalog::resolve(module, function) {
        Some(id) => (id.get().module, id.get().name),
        None => (module, function),
    };
    Cell {
        module: module.to_owned(),
        function: function.to_owned(),
        operation,
    }
}

/// What requests used, what they used if a condition holds, and what refused ones point to.
fn cells(inferred: &Inferred) -> [BTreeSet<Cell>; 3] {
    let used = inferred.needs.iter();
    let possible = inferred.possible.iter();
    let refused = inferred.refused.iter();
    let refused = refused.flat_map(|refused| &refused.points_to);
    [
        used.map(|need| cell(need.module, need.function, need.operation))
            .collect(),
        possible
            .map(|need| cell(need.module, need.function, need.operation))
            .collect(),
        refused
            .map(|need| cell(need.module, need.function, need.operation))
            .collect(),
    ]
}

/// Compares with what policies ask together.
pub fn compare_with_policies(inferred: &Inferred, requirements: &Requirements) -> Compare {
    let [used, possible, refused] = cells(inferred);
    let mut table = BTreeSet::new();
    let mut modules = BTreeSet::new();
    let mut features: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for function in &requirements.functions {
        for (operation, asked) in function.asked() {
            if asked.range.max == Level::None {
                continue;
            }
            if function.key.is_none() {
                modules.insert((function.module.clone(), operation));
                continue;
            }
            let asked_for = cell(&function.module, &function.function, operation);
            let names: BTreeSet<&str> = asked
                .origins
                .iter()
                .filter_map(|origin| origin.feature.as_deref())
                .collect();
            for name in names {
                let (levels, hits) = features.entry(name).or_default();
                *levels += 1;
                *hits += usize::from(used.contains(&asked_for));
            }
            table.insert(asked_for);
        }
    }
    let listed = |cell: &&Cell| {
        table.contains(*cell) || modules.contains(&(cell.module.clone(), cell.operation))
    };
    // A refused level is needed: it was asked for and is missing.
    let unused = table
        .iter()
        .filter(|cell| !used.contains(cell) && !refused.contains(cell));
    let (perhaps_used, never_used) = unused.cloned().partition(|cell| possible.contains(cell));
    let ids: Vec<&str> = requirements
        .policies
        .iter()
        .map(|policy| policy.id.as_str())
        .collect();
    Compare {
        policy: ids.join(","),
        never_used,
        perhaps_used,
        used_not_in_table: used.iter().filter(|cell| !listed(cell)).cloned().collect(),
        refused_not_in_table: refused
            .iter()
            .filter(|cell| !listed(cell))
            .cloned()
            .collect(),
        features: features
            .into_iter()
            .map(|(name, (levels, used))| FeatureUse {
                name: name.to_owned(),
                levels,
                used,
            })
            .collect(),
    }
}

/// Compares with a role.
pub fn compare_with_role(inferred: &Inferred, role: &Role) -> RoleCompare {
    let mut levels: BTreeMap<Cell, Option<Level>> = BTreeMap::new();
    for row in &role.rows {
        let (module, function) = row.names();
        for operation in Operation::ALL {
            let stated = row.levels.get(operation).stated();
            let level = levels.entry(cell(module, function, operation)).or_default();
            *level = stated.max(*level);
        }
    }
    let [used, possible, refused] = cells(inferred);
    let incomplete = incomplete(role);
    let mut lacks = Vec::new();
    let mut not_verifiable = Vec::new();
    let mut below_all = Vec::new();
    for cell in used.union(&refused) {
        let level = levels.get(cell).copied().flatten();
        match level {
            None if incomplete.is_some() => not_verifiable.push(granted(cell, None)),
            None | Some(Level::None) => lacks.push(granted(cell, level)),
            Some(Level::My) => below_all.push(granted(cell, level)),
            Some(Level::All) => {}
        }
    }
    let needed =
        |cell: &Cell| used.contains(cell) || refused.contains(cell) || possible.contains(cell);
    let beyond = levels
        .iter()
        .filter(|(cell, level)| level.is_some_and(|level| level > Level::None) && !needed(cell))
        .map(|(cell, level)| granted(cell, *level))
        .collect();
    RoleCompare {
        role: role.identity().to_owned(),
        complete: incomplete.as_ref().map_or(role.complete, |_| Some(false)),
        incomplete,
        lacks,
        not_verifiable,
        below_all,
        beyond,
    }
}

fn granted(cell: &Cell, level: Option<Level>) -> Granted {
    Granted {
        module: cell.module.clone(),
        function: cell.function.clone(),
        operation: cell.operation,
        level,
    }
}
