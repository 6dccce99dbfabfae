//! The state of a run over many roles: waivers, baseline and totals.

use std::sync::Arc;

use super::checker::{Checked, Checker};
use crate::compare::plan;
use crate::config::inline_waivers;
use crate::model::{Document, Problem, SourceText};
use crate::policy::{Policy, Requirements};
use crate::report::{
    Baseline, ExcludedRole, FailOn, InputError, Outcome, Plan, RoleReport, RunSummary, Severity,
    Texts, WaiverRule, Waivers,
};
use crate::role::Role;

/// A run: applies waivers and the baseline to each checked role, and keeps the totals.
#[derive(Debug)]
pub struct Run {
    checker: Arc<Checker>,
    waivers: Waivers,
    baseline: Option<Baseline>,
    summary: RunSummary,
    /// The texts of waivers.
    texts: Vec<Arc<SourceText>>,
}

/// A finished report with what is needed to draw its places.
#[derive(Debug)]
pub struct Concluded {
    /// The report.
    pub report: Arc<RoleReport>,
    requirements: Option<Arc<Requirements>>,
    role: Option<Role>,
    configuration: Vec<Arc<SourceText>>,
}

impl Concluded {
    /// The plan for the role, regardless of the baseline; `None` if the role was not kept.
    pub fn plan(&self) -> Option<Plan> {
        let mut report = (*self.report).clone();
        for finding in &mut report.findings {
            finding.baseline = None;
        }
        report.set_outcome(FailOn::At(Severity::Warning), None);
        let (role, requirements) = (self.role.as_ref()?, self.requirements.as_ref()?);
        Some(plan(requirements, role, &report))
    }

    /// The role, if it was kept.
    pub const fn role(&self) -> Option<&Role> {
        self.role.as_ref()
    }

    /// The texts that the places of the report refer to.
    pub fn texts(&self) -> Texts<'_> {
        let mut texts = Texts::default();
        if let (Some(role), Some(requirements)) = (&self.role, &self.requirements) {
            texts.add(Document::Role, &role.source);
            for source in requirements.sources() {
                texts.add(Document::Policy, source);
            }
        }
        for text in &self.configuration {
            texts.add(Document::Configuration, text);
            texts.add(Document::Policy, text);
        }
        texts
    }
}

impl Run {
    /// Starts a run. `texts` are the sources of `waivers`.
    pub fn new(
        checker: Arc<Checker>,
        waivers: Waivers,
        baseline: Option<Baseline>,
        texts: Vec<Arc<SourceText>>,
    ) -> Self {
        Self {
            checker,
            waivers,
            baseline,
            summary: RunSummary::default(),
            texts,
        }
    }

    /// The summary so far.
    pub const fn summary(&self) -> &RunSummary {
        &self.summary
    }

    /// The outcome, and the baseline with the findings of this run.
    pub fn into_parts(self) -> (RunSummary, Option<Baseline>) {
        (self.summary, self.baseline)
    }

    /// Applies waivers (including those in comments) and the baseline, and adds a plan if one was
    /// requested.
    pub fn conclude(&mut self, checked: Checked) -> Concluded {
        let Checked {
            mut report,
            requirements,
            role,
            inline,
        } = checked;
        let identity = report.identity.clone();
        self.waivers.add(inline);
        self.waivers.mark(&mut report, &identity);
        if let Some(baseline) = &mut self.baseline {
            baseline.mark(&mut report, &identity);
        }
        let options = &self.checker.options;
        report.conclude(options.fail_on, options.fail_on_risk);
        if let Some(role) = role.as_ref().filter(|_| self.checker.plans) {
            report.plan = Some(plan(&requirements, role, &report));
        }
        self.summary.add(&report);
        Concluded {
            report: Arc::new(report),
            requirements: Some(requirements),
            role,
            configuration: Vec::new(),
        }
    }

    /// Counts and lists a role that the configuration excludes.
    pub fn exclude(&mut self, role: ExcludedRole) {
        self.summary.excluded.push(role);
    }

    /// Records that a policy has unconfirmed guesses.
    pub fn unconfirmed(&mut self, problem: Problem) -> InputError {
        self.summary.unconfirmed_policies += 1;
        self.error(problem, Outcome::Inconclusive)
    }

    /// Records why an input was not checked.
    pub fn error(&mut self, problem: Problem, outcome: Outcome) -> InputError {
        let error = InputError::from(problem);
        self.summary.outcome = self.summary.outcome.worst(outcome);
        self.summary.errors.push(error.without_text());
        error
    }

    /// Ends the run: completes the summary, and reports on the waivers themselves.
    pub fn finish(&mut self) -> Option<Concluded> {
        self.summary.excluded.sort();
        if self.checker.plans {
            return None;
        }
        if let Some(baseline) = &self.baseline {
            self.summary.baseline = Some(baseline.summary());
        }
        let options = &self.checker.options;
        let mut findings = self.waivers.findings();
        findings.retain(|finding| !options.is_off(finding.rule));
        let place = findings.first()?.locations.first()?;
        let mut report = RoleReport::of_configuration(place.file.clone(), findings);
        for finding in &mut report.findings {
            if let Some(severity) = options.severities.get(&finding.rule) {
                finding.severity = *severity;
            }
        }
        report
            .findings
            .sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        report.conclude(options.fail_on, options.fail_on_risk);
        self.summary.add(&report);
        Some(Concluded {
            report: Arc::new(report),
            requirements: None,
            role: None,
            configuration: self.texts.clone(),
        })
    }
}

/// The waivers in the comments of policies, and the texts that have some.
///
/// # Errors
///
/// Malformed comments.
pub fn policy_waivers<'a>(
    policies: impl IntoIterator<Item = &'a Policy>,
    texts: &mut Vec<Arc<SourceText>>,
) -> Result<Vec<WaiverRule>, Vec<Problem>> {
    let mut waivers = Vec::new();
    for policy in policies.into_iter().flat_map(Policy::lineage) {
        let inline = inline_waivers(Document::Policy, &policy.source)?;
        if !inline.is_empty() {
            texts.push(Arc::clone(&policy.source));
            waivers.extend(inline);
        }
    }
    Ok(waivers)
}
