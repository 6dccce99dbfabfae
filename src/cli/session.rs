//! One run: roles come in, are compared, marked by waivers and baseline, and told.

use std::io::Write;
use std::sync::Arc;

use super::failure::Failure;
use super::input;
use super::live::LiveSource;
use super::roles::{self, Inputs};
use super::selection::{Selected, Selections};
use crate::compare::{Options, compare};
use crate::config::inline_waivers;
use crate::model::{Document, Problem, SourceText};
use crate::policy::Requirements;
use crate::render::{Renderer, Texts};
use crate::report::{
    Baseline, Cells, InputError, Outcome, RoleReport, RunSummary, Subject, Totals, Waivers,
};
use crate::role::{self, ReadOptions, Role};

/// Everything that a run needs to know.
pub(super) struct Session<'a> {
    pub(super) selections: Selections,
    pub(super) options: Options,
    pub(super) read: ReadOptions,
    pub(super) waivers: Waivers,
    pub(super) baseline: Option<Baseline>,
    pub(super) summary: RunSummary,
    pub(super) renderer: &'a mut dyn Renderer,
    /// The texts that waivers stand in.
    pub(super) texts: Vec<Arc<SourceText>>,
}

/// A summary of nothing yet.
pub(super) fn nothing() -> RunSummary {
    RunSummary {
        outcome: Outcome::Clean,
        totals: Totals::default(),
        cells: Cells::default(),
        baseline: None,
        errors: Vec::new(),
    }
}

/// Prints the whole document of a run in which nothing could be compared.
pub(super) fn invalid(problems: &[Problem], renderer: &mut dyn Renderer) -> Result<(), Failure> {
    let out = &mut super::output::stdout();
    let mut summary = nothing();
    summary.outcome = Outcome::Invalid;
    for problem in problems {
        let error = InputError::from(problem.clone());
        renderer.error(&error, out)?;
        summary.errors.push(error);
    }
    renderer.finish(&summary, out)?;
    out.flush()?;
    Ok(())
}

impl Session<'_> {
    /// Compares every input.
    pub(super) fn all(
        &mut self,
        problems: Vec<Problem>,
        inputs: Inputs,
        live: Option<&LiveSource>,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        for problem in problems.into_iter().chain(inputs.problems) {
            self.problem(problem, out)?;
        }
        for path in &inputs.paths {
            match roles::open(path) {
                Err(problem) => self.problem(problem, out)?,
                Ok(reader) => {
                    for role in role::roles(input::name(path), reader, self.read.clone()) {
                        self.role(role, out)?;
                    }
                }
            }
        }
        match live.map(LiveSource::read) {
            None => {}
            Some(Ok(role)) => self.role(Ok(role), out)?,
            Some(Err(problems)) => {
                for (problem, outcome) in problems {
                    self.ended(problem, outcome, out)?;
                }
            }
        }
        self.configuration(out)?;
        self.renderer.finish(&self.summary, out)?;
        out.flush()?;
        Ok(())
    }

    fn role(
        &mut self,
        role: Result<Role, Vec<Problem>>,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let role = match role {
            Ok(role) => role,
            Err(problems) => {
                return problems
                    .into_iter()
                    .try_for_each(|problem| self.problem(problem, out));
            }
        };
        match self.selections.of(&role) {
            Selected::Nothing => {
                let problem = Problem::in_file(role.source.name(), "no policy is for this role");
                let help = "name one under `policies` in the configuration, or with `--policy`";
                self.problem(problem.with_help(help), out)
            }
            Selected::Unresolved => Ok(()),
            Selected::Requirements(requirements) => {
                let report = compare(requirements, &role, &self.options);
                let report = settle(&mut self.waivers, self.baseline.as_mut(), report, &role);
                // One role's faulty comment must not keep the others from being told.
                match report {
                    Ok(report) => self.told(report, &role, out),
                    Err(problems) => problems
                        .into_iter()
                        .try_for_each(|problem| self.problem(problem, out)),
                }
            }
        }
    }

    fn told(
        &mut self,
        mut report: RoleReport,
        role: &Role,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        report.conclude(self.options.fail_on);
        let report = Arc::new(report);
        let mut texts = Texts::default();
        texts.add(Document::Role, &role.source);
        if let Selected::Requirements(requirements) = self.selections.of(role) {
            policy_texts(requirements, &mut texts);
        }
        self.summary.add(&report);
        self.renderer.role(&report, &texts, out)?;
        Ok(())
    }

    /// What is wrong with the waivers themselves.
    fn configuration(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        if let Some(baseline) = &self.baseline {
            self.summary.baseline = Some(baseline.told());
        }
        let findings = self.waivers.findings();
        let Some(place) = findings
            .first()
            .and_then(|finding| finding.locations.first())
        else {
            return Ok(());
        };
        let mut report = RoleReport {
            subject: Subject::Configuration,
            identity: String::new(),
            source: place.file.clone(),
            name: None,
            taken: None,
            member: None,
            used_by: None,
            policies: Vec::new(),
            outcome: Outcome::Clean,
            summary: Cells::default(),
            findings,
            passed: Vec::new(),
            matrix: None,
        };
        for finding in &mut report.findings {
            if let Some(severity) = self.options.severities.get(&finding.rule) {
                finding.severity = *severity;
            }
        }
        report
            .findings
            .sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        report.conclude(self.options.fail_on);
        let report = Arc::new(report);
        let mut texts = Texts::default();
        for text in &self.texts {
            texts.add(Document::Configuration, text);
            texts.add(Document::Policy, text);
        }
        self.summary.add(&report);
        self.renderer.role(&report, &texts, out)?;
        Ok(())
    }

    fn problem(&mut self, problem: Problem, out: &mut dyn Write) -> Result<(), Failure> {
        self.ended(problem, Outcome::Invalid, out)
    }

    /// Tells why an input was not compared, and how that leaves the run.
    fn ended(
        &mut self,
        problem: Problem,
        outcome: Outcome,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let error = InputError::from(problem);
        self.renderer.error(&error, out)?;
        self.summary.outcome = self.summary.outcome.worst(outcome);
        self.summary.errors.push(error);
        Ok(())
    }
}

fn policy_texts<'a>(requirements: &'a Requirements, texts: &mut Texts<'a>) {
    for source in requirements.sources() {
        texts.add(Document::Policy, source);
    }
}

/// Marks what is accepted: by waivers, those in a hand-written role's comments too, then by the
/// baseline.
fn settle(
    waivers: &mut Waivers,
    baseline: Option<&mut Baseline>,
    mut report: RoleReport,
    role: &Role,
) -> Result<RoleReport, Vec<Problem>> {
    let name = std::path::Path::new(role.source.name());
    if name
        .extension()
        .is_some_and(|extension| extension == "yaml" || extension == "yml")
    {
        waivers.add(inline_waivers(Document::Role, &role.source)?);
    }
    waivers.mark(&mut report, role.identity());
    if let Some(baseline) = baseline {
        baseline.mark(&mut report, role.identity());
    }
    Ok(report)
}
