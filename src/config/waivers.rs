//! The file of waivers.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::Operation;
use crate::report::RuleId;
use crate::yaml::{HasSchema, Maybe, Spanned};

/// A file of waivers.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Leastwise waivers")]
pub struct WaiversDocument {
    /// The version of this format.
    pub schema: WaiversSchema,
    /// Accepted findings.
    pub waivers: Vec<Spanned<WaiverEntry>>,
}

impl HasSchema for WaiversDocument {
    const SCHEMA: &'static str = crate::yaml::published_schema!("waivers");
}

/// The version of the waivers format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum WaiversSchema {
    /// The first version.
    #[serde(rename = "leastwise/waivers/v1")]
    V1,
}

/// An accepted finding. Requires a `rule` or a `fingerprint`; omitted keys match anything.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverEntry {
    /// The rule.
    #[serde(default)]
    pub rule: Maybe<RuleId>,
    /// The fingerprint of one finding, from a report.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[0-9a-f]{16}$"))]
    pub fingerprint: Maybe<String>,
    /// The role, by name or file; `*` matches any text.
    #[serde(default)]
    pub role: Maybe<String>,
    /// The module.
    #[serde(default)]
    pub module: Maybe<String>,
    /// The function.
    #[serde(default)]
    pub function: Maybe<String>,
    /// The operation.
    #[serde(default)]
    pub operation: Maybe<Operation>,
    /// The item in a Customize list.
    #[serde(default)]
    pub item: Maybe<String>,
    /// Why the finding is accepted.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// Who is responsible.
    #[serde(default)]
    pub owner: Maybe<String>,
    /// The last day on which the waiver applies, in UTC, such as `2026-12-31`.
    #[serde(default)]
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub expires: Maybe<Spanned<String>>,
    /// Where the work is tracked.
    #[serde(default)]
    pub ticket: Maybe<String>,
}
