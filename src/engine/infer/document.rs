//! The answer of `infer`, as it is written in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Level, Operation};

/// What recorded requests need (`leastwise/inferred/v1`).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Inferred {
    /// Name of this format.
    pub schema: &'static str,
    /// Version of Leastwise.
    pub tool_version: &'static str,
    /// That the map of endpoints is unofficial.
    pub caution: &'static str,
    /// Recordings that were read.
    pub recordings: Vec<Recording>,
    /// Whether every recording is complete; `false` if one was truncated.
    pub complete: bool,
    /// Time of the first ConnectWise request.
    pub first_seen: Option<String>,
    /// Time of the last ConnectWise request.
    pub last_seen: Option<String>,
    /// Number of requests.
    pub totals: Totals,
    /// Permissions that are used.
    pub needs: Vec<Need>,
    /// Permissions that are needed only under a condition that the recording does not show.
    pub possible: Vec<Possible>,
    /// Requests that were refused.
    pub refused: Vec<Refused>,
    /// Requests whose permission no source names, or that no role grants.
    pub unknown_guard: Vec<UnknownGuard>,
    /// Requests with a path that matches no rule.
    pub not_understood: Vec<Request>,
    /// Requests with a response that proves nothing about permissions.
    pub proves_nothing: Vec<ProvesNothing>,
    /// Requests that need no permission.
    pub needs_nothing: Vec<Request>,
    /// Requests to other hosts and services, and preflights.
    pub ignored: Ignored,
    /// Comparison with a policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<Compare>,
    /// Comparison with a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleCompare>,
}

/// One recording.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Recording {
    /// File, as named on the command line.
    pub file: String,
    /// Format, as recognized by content.
    pub format: &'static str,
    /// Whether it is complete.
    pub complete: bool,
    /// Number of requests.
    pub requests: u64,
    /// Number of lines or entries that are damaged or hold no request where one was expected.
    pub unread: u64,
}

/// Number of requests. `records` is `connectwise` plus `ignored`; `connectwise` is the sum of the
/// other six.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct Totals {
    /// Every request.
    pub records: u64,
    /// Requests to the REST API.
    pub connectwise: u64,
    /// Requests that count toward `needs`.
    pub counted: u64,
    /// Refused requests.
    pub refused: u64,
    /// Requests whose permission is unknown.
    pub unknown_guard: u64,
    /// Requests with an unrecognized path.
    pub not_understood: u64,
    /// Requests whose response proves nothing.
    pub proves_nothing: u64,
    /// Requests that need no permission.
    pub needs_nothing: u64,
    /// Requests to other hosts.
    pub ignored: u64,
}

/// A request that needs a permission.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Example {
    /// Method.
    pub method: String,
    /// Path with its ids replaced.
    pub path: String,
    /// Recording.
    pub file: String,
    /// Line, or number of the entry.
    pub place: u64,
}

/// A permission that is used.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Need {
    /// Module.
    pub module: &'static str,
    /// Function.
    pub function: &'static str,
    /// Operation.
    pub operation: Operation,
    /// Best confidence among the requests: `documented`, `likely` or `inferred`.
    pub grade: &'static str,
    /// Number of requests that need it.
    pub requests: u64,
    /// Customize entries to allow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// `All` where My is known not to be enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level_floor: Option<Level>,
    /// Whether it is only a suggestion: an inferred Delete, or an inferred write in System.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub suggest_only: bool,
    /// Time of the first request.
    pub first_seen: Option<String>,
    /// Time of the last request.
    pub last_seen: Option<String>,
    /// First request with the best confidence.
    pub example: Example,
}

/// A permission that is needed only under a condition.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Possible {
    /// Module.
    pub module: &'static str,
    /// Function.
    pub function: &'static str,
    /// Operation.
    pub operation: Operation,
    /// Key of the condition.
    pub condition: &'static str,
    /// Condition in words.
    pub text: Option<&'static str>,
    /// Best confidence among the requests.
    pub grade: &'static str,
    /// Number of requests.
    pub requests: u64,
    /// First request.
    pub example: Example,
}

/// A permission that a refused request points to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pointer {
    /// Module.
    pub module: &'static str,
    /// Function.
    pub function: &'static str,
    /// Operation.
    pub operation: Operation,
    /// Customize entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Key of the condition, for a permission that is needed only under one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
}

/// Refused requests of one method and path.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Refused {
    /// Method.
    pub method: String,
    /// Path with its ids replaced.
    pub path: String,
    /// Whether the message of ConnectWise was recorded.
    pub message_seen: bool,
    /// Number of requests.
    pub requests: u64,
    /// What the request needs.
    pub points_to: Vec<Pointer>,
    /// What it needs if a condition holds.
    pub perhaps: Vec<Pointer>,
    /// Kind of answer of the map: `function`, `unknown` or `outside`.
    pub answer: &'static str,
}

/// Requests whose permission is unknown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnknownGuard {
    /// Method.
    pub method: String,
    /// Path with its ids replaced.
    pub path: String,
    /// `unknown`, or `outside` where no role grants it.
    pub answer: &'static str,
    /// Number of requests.
    pub requests: u64,
}

/// Requests of one method and path.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Request {
    /// Method.
    pub method: String,
    /// Path with its ids replaced.
    pub path: String,
    /// Number of requests.
    pub requests: u64,
}

/// Requests with a response that proves nothing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProvesNothing {
    /// Method.
    pub method: String,
    /// Path with its ids replaced.
    pub path: String,
    /// HTTP status; null if none was received or recorded.
    pub status: Option<u16>,
    /// Why it is not conclusive.
    pub reason: &'static str,
    /// Number of requests.
    pub requests: u64,
}

/// Requests outside the REST API. Only the total is reliable.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct Ignored {
    /// Requests to other hosts.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub other: u64,
    /// Requests to other services of ConnectWise.
    #[serde(rename = "other-service", default, skip_serializing_if = "is_zero")]
    pub other_service: u64,
    /// CORS preflights.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub preflight: u64,
}

impl Ignored {
    /// The sum.
    pub const fn sum(&self) -> u64 {
        self.other + self.other_service + self.preflight
    }
}

/// One level.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Cell {
    /// Module.
    pub module: String,
    /// Function.
    pub function: String,
    /// Operation.
    pub operation: Operation,
}

/// Comparison with a policy.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Compare {
    /// ID of the policy; several are joined with commas.
    pub policy: String,
    /// Levels of the policy that no request used.
    pub never_used: Vec<Cell>,
    /// Levels of the policy that requests used if a condition holds.
    pub perhaps_used: Vec<Cell>,
    /// Levels that requests used and the policy does not list.
    pub used_not_in_table: Vec<Cell>,
    /// Levels that refused requests point to and the policy does not list.
    pub refused_not_in_table: Vec<Cell>,
    /// Features of the policy.
    pub features: Vec<FeatureUse>,
}

/// Use of one feature of a policy.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FeatureUse {
    /// Name.
    pub name: String,
    /// Number of levels that the policy asks for this feature.
    pub levels: usize,
    /// How many of them were used.
    pub used: usize,
}

/// Comparison with a role.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoleCompare {
    /// Role.
    pub role: String,
    /// Whether the role was read completely; null where its source does not show it.
    pub complete: Option<bool>,
    /// Why the role is incomplete; null where nothing says so.
    pub incomplete: Option<String>,
    /// Levels that the requests need and the role does not grant.
    pub lacks: Vec<Granted>,
    /// Levels that the requests need and an incomplete role has no row for.
    pub not_verifiable: Vec<Granted>,
    /// Levels that the requests may need in full, and the role grants below All.
    pub below_all: Vec<Granted>,
    /// Levels that the role grants and no request needs.
    pub beyond: Vec<Granted>,
}

/// A level of a role.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Granted {
    /// Module.
    pub module: String,
    /// Function.
    pub function: String,
    /// Operation.
    pub operation: Operation,
    /// Level that the role grants; null where the role does not show it.
    pub level: Option<Level>,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(value: &u64) -> bool {
    *value == 0
}
