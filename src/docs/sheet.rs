//! The values of a document for one policy, which templates use.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Level, Operation};
use crate::policy::{Phase, Use};

/// The values of a document for one policy, under some choices. Fields are added, never changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise document")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent fact for a template"
)]
pub struct Sheet {
    /// The version of this format: `leastwise/docs/v1`.
    pub schema: &'static str,
    /// The language of the texts, as in HTML's `lang`.
    pub language: String,
    /// The policy's id.
    pub id: String,
    /// The name of the integration.
    pub title: String,
    /// Who publishes the table.
    pub vendor: Option<String>,
    /// The version of the table at its source.
    pub version: Option<String>,
    /// What the integration does, in a sentence.
    pub summary: Option<String>,
    /// Where the table was read.
    pub sources: Vec<SheetSource>,
    /// Whether the vendor's table is incomplete.
    pub partial: bool,
    /// The ConnectWise versions that the table is for.
    pub connectwise: Vec<String>,
    /// The required editions.
    pub editions: Vec<String>,
    /// The choices for this document.
    pub chosen: Chosen,
    /// Optional parts of the integration.
    pub features: Vec<SheetFeature>,
    /// The credentials that the integration requires.
    pub credentials: Vec<SheetCredential>,
    /// The settings of the API member.
    pub member: SheetMember,
    /// The vendor's own sentences for each step.
    pub guide: SheetGuide,
    /// Remarks on the table.
    pub notes: Vec<String>,
    /// The highest level of everything that the table does not list.
    pub unlisted: Level,
    /// The table: modules in the order of the policy.
    pub modules: Vec<SheetModule>,
    /// The Customize lists.
    pub lists: Vec<SheetList>,
    /// Levels to revoke after the setup.
    pub afterwards: Vec<Afterwards>,
    /// How to check the role.
    pub verify: Verify,
    /// Whether any level has a purpose.
    pub has_purposes: bool,
    /// Whether any level has a remark.
    pub has_notes: bool,
    /// Whether any level is conditional.
    pub has_when: bool,
    /// Number of levels above None in the table, with those that a feature needs.
    pub levels: usize,
    /// Number of functions in the table.
    pub functions: usize,
    /// Whether reasons differ from level to level, so that the table has a row for each reason.
    /// Otherwise it has a row for each function, and a column for each operation.
    pub reason_rows: bool,
}

/// A page that the table was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetSource {
    /// Its title, or its address if it has none.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The day it was read.
    pub retrieved: Option<String>,
}

/// The choices for a document.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Chosen {
    /// Whether features were chosen; otherwise the table shows for each level which features need
    /// it.
    pub features: bool,
    /// The titles of the active features, if chosen.
    pub with: Vec<String>,
    /// The titles of the inactive features.
    pub without: Vec<String>,
    /// The phase, if given.
    pub phase: Option<Phase>,
    /// The version of ConnectWise PSA, if given.
    pub connectwise: Option<String>,
}

/// An optional part of the integration.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetFeature {
    /// Its name on the command line.
    pub name: String,
    /// Its display name.
    pub title: String,
    /// What it is for.
    pub purpose: Option<String>,
    /// Whether it is in use by default.
    pub default: bool,
    /// The titles of the features that it requires.
    pub requires: Vec<String>,
}

/// A value to enter in the integration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetCredential {
    /// Its name.
    pub name: String,
    /// Where it is found, or what it is for, as the policy says.
    pub note: Option<String>,
    /// Where ConnectWise shows it, in the language of the texts; for the usual values.
    pub found: Option<String>,
}

/// The settings of the API member.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct SheetMember {
    /// Fields of the screen with their values.
    pub settings: Vec<SheetSetting>,
    /// Other requirements on the member.
    pub notes: Vec<String>,
}

/// A field of the API member's screen.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetSetting {
    /// The field, in the language of the texts.
    pub label: String,
    /// Its value.
    pub value: String,
}

/// The vendor's own sentences, each a paragraph.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct SheetGuide {
    /// Before the first step.
    pub introduction: Vec<String>,
    /// On the security role.
    pub role: Vec<String>,
    /// On the API member.
    pub member: Vec<String>,
    /// On the API key.
    pub key: Vec<String>,
    /// After the last step.
    pub closing: Vec<String>,
}

/// A security module of the table.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetModule {
    /// Its name on ConnectWise's screen.
    pub name: String,
    /// Its functions, in the order of the policy.
    pub functions: Vec<SheetFunction>,
}

/// A function of a module.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetFunction {
    /// Its name on ConnectWise's screen, or `every function of the module` in the language of the
    /// texts.
    pub name: String,
    /// Whether it means every function of the module.
    pub every: bool,
    /// Whether the document has a Customize list for it.
    pub has_list: bool,
    /// Remarks on the function.
    pub notes: Vec<String>,
    /// Its levels, grouped by purpose, condition and remarks. One entry without levels if the table
    /// states none.
    pub entries: Vec<SheetEntry>,
}

/// Levels of one function that share their purpose.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetEntry {
    /// The levels, in the order of ConnectWise's columns.
    pub levels: Vec<SheetLevel>,
    /// The same levels by column: Add, Edit, Delete, Inquire, and nothing for an operation without
    /// a level.
    pub cells: Vec<Option<SheetLevel>>,
    /// Why they are needed: usually one sentence, several if several policies or rows require them.
    pub purposes: Vec<String>,
    /// When they apply, in the document's language; empty for always.
    pub when: Vec<String>,
    /// When they apply, for programs.
    #[serde(flatten)]
    pub condition: Condition,
    /// Remarks on them.
    pub notes: Vec<String>,
}

/// When levels apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Condition {
    /// The features that need them, by name: at least one of each list must be in use. Empty if
    /// features were chosen.
    pub features: Vec<Vec<String>>,
    /// Whether they are needed only during setup, or always.
    pub phase: Phase,
    /// Whether the integration uses them.
    pub status: Use,
    /// The ConnectWise versions that they are for.
    pub connectwise: Option<String>,
    /// The edition that they are for, in words.
    pub edition: Option<String>,
}

/// The level of one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetLevel {
    /// The operation.
    pub operation: Operation,
    /// The column on ConnectWise's screen, such as `Add Level`.
    pub column: &'static str,
    /// The level in the document's language, such as `All` or `at least My`.
    pub level: String,
    /// The lowest level that is enough.
    pub min: Level,
    /// The highest level that is accepted.
    pub max: Level,
}

/// A Customize list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetList {
    /// The module.
    pub module: String,
    /// The function.
    pub function: String,
    /// The items that must be allowed.
    pub allow: Vec<String>,
    /// The items that must not be allowed.
    pub disallow: Vec<String>,
    /// Whether every item must be allowed.
    pub all: bool,
    /// Whether the list is only recommended.
    pub optional: bool,
    /// Whether other items may be needed too.
    pub partial: bool,
    /// When the list applies, in the document's language; empty for always.
    pub when: Vec<String>,
    /// A remark on the list.
    pub note: Option<String>,
}

/// A level to revoke after the setup.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Afterwards {
    /// The module.
    pub module: String,
    /// The function.
    pub function: String,
    /// The operation.
    pub operation: Operation,
    /// The column on ConnectWise's screen.
    pub column: &'static str,
    /// The level after the setup; none if it depends on what is in use.
    pub level: Option<String>,
}

/// How to check the role.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Verify {
    /// The command line.
    pub command: String,
    /// The command line for a role that was saved as a file.
    pub saved: String,
    /// The policy's file, if the policy is not in the library.
    pub file: Option<String>,
    /// The names of features that can be added to the command line, because they are not chosen
    /// yet.
    pub features: Vec<String>,
    /// The names of features that can be turned off.
    pub default_features: Vec<String>,
    /// Whether the phase must be added during setup.
    pub setup: bool,
    /// Whether any function is listed without a level, so that it cannot be checked.
    pub unstated: bool,
}
