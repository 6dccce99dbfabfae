//! A finding: something about a role that somebody should know, independent of how it is shown.

use schemars::JsonSchema;
use serde::Serialize;

use super::rule::RuleId;
use super::severity::Severity;
use crate::model::{Date, Level, LevelRange, Location, Operation};

/// Something about a role that somebody should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleId,
    /// How grave it is.
    pub severity: Severity,
    /// The security module, canonical where it is known.
    pub module: Option<String>,
    /// The function, canonical where it is known.
    pub function: Option<String>,
    /// The operation; null when the finding is about a whole function or role.
    pub operation: Option<Operation>,
    /// The item of a Customize list.
    pub item: Option<String>,
    /// The levels that the policies accept together.
    pub required: Option<LevelRange>,
    /// The level that the role grants; null where it states none.
    pub granted: Option<Level>,
    /// Why the policies ask for it, in their own words.
    pub purpose: Option<String>,
    /// The policies that ask for it, or that the excess is measured by.
    pub policies: Vec<String>,
    /// The feature of the policy that asks for it.
    pub feature: Option<String>,
    /// What was found: one sentence, lower case, without a final period.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The clicks in ConnectWise that mend it.
    pub remedy: Option<Remedy>,
    /// The places that show it: in the role first, then in the policies.
    pub locations: Vec<Location>,
    /// The identity of the finding: the same as long as rule, role, module, function and
    /// operation are, whatever happens to wording and line numbers.
    pub fingerprint: String,
    /// Why it is waived, if it is.
    pub waiver: Option<Waiver>,
    /// Whether the baseline knows it; null where there is no baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<BaselineState>,
    /// How many cells it stands for in the summary.
    #[serde(skip)]
    #[schemars(skip)]
    pub cells: usize,
    /// The function of the report's matrix that it is about, by index; `None` where it is about the
    /// whole role or the configuration.
    #[serde(skip)]
    #[schemars(skip)]
    pub row: Option<usize>,
}

impl Finding {
    /// Whether it still asks for something: it is neither waived nor known to the baseline.
    pub fn is_open(&self) -> bool {
        self.waiver.is_none() && self.baseline != Some(BaselineState::Unchanged)
    }
}

/// What a baseline says of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BaselineState {
    /// The baseline does not have it.
    New,
    /// The baseline has it.
    Unchanged,
}

impl BaselineState {
    /// The word in a report.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
        }
    }
}

/// The clicks that mend a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Remedy {
    /// Where to click, from ConnectWise's menu to the function.
    pub path: Vec<String>,
    /// What to change there.
    pub set: String,
    /// What to change it to.
    pub to: Level,
}

/// Why a finding is accepted for now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Waiver {
    /// The reason, in the words of whoever waived it.
    pub reason: String,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The last day on which it holds, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub expires: Option<Date>,
    /// Where the work on it is written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

impl Remedy {
    /// The clicks as one line.
    pub fn sentence(&self) -> String {
        format!("{}: set {} to {}", self.path.join(" > "), self.set, self.to)
    }
}
