//! The policy file: the table of permissions that one integration needs, as it is written.
//!
//! These types are the format. The published JSON Schema, the strict reading with its suggestions
//! and the reference in the documentation all derive from them.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::{Level, LevelRange, Operation, PerOperation};
use crate::yaml::{Maybe, Spanned, Table, WordOr};

/// The permissions that one integration needs in ConnectWise PSA, with the reason for each.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Leastwise policy")]
pub struct PolicyDocument {
    /// The version of this format.
    pub schema: SchemaVersion,
    /// The name of the policy on the command line: lower case letters, digits, dots and dashes.
    #[schemars(regex(pattern = r"^[a-z0-9]+([.-][a-z0-9]+)*$"))]
    pub id: Spanned<String>,
    /// The name of the integration, for people.
    pub title: String,
    /// The version of the table at its source.
    #[serde(default)]
    pub version: Maybe<String>,
    /// What the integration does, in a sentence.
    #[serde(default)]
    pub summary: Maybe<String>,
    /// Where the table was read.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// The highest level that is accepted on everything that the table does not list.
    ///
    /// Without it, `None`.
    #[serde(default)]
    pub unlisted: Maybe<Spanned<Level>>,
    /// What the integration's owner asks for to reach the API.
    #[serde(default)]
    pub credentials: Vec<Credential>,
    /// Remarks on the table that no other key can say.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The table: security modules, their functions, and the operations of each.
    pub permissions: Table<Table<FunctionEntry>>,
}

/// The version of the policy format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum SchemaVersion {
    /// The first version.
    #[serde(rename = "leastwise/policy/v1")]
    V1,
}

/// A page that the table was read from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The title of the page.
    #[serde(default)]
    pub title: Maybe<String>,
    /// The address of the page.
    pub url: String,
    /// The day on which it was read, as `2026-11-23`.
    #[serde(default)]
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub retrieved: Maybe<Spanned<String>>,
}

/// Something that a person hands to the integration's owner.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// What it is called on ConnectWise's screen or in the integration.
    pub name: String,
    /// Where it is found, or what it is for.
    #[serde(default)]
    pub note: Maybe<String>,
}

/// One function: a row of the table.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FunctionEntry {
    /// The level for adding records.
    #[serde(default)]
    pub add: Maybe<Spanned<OperationEntry>>,
    /// The level for changing records.
    #[serde(default)]
    pub edit: Maybe<Spanned<OperationEntry>>,
    /// The level for deleting records.
    #[serde(default)]
    pub delete: Maybe<Spanned<OperationEntry>>,
    /// The level for reading records.
    #[serde(default)]
    pub inquire: Maybe<Spanned<OperationEntry>>,
    /// Why the integration needs the function, for every operation that does not say so itself.
    #[serde(default)]
    pub purpose: Maybe<String>,
    /// A remark on the row.
    #[serde(default)]
    pub note: Maybe<String>,
}

impl FunctionEntry {
    /// What is written for each operation.
    pub fn operations(&self) -> PerOperation<Option<&Spanned<OperationEntry>>> {
        PerOperation {
            add: self.add.as_ref(),
            edit: self.edit.as_ref(),
            delete: self.delete.as_ref(),
            inquire: self.inquire.as_ref(),
        }
    }

    /// What is written for one operation.
    pub fn operation(&self, operation: Operation) -> Option<&Spanned<OperationEntry>> {
        *self.operations().get(operation)
    }
}

/// One cell of the table: a level alone, or a level with its purpose.
pub type OperationEntry = WordOr<Level, OperationRequest>;

/// A level with the reason for it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OperationRequest {
    /// The level that is needed, and no more.
    pub level: Spanned<LevelEntry>,
    /// What the integration does with it: what breaks without it.
    #[serde(default)]
    pub purpose: Maybe<String>,
}

/// A level that is needed, or a range of levels that are accepted.
pub type LevelEntry = WordOr<Level, RangeEntry>;

/// The levels from `min` to `max`, both included.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RangeEntry {
    /// The lowest level that is enough. Without it, `None`.
    #[serde(default)]
    pub min: Maybe<Level>,
    /// The highest level that is accepted. Without it, `All`.
    #[serde(default)]
    pub max: Maybe<Level>,
}

impl LevelEntry {
    /// The range that is meant.
    pub fn range(&self) -> LevelRange {
        match self {
            Self::Word(level) => LevelRange::exactly(*level),
            Self::Table(range) => LevelRange {
                min: range.min.unwrap_or(Level::None),
                max: range.max.unwrap_or(Level::All),
            },
        }
    }

    /// The highest level that the entry forbids others to exceed: only a written `max` does.
    pub fn ceiling(&self) -> Option<Level> {
        match self {
            Self::Word(_) => None,
            Self::Table(range) => *range.max,
        }
    }
}
