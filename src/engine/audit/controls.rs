//! Controls of security frameworks that an audit may support. A table in data; nothing here says
//! that a control is met.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const DATA: &str = include_str!("controls.json");

/// A framework and its controls.
#[derive(Clone, Debug, Deserialize)]
pub struct Framework {
    /// Its name for `--controls`.
    pub id: String,
    /// Its title.
    pub name: String,
    /// Its version.
    pub version: String,
    controls: Vec<Control>,
}

#[derive(Debug, Default, Deserialize)]
struct Document {
    written: String,
    outcomes: BTreeMap<String, String>,
    frameworks: Vec<Framework>,
}

/// The controls of one framework, with the parts of an audit that may support each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Controls {
    /// The framework.
    pub framework: String,
    /// Its title.
    pub name: String,
    /// Its version.
    pub version: String,
    /// When this mapping was written.
    pub written: String,
    /// The controls.
    pub controls: Vec<Control>,
}

/// One control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Control {
    /// Its identifier and title.
    pub control: String,
    /// What it asks for, in a few words.
    pub asks_for: String,
    /// The parts of an audit that may support it; empty if none does.
    #[serde(alias = "outcomes")]
    pub may_support: Vec<String>,
    /// What the audit is not evidence of.
    pub not_evidence_of: Option<String>,
    /// Whether identifier and content were compared with a public text.
    pub checked: bool,
}

fn document() -> &'static Document {
    static DOCUMENT: OnceLock<Document> = OnceLock::new();
    // The data is part of the program and a test reads it, so the default is never used.
    DOCUMENT.get_or_init(|| serde_json::from_str(DATA).unwrap_or_default())
}

impl Controls {
    /// The frameworks that exist.
    pub fn frameworks() -> &'static [Framework] {
        &document().frameworks
    }

    /// The controls of a framework.
    pub fn of(framework: &str) -> Option<Self> {
        let document = document();
        let found = document.frameworks.iter().find(|f| f.id == framework)?;
        let mut controls = found.controls.clone();
        for control in &mut controls {
            let outcomes = control.may_support.iter();
            let described = outcomes.filter_map(|outcome| document.outcomes.get(outcome).cloned());
            control.may_support = described.collect();
        }
        Some(Self {
            framework: found.id.clone(),
            name: found.name.clone(),
            version: found.version.clone(),
            written: document.written.clone(),
            controls,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_framework_has_controls_and_every_outcome_is_described() {
        let document: Document = serde_json::from_str(DATA).unwrap();
        assert_eq!(document.frameworks.len(), 11);
        for framework in &document.frameworks {
            assert!(!framework.controls.is_empty(), "{}", framework.id);
            for entry in &framework.controls {
                assert!(!entry.asks_for.is_empty(), "{}", entry.control);
                for outcome in &entry.may_support {
                    assert!(document.outcomes.contains_key(outcome), "{outcome}");
                }
            }
        }
    }
}
