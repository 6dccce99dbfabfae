//! The snapshot, `leastwise/role/v1`: one role in one file, with what its settings alone cannot say.
//!
//! The settings stand in it as ConnectWise's API wrote them.

use crate::model::Level;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The `schema` of a snapshot.
pub(super) const SCHEMA: &str = "leastwise/role/v1";

/// A snapshot as it is read: the settings stay text until their places are known.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RawSnapshot<'a> {
    #[serde(rename = "schema")]
    pub(super) _schema: &'a str,
    #[serde(default, borrow)]
    pub(super) role: Option<RawHeader<'a>>,
    #[serde(default)]
    pub(super) taken: Option<String>,
    #[serde(default)]
    pub(super) count: Option<u64>,
    #[serde(default)]
    pub(super) complete: Option<bool>,
    #[serde(borrow)]
    pub(super) settings: &'a RawValue,
}

/// What ConnectWise says of the role itself.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RawHeader<'a> {
    #[serde(default, rename = "id")]
    pub(super) _id: Option<i64>,
    #[serde(default)]
    pub(super) name: Option<String>,
    /// Kept as text, so that its place can be shown.
    #[serde(default, borrow)]
    pub(super) admin_flag: Option<&'a RawValue>,
}

/// A security role in one file, with what its settings alone cannot say.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Leastwise role snapshot", deny_unknown_fields)]
pub struct Snapshot {
    /// The version of this format: `leastwise/role/v1`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// What ConnectWise says of the role itself.
    #[schemars(default)]
    pub role: Option<RoleHeader>,
    /// When the role was read, in UTC, as `2026-11-23T08:00:00Z`.
    #[schemars(default)]
    pub taken: Option<String>,
    /// How many settings ConnectWise counted.
    #[schemars(default)]
    pub count: Option<u64>,
    /// Whether every setting was read.
    #[schemars(default)]
    pub complete: Option<bool>,
    /// The settings as ConnectWise's API wrote them.
    pub settings: Vec<RoleSetting>,
}

/// What ConnectWise says of a role itself.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct RoleHeader {
    /// Its number.
    #[schemars(default)]
    pub id: Option<i64>,
    /// Its name.
    #[schemars(default)]
    pub name: Option<String>,
    /// Whether it is an administrator's.
    #[schemars(default)]
    pub admin_flag: Option<bool>,
}

/// A setting of a role. ConnectWise writes more fields; those are kept and not read.
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
