//! What a role grants of the permissions that a request needs.

use super::document::{Explanation, Granted, Need};
use crate::catalog::{self, FunctionKey};
use crate::engine::incomplete;
use crate::model::Level;
use crate::role::{Grant, Role};

/// Adds what a role grants of the permissions that a request needs.
pub fn compare_with_role(explanation: &mut Explanation, role: &Role) {
    compare(explanation, role, incomplete(role).as_deref());
}

fn compare(explanation: &mut Explanation, role: &Role, incomplete: Option<&str>) {
    // A row that was not read says nothing.
    let without_row = incomplete.is_none().then_some(Level::None);
    let granted = explanation.needs.iter().map(|need| {
        let level = level(role, need, without_row);
        Granted {
            module: need.module,
            function: need.function,
            operation: need.operation,
            when: need.when,
            granted: level,
            enough: enough(level, need),
        }
    });
    explanation.role = Some(granted.collect());
    explanation.role_name = Some(role.identity().to_owned());
    explanation.role_complete = incomplete.map_or(role.complete, |_| Some(false));
    explanation.role_incomplete = incomplete.map(str::to_owned);
    for other in &mut explanation.other_methods {
        compare(other, role, incomplete);
    }
}

/// Level that the role grants for a need, where it can be determined.
fn level(role: &Role, need: &Need, without_row: Option<Level>) -> Option<Level> {
    let id = catalog::resolve(need.module?, need.function?)?;
    let key = FunctionKey::Known(id);
    let rows = role
        .rows
        .iter()
        .filter(|row| row.keys().any(|known| known == key));
    let levels = rows.filter_map(|row| match row.levels.get(need.operation) {
        Grant::Level(level) => Some(*level),
        Grant::NotOffered => Some(Level::None),
        Grant::Absent => None,
    });
    levels.max().or(without_row)
}

/// Whether a level is enough: `perhaps` for a level below All, `unknown` without a level.
fn enough(level: Option<Level>, need: &Need) -> &'static str {
    match level {
        Some(Level::All) => "yes",
        Some(Level::None) => "no",
        Some(_) if !need.my_may_be_enough => "no",
        Some(_) => "perhaps",
        None => "unknown",
    }
}
