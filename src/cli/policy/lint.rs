//! `leastwise policy lint`: check policies for likely mistakes.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use super::super::failure::Failure;
use super::super::format::{Format, Setting};
use super::super::output::{self, Screen};
use super::super::outputs::Outputs;
use super::super::reports::{ReportFile, Reports};
use super::super::settings::today;
use super::super::{Ended, Global};
use super::FailOnArgument;
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
    /// Format of the report [default: determined by the output file's extension, otherwise human,
    /// with annotations in GitHub workflows]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write the report to a file; its extension, such as .html, .md or .sarif, determines the
    /// format
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write an additional report to a file. Can be specified multiple times
    #[arg(long = "report", value_name = "FORMAT=FILE")]
    reports: Vec<ReportFile>,
    /// Fail the run at this severity or above
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOnArgument::Error)]
    fail_on: FailOnArgument,
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
    let fail_on = FailOn::from(arguments.fail_on);
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
    let mut reports = arguments.renderers(setting, policies.iter().flatten())?;
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

impl Arguments {
    /// The renderers: one for standard output unless it has a file, the rest for files.
    fn renderers<'a>(
        &self,
        setting: Setting,
        policies: impl Iterator<Item = &'a Policy>,
    ) -> Result<Reports, Failure> {
        let mut files = self.reports.clone();
        let main = match (output::file(self.output.as_deref()), self.format) {
            (Some(path), format) => {
                let format = format.or_else(|| Format::of_file(path));
                let report = ReportFile {
                    format: format.unwrap_or(Format::Human),
                    path: path.to_owned(),
                };
                files.insert(0, report);
                None
            }
            (None, Some(format)) => Some(format.renderer(setting)),
            (None, None) => Some(Format::Human.renderer(setting)),
        };
        let outputs = Outputs::new(files.iter().map(|file| file.path.as_path()))?;
        outputs.refuse("a policy", &self.policies)?;
        outputs.refuse_policies(policies)?;
        Ok(Reports::new(main, &files, setting))
    }
}
