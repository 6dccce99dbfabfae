//! What changed since an earlier read of the same tenant.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Audit, Since};
use crate::engine::role_diff::diff;
use crate::role::Role;

/// Compares the roles of an earlier and a later read, paired by name.
pub fn since(old: &[Role], new: &[Role]) -> Since {
    let before: BTreeMap<&str, &Role> = old.iter().map(|role| (role.identity(), role)).collect();
    let after: BTreeMap<&str, &Role> = new.iter().map(|role| (role.identity(), role)).collect();
    let mut since = Since {
        fetched_at: old.iter().filter_map(|role| role.fetched_at.clone()).max(),
        ..Since::default()
    };
    for (name, role) in &after {
        let Some(was) = before.get(name) else {
            since.new_roles.push((*name).to_owned());
            continue;
        };
        let diff = diff(was, role, None);
        if !diff.wider.is_empty() || diff.became_administrator() {
            since.wider.push((*name).to_owned());
        }
        if !diff.narrower.is_empty() {
            since.narrower.push((*name).to_owned());
        }
        if !diff.complete {
            since.partly_compared.push((*name).to_owned());
        }
    }
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    since.gone_roles = gone.map(|name| (*name).to_owned()).collect();
    let (was, is) = (members(old), members(new));
    for (member, roles) in &is {
        match was.get(member) {
            None => since.new_members.push((*member).to_owned()),
            Some(before) if before != roles => since.moved_members.push((*member).to_owned()),
            Some(_) => {}
        }
    }
    let gone = was.keys().filter(|member| !is.contains_key(*member));
    since.gone_members = gone.map(|member| (*member).to_owned()).collect();
    since
}

/// The roles of each API member.
fn members(roles: &[Role]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for role in roles {
        let used_by = role.origin.used_by.iter().flatten();
        for member in used_by.chain(&role.origin.member) {
            members
                .entry(&member.identifier)
                .or_default()
                .insert(role.identity());
        }
    }
    members
}

impl Audit {
    /// Adds what changed, and marks the members that it concerns.
    pub fn compare_since(&mut self, since: Since) {
        for member in &mut self.members {
            let marks = [
                ("new", since.new_members.contains(&member.identifier)),
                (
                    "other role",
                    since.moved_members.contains(&member.identifier),
                ),
                ("wider", since.wider.contains(&member.role)),
                ("narrower", since.narrower.contains(&member.role)),
            ];
            let marks = marks.into_iter().filter(|(_, applies)| *applies);
            member.changes = marks.map(|(word, _)| word.to_owned()).collect();
        }
        self.since = Some(since);
    }
}
