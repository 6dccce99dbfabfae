//! The configuration file `leastwise.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::waivers::WaiverEntry;
use crate::model::Operation;
use crate::report::Severity;
use crate::risk::RiskSeverity;
use crate::yaml::{HasSchema, Maybe, OneOrMany, Spanned, Table, WordOr};

/// Options that you would otherwise repeat on every command line. Command-line flags take
/// precedence.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Leastwise configuration")]
pub struct ConfigDocument {
    /// The version of this format.
    pub schema: ConfigSchema,
    /// Files, directories and globs to check if the command line names none, relative to this file.
    #[serde(default)]
    pub roles: OneOrMany<String>,
    /// Policies for all roles that `match` does not mention: ids from the library, or paths
    /// relative to this file.
    #[serde(default)]
    pub policies: OneOrMany<String>,
    /// Policies for particular roles. The first match wins.
    #[serde(default, rename = "match")]
    pub matches: Vec<RoleMatch>,
    /// Roles that are left out of `check`, `audit` and `fetch`, each with a reason. Reports count
    /// and list them.
    #[serde(default)]
    pub exclude: Vec<Exclusion>,
    /// API members by identifier: their policies, and who is responsible for them. For `audit`.
    #[serde(default)]
    pub members: Table<MemberEntry>,
    /// What `members` must state for each API member; otherwise `audit` fails.
    #[serde(default)]
    pub require: OneOrMany<MemberField>,
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
    /// Severity of permissions that no policy asks for.
    #[serde(default)]
    pub unlisted: Maybe<UnlistedSetting>,
    /// Whether `mySecurity/customizeItems` lists the allowed or the disallowed items; to
    /// find out, compare it with the Customize list in ConnectWise.
    #[serde(default)]
    pub customize_items: Maybe<CustomizeSetting>,
    /// Fail the run at this severity or above.
    #[serde(default)]
    pub fail_on: Maybe<FailOnSetting>,
    /// Also fail the run for excessive permissions at this risk level or above.
    #[serde(default)]
    pub fail_on_risk: Maybe<RiskSetting>,
    /// Changes to the risk of permissions, each with a reason.
    #[serde(default)]
    pub risk: Vec<RiskOverride>,
    /// Overrides the severity of rules: a severity, `off`, or `off` with the reason.
    #[serde(default)]
    pub severities: Table<Spanned<SeverityEntry>>,
    /// Reports of every run: format and file, relative to this file.
    #[serde(default)]
    pub reports: Table<Spanned<String>>,
    /// Waivers that expire within this number of days are reported. Default: 30.
    #[serde(default)]
    pub warn_expiring: Maybe<u16>,
    /// The baseline, relative to this file.
    #[serde(default)]
    pub baseline: Maybe<Spanned<String>>,
    /// Accepted findings.
    #[serde(default)]
    pub waivers: Vec<Spanned<WaiverEntry>>,
    /// Files with more waivers, relative to this file.
    #[serde(default)]
    pub waiver_files: OneOrMany<String>,
    /// Corrections to the map of requests and permissions that `explain` and `infer` use.
    #[serde(default)]
    pub guards: Vec<GuardEntry>,
}

impl HasSchema for ConfigDocument {
    const SCHEMA: &'static str = crate::yaml::published_schema!("config");
}

/// The severity of a rule, with or without a reason.
pub type SeverityEntry = WordOr<SeveritySetting, SeverityReason>;

/// The severity of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SeveritySetting {
    /// The rule reports nothing.
    Off,
    /// A note.
    Note,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// The severity of a rule, and why it differs from the default.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeverityReason {
    /// The severity.
    pub severity: SeveritySetting,
    /// The reason, which reports show for a rule that is off.
    #[serde(default)]
    pub reason: Maybe<String>,
}

impl SeverityEntry {
    /// The severity; `None` if the rule is off.
    pub const fn severity(&self) -> Option<Severity> {
        let setting = match self {
            Self::Word(setting) => *setting,
            Self::Table(entry) => entry.severity,
        };
        match setting {
            SeveritySetting::Off => None,
            SeveritySetting::Note => Some(Severity::Note),
            SeveritySetting::Warning => Some(Severity::Warning),
            SeveritySetting::Error => Some(Severity::Error),
        }
    }

    /// The reason, if there is one.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Word(_) => None,
            Self::Table(entry) => entry.reason.as_deref(),
        }
    }
}

/// The version of the configuration format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum ConfigSchema {
    /// The first version.
    #[serde(rename = "leastwise/config/v1")]
    V1,
}

/// Which permission a request needs. Requires a `module` and a `function`, or an `answer`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardEntry {
    /// Method and path, such as `PATCH /time/entries/{id}`; without a method, all methods. `/**` at
    /// the end also covers everything below.
    pub request: Spanned<String>,
    /// The module.
    #[serde(default)]
    pub module: Maybe<Spanned<String>>,
    /// The function.
    #[serde(default)]
    pub function: Maybe<Spanned<String>>,
    /// The operation. Default: that of the method (POST adds, PUT and PATCH edit, DELETE deletes,
    /// GET inquires).
    #[serde(default)]
    pub operation: Maybe<Operation>,
    /// Items in the Customize list to allow.
    #[serde(default)]
    pub items: OneOrMany<String>,
    /// That the request requires no function.
    #[serde(default)]
    pub answer: Maybe<GuardAnswer>,
    /// Confidence. Default: `likely`.
    #[serde(default)]
    pub grade: Maybe<GuardGrade>,
    /// How you know it, such as `refused on 2026-11-02, worked with Inquire All`.
    #[serde(default)]
    pub source: Maybe<String>,
}

/// That a request requires no function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GuardAnswer {
    /// No permission is needed.
    None,
    /// No role grants it.
    Outside,
}

/// Confidence of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GuardGrade {
    /// You read it in a public source, or saw a refusal and its fix.
    Documented,
    /// You have one indication.
    Likely,
    /// You infer it.
    Inferred,
}

/// An API member: its policies, and who is responsible for it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MemberEntry {
    /// The policies that claim it: ids from the library, or paths relative to this file.
    pub policies: OneOrMany<String>,
    /// Who is responsible for it.
    pub owner: Maybe<String>,
    /// What it is for.
    pub purpose: Maybe<String>,
    /// When it was last reviewed, as `2026-09-30`.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub reviewed: Maybe<String>,
}

/// Something that the configuration states about an API member.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum MemberField {
    /// Who is responsible for it.
    Owner,
    /// What it is for.
    Purpose,
    /// When it was last reviewed.
    Reviewed,
}

impl MemberField {
    /// The word in reports and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Purpose => "purpose",
            Self::Reviewed => "reviewed",
        }
    }
}

/// Roles that are left out, such as those of people.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// The name of the role or of its file; `*` matches any text.
    pub role: Spanned<String>,
    /// Why it is left out.
    #[schemars(length(min = 1))]
    pub reason: String,
}

impl Exclusion {
    /// The first exclusion that matches one of the names of a role.
    pub fn find<'a>(exclusions: &'a [Self], names: &[&str]) -> Option<&'a Self> {
        exclusions.iter().find(|exclusion| {
            names
                .iter()
                .any(|name| crate::model::matches(&exclusion.role.value, name))
        })
    }
}

/// Policies for particular roles.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleMatch {
    /// The name of the role or of its file; `*` matches any text.
    pub role: Spanned<String>,
    /// The policies of these roles.
    pub policies: OneOrMany<String>,
    /// Features in use for these roles.
    #[serde(default)]
    pub features: OneOrMany<String>,
    /// Features not in use for these roles.
    #[serde(default)]
    pub no_features: OneOrMany<String>,
    /// The phase of the integrations for these roles.
    #[serde(default)]
    pub phase: Maybe<crate::policy::Phase>,
}

/// Severity of permissions that no policy asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UnlistedSetting {
    /// Not reported.
    Allow,
    /// A note.
    Note,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// The lowest risk that fails the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RiskSetting {
    /// Critical.
    Critical,
    /// High or critical.
    High,
}

/// A change to the risk of a function.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskOverride {
    /// The module.
    pub module: Spanned<String>,
    /// The function.
    pub function: Spanned<String>,
    /// The operation; all four if it is omitted.
    #[serde(default)]
    pub operation: Maybe<Operation>,
    /// How much harm the permission can do in your tenant.
    pub severity: RiskSeverity,
    /// Why the risk is different in your tenant.
    #[schemars(length(min = 1))]
    pub reason: String,
}

/// The meaning of Customize items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CustomizeSetting {
    /// The member may access them.
    Allowed,
    /// The member may not access them.
    Disallowed,
}

/// The lowest severity that fails the run.
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
