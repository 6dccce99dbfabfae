//! `leastwise policy list`: the policies of the library.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use serde::Serialize;

use super::super::failure::Failure;
use super::super::output::{Screen, stdout};
use super::super::{Ended, Global};
use crate::engine::matching_policies;
use crate::model::{Level, harmless};
use crate::policy::{Choices, Coverage, Policy, resolve};
use crate::render::{wrapped, write_json};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Words of the id, the title or the vendor; without any, all policies are listed
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

/// Policies of the library: `leastwise/policy-list/v1`.
#[derive(Debug, Serialize)]
struct List {
    schema: &'static str,
    policies: Vec<Listed>,
}

/// One policy.
#[derive(Debug, Serialize)]
struct Listed {
    id: String,
    title: String,
    vendor: Option<String>,
    /// The version of the vendor's table.
    version: Option<String>,
    coverage: &'static str,
    /// How many levels it asks for without any feature.
    levels: usize,
    /// How many of them have a reason.
    reasons: usize,
    /// The page that the table was read from.
    source: Option<String>,
    /// The day on which it was read.
    retrieved: Option<String>,
}

impl Listed {
    fn of(policy: &Policy) -> Self {
        let document = &policy.document;
        let requirements = resolve(&[policy], &Choices::default()).ok();
        let asked: Vec<bool> = requirements
            .iter()
            .flat_map(|requirements| &requirements.functions)
            .flat_map(|function| function.operations.iter())
            .filter_map(|(_, asked)| asked.as_ref())
            .filter(|asked| asked.range.min > Level::None)
            .map(|asked| asked.origins.iter().any(|origin| origin.purpose.is_some()))
            .collect();
        let source = document.sources.first();
        Self {
            id: policy.id().to_owned(),
            title: document.title.clone(),
            vendor: document.vendor.as_deref().map(str::to_owned),
            version: document.version.as_deref().map(str::to_owned),
            coverage: match document.coverage {
                Coverage::Complete => "complete",
                Coverage::Partial => "partial",
            },
            levels: asked.len(),
            reasons: asked.iter().filter(|reason| **reason).count(),
            source: source.map(|source| source.url.clone()),
            retrieved: source
                .and_then(|source| source.retrieved.as_ref())
                .map(|day| day.value.clone()),
        }
    }

    /// The second half of a line: `11 levels, all with reasons; read 2026-11-23`.
    fn about(&self) -> String {
        let levels = match self.levels {
            0 => "no levels without a feature".to_owned(),
            1 => "1 level".to_owned(),
            several => format!("{several} levels"),
        };
        let reasons = match self.reasons {
            0 => "no reasons".to_owned(),
            all if all == self.levels => "reasons for all".to_owned(),
            some => format!("reasons for {some}"),
        };
        let reasons = if self.levels == 0 {
            String::new()
        } else {
            format!(", {reasons}")
        };
        let version = self
            .version
            .as_deref()
            .map_or(String::new(), |version| format!("version {version}, "));
        let read = self
            .retrieved
            .as_deref()
            .map_or(String::new(), |day| format!(", read {day}"));
        format!("{version}{}, {levels}{reasons}{read}", self.coverage)
    }
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let words = arguments.words.join(" ");
    let ids = matching_policies(&words);
    if ids.is_empty() {
        return Err(Failure::usage(
            format!("no policy of the library contains `{words}`"),
            "`leastwise policy list` shows all; `leastwise policy import` drafts one from a help page",
        ));
    }
    let policies = ids
        .iter()
        .map(|id| super::read(id).map(|policy| Listed::of(&policy)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut out = stdout();
    match arguments.format {
        Format::Json => write_json(
            &List {
                schema: "leastwise/policy-list/v1",
                policies,
            },
            &mut out,
        )?,
        Format::Human => {
            // Without a terminal, each policy is one line, for other programs.
            let width = Screen::of(global.color).cut;
            table(&policies, width.unwrap_or(usize::MAX), &mut out)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// One line per policy if the screen is wide enough, and wrapped lines otherwise.
fn table(policies: &[Listed], width: usize, out: &mut impl Write) -> std::io::Result<()> {
    let ids = policies.iter().map(|policy| policy.id.len());
    let ids = ids.max().unwrap_or(0);
    for policy in policies {
        let head = format!("{:<ids$}  ", policy.id);
        let title = harmless(&policy.title);
        let about = policy.about();
        let text = format!("{title} ({})", harmless(&about));
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
