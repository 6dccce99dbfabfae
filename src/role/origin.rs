//! Where a role came from, and who uses it: what only a snapshot says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Member;

/// What a snapshot says of where a role came from and who uses it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The host of the API that it was read from.
    pub host: Option<String>,
    /// The version of the API that the answers were asked in.
    pub api_version: Option<String>,
    /// The member whose own rights these are, where it is not a role as such.
    pub member: Option<Member>,
    /// The API members that use the role; none where they were not read.
    pub used_by: Option<Vec<Member>>,
    /// The items of the member's Customize lists; none where they were not read.
    pub customize_items: Option<Vec<CustomizeItem>>,
}

/// An item of a Customize list, as ConnectWise names it. Whether the items of an answer are those
/// that are allowed or those that are not, and what the identifiers look like, is not documented.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomizeItem {
    /// Which list it belongs to, such as `SystemTableSetup`.
    #[serde(default)]
    pub customize_identifier: Option<String>,
    /// Which item it is.
    #[serde(default)]
    pub item_identifier: Option<String>,
}
