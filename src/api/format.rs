//! Formats of reports.

use std::fmt;
use std::str::FromStr;

use crate::compare::rules;
use crate::render::{
    Csv, Detail, GitHub, GitLab, Html, Human, JUnit, Json, JsonLines, Look, Markdown, Plain,
    Renderer, Sarif, Tap,
};
use crate::report::FailOn;

/// A format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Text for a terminal of 100 columns, without color.
    Human,
    /// Sentences.
    Plain,
    /// One JSON document, `leastwise/report/v1`.
    Json,
    /// JSON Lines.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of GitHub Actions.
    GitHub,
    /// The code quality report of GitLab.
    GitLab,
    /// JUnit XML.
    JUnit,
    /// Test Anything Protocol 14.
    Tap,
    /// Markdown.
    Markdown,
    /// One self-contained page.
    Html,
    /// A table for a spreadsheet.
    Csv,
}

/// The name of a format that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no format `{}`; use one of ", self.0)?;
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        f.write_str(&names.join(", "))
    }
}

impl std::error::Error for UnknownFormat {}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let mut all = Self::ALL.iter().copied();
        all.find(|format| format.name() == name)
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

impl Format {
    /// All formats.
    pub const ALL: &[Self] = &[
        Self::Human,
        Self::Plain,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::GitHub,
        Self::GitLab,
        Self::JUnit,
        Self::Tap,
        Self::Markdown,
        Self::Html,
        Self::Csv,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Plain => "plain",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
            Self::JUnit => "junit",
            Self::Tap => "tap",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Csv => "csv",
        }
    }

    pub(super) fn renderer(self, fail_on: FailOn) -> Box<dyn Renderer> {
        let rules = || rules::all().iter().map(|rule| &rule.info);
        match self {
            Self::Human => Box::new(Human::new(
                Look {
                    color: false,
                    links: false,
                    width: 100,
                    detail: Detail::Normal,
                },
                None,
            )),
            Self::Plain => Box::new(Plain),
            Self::Json => Box::new(Json::default()),
            Self::Jsonl => Box::new(JsonLines),
            Self::Sarif => Box::new(Sarif::new(rules())),
            Self::GitHub => Box::new(GitHub::default()),
            Self::GitLab => Box::new(GitLab::default()),
            Self::JUnit => Box::new(JUnit::new(fail_on)),
            Self::Tap => Box::new(Tap::new(fail_on)),
            Self::Markdown => Box::new(Markdown::default()),
            Self::Html => Box::new(Html::new(rules())),
            Self::Csv => Box::new(Csv::default()),
        }
    }
}
