//! `leastwise check`: compare roles with policies.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;

use super::choices::ChoiceArguments;
use super::failure::Failure;
use super::format::{Format, Setting};
use super::output::{Screen, stdout};
use super::reports::{ReportFile, Reports};
use super::roles::{self, ReadArguments};
use super::selection::Selections;
use super::session::{Session, invalid, nothing};
use super::settings::{self, ConfigArguments};
use super::{Ended, Global, live};
use crate::compare::{CustomizeItems, Options, Unlisted};
use crate::config::{Config, inline_waivers};
use crate::model::{Date, Document, harmless};
use crate::render::Renderer;
use crate::report::{Baseline, FailOn, Outcome, Severity};

#[derive(Debug, clap::Args)]
#[group(id = "check")]
pub(super) struct Arguments {
    /// Files, folders or patterns of files that hold security roles; `-` is standard input
    #[arg(value_name = "ROLE")]
    #[cfg_attr(feature = "live", arg(conflicts_with = "live"))]
    roles: Vec<String>,
    /// A policy: an id of the library or a path. May be given several times
    #[arg(short, long = "policy", value_name = "ID|FILE")]
    policies: Vec<String>,
    #[command(flatten)]
    read: ReadArguments,
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
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOnArgument>,
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
    pub(super) config: ConfigArguments,
    /// A baseline: findings that it knows do not fail
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Tell of waivers in use that end within so many days; by default 30
    #[arg(long, value_name = "DAYS", value_parser = days)]
    warn_expiring: Option<u16>,
    /// The day for which waivers are judged; by default today, in UTC
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
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

/// `30`, or `30d` as other tools write it.
fn days(text: &str) -> Result<u16, String> {
    text.trim_end_matches(['d', 'D'])
        .parse()
        .map_err(|_| "write a number of days, such as 30".to_owned())
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let config = match arguments.config.load() {
        Ok(config) => config,
        // A configuration that is not there is a slip of the command line; one that was read and is
        // wrong is an input like others.
        Err(Failure::Input(problems)) if problems.iter().any(|p| p.source.is_some()) => {
            let reports = arguments.renderers(None, arguments.setting(None, global))?;
            return Err(arguments.whole(Failure::Input(problems), reports)?);
        }
        Err(failure) => return Err(failure),
    };
    let setting = arguments.setting(config.as_ref(), global);
    let options = arguments.options(config.as_ref());
    let mut reports = arguments.renderers(config.as_ref(), setting)?;
    let ended = compare_all(
        arguments,
        config.as_ref(),
        options,
        &mut reports,
        global,
        arguments.today(),
        None,
    );
    let ended = match ended {
        Err(failure) => return Err(arguments.whole(failure, reports)?),
        Ok(ended) => ended,
    };
    reports.save()?;
    Ok(ExitCode::from(ended.0.exit_code()))
}

/// Compares everything that the arguments and the configuration name, and hands back what the
/// baseline has seen. `baseline` takes the place of the one that they name.
pub(super) fn compare_all(
    arguments: &Arguments,
    config: Option<&Config>,
    mut options: Options,
    renderer: &mut dyn Renderer,
    global: Global,
    today: Date,
    baseline: Option<Baseline>,
) -> Result<(Outcome, Option<Baseline>), Failure> {
    let configured = settings::reports(config)?;
    let formats = || {
        let configured = configured.iter().map(|report| report.format);
        arguments.formats().chain(configured)
    };
    options.record_passes = formats().any(Format::shows_passes);
    options.record_matrix = formats().any(Format::shows_matrix);
    let (selections, loaded) = Selections::new(&arguments.policies, &arguments.choices, config)?;
    let mut texts = Vec::new();
    let mut waivers = settings::waivers(config, &mut texts)?;
    for policy in loaded
        .policies
        .iter()
        .flat_map(|(_, policy)| policy.lineage())
    {
        let inline = inline_waivers(Document::Policy, &policy.source).map_err(Failure::Input)?;
        if !inline.is_empty() {
            texts.push(policy.source.clone());
            waivers.extend(inline);
        }
    }
    let baseline = match baseline {
        Some(baseline) => Some(baseline),
        None => settings::baseline_path(arguments.baseline.as_deref(), config)
            .map(|path| settings::baseline(&path))
            .transpose()?
            .map(|baseline| baseline.on(today)),
    };
    let live = arguments.live.source(global)?;
    let read = arguments.read.options();
    let inputs = roles::inputs(&arguments.inputs(config, live.is_some())?, &read);
    if !global.quiet {
        for note in &inputs.notes {
            // When standard error is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "note: {}", harmless(note));
        }
    }
    let mut session = Session {
        selections,
        options,
        read,
        waivers: settings::waivers_at_work(waivers, arguments.warn_expiring, config, today),
        baseline,
        summary: nothing(),
        renderer,
        texts,
    };
    session.all(loaded.problems, inputs, live.as_ref(), &mut stdout())?;
    Ok((session.summary.outcome, session.baseline))
}

impl Arguments {
    fn formats(&self) -> impl Iterator<Item = Format> {
        let files = self.reports.iter().map(|report| report.format);
        self.format.into_iter().chain(files)
    }

    fn setting(&self, config: Option<&Config>, global: Global) -> Setting {
        Setting {
            screen: Screen::of(global.color),
            detail: global.detail(),
            fail_on: self.options(config).fail_on,
        }
    }

    /// Saves the reports of a run that failed. What reads a machine format gets a whole document
    /// also when a configuration or a baseline keeps anything from being compared; a person reads
    /// why on standard error.
    fn whole(&self, failure: Failure, mut reports: Reports) -> Result<Failure, Failure> {
        let machine = self
            .formats()
            .any(|f| !matches!(f, Format::Human | Format::Plain));
        if let (Failure::Input(problems), true) = (&failure, machine) {
            invalid(problems, &mut reports)?;
        }
        // The files are written also when nobody reads standard output any more.
        if !matches!(failure, Failure::Usage { .. }) {
            reports.save()?;
        }
        Ok(failure)
    }

    /// The day for which waivers are judged.
    pub(super) fn today(&self) -> Date {
        settings::today(self.today)
    }

    /// What the flags say of the comparison, over what the configuration says.
    pub(super) fn options(&self, config: Option<&Config>) -> Options {
        let mut options = settings::options(config);
        if let Some(unlisted) = self.unlisted {
            options.unlisted = Some(unlisted.into());
        }
        if let Some(items) = self.customize_items {
            options.customize_items = Some(match items {
                CustomizeItemsArgument::Allowed => CustomizeItems::Allowed,
                CustomizeItemsArgument::Disallowed => CustomizeItems::Disallowed,
            });
        }
        if let Some(fail_on) = self.fail_on {
            options.fail_on = fail_on.into();
        }
        options
    }

    /// Where roles lie: what the command line names, or else the configuration.
    fn inputs(&self, config: Option<&Config>, live: bool) -> Result<Vec<String>, Failure> {
        if live || !self.roles.is_empty() {
            return Ok(self.roles.clone());
        }
        let configured: Vec<String> = config
            .into_iter()
            .flat_map(|config| {
                config
                    .document
                    .roles
                    .iter()
                    .map(|role| config.path(&role.value))
            })
            .map(|path| path.to_string_lossy().into_owned())
            .collect();
        if configured.is_empty() {
            return Err(Failure::usage(
                "no role is given, so there is nothing to compare",
                "name a file, a folder, a pattern, or `-` for standard input; or `--live`; or write \
                 `roles` in leastwise.yaml",
            ));
        }
        Ok(configured)
    }

    /// What prints the reports: one to standard output unless it has a file, the rest to files.
    pub(super) fn renderers(
        &self,
        config: Option<&Config>,
        setting: Setting,
    ) -> Result<Reports, Failure> {
        let mut files = self.reports.clone();
        files.extend(settings::reports(config)?);
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
