//! A plan: the changes that give a role exactly the permissions its policies require.
//! `compare::plan` makes it, `render` prints it.

use schemars::JsonSchema;
use serde::Serialize;

use super::chosen::{Chosen, PolicyName};
use super::finding::Waiver;
use super::list::CustomizeRequest;
use super::outcome::Outcome;
use super::rule::RuleId;
use super::severity::Severity;
use crate::model::{Level, LevelRange, Member, Operation};

/// The changes to one role, in the order of the screen.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Plan {
    /// The file, as named on the command line.
    pub source: String,
    /// The role's name, if the source has one.
    pub name: Option<String>,
    /// When the role was read from ConnectWise, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched_at: Option<String>,
    /// The member whose effective permissions were read, if the source is not a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// The policies that the role must satisfy.
    pub policies: Vec<PolicyName>,
    /// The options of the comparison.
    pub chosen: Chosen,
    /// `clean` if no step is required, `findings` if one is, `inconclusive` if the role is
    /// incomplete. Optional steps, and lists that cannot be checked, do not count.
    pub outcome: Outcome,
    /// Whether the plan changes this role or creates a new one.
    pub way: PlanMode,
    /// The path to the role from ConnectWise's menu.
    pub path: Vec<String>,
    /// Whether known functions are missing and the source cannot show that it is complete.
    pub may_be_cut: bool,
    /// The number of steps of each kind.
    pub totals: PlanTotals,
    /// Problems that no change in the role fixes, and open questions.
    pub remarks: Vec<Remark>,
    /// The steps, by module.
    pub modules: Vec<PlannedModule>,
    /// Accepted findings, which are not planned.
    pub kept: Vec<Kept>,
}

/// How a plan fixes a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PlanMode {
    /// By changes in this role.
    InPlace,
    /// By a new role: this is an administrator role, which cannot be restricted.
    NewRole,
}

/// The steps of one security module.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct PlannedModule {
    /// The module.
    pub module: String,
    /// Its functions with steps.
    pub functions: Vec<PlannedFunction>,
}

/// The steps of one row of the screen.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct PlannedFunction {
    /// The function; `*` for every function of the module.
    pub function: String,
    /// The steps: levels in the order of the columns, then the Customize list.
    pub steps: Vec<Step>,
}

/// One change.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Step {
    /// Its number in the plan, from 1.
    pub number: usize,
    /// The action.
    #[serde(flatten)]
    pub change: Change,
    /// Severity of skipping it. Notes are optional.
    pub severity: Severity,
    /// The rule that requires it.
    pub rule: RuleId,
    /// The reason, as a clause.
    pub because: String,
    /// The purpose that the policies give.
    pub purpose: Option<String>,
    /// The policies that require it, or that determine the excess.
    pub policies: Vec<String>,
    /// The feature that it is about.
    pub feature: Option<String>,
    /// What to consider before making the change.
    pub hint: Option<String>,
    /// Fingerprint of the finding that requires it, as in reports and waivers; null if there is
    /// none.
    pub fingerprint: Option<String>,
}

/// The action of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Change {
    /// Raise a level.
    Raise {
        /// The operation.
        operation: Operation,
        /// What the role grants.
        from: Level,
        /// The lowest level that is enough.
        to: Level,
        /// The accepted levels.
        accepted: LevelRange,
    },
    /// Lower a level.
    Lower {
        /// The operation.
        operation: Operation,
        /// What the role grants.
        from: Level,
        /// The highest level that is accepted.
        to: Level,
        /// The accepted levels.
        accepted: LevelRange,
    },
    /// Set a level whose current value is unknown.
    Set {
        /// The operation.
        operation: Operation,
        /// The lowest level that is enough.
        to: Level,
        /// The accepted levels.
        accepted: LevelRange,
    },
    /// Move an item in the Customize list to the left side, "Allow access to these".
    Allow {
        /// The item.
        item: String,
    },
    /// Move an item in the Customize list to the right side.
    Disallow {
        /// The item.
        item: String,
    },
    /// Check a Customize list that the source does not show.
    Look {
        /// What to check.
        #[serde(flatten)]
        list: CustomizeRequest,
        /// Why the list was not seen.
        unseen: String,
    },
    /// Find out which levels a function needs, because a policy lists it without levels.
    Ask {},
}

/// The number of steps of each kind. `optional` ones count only there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlanTotals {
    /// All steps.
    pub steps: usize,
    /// Levels to raise.
    pub raise: usize,
    /// Levels to lower.
    pub lower: usize,
    /// Levels to set whose current value is unknown.
    pub set: usize,
    /// Items in Customize lists to move.
    pub items: usize,
    /// Customize lists to check.
    pub look: usize,
    /// Functions whose levels must be found out.
    pub ask: usize,
    /// Optional steps.
    pub optional: usize,
    /// Accepted findings.
    pub kept: usize,
    /// Excess that is not reported because of an option.
    pub ignored: usize,
}

/// A problem that no change in the role fixes, or an open question.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Remark {
    /// Its severity.
    pub severity: Severity,
    /// Its rule.
    pub rule: RuleId,
    /// The message.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

/// An accepted finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Kept {
    /// The rule.
    pub rule: RuleId,
    /// The message.
    pub message: String,
    /// Why it is waived; null if it is in the baseline.
    pub waiver: Option<Waiver>,
}

impl Step {
    /// Whether the role does not satisfy its policies without this step.
    pub fn is_needed(&self) -> bool {
        self.severity > Severity::Note
    }

    /// Whether the step is optional.
    pub fn is_optional(&self) -> bool {
        self.severity == Severity::Note
            && !matches!(self.change, Change::Look { .. } | Change::Ask {})
    }
}

impl Change {
    /// The operation whose level it changes.
    pub const fn operation(&self) -> Option<Operation> {
        match self {
            Self::Raise { operation, .. }
            | Self::Lower { operation, .. }
            | Self::Set { operation, .. } => Some(*operation),
            Self::Allow { .. } | Self::Disallow { .. } | Self::Look { .. } | Self::Ask {} => None,
        }
    }

    /// The level that it sets.
    pub const fn to(&self) -> Option<Level> {
        match self {
            Self::Raise { to, .. } | Self::Lower { to, .. } | Self::Set { to, .. } => Some(*to),
            Self::Allow { .. } | Self::Disallow { .. } | Self::Look { .. } | Self::Ask {} => None,
        }
    }
}

impl Plan {
    /// Every step with its module and function, in order.
    pub fn steps(&self) -> impl Iterator<Item = (&str, &str, &Step)> {
        self.modules.iter().flat_map(|module| {
            module.functions.iter().flat_map(|function| {
                let names = (module.module.as_str(), function.function.as_str());
                function
                    .steps
                    .iter()
                    .map(move |step| (names.0, names.1, step))
            })
        })
    }
}

impl PlanTotals {
    /// Counts a step.
    pub fn count(&mut self, step: &Step) {
        self.steps += 1;
        let kind = match &step.change {
            _ if step.is_optional() => &mut self.optional,
            Change::Raise { .. } => &mut self.raise,
            Change::Lower { .. } => &mut self.lower,
            Change::Set { .. } => &mut self.set,
            Change::Allow { .. } | Change::Disallow { .. } => &mut self.items,
            Change::Look { .. } => &mut self.look,
            Change::Ask {} => &mut self.ask,
        };
        *kind += 1;
    }

    /// The changes: every required step that sets something.
    pub const fn changes(&self) -> usize {
        self.raise + self.lower + self.set + self.items
    }
}
