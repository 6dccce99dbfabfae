//! `leastwise plan`: the minimum changes that give a role what its policies require.

use std::path::PathBuf;
use std::process::ExitCode;

use super::comparison::{Comparison, ComparisonArguments};
use super::failure::Failure;
use super::format::of_file;
use super::output::{self, Screen};
use super::outputs::Outputs;
use super::reports::Reports;
use super::{Ended, Global, session};
use crate::render::{PlanFormat, PlanLook, Plans, Renderer};
use crate::report::{FailOn, Outcome, Severity};

#[derive(Debug, clap::Args)]
#[group(id = "plan")]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    #[command(flatten)]
    comparison: ComparisonArguments,
    /// Output format [default: determined by the output file's extension, otherwise plain]
    #[arg(help_heading = "Output", long, value_enum, value_name = "FORMAT")]
    format: Option<PlanFormat>,
    /// Write the plan to a file instead of standard output
    #[arg(help_heading = "Output", short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
Exit codes: 0 no step is needed, 1 there are steps, 2 usage error, 3 an input could not be read,
4 inconclusive (a role is incomplete, or a policy has unconfirmed guesses).";

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let output = output::file(arguments.output.as_deref());
    let outputs = Outputs::new(output)?;
    arguments.comparison.spare(&outputs)?;
    let format = arguments
        .format
        .or_else(|| of_file(output))
        .unwrap_or(PlanFormat::Plain);
    let screen = Screen::of_output(global.color, output);
    let look = PlanLook {
        color: screen.color,
        width: screen.width,
    };
    let plans: Box<dyn Renderer> = Box::new(Plans::new(format, look));
    let mut reports = match output {
        Some(path) => Reports::new(None, [(path.to_owned(), plans)]),
        None => Reports::new(Some(plans), []),
    };
    let outcome = match planned(arguments, global, outputs, &mut reports) {
        // Programs get a complete document; the reason is on standard error.
        Err(Failure::Input(problems)) => {
            if format != PlanFormat::Plain {
                session::invalid(&problems, &mut reports, global.sink)?;
            }
            Err(Failure::Input(problems))
        }
        Err(failure) => return Err(failure),
        outcome => outcome,
    };
    reports.save(global.sink)?;
    global.sink.next(
        output,
        "make the changes in System > Security Roles, then run `leastwise check` again",
    );
    Ok(ExitCode::from(outcome?.exit_code()))
}

/// Writes the plans, and returns the exit code.
fn planned(
    arguments: &Arguments,
    global: Global,
    outputs: Outputs,
    plans: &mut dyn Renderer,
) -> Result<Outcome, Failure> {
    let comparison = &arguments.comparison;
    let config = comparison.config.load()?;
    let mut options = comparison.options(config.as_ref());
    // A plan includes every change, regardless of `--fail-on`. Permissions that may be needed are
    // optional.
    options.fail_on = FailOn::At(Severity::Warning);
    let comparison = Comparison {
        arguments: comparison,
        config: config.as_ref(),
        options,
        global,
        today: comparison.today(),
        // A baseline does not shorten a plan.
        baseline: None,
        plans: true,
        outputs,
    };
    Ok(comparison.run(plans)?.0)
}
