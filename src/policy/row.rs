//! A row of a policy: one function, its operations, and everything that narrows when they count.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Level, LevelRange, Operation, PerOperation, Phase};
use crate::yaml::{Maybe, OneOrMany, Spanned, WordOr};

use super::applies::{Applies, Formerly};

/// One function: a row of the table.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FunctionEntry {
    /// The level for adding records.
    pub add: Maybe<OperationEntry>,
    /// The level for changing records.
    pub edit: Maybe<OperationEntry>,
    /// The level for deleting records.
    pub delete: Maybe<OperationEntry>,
    /// The level for reading records.
    pub inquire: Maybe<OperationEntry>,
    /// The Customize list: which of the function's items the role must have access to.
    pub customize: Maybe<Customize>,
    /// Why the integration needs the function: the default for operations without a purpose.
    pub purpose: Maybe<String>,
    /// The features that need the row: it applies if one of them is on.
    pub when: OneOrMany<String>,
    /// When the row applies: the default for operations without a phase.
    pub phase: Maybe<Phase>,
    /// Whether the integration uses the row yet, or still.
    pub status: Maybe<Status>,
    /// Whether the row is accepted and not needed: the default for operations without `optional`.
    pub optional: Maybe<bool>,
    /// The ConnectWise versions in which the row exists.
    pub applies: Maybe<Applies>,
    /// What the function was called in older versions of ConnectWise PSA.
    pub formerly: OneOrMany<Formerly>,
    /// A remark on the row.
    pub note: Maybe<String>,
}

impl FunctionEntry {
    /// What is written for each operation.
    pub fn operations(&self) -> PerOperation<&[Spanned<GrantEntry>]> {
        PerOperation {
            add: grants(&self.add),
            edit: grants(&self.edit),
            delete: grants(&self.delete),
            inquire: grants(&self.inquire),
        }
    }

    /// What is written for one operation.
    pub fn operation(&self, operation: Operation) -> &[Spanned<GrantEntry>] {
        self.operations().get(operation)
    }
}

fn grants(entry: &Maybe<OperationEntry>) -> &[Spanned<GrantEntry>] {
    entry.as_ref().map_or(&[], |entry| &entry.0)
}

/// One cell of the table: a level, a level with its purpose, or several for several features.
pub type OperationEntry = OneOrMany<GrantEntry>;

/// A level alone, or a level with its purpose and with what narrows when it counts.
pub type GrantEntry = WordOr<Level, Grant>;

/// A level with the reason for it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The level that is needed, and no more.
    pub level: Spanned<LevelEntry>,
    /// What the integration does with it.
    #[serde(default)]
    pub purpose: Maybe<String>,
    /// The features that need it: it applies if one of them is on.
    #[serde(default)]
    pub when: OneOrMany<String>,
    /// When it applies.
    #[serde(default)]
    pub phase: Maybe<Phase>,
    /// Whether the integration uses it yet, or still.
    #[serde(default)]
    pub status: Maybe<Status>,
    /// Whether it is accepted and not needed.
    #[serde(default)]
    pub optional: Maybe<bool>,
    /// A remark.
    #[serde(default)]
    pub note: Maybe<String>,
}

/// Whether the integration uses a level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It does.
    #[default]
    Used,
    /// Not yet: the vendor asks for it in advance. It is accepted, not required.
    Planned,
    /// No longer, although the vendor still lists it. It is accepted, not required.
    Unused,
    /// No longer: it is neither needed nor accepted.
    Legacy,
}

/// A level that is needed, or a range of levels that are accepted.
pub type LevelEntry = WordOr<Level, RangeEntry>;

/// The levels from `min` to `max`, both included.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RangeEntry {
    /// The lowest level that is enough. Without it, `None`.
    pub min: Maybe<Level>,
    /// The highest level that is accepted, alone or with other policies. Without it, `All`.
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

/// The Customize list of a function. Items are named as on the screen (`Company / Company Type`);
/// `*` matches any text within a name.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Customize {
    /// The items that must be allowed, and no others.
    pub allow: Vec<Spanned<String>>,
    /// The items that must not be allowed.
    pub disallow: Vec<Spanned<String>>,
    /// Whether every item must be allowed.
    pub all: bool,
    /// Whether the list is only recommended; if so, it is never reported as missing.
    pub optional: bool,
    /// Whether `allow` names only some of the items that are needed.
    pub partial: bool,
    /// A remark on the list.
    pub note: Maybe<String>,
}
