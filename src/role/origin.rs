//! Origin and users of a role; only snapshots have them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Member;

/// Origin and users of a role in a snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The host of the API that it was read from.
    pub host: Option<String>,
    /// The requested version of the API.
    pub api_version: Option<String>,
    /// The member with these permissions, if it is not a role.
    pub member: Option<Member>,
    /// The API members that use the role; `None` if they were not read.
    pub used_by: Option<Vec<Member>>,
    /// The items in the member's Customize lists; `None` if they were not read.
    pub customize_items: Option<Vec<CustomizeItem>>,
}

/// An item in a Customize list, as ConnectWise names it. Whether the items of a response are the
/// allowed or the disallowed ones, and the form of the identifiers, are not documented.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomizeItem {
    /// Its list, such as `SystemTableSetup`.
    #[serde(default)]
    pub customize_identifier: Option<String>,
    /// Its identifier.
    #[serde(default)]
    pub item_identifier: Option<String>,
}
