//! `leastwise check`: compare roles with policies.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use clap::ValueEnum;

use super::choices::ChoiceArguments;
use super::failure::Failure;
use super::format::{Format, Setting};
use super::output::{Screen, stdout};
use super::reports::{ReportFile, Reports};
use super::{Ended, Global, input, live};
use crate::compare::{CustomizeItems, Options, Unlisted, compare};
use crate::model::{Document, Problem};
use crate::policy::{Policy, Requirements, ResolveError, library, resolve};
use crate::render::{Renderer, Texts};
use crate::report::{Cells, FailOn, InputError, Outcome, RoleReport, RunSummary, Severity, Totals};
use crate::role;
use crate::yaml::list_words;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files that hold a security role; `-` is standard input
    #[arg(value_name = "ROLE")]
    #[cfg_attr(
        feature = "live",
        arg(required_unless_present = "live", conflicts_with = "live")
    )]
    #[cfg_attr(not(feature = "live"), arg(required = true))]
    roles: Vec<String>,
    /// A policy: an id of the library or a path. May be given several times
    #[arg(short, long = "policy", value_name = "ID|FILE")]
    policies: Vec<String>,
    /// How to print the report; by default human, in a GitHub workflow with annotations
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write the report to a file in place of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<std::path::PathBuf>,
    /// Write one more report to a file. May be given several times
    #[arg(long = "report", value_name = "FORMAT=FILE")]
    reports: Vec<ReportFile>,
    /// The least severity that makes the run fail
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOnArgument::Error)]
    fail_on: FailOnArgument,
    /// What to say of levels that no policy asks for; by default a warning
    #[arg(long, value_enum, value_name = "WHAT")]
    unlisted: Option<UnlistedArgument>,
    /// What the items of `mySecurity/customizeItems` are, once you have compared them with the
    /// screen; without it, Customize lists are not judged
    #[arg(long, value_enum, value_name = "WHAT")]
    customize_items: Option<CustomizeItemsArgument>,
    #[command(flatten)]
    choices: ChoiceArguments,
    #[command(flatten)]
    live: live::LiveArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOnArgument {
    Error,
    Warning,
    Note,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CustomizeItemsArgument {
    Allowed,
    Disallowed,
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
        customize_items: arguments.customize_items.map(|items| match items {
            CustomizeItemsArgument::Allowed => CustomizeItems::Allowed,
            CustomizeItemsArgument::Disallowed => CustomizeItems::Disallowed,
        }),
        fail_on: arguments.fail_on.into(),
        record_passes: arguments.formats().any(Format::shows_passes),
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
    let live = arguments.live.source(global)?;
    let mut reports = arguments.renderers(Setting {
        screen: Screen::of(global.color),
        detail: global.detail(),
        fail_on: options.fail_on,
    })?;
    let policies: Vec<Result<Policy, Vec<Problem>>> = arguments
        .policies
        .iter()
        .map(|name| input::policy(name))
        .collect::<Result<_, _>>()?;
    let mut run = Run {
        summary: RunSummary {
            outcome: Outcome::Clean,
            totals: Totals::default(),
            cells: Cells::default(),
            errors: Vec::new(),
        },
        renderer: &mut reports,
        live,
    };
    let ended = run.all(policies, arguments, &options, &mut stdout());
    let outcome = run.summary.outcome;
    // The files are written also when nobody reads standard output any more.
    reports.save()?;
    ended?;
    Ok(ExitCode::from(outcome.exit_code()))
}

impl Arguments {
    fn formats(&self) -> impl Iterator<Item = Format> {
        let files = self.reports.iter().map(|report| report.format);
        self.format.into_iter().chain(files)
    }

    /// What prints the reports: one to standard output unless it has a file, the rest to files.
    fn renderers(&self, setting: Setting) -> Result<Reports, Failure> {
        let mut files = self.reports.clone();
        let main = match (&self.output, self.format) {
            (Some(path), format) => {
                let format = format.unwrap_or(Format::Human);
                let path = path.clone();
                files.insert(0, ReportFile { format, path });
                None
            }
            (None, Some(format)) => Some(format.renderer(setting)),
            (None, None) => Some(Format::unchosen(setting)),
        };
        Reports::new(main, &files, setting)
    }
}

struct Run<'a> {
    summary: RunSummary,
    renderer: &'a mut dyn Renderer,
    live: Option<live::LiveSource>,
}

impl Run<'_> {
    fn all(
        &mut self,
        policies: Vec<Result<Policy, Vec<Problem>>>,
        arguments: &Arguments,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let (roles, choices) = (&arguments.roles, &arguments.choices.choices());
        let mut read = Vec::new();
        let mut problems = Vec::new();
        for policy in policies {
            match policy {
                Ok(policy) => read.push(policy),
                Err(found) => problems.extend(found),
            }
        }
        let mut requirements = None;
        if problems.is_empty() {
            match resolve(&read.iter().collect::<Vec<_>>(), choices) {
                Ok(resolved) => requirements = Some(resolved),
                Err(ResolveError::Conflicts(found)) => problems.extend(found),
                Err(error @ ResolveError::Choice(_)) => return Err(error.into()),
            }
        }
        for problem in problems {
            self.problem(problem, out)?;
        }
        for path in roles {
            // A role is read even when no policy could be: its own faults are told in the same run.
            let role = input::bytes(path)
                .map_err(|problem| vec![problem])
                .and_then(|bytes| role::read(input::name(path), bytes));
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
        if let Some(requirements) = &requirements {
            self.live(requirements, options, out)?;
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
        for source in requirements.sources() {
            texts.add(Document::Policy, source);
        }
        self.summary.add(&report);
        self.renderer.role(&report, &texts, out)?;
        Ok(())
    }

    /// Reads a role from ConnectWise, where one is asked for and there is something to compare.
    fn live(
        &mut self,
        requirements: &Requirements,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        match self.live.take().map(|live| live.read()) {
            None => {}
            Some(Ok(role)) => self.role(requirements, &role, options, out)?,
            Some(Err(problems)) => {
                for (problem, outcome) in problems {
                    self.ended(problem, outcome, out)?;
                }
            }
        }
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
