//! `leastwise policy lint`: check policies for likely mistakes.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;

use super::super::output::Screen;
use super::super::settings::today;
use super::super::{Ended, Global, input};
use super::FailOnArgument;
use crate::model::Date;
use crate::policy::library;
use crate::policy::lint::{LintOptions, STALE_AFTER, lint};
use crate::render::{LintFormat, LintRun, LintedPolicy, Look};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Ids of the library or paths [default: the whole library]
    #[arg(value_name = "POLICY")]
    policies: Vec<String>,
    /// Output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Fail the run at this severity or above
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOnArgument::Error)]
    fail_on: FailOnArgument,
    /// Number of days after which a source must be read again
    #[arg(long, value_name = "DAYS", default_value_t = STALE_AFTER)]
    stale_after: u32,
    /// The current date [default: today, in UTC]
    #[arg(long, value_name = "DAY", value_parser = day)]
    today: Option<Date>,
}

/// Output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Drawn for a terminal
    Human,
    /// Sentences, for screen readers and logs
    Plain,
    /// One JSON document (leastwise/lint/v1)
    Json,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| "write a date such as 2026-11-23".to_owned())
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
    let screen = Screen::of(global.color);
    let format = match arguments.format {
        Format::Human => LintFormat::Human(Look {
            color: screen.color,
            links: screen.terminal,
            width: screen.width,
            detail: global.detail(),
        }),
        Format::Plain => LintFormat::Plain,
        Format::Json => LintFormat::Json,
    };
    let policies = names
        .into_iter()
        .map(input::policy)
        .collect::<Result<Vec<_>, _>>()?;
    let mut run = LintRun::new(format, arguments.fail_on.into());
    let mut out = global.sink.stdout();
    for policy in policies {
        match policy {
            Ok(policy) => {
                let linted = LintedPolicy {
                    source: policy.source.name().to_owned(),
                    id: policy.id().to_owned(),
                    findings: lint(&policy, options),
                };
                run.policy(linted, &policy.source, &mut out)?;
            }
            Err(problems) => {
                for problem in problems {
                    run.error(problem.into(), &mut out)?;
                }
            }
        }
    }
    let outcome = run.finish(&mut out)?;
    out.flush()?;
    Ok(ExitCode::from(outcome.exit_code()))
}
