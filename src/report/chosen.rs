//! The policies and options of a comparison. The same role has other findings under other options,
//! so every report contains them.

use schemars::JsonSchema;
use serde::Serialize;

use super::rule::RuleId;
use super::severity::Severity;
use crate::model::Phase;

/// A policy in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct PolicyName {
    /// Its name on the command line.
    pub id: String,
    /// The name of the integration.
    pub title: String,
    /// The version of its table.
    pub version: Option<String>,
    /// Whether its table is incomplete: the integration may then need more.
    pub partial: bool,
    /// Its active features, by name.
    pub features: Vec<String>,
    /// Its inactive features; their requirements were not checked.
    pub features_off: Vec<String>,
}

/// Options of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Chosen {
    /// The phase that the integrations are in.
    pub phase: Phase,
    /// The version of ConnectWise PSA; null if none was given and the newest was assumed.
    pub connectwise: Option<String>,
    /// The severity of permissions that no policy asks for; null for the rules' own.
    pub unlisted: Option<Unlisted>,
    /// Whether Customize items are allowed or disallowed; null if not given.
    pub customize_items: Option<CustomizeItems>,
    /// The rules that are off, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules_off: Vec<RuleOff>,
}

/// A rule that is off: it reports nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct RuleOff {
    /// The rule.
    pub rule: RuleId,
    /// Why it is off, if the configuration says so.
    pub reason: Option<String>,
}

/// The severity of levels that no policy states and that are above `unlisted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Unlisted {
    /// Not reported: the cells count as ignored.
    Allow,
    /// A note.
    Note,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// Whether the items that ConnectWise returns for a Customize list are allowed or disallowed. The
/// API does not document it; the user can compare them with the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CustomizeItems {
    /// Items that the member may access.
    Allowed,
    /// Items that the member may not access.
    Disallowed,
}

impl Unlisted {
    /// The value of the option.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of such a level; `None` if it is not reported.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

impl CustomizeItems {
    /// The value of the option.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Disallowed => "disallowed",
        }
    }
}
