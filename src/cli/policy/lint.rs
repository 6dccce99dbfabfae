//! `leastwise policy lint`: check policies for likely mistakes.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use super::super::failure::Failure;
use super::super::format::{Format, Setting};
use super::super::output::Screen;
use super::super::outputs::Outputs;
use super::super::reports::{ReportArguments, Reports};
use super::super::settings::{fail_on, today};
use super::super::{Ended, Global};
use crate::model::{Date, Document, Problem};
use crate::policy::lint::{self, LintOptions, STALE_AFTER};
use crate::policy::{Policy, library};
use crate::render::{Renderer, Texts};
use crate::report::{FailOn, InputError, Outcome, RunSummary, Subject};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// IDs, titles or words of titles from the library, paths, or URLs with a digest [default: the
    /// whole library]
    #[arg(value_name = "POLICY")]
    policies: Vec<String>,
    #[command(flatten)]
    report: ReportArguments,
    /// Fail the run at this severity or above
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = fail_on())]
    fail_on: FailOn,
    /// Number of days after which a source must be read again
    #[arg(long, value_name = "DAYS", default_value_t = STALE_AFTER, value_parser = crate::cli::settings::days::<u32>, allow_negative_numbers = true)]
    stale_after: u32,
    /// The current date [default: today, in UTC]
    #[arg(long, value_name = "DAY", value_parser = day)]
    today: Option<Date>,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| "use the format YYYY-MM-DD, such as 2026-11-23".to_owned())
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let names: Vec<&str> = if arguments.policies.is_empty() {
        library::ids().collect()
    } else {
        arguments.policies.iter().map(String::as_str).collect()
    };
    let options = LintOptions {
        today: today(arguments.today),
        stale_after: arguments.stale_after,
    };
    let fail_on = arguments.fail_on;
    let setting = Setting {
        screen: Screen::of(global.color),
        detail: global.detail(),
        fail_on,
        subject: Subject::Policy,
    };
    let policies = names
        .into_iter()
        .map(crate::cli::named::policy)
        .collect::<Result<Vec<_>, _>>()?;
    let files = arguments.report.files(&[]);
    let outputs = Outputs::new(files.iter().map(|file| file.path.as_path()))?;
    outputs.refuse("a policy", &arguments.policies)?;
    outputs.refuse_policies(policies.iter().flatten())?;
    let human = || Format::Human.renderer(setting);
    let mut reports = arguments.report.reports(&[], setting, human);
    let mut out = global.sink.report(reports.writes_commands());
    let outcome = print(policies, options, fail_on, &mut reports, &mut out)?;
    reports.save(global.sink)?;
    Ok(ExitCode::from(outcome.exit_code()))
}

/// Checks the policies and prints the findings.
fn print(
    policies: Vec<Result<Policy, Vec<Problem>>>,
    options: LintOptions,
    fail_on: FailOn,
    reports: &mut Reports,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let mut run = RunSummary {
        subject: Subject::Policy,
        ..RunSummary::default()
    };
    for policy in policies {
        match policy {
            Ok(policy) => {
                let mut report = lint::report(&policy, options);
                report.set_outcome(fail_on, None);
                run.add(&report);
                let mut texts = Texts::default();
                texts.add(Document::Policy, &policy.source);
                reports.role(&Arc::new(report), &texts, out)?;
            }
            Err(problems) => {
                for problem in problems {
                    let error = InputError::from(problem);
                    reports.error(&error, out)?;
                    run.outcome = Outcome::Invalid;
                    run.errors.push(error.without_text());
                }
            }
        }
    }
    reports.finish(&run, out)?;
    out.flush()?;
    Ok(run.outcome)
}
