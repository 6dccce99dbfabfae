//! The index of a directory of snapshots: `leastwise/roles/v1`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::role::tenant::Tenant;

/// The `schema` of an index.
pub const SCHEMA: &str = "leastwise/roles/v1";

/// The file of the index.
pub const FILE: &str = "index.json";

/// The roles that one `fetch` saved, and those that it did not: `leastwise/roles/v1`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Leastwise index of roles", deny_unknown_fields)]
pub struct RolesIndex {
    /// The version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// The host that the roles were read from.
    pub host: String,
    /// When the oldest and the newest of the snapshots were read, in UTC.
    pub fetched: Option<Period>,
    /// How many roles ConnectWise listed.
    pub listed: usize,
    /// The saved roles, by number.
    pub roles: Vec<IndexedRole>,
    /// Roles that the configuration excludes.
    pub excluded: Vec<SkippedRole>,
    /// Roles that no API member uses, if `--used` was given.
    pub unused: Vec<SkippedRole>,
    /// People, integrator logins and requests; null in an index of an older version.
    #[serde(default)]
    pub tenant: Option<Tenant>,
}

/// The first and the last moment of a read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Period {
    /// The first.
    pub first: String,
    /// The last.
    pub last: String,
}

/// A saved role.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct IndexedRole {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: Option<String>,
    /// Its file in this directory.
    pub file: String,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// When it was read, in UTC.
    pub fetched_at: Option<String>,
    /// How many settings it has.
    pub settings: usize,
    /// Whether it is an administrator's.
    pub administrator: Option<bool>,
    /// The API members that use it; null where they could not be read.
    pub used_by: Option<Vec<String>>,
}

/// A role that was not saved.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SkippedRole {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: Option<String>,
    /// Why, from the configuration.
    pub reason: Option<String>,
}

impl RolesIndex {
    /// The text of the file.
    pub fn text(&self) -> serde_json::Result<Vec<u8>> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        Ok(text)
    }
}
