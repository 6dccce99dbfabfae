//! One run over files: reads roles, compares them with the engine, and prints reports.
//!
//! Reading and comparing is multi-threaded ([`Evaluator`]); reporting, and everything that depends
//! on all roles, is not ([`Session`]).

use std::io::{Cursor, Write};
use std::sync::Arc;

use super::failure::Failure;
use super::input;
use super::progress::{self, FileProgress};
use super::queue::{self, Queue, Task};
use super::roles::{self, Found, Input};
use super::sink::Sink;
use super::threads;
use crate::config::Exclusion;
use crate::engine::{Checked, Checker, Concluded, Run};
use crate::model::Problem;
use crate::render::Renderer;
use crate::report::{ExcludedRole, InputError, Outcome, RunSummary};
use crate::role::{self, ReadOptions, Role, RoleBytes};

/// How to read and compare a role.
pub(super) struct Evaluator {
    pub(super) checker: Arc<Checker>,
    pub(super) read: ReadOptions,
    /// The excluded roles.
    pub(super) exclude: Vec<Exclusion>,
}

/// Result of processing one input.
enum InputOutcome {
    Checked(Box<Checked>),
    Problems(Vec<Problem>),
    /// A file in a directory that contains no role.
    Skipped(Input),
    /// A role that the configuration excludes.
    Excluded(ExcludedRole),
}

/// A role that was read from ConnectWise, or the problems and the outcome of the run.
pub(super) type LiveRead = Result<Role, Vec<(Problem, Outcome)>>;

/// State of a run.
pub(super) struct Session<'a> {
    pub(super) evaluator: Arc<Evaluator>,
    pub(super) run: Run,
    pub(super) renderer: &'a mut dyn Renderer,
    /// Whether no progress is shown.
    pub(super) quiet: bool,
}

/// Prints a complete document for a run that could not compare anything.
pub(super) fn invalid(
    problems: &[Problem],
    renderer: &mut dyn Renderer,
    sink: Sink,
) -> Result<(), Failure> {
    let mut out = sink.report(renderer.writes_commands());
    let mut summary = RunSummary {
        outcome: Outcome::Invalid,
        ..RunSummary::default()
    };
    for problem in problems {
        let error = InputError::from(problem.clone());
        renderer.error(&error, &mut out)?;
        summary.errors.push(error);
    }
    renderer.finish(&summary, &mut out)?;
    out.flush()?;
    Ok(())
}

impl Evaluator {
    fn work(&self, task: Task) -> Vec<InputOutcome> {
        match task {
            Task::File(input) => self.file(input),
            Task::Role(name, bytes) => vec![self.bytes(&name, bytes)],
            Task::Foreign(input) => vec![InputOutcome::Skipped(input)],
        }
    }

    fn file(&self, input: Input) -> Vec<InputOutcome> {
        let bytes = match queue::bytes(&input.path, &self.read) {
            Ok(bytes) => bytes,
            Err(problem) => return vec![InputOutcome::Problems(vec![problem])],
        };
        if let Some(sheet) = &self.read.sheet
            && !input.in_folder()
            && !queue::is_workbook(&bytes)
        {
            return vec![InputOutcome::Problems(vec![queue::no_sheet(&input, sheet)])];
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
        if let Some(excluded) = roles::excluded(&self.exclude, &role) {
            return InputOutcome::Excluded(excluded);
        }
        match self.checker.check(role) {
            Ok(checked) => InputOutcome::Checked(Box::new(checked)),
            Err(problems) => InputOutcome::Problems(problems),
        }
    }
}

impl Session<'_> {
    /// Compares every input, and returns messages for the user.
    pub(super) fn all(
        &mut self,
        problems: Vec<Problem>,
        drafts: Vec<Problem>,
        mut found: Found,
        live: Option<Box<dyn FnOnce() -> LiveRead + '_>>,
        jobs: impl FnOnce() -> usize,
        out: &mut dyn Write,
    ) -> Result<Vec<String>, Failure> {
        for problem in problems
            .into_iter()
            .chain(std::mem::take(&mut found.problems))
        {
            self.problem(problem, out)?;
        }
        for problem in drafts {
            let error = self.run.unconfirmed(problem);
            self.renderer.error(&error, out)?;
        }
        let queue = Queue::new(
            std::mem::take(&mut found.inputs),
            self.evaluator.read.clone(),
        );
        let mut progress = FileProgress::new(self.quiet, queue.left(), true);
        let evaluator = Arc::clone(&self.evaluator);
        let result = threads::run(
            queue,
            jobs,
            move |task| evaluator.work(task),
            |outcome| {
                let ended = match outcome {
                    InputOutcome::Skipped(input) => {
                        found.skip(&input);
                        Ok(())
                    }
                    outcome => {
                        if progress.is_shared() {
                            progress::clear();
                        }
                        let ended = self.report(outcome, out);
                        if progress.is_shared() {
                            out.flush()?;
                        }
                        ended
                    }
                };
                progress.step();
                ended
            },
        );
        progress::clear();
        result?;
        let (mut notes, empty) = found.ended();
        for problem in empty {
            self.problem(problem, out)?;
        }
        match live.map(|read| read()) {
            None => {}
            Some(Ok(role)) => self.report(self.evaluator.role(Ok(role)), out)?,
            Some(Err(problems)) => {
                for (problem, outcome) in problems {
                    self.ended(problem, outcome, out)?;
                }
            }
        }
        notes.extend(self.excluded(out)?);
        if let Some(concluded) = self.run.finish() {
            self.emit(&concluded, out)?;
        }
        self.renderer.finish(self.run.summary(), out)?;
        out.flush()?;
        Ok(notes)
    }

    /// Lists the excluded roles. If no other role was read, nothing was checked.
    fn excluded(&mut self, out: &mut dyn Write) -> Result<Option<String>, Failure> {
        let summary = self.run.summary();
        let excluded = &summary.excluded;
        if excluded.is_empty() {
            return Ok(None);
        }
        let mut listed: Vec<String> = excluded
            .iter()
            .map(|role| format!("`{}` ({})", role.role, role.reason))
            .collect();
        listed.sort();
        let listed = listed.join(", ");
        if summary.totals.roles > 0 || !summary.errors.is_empty() {
            let count = excluded.len();
            return Ok(Some(format!(
                "excluded by the configuration ({count}): {listed}"
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

    fn report(&mut self, outcome: InputOutcome, out: &mut dyn Write) -> Result<(), Failure> {
        match outcome {
            InputOutcome::Checked(checked) => {
                let concluded = self.run.conclude(*checked);
                self.emit(&concluded, out)
            }
            InputOutcome::Problems(problems) => problems
                .into_iter()
                .try_for_each(|problem| self.problem(problem, out)),
            InputOutcome::Excluded(role) => {
                self.run.exclude(role);
                Ok(())
            }
            InputOutcome::Skipped(_) => Ok(()),
        }
    }

    fn emit(&mut self, concluded: &Concluded, out: &mut dyn Write) -> Result<(), Failure> {
        self.renderer
            .role(&concluded.report, &concluded.texts(), out)?;
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
        let error = self.run.error(problem, outcome);
        self.renderer.error(&error, out)?;
        Ok(())
    }
}
