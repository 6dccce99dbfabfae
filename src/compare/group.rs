//! Which rows speak of the same function, and which requirement is on it.

use std::collections::HashMap;

use crate::catalogue::FunctionKey;
use crate::policy::Requirements;
use crate::role::Role;

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

/// Groups the rows of a role by function, in the order of the file, and names the requirements
/// that no row answers.
pub(super) fn functions(requirements: &Requirements, role: &Role) -> (Vec<Group>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::with_capacity(role.rows.len());
    // Only the most telling name: shorter ones are cut off at ten characters, and may collide.
    let mut by_name: HashMap<Option<FunctionKey>, usize> = HashMap::with_capacity(role.rows.len());
    let mut by_requirement: HashMap<usize, usize> = HashMap::new();
    let mut answered = vec![false; requirements.functions.len()];
    for (index, row) in role.rows.iter().enumerate() {
        // Rows under two names of one function are joined by what lists it; a requirement on a
        // whole module joins nothing.
        let listed = row.keys().find_map(|key| requirements.index_of(&key));
        // What is asked of a whole module is asked of its listed functions too, and they answer it.
        let whole = requirements.index_of_module(row.names().0);
        let requirement = listed.or(whole);
        for asked in [listed, whole].into_iter().flatten() {
            if let Some(answered) = answered.get_mut(asked) {
                *answered = true;
            }
        }
        let before = match listed {
            Some(asked) => by_requirement.get(&asked).copied(),
            None => by_name.get(&row.keys().next()).copied(),
        };
        if let Some(group) = before.and_then(|at| groups.get_mut(at)) {
            group.rows.push(index);
            continue;
        }
        match listed {
            Some(asked) => by_requirement.insert(asked, groups.len()),
            None => by_name.insert(row.keys().next(), groups.len()),
        };
        groups.push(Group {
            rows: vec![index],
            requirement,
        });
    }
    let unanswered = answered.iter().enumerate().filter(|(_, done)| !**done);
    (groups, unanswered.map(|(index, _)| index).collect())
}
