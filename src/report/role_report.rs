//! Reports of one role and of a whole run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::chosen::{Chosen, PolicyName};
use super::finding::Finding;
use super::matrix::Matrix;
use super::outcome::{FailOn, Outcome};
use super::plan::Plan;
use super::rule::RuleId;
use super::summary::{BaselineUse, Cells, Totals};
use crate::model::{Level, LevelRange, Location, Member, Operation, Problem};
use crate::risk::RiskSeverity;

/// The subject of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Subject {
    /// A role that was compared.
    #[default]
    Role,
    /// The configuration with its waivers.
    Configuration,
    /// A policy that was checked for likely mistakes.
    Policy,
}

/// The report of one role or policy.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct RoleReport {
    /// The subject.
    #[serde(skip)]
    #[schemars(skip)]
    pub subject: Subject,
    /// Identifies the role in waivers and baselines.
    #[serde(skip)]
    #[schemars(skip)]
    pub identity: String,
    /// The file, as named on the command line.
    pub source: String,
    /// The role's name, if the source has one.
    pub name: Option<String>,
    /// When the role was read from ConnectWise, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched_at: Option<String>,
    /// The member whose effective permissions were compared, if the source is not a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// The API members that use the role, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_by: Option<Vec<Member>>,
    /// The policies.
    pub policies: Vec<PolicyName>,
    /// The options of the comparison; absent if nothing was compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Chosen>,
    /// The outcome.
    pub outcome: Outcome,
    /// The number of cells of each kind.
    pub summary: Cells,
    /// The findings, most severe first.
    pub findings: Vec<Finding>,
    /// Number of notes omitted because no requested format lists them.
    #[serde(skip)]
    #[schemars(skip)]
    pub suppressed_notes: usize,
    /// The met requirements, if requested: test formats show them as passed. The JSON report only
    /// counts them, to stay small.
    #[serde(skip)]
    #[schemars(skip)]
    pub passed: Vec<Satisfied>,
    /// What may be missing from the source, as a sentence.
    #[serde(skip)]
    #[schemars(skip)]
    pub lacking: Option<String>,
    /// The plan, if requested.
    #[serde(skip)]
    #[schemars(skip)]
    pub plan: Option<Plan>,
    /// Every cell, if requested by a format that shows the matrix.
    #[serde(skip)]
    #[schemars(skip)]
    pub matrix: Option<Matrix>,
    /// The rules without findings, if the subject is a policy: test formats show them as passed.
    #[serde(skip)]
    #[schemars(skip)]
    pub rules_passed: Vec<RuleId>,
}

impl RoleReport {
    /// Findings about the waivers of the configuration in `source`.
    pub fn of_configuration(source: String, findings: Vec<Finding>) -> Self {
        Self {
            subject: Subject::Configuration,
            source,
            findings,
            ..Self::default()
        }
    }
}

/// A requirement that the role meets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Satisfied {
    /// The security module.
    pub module: String,
    /// The function.
    pub function: String,
    /// The operation.
    pub operation: Operation,
    /// The levels that all policies accept.
    pub required: LevelRange,
    /// The level that the role grants; `None` if it states none.
    pub granted: Option<Level>,
}

/// Summary of a whole run.
#[derive(Clone, Debug, Default)]
pub struct RunSummary {
    /// What the run is about: roles or policies.
    pub subject: Subject,
    /// How many policies were checked, if it is about policies.
    pub policies: usize,
    /// The outcome of the whole run.
    pub outcome: Outcome,
    /// How many roles were read, but not completely.
    pub incomplete_roles: usize,
    /// How many policies have unconfirmed guesses.
    pub unconfirmed_policies: usize,
    /// The number of findings.
    pub totals: Totals,
    /// The cells of all roles together.
    pub cells: Cells,
    /// Summary of the baseline, if any.
    pub baseline: Option<BaselineUse>,
    /// The inputs that could not be read.
    pub errors: Vec<InputError>,
    /// The roles that the configuration excludes.
    pub excluded: Vec<ExcludedRole>,
}

/// A role that the configuration excludes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct ExcludedRole {
    /// Its name, or its file if it has none.
    pub role: String,
    /// The file or place that it was read from.
    pub source: String,
    /// Why, from the configuration.
    pub reason: String,
}

/// An input that could not be read, or not completely.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct InputError {
    /// The file, if any.
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
    /// Sets the outcome after waivers and the baseline were applied: counts waived cells
    /// separately, and fails for open findings of a severity or a risk. An incomplete role stays
    /// inconclusive.
    pub fn conclude(&mut self, fail_on: FailOn, fail_on_risk: Option<RiskSeverity>) {
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
        self.set_outcome(fail_on, fail_on_risk);
    }

    /// Sets the outcome from the open findings.
    pub fn set_outcome(&mut self, fail_on: FailOn, fail_on_risk: Option<RiskSeverity>) {
        let risky = |finding: &Finding| {
            let risk = finding.risk.as_ref().map(|risk| risk.severity);
            fail_on_risk.is_some_and(|least| risk >= Some(least))
        };
        for finding in &mut self.findings {
            finding.fails =
                finding.is_open() && (fail_on.fails(finding.severity) || risky(finding));
        }
        if self
            .findings
            .iter()
            .any(|finding| finding.rule == RuleId::IncompleteRole)
        {
            self.outcome = Outcome::Inconclusive;
        } else if self.findings.iter().any(|finding| finding.fails) {
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
    /// A copy without its source text, which can be kept for any number of inputs.
    #[must_use]
    pub fn without_text(&self) -> Self {
        let mut kept = self.clone();
        kept.problem = Problem::new(String::new());
        kept
    }

    /// The problem with its source text.
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl RunSummary {
    /// Counts a role or a policy.
    pub fn add(&mut self, report: &RoleReport) {
        self.totals.roles += usize::from(report.subject == Subject::Role);
        self.policies += usize::from(report.subject == Subject::Policy);
        for finding in &report.findings {
            self.totals.count(finding);
        }
        self.totals.note += report.suppressed_notes;
        self.cells += report.summary;
        self.incomplete_roles += usize::from(report.outcome == Outcome::Inconclusive);
        self.outcome = self.outcome.worst(report.outcome);
    }
}
