//! Choices of a run.

use leastwise::{Check, Date, DocFilter, Phase, Version};
use serde::Deserialize;

/// The options of a run, as the page sends them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Request {
    /// IDs in the library.
    pub(crate) policies: Vec<String>,
    features: Vec<String>,
    no_features: Vec<String>,
    setup: bool,
    connectwise: Option<String>,
    today: String,
}

impl Request {
    fn phase(&self) -> Phase {
        if self.setup { Phase::Setup } else { Phase::Run }
    }

    fn version(&self) -> Option<Version> {
        self.connectwise.as_deref().and_then(Version::parse)
    }

    /// A check with these options, without policies.
    pub(crate) fn check(&self) -> Result<Check, String> {
        let mut check = Check::new(date(&self.today)?).phase(self.phase());
        for (names, is_used) in [(&self.features, true), (&self.no_features, false)] {
            for name in names {
                check = check.feature(name, is_used);
            }
        }
        Ok(match self.version() {
            Some(version) => check.connectwise(version),
            None => check,
        })
    }

    /// The choices of a guide. A guide covers every phase.
    pub(crate) fn filter(&self) -> DocFilter {
        DocFilter {
            on: self.features.clone(),
            off: self.no_features.clone(),
            phase: None,
            connectwise: self.version(),
        }
    }
}

pub(crate) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| {
        crate::problem(
            format!("`{text}` is not a date"),
            "use the format YYYY-MM-DD, such as 2026-11-23",
        )
    })
}
