//! One run: reads, compares and reports roles, after applying waivers and the baseline.
//!
//! Reading and comparing is multi-threaded ([`Evaluator`]); reporting, and everything that depends on
//! all roles, is not ([`Session`]).

use std::io::{Cursor, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use super::failure::Failure;
use super::feed::{self, Feed, Task};
use super::input;
use super::live;
use super::roles::{self, Found, Input};
use super::selection::{Selected, Selections};
use crate::compare::{Options, compare, plan};
use crate::config::{Exclusion, inline_waivers};
use crate::model::{Document, Problem, SourceText};
use crate::policy::Requirements;
use crate::render::{Renderer, Texts};
use crate::report::{
    Baseline, Cells, ExcludedRole, InputError, Outcome, RoleReport, RunSummary, Totals, WaiverRule,
    Waivers,
};
use crate::role::{self, ReadOptions, Role, RoleBytes};

/// How to read and compare a role.
pub(super) struct Evaluator {
    pub(super) selections: Selections,
    pub(super) options: Options,
    pub(super) read: ReadOptions,
    /// Whether to include plans instead of findings about waivers.
    pub(super) plans: bool,
    /// The roles that are left out.
    pub(super) exclude: Vec<Exclusion>,
}

/// Result of processing one input.
enum InputOutcome {
    Compared(Box<Compared>),
    Problems(Vec<Problem>),
    /// A file in a directory that contains no role.
    Skipped(Input),
    /// A role that the configuration excludes.
    Excluded(ExcludedRole),
}

/// A role that was compared.
struct Compared {
    report: RoleReport,
    requirements: Arc<Requirements>,
    /// The role, if it is needed for excerpts.
    role: Option<Role>,
    /// The waivers in its comments.
    inline: Vec<WaiverRule>,
}

/// State of a run.
pub(super) struct Session<'a> {
    pub(super) evaluator: Arc<Evaluator>,
    pub(super) waivers: Waivers,
    pub(super) baseline: Option<Baseline>,
    pub(super) summary: RunSummary,
    pub(super) renderer: &'a mut dyn Renderer,
    /// The texts of waivers.
    pub(super) texts: Vec<Arc<SourceText>>,
}

/// An empty summary.
pub(super) fn nothing() -> RunSummary {
    RunSummary {
        outcome: Outcome::Clean,
        totals: Totals::default(),
        cells: Cells::default(),
        baseline: None,
        errors: Vec::new(),
        excluded: Vec::new(),
    }
}

/// Prints a complete document for a run that could not compare anything.
pub(super) fn invalid(problems: &[Problem], renderer: &mut dyn Renderer) -> Result<(), Failure> {
    if renderer.writes_commands() {
        invalid_to(problems, renderer, &mut super::output::commands())
    } else {
        invalid_to(problems, renderer, &mut super::output::stdout())
    }
}

/// Like [`invalid`], but writes to `out`.
pub(super) fn invalid_to(
    problems: &[Problem],
    renderer: &mut dyn Renderer,
    out: &mut dyn Write,
) -> Result<(), Failure> {
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

impl Evaluator {
    fn work(&self, task: Task) -> Vec<InputOutcome> {
        match task {
            Task::File(input) => self.file(input),
            Task::Role(name, bytes) => vec![self.bytes(&name, bytes)],
            Task::Problem(problem) => vec![InputOutcome::Problems(vec![problem])],
            Task::Foreign(input) => vec![InputOutcome::Skipped(input)],
        }
    }

    fn file(&self, input: Input) -> Vec<InputOutcome> {
        let bytes = match feed::bytes(&input.path, &self.read) {
            Ok(bytes) => bytes,
            Err(problem) => return vec![InputOutcome::Problems(vec![problem])],
        };
        if let Some(sheet) = &self.read.sheet
            && !input.in_folder()
            && !feed::is_workbook(&bytes)
        {
            return vec![InputOutcome::Problems(vec![feed::no_sheet(&input, sheet)])];
        }
        if input.in_folder() && !roles::holds_role(&input.path, &bytes) {
            vec![InputOutcome::Skipped(input)]
        } else if role::is_stream(&bytes) {
            role::roles(
                input::name(&input.path),
                Cursor::new(bytes),
                self.read.clone(),
            )
            .map(|role| self.role(role))
            .collect()
        } else {
            vec![self.bytes(&input::name(&input.path), Ok(RoleBytes::whole(bytes)))]
        }
    }

    fn bytes(&self, name: &str, bytes: Result<RoleBytes, Vec<Problem>>) -> InputOutcome {
        self.role(bytes.and_then(|bytes| bytes.read(name, &self.read)))
    }

    fn role(&self, role: Result<Role, Vec<Problem>>) -> InputOutcome {
        let role = match role {
            Ok(role) => role,
            Err(problems) => return InputOutcome::Problems(problems),
        };
        let names = [role.identity(), role.source.name()];
        if let Some(exclusion) = Exclusion::find(&self.exclude, &names) {
            return InputOutcome::Excluded(ExcludedRole {
                role: role.identity().to_owned(),
                source: role.source.name().to_owned(),
                reason: exclusion.reason.clone(),
            });
        }
        let requirements = match self.selections.of(&role) {
            Selected::Nothing => {
                let problem =
                    Problem::in_file(role.source.name(), "no policy is assigned to this role");
                let help = "add one under `policies` in the configuration, or with `--policy`";
                return InputOutcome::Problems(vec![problem.with_help(help)]);
            }
            Selected::Unresolved => return InputOutcome::Problems(Vec::new()),
            Selected::Requirements(requirements) => requirements,
        };
        // One role's malformed comment must not prevent other reports.
        let inline = match inline(&role) {
            Ok(inline) => inline,
            Err(problems) => return InputOutcome::Problems(problems),
        };
        // A waiver may apply to a note, which must then be recorded.
        let report = if self.options.count_unknown && !inline.is_empty() {
            let mut options = self.options.clone();
            options.count_unknown = false;
            compare(requirements, &role, &options)
        } else {
            compare(requirements, &role, &self.options)
        };
        InputOutcome::Compared(Box::new(Compared {
            role: Some(role).filter(|_| self.plans || !report.findings.is_empty()),
            report,
            requirements: Arc::clone(requirements),
            inline,
        }))
    }
}

/// The waivers in the comments of a YAML role.
fn inline(role: &Role) -> Result<Vec<WaiverRule>, Vec<Problem>> {
    let extension = Path::new(role.source.name()).extension();
    if extension.is_some_and(|extension| extension == "yaml" || extension == "yml") {
        inline_waivers(Document::Role, &role.source)
    } else {
        Ok(Vec::new())
    }
}

impl Session<'_> {
    /// Compares every input, and returns messages for the user.
    pub(super) fn all(
        &mut self,
        problems: Vec<Problem>,
        mut found: Found,
        live: impl FnOnce() -> Option<live::Read>,
        jobs: impl FnOnce() -> NonZeroUsize,
        out: &mut dyn Write,
    ) -> Result<Vec<String>, Failure> {
        for problem in problems
            .into_iter()
            .chain(std::mem::take(&mut found.problems))
        {
            self.problem(problem, out)?;
        }
        let feed = Feed::new(
            std::mem::take(&mut found.inputs),
            self.evaluator.read.clone(),
        );
        let evaluator = Arc::clone(&self.evaluator);
        super::crew::all(
            feed,
            jobs,
            move |task| evaluator.work(task),
            |tale| match tale {
                InputOutcome::Skipped(input) => {
                    found.skip(&input);
                    Ok(())
                }
                tale => self.tell(tale, out),
            },
        )?;
        let (mut notes, empty) = found.ended();
        for problem in empty {
            self.problem(problem, out)?;
        }
        match live() {
            None => {}
            Some(Ok(role)) => self.tell(self.evaluator.role(Ok(role)), out)?,
            Some(Err(problems)) => {
                for (problem, outcome) in problems {
                    self.ended(problem, outcome, out)?;
                }
            }
        }
        notes.extend(self.excluded(out)?);
        if !self.evaluator.plans {
            self.configuration(out)?;
        }
        self.renderer.finish(&self.summary, out)?;
        out.flush()?;
        Ok(notes)
    }

    /// Counts and lists the excluded roles. If no other role was read, nothing was checked.
    fn excluded(&mut self, out: &mut dyn Write) -> Result<Option<String>, Failure> {
        self.summary.excluded.sort();
        let excluded = &self.summary.excluded;
        if excluded.is_empty() {
            return Ok(None);
        }
        let listed: Vec<String> = excluded
            .iter()
            .map(|role| format!("`{}` ({})", role.role, role.reason))
            .collect();
        let listed = listed.join(", ");
        if self.summary.totals.roles > 0 || !self.summary.errors.is_empty() {
            let count = self.summary.excluded.len();
            return Ok(Some(format!(
                "excluded by the configuration, {count}: {listed}"
            )));
        }
        let problem = Problem::new(format!(
            "nothing was checked, because the configuration excludes every role: {listed}"
        ));
        self.problem(
            problem.with_help("change `exclude` in the configuration, or use `--no-config`"),
            out,
        )?;
        Ok(None)
    }

    fn tell(&mut self, tale: InputOutcome, out: &mut dyn Write) -> Result<(), Failure> {
        match tale {
            InputOutcome::Compared(compared) => self.emit_report(*compared, out),
            InputOutcome::Problems(problems) => problems
                .into_iter()
                .try_for_each(|problem| self.problem(problem, out)),
            InputOutcome::Excluded(role) => {
                self.summary.excluded.push(role);
                Ok(())
            }
            InputOutcome::Skipped(_) => Ok(()),
        }
    }

    /// Applies waivers (including those in comments) and the baseline, then renders the report.
    fn emit_report(&mut self, compared: Compared, out: &mut dyn Write) -> Result<(), Failure> {
        let Compared {
            mut report,
            requirements,
            role,
            inline,
        } = compared;
        let identity = report.identity.clone();
        self.waivers.add(inline);
        self.waivers.mark(&mut report, &identity);
        if let Some(baseline) = &mut self.baseline {
            baseline.mark(&mut report, &identity);
        }
        report.conclude(
            self.evaluator.options.fail_on,
            self.evaluator.options.fail_on_risk,
        );
        if let Some(role) = role.as_ref().filter(|_| self.evaluator.plans) {
            report.plan = Some(plan(&requirements, role, &report));
        }
        let report = Arc::new(report);
        let mut texts = Texts::default();
        if let Some(role) = &role {
            texts.add(Document::Role, &role.source);
            policy_texts(&requirements, &mut texts);
        }
        self.summary.add(&report);
        self.renderer.role(&report, &texts, out)?;
        Ok(())
    }

    /// Findings about the waivers.
    fn configuration(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        if let Some(baseline) = &self.baseline {
            self.summary.baseline = Some(baseline.summary());
        }
        let findings = self.waivers.findings();
        let Some(place) = findings
            .first()
            .and_then(|finding| finding.locations.first())
        else {
            return Ok(());
        };
        let mut report = RoleReport::of_configuration(place.file.clone(), findings);
        for finding in &mut report.findings {
            if let Some(severity) = self.evaluator.options.severities.get(&finding.rule) {
                finding.severity = *severity;
            }
        }
        report
            .findings
            .sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        report.conclude(
            self.evaluator.options.fail_on,
            self.evaluator.options.fail_on_risk,
        );
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

    /// Reports why an input was not compared, and updates the outcome.
    fn ended(
        &mut self,
        problem: Problem,
        outcome: Outcome,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let error = InputError::from(problem);
        self.renderer.error(&error, out)?;
        self.summary.outcome = self.summary.outcome.worst(outcome);
        self.summary.errors.push(error.without_text());
        Ok(())
    }
}

fn policy_texts<'a>(requirements: &'a Requirements, texts: &mut Texts<'a>) {
    for source in requirements.sources() {
        texts.add(Document::Policy, source);
    }
}
