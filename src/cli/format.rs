//! Names and renderers of the report formats.

use std::path::Path;

use clap::ValueEnum;

use super::next;
use super::output::Screen;
use crate::compare::rules;
use crate::policy::lint;
use crate::render::{
    Concise, Csv, Detail, Full, GitHub, GitLab, GithubLog, Html, Human, JUnit, Json, JsonLines,
    LintJson, Look, Markdown, Plain, Renderer, Sarif, Spool, Statistics, Tap,
};
use crate::report::{FailOn, RuleInfo, Subject};

/// Format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal: one entry per function, starting with the change to make
    Human,
    /// One line per function
    Concise,
    /// Every finding in full, with all its locations
    Full,
    /// Sentences, for screen readers and logs
    Plain,
    /// One JSON document (leastwise/report/v1; for `policy lint`, leastwise/lint/v1)
    Json,
    /// JSON Lines: one finding per line, as soon as it is known
    Jsonl,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// GitHub Actions annotations
    Github,
    /// GitLab code quality report
    Gitlab,
    /// JUnit XML: one test case per requirement or finding
    Junit,
    /// Test Anything Protocol 14
    Tap,
    /// For a pull request comment or a job summary
    Markdown,
    /// One self-contained, searchable page
    Html,
    /// A table for a spreadsheet
    Csv,
}

/// Properties of the run that a format needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    pub(crate) screen: Screen,
    pub(crate) detail: Detail,
    pub(crate) fail_on: FailOn,
    /// What the run is about: roles or policies.
    pub(crate) subject: Subject,
}

impl Setting {
    /// The rules of the run.
    fn rules(self) -> Vec<&'static RuleInfo> {
        match self.subject {
            Subject::Policy => lint::rules().iter().map(|rule| &rule.info).collect(),
            Subject::Role | Subject::Configuration => {
                rules::all().iter().map(|rule| &rule.info).collect()
            }
        }
    }

    fn look(self) -> Look {
        Look {
            color: self.screen.color,
            links: self.screen.terminal,
            width: self.screen.width,
            detail: self.detail,
        }
    }
}

impl Format {
    /// The names of all formats.
    pub(crate) fn names() -> impl Iterator<Item = String> {
        let values = Self::value_variants().iter();
        values.filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
    }

    /// Whether the format is text for people, without a structure to keep complete.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::Human | Self::Concise | Self::Full | Self::Plain)
    }

    /// Whether the format shows individual met requirements.
    pub(crate) const fn shows_passes(self) -> bool {
        matches!(self, Self::Junit | Self::Tap)
    }

    /// Whether the format shows individual notes.
    pub(crate) fn shows_notes(self, detail: Detail) -> bool {
        !matches!(self, Self::Human | Self::Concise) || detail == Detail::All
    }

    /// Whether the format shows every cell of the role.
    pub(crate) const fn shows_matrix(self) -> bool {
        matches!(self, Self::Html)
    }

    /// Creates the renderer of this format.
    pub(crate) fn renderer(self, setting: Setting) -> Box<dyn Renderer> {
        match self {
            Self::Human => Box::new(Human::new(setting.look(), next::plan_command())),
            Self::Concise => Box::new(Concise::new(Look {
                width: setting.screen.cut.unwrap_or(usize::MAX),
                ..setting.look()
            })),
            Self::Full => Box::new(Full::new(Look {
                detail: match setting.detail {
                    Detail::Errors => Detail::Errors,
                    Detail::Normal | Detail::All => Detail::All,
                },
                ..setting.look()
            })),
            Self::Plain => Box::new(Plain),
            Self::Json if setting.subject == Subject::Policy => Box::new(LintJson::default()),
            Self::Json => Box::new(Json::default()),
            Self::Jsonl => Box::new(JsonLines),
            Self::Sarif => Box::new(Sarif::new(setting.rules())),
            Self::Github => Box::new(GitHub::default()),
            Self::Gitlab => Box::new(GitLab::default()),
            Self::Junit => Box::new(JUnit::new(setting.fail_on).with_spool(spool())),
            Self::Tap => Box::new(Tap::new(setting.fail_on)),
            Self::Markdown => Box::new(Markdown::default()),
            Self::Html => Box::new(Html::new(setting.rules()).with_spools(spool(), spool())),
            Self::Csv => Box::new(Csv::default()),
        }
    }

    /// Counts by rule and by module instead of the findings.
    pub(crate) fn statistics(setting: Setting) -> Box<dyn Renderer> {
        Box::new(Statistics::new(setting.look()))
    }

    /// The default renderer: human, with annotations in a GitHub workflow.
    pub(crate) fn default_renderer(setting: Setting) -> Box<dyn Renderer> {
        let human = Self::Human.renderer(setting);
        if in_github() {
            Box::new(GithubLog::new(human, token()))
        } else {
            human
        }
    }
}

/// The format that the extension of a file names, if a subcommand has it.
pub(crate) fn of_file<F: ValueEnum>(path: Option<&Path>) -> Option<F> {
    let extension = path?.extension()?.to_str()?.to_ascii_lowercase();
    let name = match extension.as_str() {
        "html" | "htm" => "html",
        "md" | "markdown" => "markdown",
        "jsonl" | "ndjson" => "jsonl",
        "xml" => "junit",
        name @ ("csv" | "json" | "sarif" | "tap") => name,
        _ => return None,
    };
    F::from_str(name, false).ok()
}

/// Text up to this size stays in memory.
const IN_MEMORY: usize = 16 << 20;

/// Where a format keeps what follows the totals: memory, and beyond some size a temporary file
/// without a name.
pub(crate) fn spool() -> Spool {
    Spool::new(Box::new(tempfile::spooled_tempfile(IN_MEMORY)))
}

/// Whether this is a step of a GitHub workflow.
pub(crate) fn in_github() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// A random token: the standard library seeds its hashers from the system's randomness.
fn token() -> String {
    use std::hash::{BuildHasher, RandomState};
    let word = || RandomState::new().hash_one(0_u8);
    format!("leastwise-{:016x}{:016x}", word(), word())
}
