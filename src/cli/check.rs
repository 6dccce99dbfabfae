//! `leastwise check`: compare roles with policies.

use std::path::PathBuf;
use std::process::ExitCode;
#[cfg(feature = "live")]
use std::time::Duration;

use clap::builder::{PossibleValue, TypedValueParser};

use super::comparison::{Comparison, ComparisonArguments};
use super::failure::Failure;
use super::format::{Format, Setting, in_github};
use super::output::Screen;
use super::outputs::Outputs;
use super::reports::{ReportArguments, Reports};
use super::session::invalid;
#[cfg(feature = "live")]
use super::watch;
use super::{Ended, Global, next, settings};
use crate::compare::Options;
use crate::config::Config;
use crate::render::Renderer;
use crate::report::{Baseline, FailOn, Outcome, Subject};
use crate::risk::RiskSeverity;

#[derive(Debug, clap::Args)]
#[group(id = "check")]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) comparison: ComparisonArguments,
    #[command(flatten, next_help_heading = "Output")]
    pub(super) report: ReportArguments,
    /// Count the findings by rule and by module instead of listing them
    #[arg(help_heading = "Output", long, conflicts_with_all = ["format", "output"])]
    statistics: bool,
    /// Fail the run at this severity or above [default: error]
    #[arg(help_heading = "Gate", long, value_name = "SEVERITY", value_parser = settings::fail_on())]
    fail_on: Option<FailOn>,
    /// Also fail the run for excessive permissions at this risk level or above
    #[arg(help_heading = "Gate", long, value_name = "RISK", value_parser = risk())]
    fail_on_risk: Option<RiskSeverity>,
    /// Baseline file; findings listed there do not fail the run
    #[arg(help_heading = "Gate", long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// With --live: read the role again every few seconds, and show the remaining changes until
    /// there are none
    #[cfg(feature = "live")]
    #[arg(
        help_heading = "ConnectWise",
        long,
        value_name = "SECONDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = watch::USUAL,
        requires = "live",
        conflicts_with_all = ["format", "output", "reports"],
        value_parser = settings::seconds(1.0, 3600.0),
        allow_negative_numbers = true,
    )]
    watch: Option<Duration>,
}

/// Reads a level of risk that can fail a run.
fn risk() -> impl TypedValueParser<Value = RiskSeverity> {
    let word = |risk: RiskSeverity, help| (PossibleValue::new(risk.word()).help(help), risk);
    settings::one_of([
        word(
            RiskSeverity::Critical,
            "Enough to take over the tenant, redirect money or read stored passwords",
        ),
        word(
            RiskSeverity::High,
            "Critical, or enough to read secrets or to destroy or falsify records",
        ),
    ])
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    #[cfg(feature = "live")]
    if let Some(every) = arguments.watch {
        let wanted = watch::Wanted {
            comparison: &arguments.comparison,
            baseline: arguments.baseline.clone(),
            fail_on: arguments.fail_on,
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
    let mut reports = arguments.renderers(config.as_ref(), setting)?;
    let ended = match compare_all(arguments, config.as_ref(), &mut reports, global, None) {
        Err(failure) => return Err(arguments.whole(failure, reports, global)?),
        Ok(ended) => ended,
    };
    reports.save(global.sink)?;
    if let (Outcome::Findings, Some(step)) = (ended.0, next::plan_command()) {
        global.sink.next(arguments.report.file(), &step);
    }
    Ok(ExitCode::from(ended.0.exit_code()))
}

/// Compares all roles named by the arguments and the configuration, and returns the findings seen
/// for the baseline. `baseline` replaces the configured one.
pub(super) fn compare_all(
    arguments: &Arguments,
    config: Option<&Config>,
    renderer: &mut dyn Renderer,
    global: Global,
    baseline: Option<Baseline>,
) -> Result<(Outcome, Option<Baseline>), Failure> {
    let today = arguments.comparison.today();
    let configured = settings::reports(config)?;
    let formats = || arguments.report.formats(&configured);
    let mut options = arguments.options(config);
    options.record_passes = formats().any(Format::shows_passes);
    options.record_matrix = formats().any(Format::shows_matrix);
    // Dozens of notes per role cost as much as reading it: if no format shows them, they are only
    // counted.
    options.count_unknown = !formats().any(|format| format.shows_notes(global.detail()))
        && !arguments.shows_notes_unasked(global);
    #[cfg(feature = "live")]
    if arguments.watch.is_some() {
        return Err(Failure::usage(
            "only `leastwise check` can watch a role",
            "leave out `--watch`",
        ));
    }
    let known = settings::baseline_path(arguments.baseline.as_deref(), config);
    let (outputs, baseline) = if baseline.is_some() {
        // Writes the baseline instead of a report.
        let known = known.unwrap_or_else(|| PathBuf::from(settings::BASELINE));
        let outputs = Outputs::new([known.as_path()])?;
        arguments.comparison.spare(&outputs)?;
        (outputs, baseline)
    } else {
        let outputs = arguments.outputs(config)?;
        outputs.refuse("the baseline", known)?;
        arguments.spare(&outputs)?;
        let baseline = settings::baseline_of(arguments.baseline.as_deref(), config, today)?;
        (outputs, baseline)
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
    /// The output files named by the arguments and the configuration.
    fn outputs(&self, config: Option<&Config>) -> Result<Outputs, Failure> {
        let files = self.report.files(&settings::reports(config)?);
        Outputs::new(files.iter().map(|file| file.path.as_path()))
    }

    /// Rejects outputs that would overwrite inputs.
    fn spare(&self, outputs: &Outputs) -> Result<(), Failure> {
        outputs.refuse("the baseline", &self.baseline)?;
        self.comparison.spare(outputs)
    }

    /// Whether the default format shows individual notes.
    fn shows_notes_unasked(&self, global: Global) -> bool {
        let annotates = self.report.output.is_none() && in_github();
        self.report.format.is_none() && (annotates || Format::Human.shows_notes(global.detail()))
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
        let machine = self.report.formats(&[]).any(|f| !f.is_text());
        if let (Failure::Input(problems), true) = (&failure, machine) {
            invalid(problems, &mut reports, global.sink)?;
        }
        // The files are written even if standard output is closed.
        if !matches!(failure, Failure::Usage { .. }) {
            reports.save(global.sink.with_quiet(true))?;
        }
        Ok(failure)
    }

    /// The options of the comparison: flags take precedence over the configuration.
    pub(super) fn options(&self, config: Option<&Config>) -> Options {
        let mut options = self.comparison.options(config);
        options.fail_on = self.fail_on.unwrap_or(options.fail_on);
        options.fail_on_risk = self.fail_on_risk.or(options.fail_on_risk);
        options
    }

    /// The renderers: one for standard output unless it has a file, the rest for files.
    pub(super) fn renderers(
        &self,
        config: Option<&Config>,
        setting: Setting,
    ) -> Result<Reports, Failure> {
        let configured = settings::reports(config)?;
        Ok(self.report.reports(&configured, setting, || {
            if self.statistics {
                Format::statistics(setting)
            } else if self.report.output.is_some() {
                // An explicit `-o -` means the report alone, without annotations.
                Format::Human.renderer(setting)
            } else {
                Format::default_renderer(setting)
            }
        }))
    }
}
