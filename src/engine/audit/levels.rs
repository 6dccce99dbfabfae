//! The levels of a role by what policies ask for, and what they could do.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{AskedFor, Excess, MissingLevel};
use crate::model::{Level, Operation, unique};
use crate::policy::{OperationRequirement, Origin, Requirements};
use crate::risk::{Family, Ratings, RiskSeverity};
use crate::role::Role;

/// The levels of a role by what policies ask for.
#[derive(Debug, Default)]
pub(super) struct Levels {
    /// Granted ones that no policy asks for; none where that is not known.
    pub(super) excess: Option<Vec<Excess>>,
    /// Granted ones that a policy asks for.
    pub(super) asked_for: Vec<AskedFor>,
    /// Ones that a policy asks for and the role does not grant.
    pub(super) missing: Vec<MissingLevel>,
}

/// Compares the granted levels with those that policies ask for.
pub(super) fn compare(role: &Role, requirements: &Requirements, ratings: &Ratings) -> Levels {
    let mut granted: BTreeMap<usize, [Level; 4]> = BTreeMap::new();
    let (mut extra, mut wanted) = (Vec::new(), Vec::new());
    for row in &role.rows {
        let (module, function) = row.names();
        let index = row
            .keys()
            .find_map(|key| requirements.index_of(&key))
            .or_else(|| {
                row.keys()
                    .find_map(|key| requirements.indexes_of_older(&key).next())
            });
        let asked = index
            .or_else(|| requirements.index_of_module(module))
            .and_then(|index| requirements.functions.get(index));
        let levels = Operation::ALL.map(|operation| row.levels.get(operation).level());
        for (operation, level) in Operation::ALL.into_iter().zip(levels) {
            if level == Level::None {
                continue;
            }
            let requirement = asked.and_then(|asked| asked.operations.get(operation).as_ref());
            let rating = row
                .known()
                .and_then(|id| ratings.rate(id, operation, level));
            if let Some(requirement) = requirement.filter(|asked| level <= asked.range.min) {
                let policies = asking(requirement).map(|origin| origin.place.policy);
                wanted.push(AskedFor {
                    module: module.to_owned(),
                    function: function.to_owned(),
                    operation,
                    level,
                    severity: rating.map(|rating| rating.severity),
                    policies: requirements.ids(policies),
                    purposes: purposes(requirement),
                });
                continue;
            }
            extra.push(Excess {
                module: module.to_owned(),
                function: function.to_owned(),
                operation,
                level,
                asked_for: requirement.map_or(Level::None, |asked| asked.range.min),
                severity: rating.map(|rating| rating.severity),
                families: rating.map_or_else(Vec::new, |rating| rating.families.clone()),
                reason: rating.map(|rating| rating.reason.clone()),
                basis: rating.map(|rating| rating.basis),
            });
        }
        if let Some(index) = index {
            let known = granted.entry(index).or_insert([Level::None; 4]);
            for (known, level) in known.iter_mut().zip(levels) {
                *known = level.max(*known);
            }
        }
    }
    extra.sort_by(|a, b| {
        b.severity.cmp(&a.severity).then_with(|| {
            (&a.module, &a.function, a.operation).cmp(&(&b.module, &b.function, b.operation))
        })
    });
    wanted.sort_by_key(|level: &AskedFor| std::cmp::Reverse(level.severity));
    let mut missing = Vec::new();
    for (index, function) in requirements.functions.iter().enumerate() {
        if function.key.is_none() {
            continue;
        }
        let has = granted.get(&index).copied().unwrap_or([Level::None; 4]);
        for (operation, from) in Operation::ALL.into_iter().zip(has) {
            let asked = function.operations.get(operation).as_ref();
            let to = asked.map_or(Level::None, |asked| asked.range.min);
            if from < to {
                missing.push(MissingLevel {
                    module: function.module.clone(),
                    function: function.function.clone(),
                    operation,
                    from,
                    to,
                });
            }
        }
    }
    Levels {
        excess: Some(extra),
        asked_for: wanted,
        missing,
    }
}

/// Why policies ask for a level.
fn purposes(requirement: &OperationRequirement) -> Vec<String> {
    unique(asking(requirement).filter_map(|origin| origin.purpose.clone()))
}

fn asking(requirement: &OperationRequirement) -> impl Iterator<Item = &Origin> {
    let origins = requirement.origins.iter();
    origins.filter(|origin| origin.range.min > Level::None)
}

/// The kinds of harm of the granted levels of medium severity and above.
pub(super) fn families(role: &Role, ratings: &Ratings) -> Vec<Family> {
    let mut families = BTreeSet::new();
    for row in &role.rows {
        let Some(id) = row.known() else { continue };
        for operation in Operation::ALL {
            let level = row.levels.get(operation).level();
            let rating = ratings.rate(id, operation, level);
            if let Some(rating) = rating.filter(|rating| rating.severity >= RiskSeverity::Medium) {
                families.extend(rating.families.iter().copied());
            }
        }
    }
    families.into_iter().collect()
}

/// Whether a role grants a critical level that reads stored passwords.
pub(super) fn reads_passwords(role: &Role, ratings: &Ratings) -> bool {
    role.rows.iter().any(|row| {
        let inquire = row.levels.get(Operation::Inquire).level();
        let id = row.known();
        let rating = id.and_then(|id| ratings.rate(id, Operation::Inquire, inquire));
        rating.is_some_and(|rating| {
            rating.severity == RiskSeverity::Critical
                && rating.families.contains(&Family::CredentialExposure)
        })
    })
}
