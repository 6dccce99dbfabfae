//! `leastwise baseline`: record current findings, so that only new ones fail.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use super::failure::Failure;
use super::output::{Screen, pretty};
use super::sink::Sink;
use super::{Ended, Global, check, settings};
use crate::model::Problem;
use crate::render::count;
use crate::report::{Baseline, Outcome, RuleId};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Write all findings of a run to the baseline
    Write(check::Arguments),
    /// Remove fixed findings from the baseline; never adds any
    Prune(check::Arguments),
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    match &arguments.command {
        Command::Write(arguments) => write(arguments, global),
        Command::Prune(arguments) => prune(arguments, global),
    }
}

fn write(arguments: &check::Arguments, global: Global) -> Ended {
    let today = arguments.comparison.today();
    let (path, seen) = compare(arguments, global, Baseline::empty(today), "written")?;
    let document = seen.rewritten();
    global.sink.save_private(&path, &pretty(&document)?)?;
    global.sink.say(&format!(
        "{}: {}",
        super::input::shown(&path),
        count(document.findings.len(), "known finding")
    ))?;
    let configured = arguments.comparison.config.load()?;
    let configured = configured.is_some_and(|config| config.document.baseline.is_some());
    if !configured {
        global.sink.say(&format!(
            "next: check with `--baseline {0}`, or add `baseline: {0}` to leastwise.yaml",
            path.display()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn prune(arguments: &check::Arguments, global: Global) -> Ended {
    let config = arguments.comparison.config.load()?;
    let path = path(arguments, config.as_ref());
    let before = settings::baseline(&path)?.on(arguments.comparison.today());
    let known = before.size();
    let (path, seen) = compare(arguments, global, before, "pruned")?;
    let unmet = seen.unmet();
    let document = seen.pruned();
    global.sink.save_private(&path, &pretty(&document)?)?;
    let kept = document.findings.len();
    let others = if unmet == 0 {
        String::new()
    } else {
        format!(", {unmet} of them for roles that were not compared")
    };
    global.sink.say(&format!(
        "{}: {} removed, {kept} kept{others}",
        super::input::shown(&path),
        known - kept
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Runs the comparison and prints only read errors. `done` says what is then done with the
/// baseline.
fn compare(
    arguments: &check::Arguments,
    global: Global,
    baseline: Baseline,
    done: &str,
) -> Result<(PathBuf, Baseline), Failure> {
    if arguments.report.is_given() {
        return Err(Failure::usage(
            "this command writes no report: `--output`, `--format` and `--report` are not allowed",
            "`--baseline FILE` chooses the file to write",
        ));
    }
    let config = arguments.comparison.config.load()?;
    let path = path(arguments, config.as_ref());
    let mut renderer = Unread {
        screen: Screen::of(global.color),
        sink: global.sink,
    };
    let (config, baseline) = (config.as_ref(), Some(baseline));
    let (outcome, seen) = check::compare_all(arguments, config, &mut renderer, global, baseline)?;
    let seen = seen.unwrap_or_else(|| Baseline::empty(arguments.comparison.today()));
    // An incomplete read cannot be recorded: later findings would look new or fixed.
    let why = match outcome {
        Outcome::Clean | Outcome::Findings => return Ok((path, seen)),
        Outcome::Invalid => "an input could not be read",
        Outcome::Inconclusive => "a role is incomplete, or a policy has unconfirmed guesses",
    };
    let problem = Problem::new(format!("the baseline was not {done}: {why}"))
        .with_help("fix or omit the inputs above, and run it again");
    Err(Failure::ended(problem, outcome))
}

fn path(arguments: &check::Arguments, config: Option<&crate::config::Config>) -> PathBuf {
    settings::baseline_path(arguments.baseline.as_deref(), config)
        .unwrap_or_else(|| PathBuf::from(settings::BASELINE))
}

/// Prints read errors and incomplete roles on standard error, and nothing else.
struct Unread {
    screen: Screen,
    sink: Sink,
}

impl crate::render::Renderer for Unread {
    fn role(
        &mut self,
        report: &std::sync::Arc<crate::report::RoleReport>,
        _: &crate::render::Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let incomplete = |finding: &&crate::report::Finding| finding.rule == RuleId::IncompleteRole;
        match report.findings.iter().find(incomplete) {
            Some(finding) => {
                let problem = Problem::in_file(&*report.source, finding.message.clone());
                self.error(&problem.into(), out)
            }
            None => Ok(()),
        }
    }

    fn error(&mut self, error: &crate::report::InputError, _: &mut dyn Write) -> io::Result<()> {
        let look = crate::render::Look {
            color: self.screen.color,
            links: false,
            width: self.screen.width,
            detail: crate::render::Detail::Normal,
        };
        crate::render::Full::new(look).error(error, &mut self.sink.stderr())
    }

    fn finish(&mut self, _: &crate::report::RunSummary, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
