//! `leastwise role diff`: what changed between two reads of a role.

pub(in crate::cli) mod folders;

use std::io::Write;
use std::path::Path;

use clap::ValueEnum;

use self::folders::{Pairs, pairs};
use super::super::choices::requirements;
use super::super::failure::{self, exit_code};
use super::super::output::Screen;
use super::super::roles::ReadArguments;
use super::super::{Ended, Global};
use crate::cli::guesses::warn_of_guesses;
use crate::cli::named;
use crate::engine::role_diff::{RoleDiff, diff};
use crate::policy::Choices;
use crate::render::{print_role_diff, write_json};
use crate::risk::RiskSeverity;

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// The earlier read: a file, a directory of snapshots, or REVISION:PATH in a git repository
    #[arg(value_name = "OLD")]
    old: String,
    /// The later read
    #[arg(value_name = "NEW")]
    new: String,
    /// Policies that explain each change: which purpose breaks, which level no policy asks for. Each
    /// is an id, a title from the library or words from one, a path, or a URL with a digest
    #[arg(short, long = "policy", value_name = "ID|FILE")]
    policies: Vec<String>,
    /// Output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// What makes the run fail: `wider` is any wider level
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Gate::Low)]
    fail_on: Gate,
    #[command(flatten)]
    read: ReadArguments,
}

const AFTER_HELP: &str = "\
Exit codes: 0 nothing is wider at or above --fail-on, 1 something is, 2 usage error, 3 a role could
not be read, 4 inconclusive (a role is incomplete, or a policy has unconfirmed guesses).";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for a terminal
    Human,
    /// One JSON document (leastwise/role-diff/v1; for directories, leastwise/roles-diff/v1)
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Gate {
    /// A wider level of critical risk
    Critical,
    /// A wider level of high risk or above
    High,
    /// A wider level of medium risk or above
    Medium,
    /// Same as `wider`
    Low,
    /// Any wider level
    Wider,
    /// Any change
    Any,
    /// Nothing
    Never,
}

impl Gate {
    fn fails(self, diff: &RoleDiff) -> bool {
        match self {
            Self::Critical => diff.is_wider(RiskSeverity::Critical),
            Self::High => diff.is_wider(RiskSeverity::High),
            Self::Medium => diff.is_wider(RiskSeverity::Medium),
            Self::Low | Self::Wider => diff.is_wider(RiskSeverity::Low),
            Self::Any => {
                !(diff.wider.is_empty() && diff.narrower.is_empty() && diff.other.is_empty())
                    || diff.old.administrator != diff.new.administrator
            }
            Self::Never => false,
        }
    }
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let policies = named::policies(&arguments.policies)?;
    let requirements = requirements(&policies, &Choices::default())?;
    let options = arguments.read.options();
    let Pairs {
        both,
        only_old,
        only_new,
    } = if Path::new(&arguments.old).is_dir() || Path::new(&arguments.new).is_dir() {
        pairs(&arguments.old, &arguments.new, &options)?
    } else {
        let old = super::read(&arguments.old, &options);
        Pairs {
            both: vec![failure::both(old, super::read(&arguments.new, &options))?],
            ..Pairs::default()
        }
    };
    let diffs: Vec<RoleDiff> = both
        .iter()
        .map(|(old, new)| diff(old, new, requirements.as_ref()))
        .collect();
    let mut out = global.sink.stdout();
    match (arguments.format, diffs.as_slice()) {
        (Format::Json, [one]) if only_old.is_empty() && only_new.is_empty() => {
            write_json(one, &mut out)?;
        }
        (Format::Json, all) => {
            let folder = folders::FolderDiff::new(all, &only_old, &only_new);
            write_json(&folder, &mut out)?;
        }
        (Format::Human, all) => {
            let screen = Screen::of(global.color);
            for (index, diff) in all.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                print_role_diff(diff, screen.width, screen.color, &mut out)?;
            }
            folders::print_rest(&only_old, &only_new, &mut out)?;
        }
    }
    out.flush()?;
    // A role that is only in the later directory grants new permissions.
    let appeared = arguments.fail_on != Gate::Never && !only_new.is_empty();
    let guesses = warn_of_guesses(&policies, global.sink);
    let inconclusive = guesses || diffs.iter().any(|diff| !diff.complete);
    let fails = appeared || diffs.iter().any(|diff| arguments.fail_on.fails(diff));
    Ok(exit_code(inconclusive, fails))
}
