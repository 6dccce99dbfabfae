//! Rules and published operations, read once from the embedded data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Confidence of an answer, from the lowest to the highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// No source.
    Unknown,
    /// Follows from the family or the name.
    Inferred,
    /// One source names the function for this area.
    Likely,
    /// A public source names the path and the function.
    Documented,
}

impl Grade {
    /// Word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Inferred => "inferred",
            Self::Likely => "likely",
            Self::Documented => "documented",
        }
    }
}

/// One rule of the map.
#[derive(Debug, Deserialize)]
pub struct Rule {
    /// Stable name.
    pub id: String,
    /// `evidence`, `family` or `reduced`.
    pub kind: String,
    /// Methods that it is for; all without one.
    #[serde(default)]
    pub methods: Vec<String>,
    /// Path or pattern.
    pub path: String,
    /// Kind of answer: `function`, `none`, `outside` or `unknown`.
    pub answer: String,
    /// Confidence for the record itself.
    pub grade: Grade,
    /// Confidence below the record.
    pub grade_below: Option<Grade>,
    /// Whether it is a setup table.
    #[serde(default)]
    pub setup: bool,
    /// Permissions.
    #[serde(default)]
    pub needs: Vec<RuleNeed>,
    /// Keys of sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Keys of doubts.
    #[serde(default)]
    pub doubts: Vec<String>,
    /// What else is known.
    pub note: Option<String>,
    /// What other sources say instead.
    #[serde(default)]
    pub other_readings: Vec<Reading>,
}

/// A permission in a rule.
#[derive(Debug, Deserialize)]
pub struct RuleNeed {
    /// Module.
    pub module: Option<String>,
    /// Function.
    pub function: Option<String>,
    /// Operation, or `by-method`.
    pub operation: String,
    /// Confidence.
    pub grade: Grade,
    /// Customize entries.
    #[serde(default)]
    pub items: Vec<String>,
    /// Least level that is enough, where a source says so.
    pub level: Option<String>,
    /// Condition.
    pub when: Option<String>,
}

/// What another source says.
#[derive(Debug, Deserialize)]
pub struct Reading {
    /// Module.
    pub module: Option<String>,
    /// Function.
    pub function: Option<String>,
    /// Key of the source.
    pub source: Option<String>,
}

/// A public source.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Title.
    pub title: String,
    /// Address.
    pub url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Condition {
    pub(super) text: String,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Map {
    pub(super) first_segments: Vec<String>,
    pub(super) post_endings: BTreeMap<String, Vec<String>>,
    pub(super) follow_parent: Vec<String>,
    pub(super) word_ids: Vec<String>,
    pub(super) conditions: BTreeMap<String, Condition>,
    pub(super) record_types: BTreeMap<String, (String, String)>,
    pub(super) doubts: BTreeMap<String, String>,
    pub(super) sources: BTreeMap<String, Source>,
    pub(super) rules: Vec<Rule>,
}

/// The embedded map. A test proves that it can be read.
pub(super) static MAP: LazyLock<Map> = LazyLock::new(|| {
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/guards.json"))).unwrap_or_default()
});

/// One line for each published path: the path, a tab, its methods with commas.
pub(super) const OPERATIONS: &str = include_str!("operations.tsv");

/// Every rule.
pub fn rules() -> &'static [Rule] {
    &MAP.rules
}

/// What a doubt says.
pub fn doubt_text(key: &str) -> Option<&'static str> {
    MAP.doubts.get(key).map(String::as_str)
}

/// What a condition says.
pub fn condition_text(key: &str) -> Option<&'static str> {
    MAP.conditions.get(key).map(|found| found.text.as_str())
}

/// A source of the map.
pub fn source(key: &str) -> Option<&'static Source> {
    MAP.sources.get(key)
}
