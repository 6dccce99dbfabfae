//! The explanation of a request or an error, as JSON prints it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::endpoints::Source;
use crate::model::{Level, Operation};

/// The `schema` of an explanation.
pub(super) const SCHEMA: &str = "leastwise/explain/v1";

/// Every `answer`.
const ANSWERS: [&str; 21] = [
    "function",
    "none",
    "outside",
    "unknown",
    "not-understood",
    "not-rest",
    "preflight",
    "missing-permission",
    "possibly-missing-permission",
    "credentials",
    "clientId",
    "base-url",
    "wrong-host",
    "member-kind",
    "record",
    "endpoint",
    "body",
    "method",
    "rate-limit",
    "server",
    "not-connectwise",
];

/// What was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// A request.
    #[default]
    Request,
    /// An error.
    Error,
}

/// What a request needs, or what an error means: `leastwise/explain/v1`.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[schemars(title = "Leastwise explanation of a request or an error")]
pub struct Explanation {
    /// The version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What was given.
    pub kind: Subject,
    /// The request; of an error, the one that was found in its text, if any.
    pub request: Option<Request>,
    /// HTTP status of an error, where it is known.
    pub status: Option<u16>,
    /// Kind of answer. For a request: `function`, `none` (no permission needed), `outside` (no role
    /// grants it), `unknown`, `not-understood`, `not-rest` or `preflight`. For an error: what it is
    /// about.
    #[schemars(extend("enum" = ANSWERS))]
    pub answer: &'static str,
    /// Short name of an error, for people.
    pub title: Option<&'static str>,
    /// What an error means, and what to do.
    pub advice: Option<&'static str>,
    /// Confidence: `documented`, `likely`, `inferred` or `unknown`.
    #[schemars(extend("enum" = ["documented", "likely", "inferred", "unknown", null]))]
    pub grade: Option<&'static str>,
    /// Permissions, the main one first.
    pub needs: Vec<Need>,
    /// What other sources say instead.
    pub other_readings: Vec<OtherReading>,
    /// Keys of doubts.
    pub doubts: Vec<&'static str>,
    /// Doubts and remarks as text.
    pub notes: Vec<String>,
    /// Remarks on the URL: `doubled-prefix`.
    pub flags: Vec<&'static str>,
    /// Methods that are published for the path.
    pub published_methods: Vec<&'static str>,
    /// A published path that was perhaps meant.
    pub near: Option<String>,
    /// Public sources of the answer.
    pub sources: Vec<&'static Source>,
    /// The source of your own rule that determined the answer.
    pub own_rule: Option<String>,
    /// Policies in the library that ask for one of the permissions.
    pub policies: Vec<String>,
    /// What a role grants of the permissions, in the same order; null where no role was compared.
    pub role: Option<Vec<Granted>>,
    /// The role that was compared.
    pub role_name: Option<String>,
    /// Whether that role was read completely; null where it is not known.
    pub role_complete: Option<bool>,
    /// Why that role is incomplete; null where nothing says so.
    pub role_incomplete: Option<String>,
    /// Answers for the other methods, where the request names none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub other_methods: Vec<Explanation>,
}

/// A request.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Request {
    /// Method.
    pub method: String,
    /// Published path, or the path with its ids replaced.
    pub path: String,
}

/// A permission that a request needs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Need {
    /// Module; null where the type of the record decides it and is not known.
    pub module: Option<&'static str>,
    /// Function, as above.
    pub function: Option<&'static str>,
    /// Operation.
    pub operation: Operation,
    /// Level that is always enough.
    pub level: Level,
    /// Whether My can be enough.
    pub my_may_be_enough: bool,
    /// Confidence: `documented`, `likely`, `inferred` or `unknown`.
    #[schemars(extend("enum" = ["documented", "likely", "inferred", "unknown"]))]
    pub grade: &'static str,
    /// Items in the Customize list to allow.
    pub items: Vec<String>,
    /// Key of the condition under which it is needed; null where it always is.
    pub when: Option<&'static str>,
    /// The condition as text.
    pub condition: Option<&'static str>,
    /// Whether it applies to this request: `false` where the request does not show whether the
    /// condition is met.
    pub certain: bool,
    /// Where to set it in ConnectWise.
    pub fix: Option<String>,
    /// Policies in the library that ask for it.
    pub asked_by: Vec<Asking>,
}

/// A policy that asks for a permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Asking {
    /// ID of the policy.
    pub policy: String,
    /// Why.
    pub purpose: Option<String>,
}

/// What another source says.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OtherReading {
    /// Module.
    pub module: Option<&'static str>,
    /// Function.
    pub function: Option<&'static str>,
    /// Title of the source.
    pub source: Option<&'static str>,
}

/// What a role grants of a permission.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Granted {
    /// Module.
    pub module: Option<&'static str>,
    /// Function.
    pub function: Option<&'static str>,
    /// Operation.
    pub operation: Operation,
    /// Condition under which it is needed.
    pub when: Option<&'static str>,
    /// Level; null where the function is not known, or is in no row of an incomplete role.
    pub granted: Option<Level>,
    /// Whether it is enough. A level below All is enough for the member's records at most.
    #[schemars(extend("enum" = ["yes", "no", "perhaps", "unknown"]))]
    pub enough: &'static str,
}
