//! What a role was held against: the policies, and what a person chose about them. The same role
//! under other choices has other findings, so every report says which were made.

use schemars::JsonSchema;
use serde::Serialize;

use super::severity::Severity;
use crate::model::Phase;

/// A policy as a report names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PolicyName {
    /// Its name on the command line.
    pub id: String,
    /// The name of the integration.
    pub title: String,
    /// The version of its table.
    pub version: Option<String>,
    /// Whether its table is known only in part: then the integration may need more than is asked.
    pub partial: bool,
    /// Its features that count in this run, by name.
    pub features: Vec<String>,
    /// Its features that do not: what they need was not looked at.
    pub features_off: Vec<String>,
}

/// What a person chose for a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Chosen {
    /// The phase that the integrations are in.
    pub phase: Phase,
    /// The version of ConnectWise PSA; null where none was named and the newest was assumed.
    pub connectwise: Option<String>,
    /// What is said of levels that no policy asks for; null where the rules decide.
    pub unlisted: Option<Unlisted>,
    /// What the items of Customize lists were taken for; null where nobody said.
    pub customize_items: Option<CustomizeItems>,
}

/// What is said of levels that no policy states and that are above `unlisted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unlisted {
    /// Nothing: the cells are counted as ignored.
    Allow,
    /// A note.
    Note,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// What the items are that ConnectWise lists for a member's Customize lists. The API does not
/// document it; a person who has looked at the screen can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CustomizeItems {
    /// Those that the member may reach.
    Allowed,
    /// Those that it may not.
    Disallowed,
}

impl Unlisted {
    /// The word of the option.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// How grave such a level is told as; `None` where it is not told.
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
    /// The word of the option.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Disallowed => "disallowed",
        }
    }
}
