//! The names of the rules and what is told of each. What a rule does lies in `compare::rules`.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::severity::Severity;

/// A rule. The name is a public contract: configurations, waivers and reports carry it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RuleId {
    /// The role grants less than a policy needs.
    MissingLevel,
    /// The role has no row for a function that a policy needs.
    MissingFunction,
    /// The role states no level for an operation that a policy needs.
    OperationNotOffered,
    /// A listed function is granted more than its maximum.
    ExcessLevel,
    /// A function that no policy lists is granted more than is accepted.
    ExcessFunction,
    /// A level that only the setup needs is still granted.
    SetupLevelLeft,
    /// A Customize list lacks an item that a policy needs.
    CustomizeMissing,
    /// A Customize list allows an item that no policy asks for.
    CustomizeExcess,
    /// The source does not show the Customize list that a policy speaks of.
    CustomizeUnverifiable,
    /// A policy lists a function without saying which levels it needs.
    UnstatedLevel,
    /// A waiver is past its last day.
    WaiverExpired,
    /// A waiver comes near its last day.
    WaiverExpiring,
    /// A waiver has nothing to waive.
    WaiverUnused,
    /// A member that uses the role is set otherwise than a policy asks.
    MemberSetting,
    /// The role is an administrator's.
    AdminRole,
    /// The role was not read whole.
    IncompleteRole,
    /// The role states a function more than once.
    DuplicateRow,
    /// The role has a row that the catalog does not know.
    UnknownFunction,
    /// Something of the role's file was left out or reinterpreted.
    ReaderNote,
}

impl RuleId {
    /// Every rule, the gravest first.
    pub const ALL: [Self; 19] = [
        Self::IncompleteRole,
        Self::AdminRole,
        Self::MissingFunction,
        Self::MissingLevel,
        Self::OperationNotOffered,
        Self::DuplicateRow,
        Self::CustomizeMissing,
        Self::ExcessLevel,
        Self::ExcessFunction,
        Self::SetupLevelLeft,
        Self::CustomizeExcess,
        Self::WaiverExpired,
        Self::WaiverExpiring,
        Self::WaiverUnused,
        Self::CustomizeUnverifiable,
        Self::UnstatedLevel,
        Self::MemberSetting,
        Self::UnknownFunction,
        Self::ReaderNote,
    ];

    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MissingLevel => "missing-level",
            Self::MissingFunction => "missing-function",
            Self::OperationNotOffered => "operation-not-offered",
            Self::ExcessLevel => "excess-level",
            Self::ExcessFunction => "excess-function",
            Self::SetupLevelLeft => "setup-level-left",
            Self::CustomizeMissing => "customize-missing",
            Self::CustomizeExcess => "customize-excess",
            Self::CustomizeUnverifiable => "customize-unverifiable",
            Self::UnstatedLevel => "unstated-level",
            Self::WaiverExpired => "waiver-expired",
            Self::WaiverExpiring => "waiver-expiring",
            Self::WaiverUnused => "waiver-unused",
            Self::MemberSetting => "member-setting",
            Self::AdminRole => "admin-role",
            Self::IncompleteRole => "incomplete-role",
            Self::DuplicateRow => "duplicate-row",
            Self::UnknownFunction => "unknown-function",
            Self::ReaderNote => "reader-note",
        }
    }

    /// The rule of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// Whether the rule tells of too little; the others tell of too much, or of something else.
    pub const fn is_shortfall(self) -> bool {
        matches!(
            self,
            Self::MissingLevel | Self::MissingFunction | Self::OperationNotOffered
        )
    }

    /// Whether what it finds is to be taken away: a level, or an item of a Customize list.
    pub const fn is_excess(self) -> bool {
        matches!(
            self,
            Self::ExcessLevel | Self::ExcessFunction | Self::SetupLevelLeft | Self::CustomizeExcess
        )
    }

    /// Whether what it finds is to be granted: a level, or an item of a Customize list.
    pub const fn is_missing(self) -> bool {
        self.is_shortfall() || matches!(self, Self::CustomizeMissing)
    }

    /// The address of the rule's page: in the repository that `Cargo.toml` names.
    pub fn url(self) -> String {
        format!(
            "{}/blob/main/docs/rules/{}.md",
            env!("CARGO_PKG_REPOSITORY"),
            self.name()
        )
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What is told of a rule: its page, its entry in a report and in a configuration.
#[derive(Debug)]
pub struct RuleInfo {
    /// Its name.
    pub id: RuleId,
    /// How grave its findings are unless a configuration says otherwise.
    pub severity: Severity,
    /// What it finds, in half a sentence.
    pub summary: &'static str,
    /// Its page, in Markdown: what it does, why it matters, example, how to fix.
    pub page: &'static str,
}
