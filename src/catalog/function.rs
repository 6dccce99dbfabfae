//! What is known about one function.

use serde::Deserialize;

use crate::model::{Level, PerOperation};

/// A function of a security module, by its place in the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub(super) u16);

/// How well a fact is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Several independent sources agree.
    High,
    /// One good source, or several that do not fully agree.
    Medium,
    /// One weak source, or an inference.
    Low,
}

impl Confidence {
    /// The word in the data and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// How much a statement of so many sources can be relied on: a fact needs at least two sources,
    /// and none that denies it.
    pub const fn certainty(self, sources: usize) -> Certainty {
        match (self, sources) {
            (Self::Low, _) | (_, 0) => Certainty::Guess,
            (Self::High, 2..) => Certainty::Fact,
            _ => Certainty::Likely,
        }
    }
}

/// How much a statement can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Two sources or more agree.
    Fact,
    /// One good source states it, or several that do not fully agree.
    Likely,
    /// Inferred from a name or a context, or stated by one weak source.
    Guess,
}

impl Certainty {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Likely => "likely",
            Self::Guess => "guess",
        }
    }
}

/// A row of ConnectWise's Security Modules screen.
#[derive(Debug)]
pub struct Function {
    /// The security module.
    pub module: &'static str,
    /// The name of the function that its sources agree on.
    pub name: &'static str,
    /// Other spellings that were seen.
    pub aliases: &'static [&'static str],
    /// Whether it has a Customize list; `None` is not known.
    pub customizable: Option<bool>,
    /// Its name in `/system/mySecurity/customizeItems`, where it has a Customize list.
    pub customize: Option<&'static str>,
    /// The levels that ConnectWise offers, where a source states them; `None` is not known.
    pub offered: PerOperation<Option<&'static [Level]>>,
    /// Sources of the offered levels; none if they were derived from tables.
    pub offered_sources: &'static [&'static str],
    /// The levels that published tables ask for.
    pub seen: PerOperation<Option<&'static [Level]>>,
    /// How well the row itself is known.
    pub confidence: Confidence,
    /// Sources.
    pub sources: &'static [&'static str],
    /// What else is known.
    pub notes: Option<&'static str>,
}

impl Function {
    /// How much the row itself can be relied on.
    pub const fn certainty(&self) -> Certainty {
        self.confidence.certainty(self.sources.len())
    }

    /// How much the offered levels can be relied on. The sources of the row are only about the row.
    pub const fn offered_certainty(&self) -> Certainty {
        Confidence::High.certainty(self.offered_sources.len())
    }
}
