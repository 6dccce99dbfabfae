//! What a role grants of the permissions that a request needs.

use super::document::{Explanation, Granted, Need};
use crate::catalog::{self, FunctionKey};
use crate::model::Level;
use crate::role::Role;

/// Adds what a role grants of the permissions that a request needs.
pub fn compare_with_role(explanation: &mut Explanation, role: &Role) {
    let granted = explanation.needs.iter().map(|need| {
        let level = level(role, need);
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
    explanation.role_complete = role.complete;
    for other in &mut explanation.other_methods {
        compare_with_role(other, role);
    }
}

/// Level that the role grants for a need; `None` where the function is not known.
fn level(role: &Role, need: &Need) -> Option<Level> {
    let id = catalog::resolve(need.module?, need.function?)?;
    let key = FunctionKey::Known(id);
    let rows = role
        .rows
        .iter()
        .filter(|row| row.keys().any(|known| known == key));
    let levels = rows.map(|row| row.levels.get(need.operation).level());
    Some(levels.max().unwrap_or(Level::None))
}

/// Whether a level is enough: `perhaps` for a level below All.
fn enough(level: Option<Level>, need: &Need) -> &'static str {
    match level {
        Some(Level::All) => "yes",
        Some(Level::None) => "no",
        Some(_) if !need.my_may_be_enough => "no",
        _ => "perhaps",
    }
}
