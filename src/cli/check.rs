//! `leastwise check`: compare roles with policies.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;

use super::comparison::{Comparison, ComparisonArguments};
use super::failure::Failure;
use super::format::{Format, Setting, in_github};
use super::output::{self, Screen};
use super::outputs::Outputs;
use super::reports::{ReportFile, Reports};
use super::session::invalid;
use super::{Ended, Global, next, settings, watch};
use crate::compare::Options;
use crate::config::Config;
use crate::model::Date;
use crate::render::Renderer;
use crate::report::{Baseline, FailOn, Outcome, Severity, Subject};
use crate::risk::RiskSeverity;

#[derive(Debug, clap::Args)]
#[group(id = "check")]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) comparison: ComparisonArguments,
    /// Format of the report [default: determined by the output file's extension, otherwise human,
    /// with annotations in GitHub workflows]
    #[arg(help_heading = "Output", long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write the report to a file; its extension, such as .html, .md or .sarif, determines the
    /// format
    #[arg(help_heading = "Output", short, long, value_name = "FILE")]
    output: Option<std::path::PathBuf>,
    /// Write an additional report to a file. Can be specified multiple times
    #[arg(help_heading = "Output", long = "report", value_name = "FORMAT=FILE")]
    reports: Vec<ReportFile>,
    /// Count the findings by rule and by module instead of listing them
    #[arg(help_heading = "Output", long, conflicts_with_all = ["format", "output"])]
    statistics: bool,
    /// Fail the run at this severity or above [default: error]
    #[arg(help_heading = "Gate", long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOnArgument>,
    /// Also fail the run for excessive permissions at this risk level or above
    #[arg(help_heading = "Gate", long, value_enum, value_name = "RISK")]
    fail_on_risk: Option<RiskArgument>,
    /// Baseline file; findings listed there do not fail the run
    #[arg(help_heading = "Gate", long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    #[command(flatten)]
    pub(super) watch: watch::WatchArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOnArgument {
    Error,
    Warning,
    Note,
    Never,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RiskArgument {
    /// Enough to take over the tenant, redirect money or read stored passwords
    Critical,
    /// Critical, or enough to read secrets or to destroy or falsify records
    High,
}

impl From<RiskArgument> for RiskSeverity {
    fn from(argument: RiskArgument) -> Self {
        match argument {
            RiskArgument::Critical => Self::Critical,
            RiskArgument::High => Self::High,
        }
    }
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    if let Some(every) = arguments.watch.every() {
        let wanted = watch::Wanted {
            comparison: &arguments.comparison,
            baseline: arguments.baseline.clone(),
            fail_on: arguments.fail_on.map(FailOn::from),
            every,
        };
        return watch::run(&wanted, global);
    }
    arguments.spare(&arguments.outputs(None)?)?;
    let config = match arguments.comparison.config.load() {
        Ok(config) => config,
        // A missing configuration is a usage error; one that was read and is invalid is an input
        // error.
        Err(Failure::Input(problems)) if problems.iter().any(|p| p.source.is_some()) => {
            let reports = arguments.renderers(None, arguments.setting(None, global))?;
            return Err(arguments.whole(Failure::Input(problems), reports, global)?);
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
        Err(failure) => return Err(arguments.whole(failure, reports, global)?),
        Ok(ended) => ended,
    };
    reports.save(global.sink)?;
    if let (Outcome::Findings, Some(step)) = (ended.0, next::plan_command()) {
        global
            .sink
            .next(output::file(arguments.output.as_deref()), &step);
    }
    Ok(ExitCode::from(ended.0.exit_code()))
}

/// Compares all roles named by the arguments and the configuration, and returns the findings seen
/// for the baseline. `baseline` replaces the configured one.
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
    // Dozens of notes per role cost as much as reading it: if no format shows them, they are only
    // counted.
    options.count_unknown = !formats().any(|format| format.shows_notes(global.detail()))
        && !arguments.shows_notes_unasked(global);
    if arguments.watch.every().is_some() {
        return Err(Failure::usage(
            "only `leastwise check` can watch a role",
            "leave out `--watch`",
        ));
    }
    let known = settings::baseline_path(arguments.baseline.as_deref(), config);
    let outputs = if baseline.is_some() {
        // Writes the baseline instead of a report.
        let known = known.unwrap_or_else(|| PathBuf::from(settings::BASELINE));
        let outputs = Outputs::new([known.as_path()])?;
        arguments.comparison.spare(&outputs)?;
        outputs
    } else {
        let outputs = arguments.outputs(config)?;
        outputs.refuse("the baseline", known)?;
        arguments.spare(&outputs)?;
        outputs
    };
    let baseline = match baseline {
        Some(baseline) => Some(baseline),
        None => settings::baseline_of(arguments.baseline.as_deref(), config, today)?,
    };
    Comparison {
        arguments: &arguments.comparison,
        config,
        options,
        global,
        today,
        baseline,
        plans: false,
        outputs,
    }
    .run(renderer)
}

impl Arguments {
    /// Whether a report is requested, in any way.
    pub(super) fn writes_a_report(&self) -> bool {
        self.format.is_some() || self.output.is_some() || !self.reports.is_empty()
    }

    /// The output files named by the arguments and the configuration.
    fn outputs(&self, config: Option<&Config>) -> Result<Outputs, Failure> {
        let configured = settings::reports(config)?;
        let reports = self.reports.iter().chain(&configured);
        let output = output::file(self.output.as_deref());
        Outputs::new(
            output
                .into_iter()
                .chain(reports.map(|report| report.path.as_path())),
        )
    }

    /// Rejects outputs that would overwrite inputs.
    fn spare(&self, outputs: &Outputs) -> Result<(), Failure> {
        outputs.refuse("the baseline", &self.baseline)?;
        self.comparison.spare(outputs)
    }

    /// Whether the default format shows individual notes.
    fn shows_notes_unasked(&self, global: Global) -> bool {
        let annotates = self.output.is_none() && in_github();
        self.format.is_none() && (annotates || Format::Human.shows_notes(global.detail()))
    }

    fn formats(&self) -> impl Iterator<Item = Format> {
        let files = self.reports.iter().map(|report| report.format);
        let output = output::file(self.output.as_deref());
        let main = self.format.or_else(|| output.and_then(Format::of_file));
        main.into_iter().chain(files)
    }

    fn setting(&self, config: Option<&Config>, global: Global) -> Setting {
        Setting {
            screen: Screen::of(global.color),
            detail: global.detail(),
            fail_on: self.options(config).fail_on,
            subject: Subject::Role,
        }
    }

    /// Completes the reports of a failed run, so that readers of machine formats get a valid
    /// document even if a configuration or baseline error prevented the comparison. The reason is
    /// also on standard error.
    fn whole(
        &self,
        failure: Failure,
        mut reports: Reports,
        global: Global,
    ) -> Result<Failure, Failure> {
        let machine = self.formats().any(|f| !f.is_text());
        if let (Failure::Input(problems), true) = (&failure, machine) {
            invalid(problems, &mut reports, global.sink)?;
        }
        // The files are written even if standard output is closed.
        if !matches!(failure, Failure::Usage { .. }) {
            reports.save(global.sink.with_quiet(true))?;
        }
        Ok(failure)
    }

    /// The date for expiry of waivers.
    pub(super) fn today(&self) -> Date {
        self.comparison.today()
    }

    /// The options of the comparison: flags take precedence over the configuration.
    pub(super) fn options(&self, config: Option<&Config>) -> Options {
        let mut options = self.comparison.options(config);
        if let Some(fail_on) = self.fail_on {
            options.fail_on = fail_on.into();
        }
        if let Some(risk) = self.fail_on_risk {
            options.fail_on_risk = Some(risk.into());
        }
        options
    }

    /// The renderers: one for standard output unless it has a file, the rest for files.
    pub(super) fn renderers(
        &self,
        config: Option<&Config>,
        setting: Setting,
    ) -> Result<Reports, Failure> {
        let mut files = self.reports.clone();
        files.extend(settings::reports(config)?);
        let main = match (output::file(self.output.as_deref()), self.format) {
            (Some(path), format) => {
                let format = format.or_else(|| Format::of_file(path));
                let format = format.unwrap_or(Format::Human);
                let path = path.to_owned();
                files.insert(0, ReportFile { format, path });
                None
            }
            (None, Some(format)) => Some(format.renderer(setting)),
            (None, None) if self.statistics => Some(Format::statistics(setting)),
            // An explicit `-o -` means the report alone, without annotations.
            (None, None) if self.output.is_some() => Some(Format::Human.renderer(setting)),
            (None, None) => Some(Format::default_renderer(setting)),
        };
        Ok(Reports::new(main, &files, setting))
    }
}
