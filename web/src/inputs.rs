//! Policies and choices of a run.

use leastwise::compare::{Options, Unlisted};
use leastwise::model::{Date, Problem};
use leastwise::policy::{Choices, Phase, Policy, Version, library};
use serde::Deserialize;

/// The options of a run, as the page sends them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Request {
    /// Ids of the library.
    pub(crate) policies: Vec<String>,
    features: Vec<String>,
    no_features: Vec<String>,
    setup: bool,
    connectwise: Option<String>,
    unlisted: Option<String>,
    today: String,
}

impl Request {
    pub(crate) fn choices(&self) -> Choices {
        Choices {
            on: self.features.clone(),
            off: self.no_features.clone(),
            phase: self.phase(),
            connectwise: self.version(),
        }
    }

    pub(crate) fn phase(&self) -> Phase {
        if self.setup { Phase::Setup } else { Phase::Run }
    }

    pub(crate) fn version(&self) -> Option<Version> {
        self.connectwise.as_deref().and_then(Version::parse)
    }

    pub(crate) fn options(&self) -> Options {
        let unlisted = self.unlisted.as_deref().and_then(|word| match word {
            "allow" => Some(Unlisted::Allow),
            "note" => Some(Unlisted::Note),
            "warning" => Some(Unlisted::Warning),
            "error" => Some(Unlisted::Error),
            _ => None,
        });
        Options {
            unlisted,
            record_matrix: true,
            ..Options::default()
        }
    }

    pub(crate) fn today(&self) -> Result<Date, String> {
        date(&self.today)
    }
}

pub(crate) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| {
        crate::problem(
            format!("`{text}` is not a date"),
            "write a date such as 2026-11-23",
        )
    })
}

/// A policy of the library.
pub(crate) fn from_library(id: &str) -> Result<Policy, Vec<Problem>> {
    library::load(id).unwrap_or_else(|| {
        Err(vec![
            Problem::new(format!("there is no policy `{id}`"))
                .with_help("choose an integration from the list, or drop a policy file"),
        ])
    })
}
