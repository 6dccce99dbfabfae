//! Functions that were not seen: in an incomplete role, and in a new role.

use std::collections::HashSet;

use super::set;
use crate::compare::list;
use crate::model::Level;
use crate::policy::{FunctionRequirement, Requirements};
use crate::report::{Change, RuleId, Severity, Step};
use crate::role::Role;

/// Why nothing is known about a function.
pub(super) const NO_ROW: &str = "the role has no row for this function";

/// Reminder for a level that only the setup needs.
pub(super) const FOR_SETUP: &str = "only during setup: revoke it afterwards";

/// What to check in the Customize list of a function, if its policies mention one.
pub(super) fn look(asked: &FunctionRequirement, unseen: String) -> Option<Change> {
    (!asked.customize.is_empty()).then(|| Change::Look {
        list: list::of_all(asked),
        unseen,
    })
}

/// The steps for a function that was not seen.
pub(super) fn steps(
    requirements: &Requirements,
    asked: &FunctionRequirement,
    rule: RuleId,
) -> Vec<Step> {
    let because = match rule {
        RuleId::AdminRole => "a new role needs it",
        _ => "this was not read",
    };
    let mut steps: Vec<Step> = asked
        .needed()
        .map(|(operation, asked)| {
            let origins = || {
                let all = asked.origins.iter();
                all.filter(|origin| origin.range.min > Level::None)
            };
            Step {
                number: 0,
                change: set(operation, asked.range.min, asked.range),
                severity: Severity::Error,
                rule,
                because: because.to_owned(),
                purpose: requirements.purposes(origins()),
                policies: requirements.ids(origins().map(|origin| origin.place.policy)),
                feature: origins().find_map(|origin| origin.feature.clone()),
                hint: asked.is_for_setup().then(|| FOR_SETUP.to_owned()),
                fingerprint: None,
            }
        })
        .collect();
    let unseen = match rule {
        RuleId::AdminRole => "the role does not exist yet",
        _ => "this was not read",
    };
    steps.extend(look(asked, unseen.to_owned()).map(|change| Step {
        number: 0,
        change,
        severity: Severity::Note,
        rule: match rule {
            RuleId::AdminRole => rule,
            _ => RuleId::CustomizeUnverifiable,
        },
        because: unseen.to_owned(),
        purpose: asked.customize.iter().find_map(|list| list.purpose.clone()),
        policies: requirements.ids(asked.customize.iter().map(|list| list.place.policy)),
        feature: None,
        hint: None,
        fingerprint: None,
    }));
    if !asked.unstated.is_empty() {
        steps.push(ask(requirements, asked));
    }
    steps
}

/// The step for a function that a policy lists without levels.
fn ask(requirements: &Requirements, asked: &FunctionRequirement) -> Step {
    let rows = || asked.unstated.iter();
    Step {
        number: 0,
        change: Change::Ask {},
        severity: Severity::Note,
        rule: RuleId::UnstatedLevel,
        because: requirements.lists_without(asked),
        purpose: rows().find_map(|row| row.purpose.clone()),
        policies: requirements.ids(rows().map(|row| row.place.policy)),
        feature: None,
        hint: asked.remarks(),
        fingerprint: None,
    }
}

/// Indexes of the requirements that have a row in the role.
pub(super) fn present(requirements: &Requirements, role: &Role) -> HashSet<usize> {
    role.rows
        .iter()
        .flat_map(|row| row.keys().collect::<Vec<_>>())
        .filter_map(|key| {
            let today = requirements.index_of(&key);
            today.or_else(|| requirements.indexes_of_older(&key).next())
        })
        .collect()
}
