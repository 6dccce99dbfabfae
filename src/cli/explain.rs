//! `leastwise explain`: the page of a rule.

use std::io::Write;
use std::process::ExitCode;

use super::Ended;
use super::failure::Failure;
use super::output::stdout;
use crate::compare::rules;
use crate::policy::lint;
use crate::report::Severity;
use crate::yaml::{list_words, nearest};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The rule; without one, all rules are listed
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

/// What is told of a rule, whatever it looks at.
struct Page {
    name: &'static str,
    severity: Severity,
    summary: &'static str,
    text: &'static str,
}

/// The rules on roles.
fn of_check() -> impl Iterator<Item = Page> {
    rules::all().iter().map(|rule| Page {
        name: rule.info.id.name(),
        severity: rule.info.severity,
        summary: rule.info.summary,
        text: rule.info.page,
    })
}

/// The rules on policies.
fn of_lint() -> impl Iterator<Item = Page> {
    lint::rules().iter().map(|rule| Page {
        name: rule.info.id.name(),
        severity: rule.info.severity,
        summary: rule.info.summary,
        text: rule.info.page,
    })
}

pub(super) fn run(arguments: &Arguments) -> Ended {
    let mut out = stdout();
    let Some(name) = &arguments.rule else {
        list("Rules of `leastwise check`:", of_check(), &mut out)?;
        writeln!(out)?;
        list("Rules of `leastwise policy lint`:", of_lint(), &mut out)?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    };
    let names = || of_check().chain(of_lint()).map(|page| page.name);
    let Some(page) = of_check().chain(of_lint()).find(|page| page.name == name) else {
        let help = match nearest(name, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the rules are {}", list_words(names())),
        };
        return Err(Failure::usage(format!("there is no rule `{name}`"), help));
    };
    writeln!(
        out,
        "# {}\n\n{}: {}\n",
        page.name, page.severity, page.summary
    )?;
    for line in page.text.lines() {
        writeln!(out, "{}", line.strip_prefix(' ').unwrap_or(line))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn list(
    title: &str,
    pages: impl Iterator<Item = Page>,
    out: &mut impl Write,
) -> std::io::Result<()> {
    writeln!(out, "{title}")?;
    for page in pages {
        writeln!(
            out,
            "  {:<22} {:<8} {}",
            page.name, page.severity, page.summary
        )?;
    }
    Ok(())
}
