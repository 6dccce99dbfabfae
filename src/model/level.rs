//! Levels: how far one operation of one function reaches.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many records an operation reaches: `None < My < All`.
///
/// The three words are exactly those of ConnectWise's API in every published generation of its
/// specification (2018 to 2025.1). What `My` covers is described in two ways by public sources (own
/// records; the team's records), so nothing here depends on it beyond the order.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Level {
    /// No record.
    None,
    /// Records that belong to the member.
    My,
    /// Every record.
    All,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 3] = [Self::None, Self::My, Self::All];

    /// The word as ConnectWise's API and its screen write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::My => "My",
            Self::All => "All",
        }
    }

    /// The level that exactly this word names, as the API writes it; `None` for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        // A role has some five hundred of them; `match` compares a word once and not three times.
        match word {
            "None" => Some(Self::None),
            "My" => Some(Self::My),
            "All" => Some(Self::All),
            _ => None,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// The lowest level that is enough and the highest that is accepted, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct LevelRange {
    /// The lowest level that is enough.
    pub min: Level,
    /// The highest level that is accepted.
    pub max: Level,
}

impl LevelRange {
    /// Exactly one level: enough and no more.
    pub const fn exactly(level: Level) -> Self {
        Self {
            min: level,
            max: level,
        }
    }

    /// Anything up to and including `max`.
    pub const fn at_most(max: Level) -> Self {
        Self {
            min: Level::None,
            max,
        }
    }

    /// Whether `level` is in the range.
    pub fn contains(self, level: Level) -> bool {
        self.min <= level && level <= self.max
    }
}

impl fmt::Display for LevelRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (min, max) if min == max => write!(f, "{min}"),
            (Level::None, max) => write!(f, "at most {max}"),
            (min, Level::All) => write!(f, "at least {min}"),
            (min, max) => write!(f, "{min} to {max}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ordered_as_connectwise_orders_them() {
        assert!(Level::None < Level::My && Level::My < Level::All);
    }

    #[test]
    fn only_the_exact_words_are_levels() {
        for level in Level::ALL {
            assert_eq!(Level::from_word(level.word()), Some(level));
        }
        for word in ["", "all", "ALL", "Mine", "Al", " All"] {
            assert_eq!(Level::from_word(word), None, "{word}");
        }
    }

    #[test]
    fn a_range_is_said_the_way_a_person_would() {
        let range = |min, max| LevelRange { min, max }.to_string();
        assert_eq!(range(Level::My, Level::My), "My");
        assert_eq!(range(Level::None, Level::My), "at most My");
        assert_eq!(range(Level::My, Level::All), "at least My");
        assert_eq!(range(Level::None, Level::None), "None");
    }
}
