//! `leastwise check`: compare roles with policies.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use clap::ValueEnum;

use super::failure::Failure;
use super::output::{Screen, stdout};
use super::roles::{self, Inputs, ReadArguments};
use super::{Ended, Global, input};
use crate::compare::{Options, Unlisted, compare};
use crate::model::{Document, Problem, harmless};
use crate::policy::{Policy, Requirements, library, resolve};
use crate::render::{Human, Json, Look, Plain, Renderer, Texts};
use crate::report::{Cells, FailOn, InputError, Outcome, RoleReport, RunSummary, Severity, Totals};
use crate::role::{self, ReadOptions};
use crate::yaml::list_words;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, folders or patterns of files that hold security roles; `-` is standard input
    #[arg(value_name = "ROLE", required = true)]
    roles: Vec<String>,
    /// A policy: an id of the library or a path. May be given several times
    #[arg(short, long = "policy", value_name = "ID|FILE")]
    policies: Vec<String>,
    #[command(flatten)]
    read: ReadArguments,
    /// How to print the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Write the report to a file in place of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<std::path::PathBuf>,
    /// The least severity that makes the run fail
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOnArgument::Error)]
    fail_on: FailOnArgument,
    /// What to say of levels that no policy asks for; by default a warning
    #[arg(long, value_enum, value_name = "WHAT")]
    unlisted: Option<UnlistedArgument>,
}

/// How to print a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Drawn for a person at a terminal
    Human,
    /// In sentences, for screen readers and logs
    Plain,
    /// One JSON document (leastwise/report/v1)
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOnArgument {
    Error,
    Warning,
    Note,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum UnlistedArgument {
    Allow,
    Note,
    Warning,
    Error,
}

impl From<FailOnArgument> for FailOn {
    fn from(argument: FailOnArgument) -> Self {
        match argument {
            FailOnArgument::Error => Self::At(Severity::Error),
            FailOnArgument::Warning => Self::At(Severity::Warning),
            FailOnArgument::Note => Self::At(Severity::Note),
            FailOnArgument::Never => Self::Never,
        }
    }
}

impl From<UnlistedArgument> for Unlisted {
    fn from(argument: UnlistedArgument) -> Self {
        match argument {
            UnlistedArgument::Allow => Self::Allow,
            UnlistedArgument::Note => Self::Report(Severity::Note),
            UnlistedArgument::Warning => Self::Report(Severity::Warning),
            UnlistedArgument::Error => Self::Report(Severity::Error),
        }
    }
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let options = Options {
        unlisted: arguments.unlisted.map(Unlisted::from),
        fail_on: arguments.fail_on.into(),
        ..Options::default()
    };
    if arguments.policies.is_empty() {
        return Err(Failure::usage(
            "no policy is given, so there is nothing to compare the role with",
            format!(
                "add `--policy` with a path or one of the library: {}",
                list_words(library::ids())
            ),
        ));
    }
    let screen = Screen::of(global.color);
    let mut renderer: Box<dyn Renderer> = match arguments.format {
        Format::Human => Box::new(Human::new(Look {
            color: screen.color,
            links: screen.terminal,
            width: screen.width,
            detail: global.detail(),
        })),
        Format::Plain => Box::new(Plain),
        Format::Json => Box::new(Json::default()),
    };
    let policies: Vec<Result<Policy, Vec<Problem>>> = arguments
        .policies
        .iter()
        .map(|name| input::policy(name))
        .collect::<Result<_, _>>()?;
    let read = arguments.read.options();
    let inputs = roles::inputs(&arguments.roles, &read);
    if !global.quiet {
        for note in &inputs.notes {
            // When standard error is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "note: {}", harmless(note));
        }
    }
    let mut run = Run {
        read,
        summary: RunSummary {
            outcome: Outcome::Clean,
            totals: Totals::default(),
            cells: Cells::default(),
            errors: Vec::new(),
        },
        renderer: &mut *renderer,
    };
    let ended = match &arguments.output {
        None => run.all(policies, inputs, &options, &mut stdout()),
        Some(path) => {
            // Written beside the target and moved over it: never half a report.
            let mut text = Vec::new();
            let ended = run.all(policies, inputs, &options, &mut text);
            super::output::replace(path, &text)?;
            ended
        }
    };
    ended?;
    Ok(ExitCode::from(run.summary.outcome.exit_code()))
}

struct Run<'a> {
    read: ReadOptions,
    summary: RunSummary,
    renderer: &'a mut dyn Renderer,
}

impl Run<'_> {
    fn all(
        &mut self,
        policies: Vec<Result<Policy, Vec<Problem>>>,
        inputs: Inputs,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let mut read = Vec::new();
        let mut problems = Vec::new();
        for policy in policies {
            match policy {
                Ok(policy) => read.push(policy),
                Err(found) => problems.extend(found),
            }
        }
        let requirements = if problems.is_empty() {
            resolve(&read.iter().collect::<Vec<_>>())
                .map_err(|found| problems.extend(found))
                .ok()
        } else {
            None
        };
        for problem in problems {
            self.problem(problem, out)?;
        }
        for problem in inputs.problems {
            self.problem(problem, out)?;
        }
        for path in &inputs.paths {
            let reader = match roles::open(path) {
                Ok(reader) => reader,
                Err(problem) => {
                    self.problem(problem, out)?;
                    continue;
                }
            };
            // A role is read even when no policy could be: its own faults are told in the same run.
            for role in role::roles(input::name(path), reader, self.read.clone()) {
                match role {
                    Err(problems) => {
                        for problem in problems {
                            self.problem(problem, out)?;
                        }
                    }
                    Ok(role) => {
                        if let Some(requirements) = &requirements {
                            self.role(requirements, &role, options, out)?;
                        }
                    }
                }
            }
        }
        self.renderer.finish(&self.summary, out)?;
        out.flush()?;
        Ok(())
    }

    fn role(
        &mut self,
        requirements: &Requirements,
        role: &role::Role,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let report: Arc<RoleReport> = Arc::new(compare(requirements, role, options));
        let mut texts = Texts::default();
        texts.add(Document::Role, &role.source);
        for policy in &requirements.policies {
            texts.add(Document::Policy, &policy.source);
        }
        self.summary.add(&report);
        self.renderer.role(&report, &texts, out)?;
        Ok(())
    }

    fn problem(&mut self, problem: Problem, out: &mut dyn Write) -> Result<(), Failure> {
        let error = InputError::from(problem);
        self.renderer.error(&error, out)?;
        self.summary.outcome = self.summary.outcome.worst(Outcome::Invalid);
        self.summary.errors.push(error);
        Ok(())
    }
}
