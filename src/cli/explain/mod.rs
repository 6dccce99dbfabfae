//! `leastwise explain`: the page of a rule.

use std::io::Write;
use std::process::ExitCode;

use super::Ended;
use super::failure::Failure;
use super::output::stdout;
use crate::compare::rules;
use crate::report::RuleId;
use crate::yaml::{list_words, nearest};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The rule; without one, all rules are listed
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Ended {
    let mut out = stdout();
    let Some(name) = &arguments.rule else {
        for rule in rules::all() {
            let info = &rule.info;
            writeln!(out, "{:<22} {:<8} {}", info.id, info.severity, info.summary)?;
        }
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    };
    let names = || RuleId::ALL.into_iter().map(RuleId::name);
    let Some(rule) = rules::all().iter().find(|rule| rule.info.id.name() == name) else {
        let help = match nearest(name, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the rules are {}", list_words(names())),
        };
        return Err(Failure::usage(format!("there is no rule `{name}`"), help));
    };
    let info = &rule.info;
    writeln!(
        out,
        "# {}\n\n{}: {}\n",
        info.id, info.severity, info.summary
    )?;
    for line in info.page.lines() {
        writeln!(out, "{}", line.strip_prefix(' ').unwrap_or(line))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
