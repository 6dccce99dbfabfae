//! Converts rows to a snapshot: kept fields, order, and omitted fields.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::answer::{self, Row};
use super::fault::{Fault, Resource};
use crate::model::Member;
use crate::role::{CustomizeItem, RoleHeader, SNAPSHOT_SCHEMA, Setting, Snapshot};

/// Properties of the read in a snapshot.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) host: String,
    pub(super) version: &'static str,
    pub(super) fetched_at: String,
}

/// Important fields come first; the others are sorted by name.
const FIRST: [&str; 11] = [
    "id",
    "moduleDescription",
    "moduleName",
    "moduleIdentifier",
    "moduleFunctionDescription",
    "moduleFunctionName",
    "moduleFunctionIdentifier",
    "addLevel",
    "editLevel",
    "deleteLevel",
    "inquireLevel",
];

/// Fields that are irrelevant to permissions: `_info` contains addresses and times that change by
/// themselves, and `member` is the same in every row and is in the snapshot once.
const LEFT_OUT: [&str; 2] = ["_info", "member"];

/// The snapshot of a role.
///
/// # Errors
///
/// A flag that is neither true nor false: a role that may be an administrator role is not saved as
/// an ordinary one.
pub(super) fn of_role(
    header: Header,
    role: &Row,
    rows: Vec<Row>,
) -> Result<Snapshot<Setting>, Fault> {
    let flag = |key| flag(role, key).map_err(|()| Fault::Form(Resource::Roles));
    Ok(Snapshot {
        role: Some(RoleHeader {
            id: answer::id(role),
            name: answer::text(role, "name").map(str::to_owned),
            role_type: answer::text(role, "roleType").map(str::to_owned),
            admin_flag: flag("adminFlag")?,
            inactive_flag: flag("inactiveFlag")?,
        }),
        count: Some(rows.len() as u64),
        ..whole(header, rows)
    })
}

/// What a flag says; some programs between ConnectWise and this one write it as text or a number.
pub(super) fn flag(row: &Row, key: &str) -> Result<Option<bool>, ()> {
    let text = match row.get(key) {
        None => return Ok(None),
        Some(Value::Array(_) | Value::Object(_)) => return Err(()),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(Some(true)),
        "false" | "no" | "0" => Ok(Some(false)),
        "" | "null" => Ok(None),
        _ => Err(()),
    }
}

/// The snapshot of a member's permissions. ConnectWise has no count of them.
pub(super) fn of_member(
    header: Header,
    rows: Vec<Row>,
    items: Option<&[Row]>,
) -> Snapshot<Setting> {
    Snapshot {
        member: member(&rows),
        customize_items: items.map(customize),
        ..whole(header, rows)
    }
}

fn whole(header: Header, mut rows: Vec<Row>) -> Snapshot<Setting> {
    rows.sort_by_cached_key(|row| (answer::id(row).unwrap_or(i64::MAX), names(row)));
    Snapshot {
        schema: SNAPSHOT_SCHEMA.to_owned(),
        host: Some(header.host),
        api_version: Some(header.version.to_owned()),
        fetched_at: Some(header.fetched_at),
        complete: Some(true),
        settings: rows.into_iter().map(setting).collect(),
        ..Snapshot::default()
    }
}

fn names(row: &Row) -> [String; 2] {
    ["moduleDescription", "moduleFunctionDescription"]
        .map(|key| answer::text(row, key).unwrap_or_default().to_owned())
}

/// A setting with its fields in snapshot order and unchanged values.
fn setting(mut row: Row) -> Setting {
    let mut ordered = Map::new();
    for key in LEFT_OUT {
        row.remove(key);
    }
    for key in FIRST {
        if let Some(value) = row.remove(key) {
            ordered.insert(key.to_owned(), value);
        }
    }
    let rest: BTreeMap<String, Value> = row.into_iter().collect();
    ordered.extend(rest);
    ordered
}

/// The member that the permissions belong to, according to the rows.
pub(super) fn member(rows: &[Row]) -> Option<Member> {
    let member = rows.iter().find_map(|row| row.get("member")?.as_object())?;
    Some(Member {
        id: answer::id(member),
        identifier: answer::text(member, "identifier")?.to_owned(),
        name: answer::text(member, "name").map(str::to_owned),
        ..Member::default()
    })
}

/// The items in Customize lists, in order.
fn customize(rows: &[Row]) -> Vec<CustomizeItem> {
    let mut items: Vec<CustomizeItem> = rows
        .iter()
        .map(|row| CustomizeItem {
            customize_identifier: answer::text(row, "customizeIdentifier").map(str::to_owned),
            item_identifier: answer::text(row, "itemIdentifier").map(str::to_owned),
        })
        .collect();
    items.sort();
    items
}

/// API members by the number of their role. E-mail addresses and similar data are not kept.
pub(super) fn users(rows: &[Row]) -> BTreeMap<i64, Vec<Member>> {
    let mut users: BTreeMap<i64, Vec<Member>> = BTreeMap::new();
    for row in rows {
        let role = row.get("securityRole").and_then(Value::as_object);
        if let Some(role) = role.and_then(answer::id)
            && let Some(identifier) = answer::text(row, "identifier")
        {
            users.entry(role).or_default().push(Member {
                id: answer::id(row),
                identifier: identifier.to_owned(),
                name: answer::text(row, "name").map(str::to_owned),
                inactive: flag(row, "inactiveFlag").unwrap_or_default(),
                level: named(row, "structureLevel"),
                location: named(row, "defaultLocation"),
                business_unit: named(row, "defaultDepartment"),
            });
        }
    }
    for members in users.values_mut() {
        members.sort();
    }
    users
}

/// The name of a referenced object.
fn named(row: &Row, field: &str) -> Option<String> {
    let reference = row.get(field)?.as_object()?;
    answer::text(reference, "name").map(str::to_owned)
}

/// The name of a role in messages.
pub(super) fn name(role: &Row, id: i64) -> String {
    answer::text(role, "name").map_or_else(|| id.to_string(), |name| format!("`{name}`"))
}
