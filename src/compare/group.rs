//! Groups rows of the same function, with the requirement on it.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::catalog::{FunctionId, FunctionKey};
use crate::policy::Requirements;
use crate::role::{Role, Row, RowFunction};

/// The rows of one function.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) rows: Vec<usize>,
    /// The requirement on the function, or on every function of its module.
    pub(super) requirement: Option<usize>,
}

/// What rows are grouped by.
#[derive(PartialEq, Eq, Hash)]
enum Subject<'a> {
    /// A listed function: rows under two names of it are merged.
    Requirement(usize),
    /// A function of the catalog.
    Known(FunctionId),
    /// Another function, by the most specific name only: shorter ones are truncated to ten
    /// characters and may collide.
    Unknown(&'a FunctionKey),
}

/// Groups the rows of a role by function, in file order, and collects the requirements without a
/// row.
pub(super) fn functions(requirements: &Requirements, role: &Role) -> (Vec<Group>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::with_capacity(role.rows.len());
    let mut by_subject: HashMap<Subject<'_>, usize> = HashMap::with_capacity(role.rows.len());
    let mut unanswered: BTreeSet<usize> = (0..requirements.functions.len()).collect();
    let current = current(requirements, role);
    for (index, row) in role.rows.iter().enumerate() {
        let listed = listed(requirements, row).or_else(|| older(requirements, row, &current));
        // Requirements on a whole module also apply to its listed functions, and merge nothing.
        let whole = requirements.index_of_module(row.names().0);
        for asked in [listed, whole].into_iter().flatten() {
            unanswered.remove(&asked);
        }
        let subject = match (listed, &row.function) {
            (Some(asked), _) => Subject::Requirement(asked),
            (None, RowFunction::Known(id)) => Subject::Known(*id),
            (None, RowFunction::Unknown(function)) => Subject::Unknown(function.key()),
        };
        let at = *by_subject.entry(subject).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.rows.push(index),
            None => groups.push(Group {
                rows: vec![index],
                requirement: listed.or(whole),
            }),
        }
    }
    (groups, unanswered.into_iter().collect())
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
