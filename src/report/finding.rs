//! A finding: a problem in a role, independent of its presentation.

use schemars::JsonSchema;
use serde::Serialize;

use super::rule::RuleId;
use super::severity::Severity;
use crate::model::{Date, Level, LevelRange, Location, Operation};
use crate::risk::{Basis, Family, RiskSeverity};

/// A problem in a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleId,
    /// Its severity.
    pub severity: Severity,
    /// The security module, with its catalog name if known.
    pub module: Option<String>,
    /// The function, with its catalog name if known.
    pub function: Option<String>,
    /// The operation; null if the finding is about a whole function or role.
    pub operation: Option<Operation>,
    /// All operations of a finding in a policy; absent for findings in roles, which are about one
    /// at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operations: Option<Vec<Operation>>,
    /// The item in a Customize list.
    pub item: Option<String>,
    /// The levels that all policies accept.
    pub required: Option<LevelRange>,
    /// The level that the role grants; null if it states none.
    pub granted: Option<Level>,
    /// The purpose that the policies give.
    pub purpose: Option<String>,
    /// The policies that require it, or that determine the excess.
    pub policies: Vec<String>,
    /// The feature that requires it.
    pub feature: Option<String>,
    /// The message: one sentence, lowercase, without a final period.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
    /// The change in ConnectWise that fixes it.
    pub remedy: Option<Remedy>,
    /// Places in the role, then in the policies.
    pub locations: Vec<Location>,
    /// Fingerprint of rule, role, module, function and operation; independent of wording and line
    /// numbers.
    pub fingerprint: String,
    /// What a stolen key could do with an excessive permission; null where that is not rated.
    pub risk: Option<FindingRisk>,
    /// The waiver, if any.
    pub waiver: Option<Waiver>,
    /// Whether it is in the baseline; null without a baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<BaselineState>,
    /// Reason clause of `message`, kept separately for plans.
    #[serde(skip)]
    #[schemars(skip)]
    pub because: Option<String>,
    /// Number of cells that it counts for in the summary.
    #[serde(skip)]
    #[schemars(skip)]
    pub cells: usize,
    /// Index of its function in the report's matrix; `None` if it is about the whole role or the
    /// configuration.
    #[serde(skip)]
    #[schemars(skip)]
    pub row: Option<usize>,
    /// Whether it fails the run.
    #[serde(skip)]
    #[schemars(skip)]
    pub fails: bool,
}

impl Finding {
    /// Whether it is open: neither waived nor in the baseline.
    pub fn is_open(&self) -> bool {
        self.waiver.is_none() && self.baseline != Some(BaselineState::Unchanged)
    }

    /// The help without the change itself, if it says more.
    pub(crate) fn besides_remedy(&self) -> Option<&str> {
        let help = self.help.as_deref()?;
        let Some(remedy) = &self.remedy else {
            return Some(help);
        };
        let rest = help.strip_prefix(&remedy.sentence()).unwrap_or(help);
        let rest = rest.trim_start_matches([';', ' ']);
        (!rest.is_empty()).then_some(rest)
    }
}

/// What the holder of a stolen key could do with an excessive permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct FindingRisk {
    /// How much harm. ConnectWise publishes no rating: each is a judgment of this project, or of
    /// your configuration.
    pub severity: RiskSeverity,
    /// The kinds of harm.
    pub families: Vec<Family>,
    /// Why, in one sentence.
    pub reason: String,
    /// What the reason rests on: a public source, a judgment of this project, or your configuration.
    pub basis: Basis,
}

/// Result of comparing a finding with the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum BaselineState {
    /// Not in the baseline.
    New,
    /// In the baseline.
    Unchanged,
}

impl BaselineState {
    /// The word used in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
        }
    }
}

/// The change that fixes a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Remedy {
    /// The path from ConnectWise's menu to the function.
    pub path: Vec<String>,
    /// What to change there.
    pub set: String,
    /// What to change it to.
    pub to: Level,
}

/// An accepted finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Waiver {
    /// The reason given for the waiver.
    pub reason: String,
    /// Who is responsible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The last day on which it applies, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub expires: Option<Date>,
    /// Where the work is tracked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

impl Remedy {
    /// The change as one line.
    pub fn sentence(&self) -> String {
        format!("{}: set {} to {}", self.path.join(" > "), self.set, self.to)
    }
}
