//! The list of roles: who uses each, and finding one.

use std::collections::BTreeMap;

use serde_json::Value;

use super::answer::{self, Row};
use super::fault::{Fault, Resource};
use super::snapshot;
use crate::model::Member;

/// The roles of a tenant, before their settings are read.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The roles, by their numbers.
    pub roles: Vec<ListedRole>,
    /// Whether the API members were read.
    pub users_seen: bool,
}

/// A role in the list of roles.
#[derive(Clone, Debug)]
pub struct ListedRole {
    pub(super) row: Row,
    /// Its number.
    pub id: i64,
    /// The API members that use it; `None` if they could not be read.
    pub used_by: Option<Vec<Member>>,
}

impl Listing {
    pub(super) fn of(roles: Vec<Row>, mut users: Option<BTreeMap<i64, Vec<Member>>>) -> Self {
        let users_seen = users.is_some();
        let mut roles: Vec<ListedRole> = roles
            .into_iter()
            .filter_map(|row| {
                let id = answer::id(&row)?;
                let used_by = users
                    .as_mut()
                    .map(|users| users.remove(&id).unwrap_or_default());
                Some(ListedRole { row, id, used_by })
            })
            .collect();
        roles.sort_by_key(|role| role.id);
        Self { roles, users_seen }
    }
}

impl ListedRole {
    /// Its name, if it has one.
    pub fn name(&self) -> Option<&str> {
        answer::text(&self.row, "name")
    }
}

/// Checks that every role of a list has a unique number, so that none is dropped silently.
///
/// # Errors
///
/// [`Fault::Form`] if a number cannot be read, and [`Fault::Unsteady`] if two roles have the same
/// number.
pub(super) fn numbered(roles: &[Row]) -> Result<(), Fault> {
    let mut seen: BTreeMap<i64, &Row> = BTreeMap::new();
    for role in roles {
        let id = answer::id(role).ok_or(Fault::Form(Resource::Roles))?;
        if let Some(before) = seen.insert(id, role) {
            return Err(Fault::Unsteady {
                role: snapshot::name(before, id),
                reason: format!(
                    "ConnectWise lists another role, {}, with the same number {id}",
                    snapshot::name(role, id)
                ),
            });
        }
    }
    Ok(())
}

/// Finds a role by its number, or by its name ignoring case.
pub(super) fn find_role(roles: &[Row], wanted: &str) -> Result<i64, Fault> {
    let wanted = wanted.trim();
    if let Ok(id) = wanted.parse::<i64>()
        && roles.iter().any(|role| answer::id(role) == Some(id))
    {
        return Ok(id);
    }
    let named = |same: &dyn Fn(&str) -> bool| -> Vec<i64> {
        roles
            .iter()
            .filter(|role| role.get("name").and_then(Value::as_str).is_some_and(same))
            .filter_map(answer::id)
            .collect()
    };
    let exact = named(&|name| name.trim() == wanted);
    let ids = if exact.is_empty() {
        named(&|name| name.trim().to_lowercase() == wanted.to_lowercase())
    } else {
        exact
    };
    match ids.as_slice() {
        [id] => Ok(*id),
        [] => Err(Fault::NoSuchRole {
            wanted: wanted.to_owned(),
            names: roles
                .iter()
                .filter_map(|role| answer::text(role, "name").map(str::to_owned))
                .collect(),
        }),
        _ => Err(Fault::SeveralRoles {
            wanted: wanted.to_owned(),
            ids,
        }),
    }
}
