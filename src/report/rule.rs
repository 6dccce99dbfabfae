//! Names and descriptions of the rules. `compare::rules` implements them.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::severity::Severity;

/// A rule. The name is a public contract: configurations, waivers and reports contain it.
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
    /// A listed function has a higher level than its policies accept.
    ExcessLevel,
    /// An unlisted function has a higher level than is accepted.
    ExcessFunction,
    /// A level that only the setup needs is still granted.
    SetupLevelLeft,
    /// A Customize list does not allow an item that a policy needs.
    CustomizeMissing,
    /// A Customize list allows an item that no policy asks for.
    CustomizeExcess,
    /// The source does not show a Customize list that a policy requires.
    CustomizeUnverifiable,
    /// A policy lists a function without stating its levels.
    UnstatedLevel,
    /// A waiver has expired.
    WaiverExpired,
    /// A waiver expires soon.
    WaiverExpiring,
    /// A waiver matches no finding.
    WaiverUnused,
    /// A setting of a member differs from the policy.
    MemberSetting,
    /// The role is an administrator role.
    AdminRole,
    /// The role is incomplete.
    IncompleteRole,
    /// The role lists a function more than once.
    DuplicateRow,
    /// The role has a function that is not in the catalog.
    UnknownFunction,
    /// Part of the role's file was skipped or reinterpreted.
    ReaderNote,
}

impl RuleId {
    /// All rules, most severe first.
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

    /// Whether the rule cannot be off, because a role would look clean although it was not compared.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::IncompleteRole | Self::AdminRole)
    }

    /// Whether the rule reports missing permissions.
    pub const fn is_shortfall(self) -> bool {
        matches!(
            self,
            Self::MissingLevel | Self::MissingFunction | Self::OperationNotOffered
        )
    }

    /// Whether its findings are fixed by revoking a level or an item of a Customize list.
    pub const fn is_excess(self) -> bool {
        matches!(
            self,
            Self::ExcessLevel | Self::ExcessFunction | Self::SetupLevelLeft | Self::CustomizeExcess
        )
    }

    /// Whether its findings are fixed by granting a level or an item of a Customize list.
    pub const fn is_missing(self) -> bool {
        self.is_shortfall() || matches!(self, Self::CustomizeMissing)
    }

    /// The address of the rule's page, in the repository named in `Cargo.toml`.
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

/// Description of a rule: its page, its entry in reports and configurations.
#[derive(Debug)]
pub struct RuleInfo {
    /// Its name.
    pub id: RuleId,
    /// Severity of its findings, unless the configuration overrides it.
    pub severity: Severity,
    /// Its summary, as a clause.
    pub summary: &'static str,
    /// Its page, in Markdown: what it does, why it matters, example, how to fix.
    pub page: &'static str,
}
