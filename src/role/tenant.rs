//! What a read of a tenant says besides its roles: people, integrator logins, and every request:
//! `leastwise/tenant/v1`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The `schema` of this document.
pub const SCHEMA: &str = "leastwise/tenant/v1";

/// The file in an evidence directory.
pub const FILE: &str = "tenant.json";

/// What one read of a tenant found besides its roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Leastwise tenant", deny_unknown_fields)]
pub struct Tenant {
    /// The version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// The host that was read.
    pub host: String,
    /// When the read ended, in UTC.
    pub fetched_at: String,
    /// The API member whose key was used, where ConnectWise says so.
    pub caller: Option<String>,
    /// Members that are people; null where they were not read.
    pub people: Option<Vec<Person>>,
    /// Integrator logins, to which no security role applies; null where they were not read.
    pub integrator_logins: Option<Vec<IntegratorLogin>>,
    /// What was requested and not read, and why.
    pub not_read: Vec<NotRead>,
    /// Every request with credentials, in the order of the responses.
    pub requests: Vec<RequestRecord>,
}

/// A member that signs in on the screen. Its name and email address are not kept.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[schemars(deny_unknown_fields)]
pub struct Person {
    /// The name that it signs in with.
    pub identifier: String,
    /// The number of its role.
    pub role: Option<i64>,
    /// The name of its role.
    pub role_name: Option<String>,
    /// Whether it is inactive.
    pub inactive: Option<bool>,
    /// Whether the member itself is marked as an administrator.
    pub administrator: Option<bool>,
    /// The last sign-in, in UTC.
    pub last_login: Option<String>,
}

/// An integrator login.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[schemars(deny_unknown_fields)]
pub struct IntegratorLogin {
    /// The name that it signs in with.
    pub username: String,
    /// Whether it is inactive.
    pub inactive: Option<bool>,
    /// Whether it can access all records.
    pub all_records: Option<bool>,
    /// Whether it can access all APIs.
    pub all_apis: Option<bool>,
    /// The hosts that it reports changes to.
    pub callback_hosts: Vec<String>,
}

impl IntegratorLogin {
    /// Whether it can do everything, so that a stolen login takes the tenant over.
    pub fn is_critical(&self) -> bool {
        self.inactive != Some(true) && self.all_records == Some(true) && self.all_apis == Some(true)
    }
}

/// Something that was requested and not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct NotRead {
    /// What it is.
    pub what: String,
    /// Why it was not read.
    pub reason: String,
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RequestRecord {
    /// When the response was received, in UTC.
    pub time: String,
    /// The method.
    pub method: String,
    /// The path, with its query.
    pub path: String,
    /// The HTTP status; null if no response was received or it is not from the API.
    pub status: Option<u16>,
    /// The rows of the response, if it is a list.
    pub rows: Option<u64>,
    /// How many rows the server counts, if the response is a count.
    pub count: Option<u64>,
    /// What failed, if something did.
    pub error: Option<String>,
}
