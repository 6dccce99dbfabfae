//! `leastwise plan`: the minimum changes that give a role what its policies require.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use super::comparison::{Comparison, ComparisonArguments};
use super::failure::Failure;
use super::format::of_file;
use super::output::{self, Screen};
use super::outputs::Outputs;
use super::{Ended, Global, session};
use crate::render::{PlanFormat, PlanLook, Plans};
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
    let mut plans = Plans::new(format, look);
    let mut text = Vec::new();
    let mut stdout = global.sink.stdout();
    let out: &mut dyn Write = match output {
        Some(_) => &mut text,
        None => &mut stdout,
    };
    let outcome = match planned(arguments, global, outputs, &mut plans, out) {
        Ok(outcome) => Ok(outcome),
        // Programs get a complete document; the reason is on standard error.
        Err(Failure::Input(problems)) => {
            if format != PlanFormat::Plain {
                session::invalid_to(&problems, &mut plans, out)?;
            }
            Err(Failure::Input(problems))
        }
        Err(failure) => return Err(failure),
    };
    if let Some(path) = output {
        let failed = |error: io::Error| Failure::Files(vec![(path.to_owned(), error)]);
        global.sink.replace(path, &text).map_err(failed)?;
        global.sink.wrote(path);
        global.sink.next(
            output,
            "make the changes in System > Security Roles, then run `leastwise check` again",
        );
    }
    Ok(ExitCode::from(outcome?.exit_code()))
}

/// Writes the plans, and returns the exit code.
fn planned(
    arguments: &Arguments,
    global: Global,
    outputs: Outputs,
    plans: &mut Plans,
    out: &mut dyn Write,
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
    Ok(comparison.run_with(plans, None, out)?.0)
}
