//! A plan: what a person clicks so that a role becomes what its policies ask. `compare::plan` makes
//! it, `render` prints it.

use schemars::JsonSchema;
use serde::Serialize;

use super::chosen::{Chosen, PolicyName};
use super::finding::Waiver;
use super::list::ListAsk;
use super::outcome::Outcome;
use super::rule::RuleId;
use super::severity::Severity;
use crate::model::{Level, LevelRange, Member, Operation};

/// What a person clicks in one role, in the order in which the screen is gone through.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Plan {
    /// The file, as it was named on the command line.
    pub source: String,
    /// The role's name, where the source carries one.
    pub name: Option<String>,
    /// When the role was read from ConnectWise, where the source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<String>,
    /// The member whose own rights were read, where it was not a role as such.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// The policies that the role is to serve.
    pub policies: Vec<PolicyName>,
    /// What was chosen for the comparison.
    pub chosen: Chosen,
    /// `clean` when no step has to be taken, `findings` when one has, `inconclusive` when the role
    /// was not read whole. Steps that are notes, and lists that nobody can see, do not count.
    pub outcome: Outcome,
    /// How the plan mends the role: in place, or by another one.
    pub way: Way,
    /// Where the role is, from ConnectWise's menu on.
    pub path: Vec<String>,
    /// Whether the source cannot show that it is whole, and lacks functions that are known.
    pub may_be_cut: bool,
    /// How many steps of each kind there are.
    pub totals: PlanTotals,
    /// What cannot be mended by a click in the role, or cannot be known.
    pub remarks: Vec<Remark>,
    /// The steps, by module.
    pub modules: Vec<PlannedModule>,
    /// What stays as it is because somebody has accepted it.
    pub kept: Vec<Kept>,
}

/// How a plan mends a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// By clicks in this role.
    InPlace,
    /// By a role of its own: this one is an administrator's, which no level narrows.
    NewRole,
}

/// The steps of one security module.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlannedModule {
    /// The module.
    pub module: String,
    /// The functions in it that something is to be done about.
    pub functions: Vec<PlannedFunction>,
}

/// The steps of one row of the screen.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlannedFunction {
    /// The function; `*` for every function of the module.
    pub function: String,
    /// The steps: levels in the order of the columns, then the Customize list.
    pub steps: Vec<Step>,
}

/// One click.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Step {
    /// Its number in the plan, from 1.
    pub number: usize,
    /// What to do.
    #[serde(flatten)]
    pub change: Change,
    /// How grave it is to leave it out. A note may be left out: what is told is good to know.
    pub severity: Severity,
    /// The rule that asks for it.
    pub rule: RuleId,
    /// Why, in half a sentence.
    pub because: String,
    /// Why the policies ask for it, in their own words.
    pub purpose: Option<String>,
    /// The policies that ask for it, or that the excess is measured by.
    pub policies: Vec<String>,
    /// The feature of the policy that it is about.
    pub feature: Option<String>,
    /// What else to consider before the click.
    pub hint: Option<String>,
    /// The identity of the finding that asks for it, as in reports and waivers; null where no
    /// finding does by itself.
    pub fingerprint: Option<String>,
}

/// What to do in a step.
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
        /// The levels that are accepted.
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
        /// The levels that are accepted.
        accepted: LevelRange,
    },
    /// Set a level whose present value the source does not tell.
    Set {
        /// The operation.
        operation: Operation,
        /// The lowest level that is enough.
        to: Level,
        /// The levels that are accepted.
        accepted: LevelRange,
    },
    /// Move an item of the Customize list to the left side, "Allow access to these".
    Allow {
        /// The item.
        item: String,
    },
    /// Move an item of the Customize list to the right side.
    Disallow {
        /// The item.
        item: String,
    },
    /// Look at a Customize list that the source does not show.
    Look {
        /// What is to be seen in it.
        #[serde(flatten)]
        list: ListAsk,
        /// Why the list was not seen.
        unseen: String,
    },
    /// Find out which levels a function needs, which a policy lists without saying.
    Ask {},
}

/// How many steps of each kind there are. `optional` ones count there only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlanTotals {
    /// All steps.
    pub steps: usize,
    /// Levels to raise.
    pub raise: usize,
    /// Levels to lower.
    pub lower: usize,
    /// Levels to set that were not seen.
    pub set: usize,
    /// Items of Customize lists to move.
    pub items: usize,
    /// Customize lists to look at.
    pub look: usize,
    /// Functions of which to find out what they need.
    pub ask: usize,
    /// Steps that may be left out.
    pub optional: usize,
    /// What stays because it is accepted.
    pub kept: usize,
    /// Levels that nobody asks for and that are left unsaid because an option asks for it.
    pub ignored: usize,
}

/// Something that cannot be mended by a click in the role, or cannot be known.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Remark {
    /// How grave it is.
    pub severity: Severity,
    /// The rule that tells of it.
    pub rule: RuleId,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// A finding that stays because somebody has accepted it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Kept {
    /// The rule.
    pub rule: RuleId,
    /// What was found.
    pub message: String,
    /// Why it is waived; null where the baseline knows it.
    pub waiver: Option<Waiver>,
}

impl Step {
    /// Whether the role is not what the policies ask until the step is taken.
    pub fn is_needed(&self) -> bool {
        self.severity > Severity::Note
    }

    /// Whether the step may be left out: somebody should decide before taking it.
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

    /// The clicks: every step that sets something and may not be left out.
    pub const fn clicks(&self) -> usize {
        self.raise + self.lower + self.set + self.items
    }
}
