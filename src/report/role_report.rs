//! What is told of one role, and of a whole run.

use schemars::JsonSchema;
use serde::Serialize;

use super::chosen::{Chosen, PolicyName};
use super::finding::Finding;
use super::matrix::Matrix;
use super::outcome::{FailOn, Outcome};
use super::plan::Plan;
use super::rule::RuleId;
use super::summary::{BaselineUse, Cells, Totals};
use crate::model::{Level, LevelRange, Location, Member, Operation, Problem};

/// What a report is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// A role that was compared.
    #[default]
    Role,
    /// The configuration with its waivers.
    Configuration,
}

/// What is told of one role.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoleReport {
    /// What the report is about.
    #[serde(skip)]
    #[schemars(skip)]
    pub subject: Subject,
    /// What distinguishes the role from others in waivers and baselines.
    #[serde(skip)]
    #[schemars(skip)]
    pub identity: String,
    /// The file, as it was named on the command line.
    pub source: String,
    /// The role's name, where the source carries one.
    pub name: Option<String>,
    /// When the role was read from ConnectWise, where the source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<String>,
    /// The member whose own rights were compared, where it was not a role as such.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// The API members that use the role, where the source says so: who is affected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_by: Option<Vec<Member>>,
    /// The policies that it was compared with.
    pub policies: Vec<PolicyName>,
    /// What was chosen for the comparison; absent where nothing was compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Chosen>,
    /// How it ended.
    pub outcome: Outcome,
    /// What became of every cell.
    pub summary: Cells,
    /// What was found, the gravest first.
    pub findings: Vec<Finding>,
    /// How many notes are counted and not told, where nobody shows them.
    #[serde(skip)]
    #[schemars(skip)]
    pub untold: usize,
    /// What the policies state and the role meets, where somebody asked for it: formats that show
    /// tests show these as passed. The JSON report counts them only, so that it stays small.
    #[serde(skip)]
    #[schemars(skip)]
    pub passed: Vec<Satisfied>,
    /// What the source does not have and cannot show that it is not there, in a sentence.
    #[serde(skip)]
    #[schemars(skip)]
    pub lacking: Option<String>,
    /// The clicks that mend it, where somebody asked for them.
    #[serde(skip)]
    #[schemars(skip)]
    pub plan: Option<Plan>,
    /// Every cell, where somebody asked for it: a format that shows the whole matrix does.
    #[serde(skip)]
    #[schemars(skip)]
    pub matrix: Option<Matrix>,
}

impl RoleReport {
    /// What is wrong with the waivers of a configuration, in `source`.
    pub fn of_configuration(source: String, findings: Vec<Finding>) -> Self {
        Self {
            subject: Subject::Configuration,
            identity: String::new(),
            source,
            name: None,
            taken: None,
            member: None,
            used_by: None,
            policies: Vec::new(),
            chosen: None,
            outcome: Outcome::Clean,
            summary: Cells::default(),
            findings,
            untold: 0,
            passed: Vec::new(),
            lacking: None,
            plan: None,
            matrix: None,
        }
    }

    /// The same without its matrix, which is a hundred times as large as the rest.
    #[must_use]
    pub fn without_matrix(&self) -> Self {
        Self {
            subject: self.subject,
            identity: self.identity.clone(),
            source: self.source.clone(),
            name: self.name.clone(),
            taken: self.taken.clone(),
            member: self.member.clone(),
            used_by: self.used_by.clone(),
            policies: self.policies.clone(),
            chosen: self.chosen.clone(),
            outcome: self.outcome,
            summary: self.summary,
            findings: self.findings.clone(),
            untold: self.untold,
            passed: Vec::new(),
            lacking: self.lacking.clone(),
            plan: None,
            matrix: None,
        }
    }
}

/// A requirement that the role meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Satisfied {
    /// The security module.
    pub module: String,
    /// The function.
    pub function: String,
    /// The operation.
    pub operation: Operation,
    /// The levels that the policies accept together.
    pub required: LevelRange,
    /// The level that the role grants; `None` where it states none.
    pub granted: Option<Level>,
}

/// How a whole run ended.
#[derive(Clone, Debug)]
pub struct RunSummary {
    /// The outcome of the whole run.
    pub outcome: Outcome,
    /// How many findings there were.
    pub totals: Totals,
    /// The cells of all roles together.
    pub cells: Cells,
    /// What is told of the baseline, where there is one.
    pub baseline: Option<BaselineUse>,
    /// The inputs that could not be read.
    pub errors: Vec<InputError>,
}

/// An input that could not be read, or not whole.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InputError {
    /// The file, where there is one.
    pub file: Option<String>,
    /// What was found and what was expected.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The places that show it.
    pub locations: Vec<Location>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) problem: Problem,
}

impl RoleReport {
    /// Says how it ends, once waivers and the baseline have spoken: counts what is waived apart,
    /// and fails for what is open. A role that was not read whole stays inconclusive.
    pub fn conclude(&mut self, fail_on: FailOn) {
        for finding in self
            .findings
            .iter()
            .filter(|finding| finding.waiver.is_some())
        {
            let counted = if finding.rule.is_shortfall() {
                &mut self.summary.missing
            } else {
                &mut self.summary.excess
            };
            let moved = finding.cells.min(*counted);
            *counted -= moved;
            self.summary.waived += moved;
        }
        let fails = |finding: &Finding| finding.is_open() && fail_on.fails(finding.severity);
        if self
            .findings
            .iter()
            .any(|finding| finding.rule == RuleId::IncompleteRole)
        {
            self.outcome = Outcome::Inconclusive;
        } else if self.findings.iter().any(fails) {
            self.outcome = Outcome::Findings;
        } else {
            self.outcome = Outcome::Clean;
        }
    }
}

impl From<Problem> for InputError {
    fn from(problem: Problem) -> Self {
        Self {
            file: problem.file.clone(),
            message: problem.message.clone(),
            help: problem.help.clone(),
            locations: problem.locations.clone(),
            problem,
        }
    }
}

impl InputError {
    /// The same without the text that it lies in: what is kept until the end of a run, however many
    /// there are.
    #[must_use]
    pub fn without_text(&self) -> Self {
        let mut kept = self.clone();
        kept.problem = Problem::new(String::new());
        kept
    }

    /// The problem with the text that it lies in.
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl RunSummary {
    /// Counts a role.
    pub fn add(&mut self, report: &RoleReport) {
        self.totals.roles += usize::from(report.subject == Subject::Role);
        for finding in &report.findings {
            self.totals.count(finding);
        }
        self.totals.note += report.untold;
        self.cells += report.summary;
        self.outcome = self.outcome.worst(report.outcome);
    }
}
