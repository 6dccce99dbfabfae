//! Which rows speak of the same function, and which requirement is on it.

use std::collections::HashMap;

use crate::policy::Requirements;
use crate::role::{Role, Row, RowFunction};

/// The rows of one function.
#[derive(Debug)]
pub(super) struct Group {
    rows: Vec<usize>,
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
    let mut by_function: HashMap<&RowFunction, usize> = HashMap::with_capacity(role.rows.len());
    let mut by_requirement: Vec<Option<usize>> = vec![None; requirements.functions.len()];
    for (index, row) in role.rows.iter().enumerate() {
        let requirement = requirement(requirements, row);
        let before = match requirement {
            Some(asked) => by_requirement.get(asked).copied().flatten(),
            None => by_function.get(&row.function).copied(),
        };
        if let Some(group) = before.and_then(|at| groups.get_mut(at)) {
            group.rows.push(index);
            continue;
        }
        match requirement.and_then(|asked| by_requirement.get_mut(asked)) {
            Some(slot) => *slot = Some(groups.len()),
            None => {
                by_function.insert(&row.function, groups.len());
            }
        }
        groups.push(Group {
            rows: vec![index],
            requirement,
        });
    }
    let unmatched = by_requirement
        .iter()
        .enumerate()
        .filter(|(_, group)| group.is_none())
        .map(|(index, _)| index)
        .collect();
    (groups, unmatched)
}

fn requirement(requirements: &Requirements, row: &Row) -> Option<usize> {
    row.keys().find_map(|key| requirements.index_of(&key))
}
