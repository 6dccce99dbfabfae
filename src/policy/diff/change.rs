//! One change between two versions of a policy.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{LevelRange, Operation};
use crate::policy::joined::JoinedPolicy;

/// What changed between two versions of a policy. Fields are added, never changed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise policy diff")]
pub struct PolicyDiff {
    /// The version of this format: `leastwise/policy-diff/v1`.
    pub schema: &'static str,
    /// The version before.
    pub old: JoinedPolicy,
    /// The version after.
    pub new: JoinedPolicy,
    /// What changed; what affects existing roles first.
    pub changes: Vec<Change>,
}

/// How something changed. The order is that of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// A level is needed where none was.
    NewlyRequired,
    /// A higher level is needed or accepted than before.
    Widened,
    /// A Customize list must allow more than before.
    CustomizeWidened,
    /// More is accepted for what the table does not list.
    UnlistedRaised,
    /// No level is needed where one was.
    NoLongerRequired,
    /// A lower level is needed or accepted than before.
    Narrowed,
    /// A Customize list must allow less than before.
    CustomizeNarrowed,
    /// Less is accepted for what the table does not list.
    UnlistedLowered,
    /// The same level for another reason.
    PurposeChanged,
    /// A part of the integration that can now be chosen.
    FeatureAdded,
    /// A part of the integration that can no longer be chosen.
    FeatureRemoved,
    /// A part of the integration whose description or default changed.
    FeatureChanged,
    /// What the API member itself needs.
    MemberChanged,
    /// How much of the vendor's table the policy holds.
    CoverageChanged,
    /// The versions or the editions of ConnectWise PSA that the policy is for.
    AppliesChanged,
    /// The names that a function had in older versions of ConnectWise PSA.
    OlderNamesChanged,
    /// Statements that contradict each other in one of the versions only.
    Contradiction,
}

impl ChangeKind {
    /// The kind in a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NewlyRequired => "newly required",
            Self::Widened => "widened",
            Self::CustomizeWidened => "Customize list widened",
            Self::UnlistedRaised => "unlisted raised",
            Self::NoLongerRequired => "no longer required",
            Self::Narrowed => "narrowed",
            Self::CustomizeNarrowed => "Customize list narrowed",
            Self::UnlistedLowered => "unlisted lowered",
            Self::PurposeChanged => "purpose changed",
            Self::FeatureAdded => "feature added",
            Self::FeatureRemoved => "feature removed",
            Self::FeatureChanged => "feature changed",
            Self::MemberChanged => "member changed",
            Self::CoverageChanged => "coverage changed",
            Self::AppliesChanged => "ConnectWise versions changed",
            Self::OlderNamesChanged => "older names changed",
            Self::Contradiction => "contradiction",
        }
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// How it changed.
    pub kind: ChangeKind,
    /// The module.
    pub module: Option<String>,
    /// The function; `*` for every function of the module.
    pub function: Option<String>,
    /// The operation.
    pub operation: Option<Operation>,
    /// The item in a Customize list, or the feature, or the setting of the member.
    pub item: Option<String>,
    /// The levels that were accepted.
    pub old: Option<LevelRange>,
    /// The levels that are accepted now.
    pub new: Option<LevelRange>,
    /// The purpose in the old version.
    pub old_purpose: Option<String>,
    /// The purpose in the new version.
    pub purpose: Option<String>,
    /// Under which choice it changed, if not under all.
    pub when: Option<String>,
    /// Whether an existing role has to grant more, or may grant more than before.
    pub widening: bool,
    /// The change as a sentence, lowercase, without a final period.
    pub message: String,
}

impl Change {
    pub(super) fn new(kind: ChangeKind, message: String) -> Self {
        use ChangeKind::{CustomizeWidened, NewlyRequired, UnlistedRaised, Widened};
        Self {
            kind,
            module: None,
            function: None,
            operation: None,
            item: None,
            old: None,
            new: None,
            old_purpose: None,
            purpose: None,
            when: None,
            widening: matches!(
                kind,
                NewlyRequired | Widened | CustomizeWidened | UnlistedRaised
            ),
            message,
        }
    }

    /// Whether another change says the same, whatever choice it was found under.
    pub(super) fn same_as(&self, other: &Self) -> bool {
        Self {
            when: None,
            widening: other.widening,
            ..self.clone()
        } == *other
    }

    /// `Module / Function`, where the change is about one.
    pub fn label(&self) -> Option<String> {
        match (&self.module, &self.function) {
            (Some(module), Some(function)) => Some(format!("{module} / {function}")),
            _ => None,
        }
    }
}
