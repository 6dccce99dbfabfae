//! Options of reading a role: format, sheet, and limits.

use std::str::FromStr;

/// More problems than these do not help.
pub(super) const PROBLEMS: usize = 50;

/// A kind of file that can hold a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum Format {
    /// API responses, JSON Lines, snapshots.
    Json,
    /// Values separated by commas, semicolons or tabs.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// Tables in Markdown.
    Markdown,
    /// Tables in a web page.
    Html,
    /// A role written by hand.
    Yaml,
    /// Text copied from a screen or a page.
    Text,
}

impl Format {
    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Yaml => "yaml",
            Self::Text => "text",
        }
    }
}

/// Size limits of a role. The defaults are far above every role that ConnectWise can have, and far
/// below what would exhaust the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file; for a workbook also of all its parts together. In a stream of roles,
    /// bytes of one of them.
    pub bytes: usize,
    /// Rows of one role.
    pub rows: usize,
    /// Characters of one cell of a table.
    pub cell: usize,
    /// Objects and arrays around the settings of a JSON file.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            rows: 100_000,
            cell: 10_000,
            nesting: 16,
        }
    }
}

/// Characters of the name of a module or a function. The longest known one has 50.
pub(super) const NAME: usize = 1000;

/// Deeper nesting could overflow the stack.
const MOST_NESTING: usize = 64;

impl Limits {
    /// Cells of all tables of a file together: a small file can expand to a large table.
    pub(super) const fn cells(&self) -> usize {
        self.rows.saturating_mul(64)
    }
}

/// The names of the limits on the command line.
pub const LIMIT_NAMES: [&str; 4] = ["bytes", "rows", "cell", "nesting"];

/// One limit that is set: `rows=200000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    name: &'static str,
    value: usize,
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || {
            format!(
                "expected NAME=NUMBER, with one of the names {}",
                crate::yaml::list_words(LIMIT_NAMES)
            )
        };
        let (name, value) = text.split_once('=').ok_or_else(expected)?;
        let name = LIMIT_NAMES
            .into_iter()
            .find(|known| *known == name.trim())
            .ok_or_else(expected)?;
        let value = value
            .trim()
            .parse()
            .map_err(|_| format!("`{value}` is not a whole number"))?;
        if name == "nesting" && value > MOST_NESTING {
            return Err(format!("`nesting` may be at most {MOST_NESTING}"));
        }
        Ok(Self { name, value })
    }
}

impl Limits {
    /// The limits with one of them changed.
    #[must_use]
    pub fn with(mut self, limit: Limit) -> Self {
        match limit.name {
            "bytes" => self.bytes = limit.value,
            "rows" => self.rows = limit.value,
            "cell" => self.cell = limit.value,
            _ => self.nesting = limit.value,
        }
        self
    }
}

/// Options of reading a role. By default the format is detected, and the limits are large.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The format; detected if not given.
    pub format: Option<Format>,
    /// The sheet of a workbook; by default, the only one that looks like a role.
    pub sheet: Option<String>,
    /// The size limits.
    pub limits: Limits,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_name_and_a_number() {
        let limits = Limits::default()
            .with("rows=7".parse().unwrap())
            .with("bytes = 9".parse().unwrap());
        assert_eq!((limits.rows, limits.bytes), (7, 9));
        assert_eq!(limits.cell, Limits::default().cell);
        for wrong in ["rows", "rows=", "rows=-1", "nesting=65", "lines=3", "=3"] {
            assert!(wrong.parse::<Limit>().is_err(), "{wrong}");
        }
    }
}
