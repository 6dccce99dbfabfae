//! `leastwise policy list`: the policies in the library.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;

use super::super::failure::Failure;
use super::super::output::Screen;
use super::super::{Ended, Global};
use crate::engine::matching_policies;
use crate::engine::policy_list::{ListedPolicy, PolicyList};
use crate::model::escape_controls;
use crate::render::{count, wrapped, write_json};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Words from the id, title or vendor; without any, all policies are listed
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for a terminal
    Human,
    /// One JSON document (leastwise/policy-list/v1)
    Json,
}

/// What the second half of a line says: `11 levels, all with reasons; read 2026-11-23`.
fn about(policy: &ListedPolicy) -> String {
    let levels = match policy.levels {
        0 => "levels only with a feature".to_owned(),
        several => count(several, "level"),
    };
    let reasons = match policy.reasons {
        _ if policy.levels == 0 => String::new(),
        0 => ", no reasons".to_owned(),
        all if all == policy.levels => ", reasons for all".to_owned(),
        some => format!(", reasons for {some}"),
    };
    let version = policy
        .version
        .as_deref()
        .map_or(String::new(), |version| format!("version {version}, "));
    let read = policy
        .retrieved
        .as_deref()
        .map_or(String::new(), |day| format!(", read {day}"));
    format!("{version}{}, {levels}{reasons}{read}", policy.coverage)
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let words = arguments.words.join(" ");
    let ids = matching_policies(&words);
    if ids.is_empty() {
        return Err(Failure::usage(
            format!("no policy in the library matches `{words}`"),
            "`leastwise policy list` shows all; `leastwise policy import` drafts one from a help page",
        ));
    }
    let policies = ids
        .iter()
        .map(|id| Ok(crate::cli::named::policy(id)??))
        .collect::<Result<Vec<_>, Failure>>()?;
    let list = PolicyList::of(&policies);
    let mut out = global.sink.stdout();
    match arguments.format {
        Format::Json => write_json(&list, &mut out)?,
        Format::Human => {
            // Without a terminal, each policy is one line, for other programs.
            let width = Screen::of(global.color).cut;
            table(&list.policies, width.unwrap_or(usize::MAX), &mut out)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// One line per policy where the screen is wide enough, and wrapped lines otherwise.
fn table(policies: &[ListedPolicy], width: usize, out: &mut impl Write) -> std::io::Result<()> {
    let ids = policies.iter().map(|policy| policy.id.len());
    let ids = ids.max().unwrap_or(0);
    for policy in policies {
        let head = format!("{:<ids$}  ", policy.id);
        let title = escape_controls(&policy.title);
        let about = about(policy);
        let text = format!("{title} ({})", escape_controls(&about));
        if width >= ids + 42 {
            for line in wrapped(&head, &text, width, str::to_owned) {
                writeln!(out, "{line}")?;
            }
        } else {
            writeln!(out, "{}", policy.id)?;
            for line in wrapped("  ", &text, width, str::to_owned) {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}
