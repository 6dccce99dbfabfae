//! Groups rows of the same function, with the requirement on it.

use std::collections::{HashMap, HashSet};

use crate::catalog::{self, FunctionKey};
use crate::policy::Requirements;
use crate::role::{Role, Row, RowFunction};

/// The rows of one function.
#[derive(Debug)]
pub(super) struct Group {
    rows: Vec<usize>,
    /// The requirement on the function, or on every function of its module.
    pub(super) requirement: Option<usize>,
}

impl Group {
    pub(super) fn rows(&self) -> &[usize] {
        &self.rows
    }

    pub(super) fn first(&self) -> usize {
        self.rows.first().copied().unwrap_or_default()
    }
}

/// Groups the rows of a role by function, in file order, and collects the requirements without a
/// row.
pub(super) fn functions(requirements: &Requirements, role: &Role) -> (Vec<Group>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::with_capacity(role.rows.len());
    let mut by_function = Seen::default();
    let mut by_requirement: Vec<Option<usize>> = vec![None; requirements.functions.len()];
    let mut answered = vec![false; requirements.functions.len()];
    let current = current(requirements, role);
    for (index, row) in role.rows.iter().enumerate() {
        // Rows under two names of one function are merged if a requirement lists the function; a
        // requirement on a whole module merges nothing.
        let listed = listed(requirements, row).or_else(|| older(requirements, row, &current));
        // Requirements on a whole module also apply to its listed functions.
        let whole = requirements.index_of_module(row.names().0);
        let requirement = listed.or(whole);
        for asked in [listed, whole].into_iter().flatten() {
            if let Some(answered) = answered.get_mut(asked) {
                *answered = true;
            }
        }
        let before = match listed {
            Some(asked) => by_requirement.get(asked).copied().flatten(),
            None => by_function.get(row),
        };
        if let Some(group) = before.and_then(|at| groups.get_mut(at)) {
            group.rows.push(index);
            continue;
        }
        match listed {
            Some(asked) => {
                if let Some(group) = by_requirement.get_mut(asked) {
                    *group = Some(groups.len());
                }
            }
            None => by_function.insert(row, groups.len()),
        }
        groups.push(Group {
            rows: vec![index],
            requirement,
        });
    }
    let unanswered = answered.iter().enumerate().filter(|(_, done)| !**done);
    (groups, unanswered.map(|(index, _)| index).collect())
}

/// The requirement that lists the function of a row by name.
fn listed(requirements: &Requirements, row: &Row) -> Option<usize> {
    match &row.function {
        RowFunction::Known(id) => requirements.index_of(&FunctionKey::Known(*id)),
        // Comparing names is expensive, so it is done only if there are requirements to compare
        // with.
        RowFunction::Unknown(_) if !requirements.lists_unknown() => None,
        RowFunction::Unknown(_) => row.keys().find_map(|key| requirements.index_of(&key)),
    }
}

/// The requirements that a row meets under the current name, if the policy has older names.
fn current(requirements: &Requirements, role: &Role) -> HashSet<usize> {
    if !requirements.has_older_names() {
        return HashSet::new();
    }
    let rows = role.rows.iter();
    rows.filter_map(|row| listed(requirements, row)).collect()
}

/// The requirement on a function that the row has under an older name. A role that has the function
/// under today's name means something else by the older one.
fn older(requirements: &Requirements, row: &Row, current: &HashSet<usize>) -> Option<usize> {
    if !requirements.has_older_names() {
        return None;
    }
    row.keys()
        .flat_map(|key| requirements.indexes_of_older(&key).collect::<Vec<_>>())
        .find(|index| !current.contains(index))
}

/// The group of each function seen so far.
#[derive(Default)]
struct Seen<'a> {
    /// By index in the catalog.
    known: Vec<Option<usize>>,
    /// By the most specific name only: shorter ones are truncated to ten characters and may
    /// collide.
    unknown: HashMap<&'a FunctionKey, usize>,
}

impl<'a> Seen<'a> {
    fn get(&self, row: &Row) -> Option<usize> {
        match &row.function {
            RowFunction::Known(id) => self.known.get(id.index()).copied().flatten(),
            RowFunction::Unknown(function) => self.unknown.get(function.key()).copied(),
        }
    }

    fn insert(&mut self, row: &'a Row, group: usize) {
        match &row.function {
            RowFunction::Known(id) => {
                if self.known.is_empty() {
                    self.known = vec![None; catalog::functions().len()];
                }
                if let Some(place) = self.known.get_mut(id.index()) {
                    *place = Some(group);
                }
            }
            RowFunction::Unknown(function) => {
                self.unknown.insert(function.key(), group);
            }
        }
    }
}
