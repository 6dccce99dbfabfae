//! The snapshot, `leastwise/role/v1`: one role in one file, with what its settings alone cannot say.
//!
//! The settings are in it with the values that ConnectWise's API wrote.

use std::borrow::Cow;
use std::fmt::Write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::origin::CustomizeItem;
use crate::model::{Level, Member, is_unsafe_char};

/// The `schema` of a snapshot.
pub const SCHEMA: &str = "leastwise/role/v1";

/// A parsed snapshot. The settings are kept as text, because their position is needed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSnapshot<'a> {
    #[serde(borrow)]
    pub(super) schema: Cow<'a, str>,
    #[serde(default, borrow)]
    pub(super) role: Option<RawHeader<'a>>,
    #[serde(default)]
    pub(super) member: Option<Member>,
    #[serde(default)]
    pub(super) host: Option<String>,
    #[serde(default)]
    pub(super) api_version: Option<String>,
    #[serde(default)]
    pub(super) fetched_at: Option<String>,
    #[serde(default)]
    pub(super) count: Option<u64>,
    #[serde(default)]
    pub(super) complete: Option<bool>,
    #[serde(default)]
    pub(super) used_by: Option<Vec<Member>>,
    #[serde(default)]
    pub(super) customize_items: Option<Vec<CustomizeItem>>,
    #[serde(borrow)]
    pub(super) settings: &'a RawValue,
}

/// What ConnectWise says of the role itself; its own spelling of the fields is accepted too.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHeader<'a> {
    #[serde(default, rename = "id")]
    pub(super) _id: Option<i64>,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default, rename = "role_type", alias = "roleType")]
    pub(super) _role_type: Option<String>,
    #[serde(default, alias = "inactiveFlag")]
    pub(super) inactive_flag: Option<bool>,
    /// Kept as text to report its position.
    #[serde(default, alias = "adminFlag", borrow)]
    pub(super) admin_flag: Option<&'a RawValue>,
}

/// A security role in one file, with information that its settings do not contain.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[schemars(title = "Leastwise role snapshot", deny_unknown_fields)]
pub struct Snapshot<S = RoleSetting> {
    /// The version of this format: `leastwise/role/v1`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// What ConnectWise reports about the role itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleHeader>,
    /// The member whose effective permissions these are, if this is not a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// The host of the API that the role was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The API version requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// When the role was read, in UTC, as `2026-11-23T08:00:00Z`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched_at: Option<String>,
    /// How many settings ConnectWise counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Whether every setting was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete: Option<bool>,
    /// The API members that use the role; absent where they were not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_by: Option<Vec<Member>>,
    /// The items in the member's own Customize lists; absent where they were not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customize_items: Option<Vec<CustomizeItem>>,
    /// The settings as ConnectWise's API returned them.
    pub settings: Vec<S>,
}

/// A setting with its fields and values as they came, in the order in which they are written.
pub type Setting = serde_json::Map<String, Value>;

/// The text of a snapshot: what [`read`](super::read) reads, one field a line, so that two of one
/// role can be compared line by line. What would act on a terminal is written as an escape, which
/// means the same in JSON.
pub fn write_snapshot(snapshot: &Snapshot<Setting>) -> serde_json::Result<Vec<u8>> {
    let text = serde_json::to_string_pretty(snapshot)?;
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c != '\n' && is_unsafe_char(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    Ok(out.into_bytes())
}

/// What ConnectWise reports about a role itself.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RoleHeader {
    /// Its number.
    #[schemars(default)]
    pub id: Option<i64>,
    /// Its name.
    #[schemars(default)]
    pub name: Option<String>,
    /// Its type; only newer versions of the API have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_type: Option<String>,
    /// Whether it is an administrator's.
    #[schemars(default)]
    pub admin_flag: Option<bool>,
    /// Whether it is inactive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inactive_flag: Option<bool>,
}

/// A setting of a role. ConnectWise returns more fields; those are kept and not read.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(default)]
pub struct RoleSetting {
    /// The module's label.
    pub module_description: Option<String>,
    /// The module's name.
    pub module_name: Option<String>,
    /// The module's identifier.
    pub module_identifier: Option<String>,
    /// The function's label, as on the screen.
    pub module_function_description: Option<String>,
    /// The function's name.
    pub module_function_name: Option<String>,
    /// The function's identifier.
    pub module_function_identifier: Option<String>,
    /// The level for adding.
    pub add_level: Option<Level>,
    /// The level for changing.
    pub edit_level: Option<Level>,
    /// The level for deleting.
    pub delete_level: Option<Level>,
    /// The level for reading.
    pub inquire_level: Option<Level>,
}

#[cfg(test)]
mod tests {
    use super::super::{Grant, read};
    use super::*;
    use crate::model::Operation;
    use crate::role::ReadOptions;

    #[test]
    fn what_is_written_is_read_again() {
        let nasty = "\u{1b}[31m \"quoted\" \\ \u{0} \u{202e} \n日本";
        let member = |identifier: &str| Member {
            identifier: identifier.to_owned(),
            id: Some(-1),
            name: Some(nasty.to_owned()),
            inactive: Some(true),
            ..Member::default()
        };
        let setting = |levels: Value| {
            let mut setting = Setting::new();
            setting.insert("moduleDescription".to_owned(), "Finance".into());
            setting.insert("moduleFunctionDescription".to_owned(), nasty.into());
            setting.insert("addLevel".to_owned(), levels);
            setting.insert(
                "settings".to_owned(),
                serde_json::json!([{ "schema": SCHEMA }]),
            );
            setting
        };
        let written = Snapshot {
            schema: SCHEMA.to_owned(),
            role: Some(RoleHeader {
                id: Some(i64::MAX),
                name: Some(nasty.to_owned()),
                role_type: Some(nasty.to_owned()),
                admin_flag: Some(true),
                inactive_flag: Some(false),
            }),
            member: Some(member("a")),
            host: Some(nasty.to_owned()),
            api_version: Some("2025.1".to_owned()),
            fetched_at: Some("2026-11-23T08:00:00Z".to_owned()),
            count: Some(2),
            complete: Some(true),
            used_by: Some(vec![member(nasty)]),
            customize_items: Some(vec![CustomizeItem {
                customize_identifier: None,
                item_identifier: Some(nasty.to_owned()),
            }]),
            settings: vec![setting(Value::Null), setting("My".into())],
        };
        let text = write_snapshot(&written).unwrap();
        let harmful = |c: char| c != '\n' && is_unsafe_char(c);
        assert!(!std::str::from_utf8(&text).unwrap().contains(harmful));
        let role = read("x", text, &ReadOptions::default()).unwrap();
        assert_eq!(role.name.as_deref(), Some(nasty));
        assert_eq!(role.admin, Some(true));
        assert_eq!(role.counted, Some(2));
        assert_eq!(role.complete, Some(true));
        assert_eq!(role.fetched_at, written.fetched_at);
        assert_eq!(role.origin.member, written.member);
        assert_eq!(role.origin.host, written.host);
        assert_eq!(role.origin.api_version, written.api_version);
        assert_eq!(role.origin.used_by, written.used_by);
        assert_eq!(role.origin.customize_items, written.customize_items);
        let adds: Vec<Grant> = role
            .rows
            .iter()
            .map(|row| *row.levels.get(Operation::Add))
            .collect();
        assert_eq!(adds, [Grant::NotOffered, Grant::Level(Level::My)]);
        // Only the rows: everything optional is absent.
        let bare: Snapshot<Setting> = Snapshot {
            schema: SCHEMA.to_owned(),
            ..Snapshot::default()
        };
        assert_eq!(
            read("x", write_snapshot(&bare).unwrap(), &ReadOptions::default())
                .unwrap()
                .rows
                .len(),
            0
        );
    }
}
