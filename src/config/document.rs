//! The configuration file `leastwise.yaml`: what a team says once instead of on every command line.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::Operation;
use crate::report::{RuleId, Severity};
use crate::yaml::{Maybe, OneOrMany, Published, Spanned, Table};

/// What a team says once instead of on every command line. Flags win over it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Leastwise configuration")]
pub struct ConfigDocument {
    /// The version of this format.
    pub schema: ConfigSchema,
    /// Where roles lie: files, folders and patterns, counted from this file. They are checked when
    /// the command line names none.
    #[serde(default)]
    pub roles: OneOrMany<String>,
    /// The policies of every role that `match` does not mention: ids of the library, or paths
    /// from this file.
    #[serde(default)]
    pub policies: OneOrMany<String>,
    /// Which roles have other policies than the rest. The first that fits counts.
    #[serde(default, rename = "match")]
    pub matches: Vec<RoleMatch>,
    /// API members by identifier: their policies, and who is responsible for them. For `audit`.
    #[serde(default)]
    pub members: Table<MemberEntry>,
    /// Features that are in use.
    #[serde(default)]
    pub features: OneOrMany<String>,
    /// Features that are not in use.
    #[serde(default)]
    pub no_features: OneOrMany<String>,
    /// The phase that the integrations are in.
    #[serde(default)]
    pub phase: Maybe<crate::policy::Phase>,
    /// The version of ConnectWise PSA, such as `2025.1`.
    #[serde(default)]
    pub connectwise: Maybe<Spanned<String>>,
    /// What is said of levels that no policy asks for.
    #[serde(default)]
    pub unlisted: Maybe<UnlistedSetting>,
    /// What the items of `mySecurity/customizeItems` are, once somebody has compared them with the
    /// screen.
    #[serde(default)]
    pub customize_items: Maybe<CustomizeSetting>,
    /// The least severity that makes a run fail.
    #[serde(default)]
    pub fail_on: Maybe<FailOnSetting>,
    /// Rules whose severity is another than their own.
    #[serde(default)]
    pub severities: Table<Spanned<Severity>>,
    /// Reports that every run writes: the format, and the file counted from this one.
    #[serde(default)]
    pub reports: Table<Spanned<String>>,
    /// From how many days before its last day on a waiver is told of. Without it, 30.
    #[serde(default)]
    pub warn_expiring: Maybe<u16>,
    /// The baseline, counted from this file.
    #[serde(default)]
    pub baseline: Maybe<Spanned<String>>,
    /// Findings that are accepted for now.
    #[serde(default)]
    pub waivers: Vec<Spanned<WaiverEntry>>,
    /// Files that hold more waivers, counted from this one.
    #[serde(default)]
    pub waiver_files: OneOrMany<String>,
}

impl Published for ConfigDocument {
    const SCHEMA: &'static str = crate::yaml::published_schema!("config");
}

/// The version of the configuration format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum ConfigSchema {
    /// The first version.
    #[serde(rename = "leastwise/config/v1")]
    V1,
}

/// An API member: its policies, and who is responsible for it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberEntry {
    /// The policies that claim it: ids of the library, or paths from this file.
    #[serde(default)]
    pub policies: OneOrMany<String>,
    /// Who is responsible for it.
    #[serde(default)]
    pub owner: Maybe<String>,
    /// What it is for.
    #[serde(default)]
    pub purpose: Maybe<String>,
    /// When it was last reviewed, as `2026-09-30`.
    #[serde(default)]
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub reviewed: Maybe<String>,
}

/// Roles that have other policies than the rest.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleMatch {
    /// The role's name, or its file's; `*` stands for any text.
    pub role: Spanned<String>,
    /// Their policies.
    pub policies: OneOrMany<String>,
    /// Features that are in use there.
    #[serde(default)]
    pub features: OneOrMany<String>,
    /// Features that are not in use there.
    #[serde(default)]
    pub no_features: OneOrMany<String>,
    /// The phase that the integrations are in there.
    #[serde(default)]
    pub phase: Maybe<crate::policy::Phase>,
}

/// What is said of levels that no policy asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UnlistedSetting {
    /// Nothing.
    Allow,
    /// A note.
    Note,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// What the items of Customize lists are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CustomizeSetting {
    /// Those that the member may reach.
    Allowed,
    /// Those that it may not.
    Disallowed,
}

/// The least severity that makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FailOnSetting {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// A note.
    Note,
    /// No finding.
    Never,
}

/// A file of waivers.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Leastwise waivers")]
pub struct WaiversDocument {
    /// The version of this format.
    pub schema: WaiversSchema,
    /// Findings that are accepted for now.
    pub waivers: Vec<Spanned<WaiverEntry>>,
}

impl Published for WaiversDocument {
    const SCHEMA: &'static str = crate::yaml::published_schema!("waivers");
}

/// The version of the waivers format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum WaiversSchema {
    /// The first version.
    #[serde(rename = "leastwise/waivers/v1")]
    V1,
}

/// A finding that is accepted for now. It needs a `rule` or a `fingerprint`; what it leaves out
/// may be anything.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverEntry {
    /// The rule.
    #[serde(default)]
    pub rule: Maybe<RuleId>,
    /// The identity of one finding, from a report.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[0-9a-f]{16}$"))]
    pub fingerprint: Maybe<String>,
    /// The role, by name or file; `*` stands for any text.
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
    /// The item of a Customize list.
    #[serde(default)]
    pub item: Maybe<String>,
    /// Why it is accepted.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// Who answers for it.
    #[serde(default)]
    pub owner: Maybe<String>,
    /// The last day on which it holds, in UTC, as `2026-12-31`.
    #[serde(default)]
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub expires: Maybe<Spanned<String>>,
    /// Where the work on it is written down.
    #[serde(default)]
    pub ticket: Maybe<String>,
}
