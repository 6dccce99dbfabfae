//! The policy file: the table of permissions that one integration needs, as it is written.
//!
//! These types are the format. The published JSON Schema, the strict reading with its suggestions
//! and the reference in the documentation all derive from them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::applies::Applies;
use super::row::FunctionEntry;
use crate::model::{Level, Operation};
use crate::yaml::{HasSchema, Maybe, OneOrMany, Spanned, Table};

/// The permissions that one integration needs in ConnectWise PSA, with the reason for each.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Leastwise policy")]
pub struct PolicyDocument {
    /// The version of this format.
    pub schema: SchemaVersion,
    /// A short name for the policy, in lowercase letters, digits, dots and dashes.
    #[schemars(regex(pattern = r"^[a-z0-9]+([.-][a-z0-9]+)*$"))]
    pub id: Spanned<String>,
    /// The display name of the integration.
    pub title: String,
    /// Who publishes the table.
    #[serde(default)]
    pub vendor: Maybe<String>,
    /// The version of the table at its source.
    #[serde(default)]
    pub version: Maybe<String>,
    /// What the integration does, in a sentence.
    #[serde(default)]
    pub summary: Maybe<String>,
    /// Where the table was read.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Whether the policy contains the vendor's whole table. With `partial`, unlisted permissions
    /// may be needed, so excess is only a note.
    #[serde(default)]
    pub coverage: Coverage,
    /// The highest level that is accepted for everything that the table does not list.
    ///
    /// Without it, `None`.
    #[serde(default)]
    pub unlisted: Maybe<Spanned<Level>>,
    /// Policies that this one adds to: ids from the library, or paths from this file.
    #[serde(default)]
    pub extends: OneOrMany<String>,
    /// The ConnectWise versions and editions that the table is for.
    #[serde(default)]
    pub applies: Maybe<Applies>,
    /// Parts of the integration that a customer may or may not use.
    #[serde(default)]
    pub features: Table<Feature>,
    /// What the API member itself needs, in addition to its role.
    #[serde(default)]
    pub member: Maybe<MemberSettings>,
    /// The values to enter in the integration to connect it to the API.
    #[serde(default)]
    pub credentials: Vec<Credential>,
    /// Sentences of the vendor's own for the generated setup guide.
    #[serde(default)]
    pub guide: Maybe<Guide>,
    /// Remarks on the table that fit no other key.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Accepted findings of `leastwise policy lint`, each with the reason.
    #[serde(default)]
    pub exceptions: Vec<LintException>,
    /// Guesses of `leastwise policy import` that are not compared with the source yet.
    #[serde(default)]
    pub unconfirmed: Vec<Unconfirmed>,
    /// Why the integration needs a module: the default for its rows without a purpose.
    #[serde(default)]
    pub purposes: Table<String>,
    /// Security modules, their functions, and the levels of each operation.
    pub permissions: Table<Table<FunctionEntry>>,
}

impl HasSchema for PolicyDocument {
    const SCHEMA: &'static str = crate::yaml::published_schema!("policy");
}

/// How much of the vendor's table a policy holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Coverage {
    /// All of it.
    #[default]
    Complete,
    /// A part: the rest was not published, or could not be read.
    Partial,
}

/// A part of the integration that a customer may or may not use.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// Its display name.
    pub title: String,
    /// Whether the feature is on by default. Default: false.
    #[serde(default)]
    pub default: bool,
    /// Features that it requires; they are turned on with it.
    #[serde(default)]
    pub requires: OneOrMany<String>,
    /// What it is for.
    #[serde(default)]
    pub purpose: Maybe<String>,
}

/// What the API member itself needs, in addition to its role. A role does not show these.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MemberSettings {
    /// The license class, as the screen names it: `API`, `Full`, and so on.
    pub license_class: Maybe<Spanned<String>>,
    /// The structure level, such as `Corporate`.
    pub level: Maybe<Spanned<String>>,
    /// The location.
    pub location: Maybe<Spanned<String>>,
    /// The business unit, which other releases call the department.
    pub business_unit: Maybe<Spanned<String>>,
    /// The time zone.
    pub time_zone: Maybe<String>,
    /// Which service boards to exclude for the member, as text.
    pub excluded_boards: Maybe<String>,
    /// Other requirements on the member.
    pub notes: Vec<String>,
}

/// Sentences of the vendor's own for the generated setup guide: each list follows the steps that
/// every integration has in common.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Guide {
    /// Text before the first step.
    pub introduction: Vec<String>,
    /// More on the security role.
    pub role: Vec<String>,
    /// More on the API member.
    pub member: Vec<String>,
    /// More on the API key.
    pub key: Vec<String>,
    /// Text after the last step.
    pub closing: Vec<String>,
}

/// An accepted finding of the policy linter.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LintException {
    /// The rule of the policy linter.
    pub rule: Spanned<String>,
    /// The module, where the exception is for one module only.
    #[serde(default)]
    pub module: Maybe<String>,
    /// The function, where the exception is for one function only.
    #[serde(default)]
    pub function: Maybe<String>,
    /// Why the finding is accepted.
    pub reason: String,
}

/// A guess that was made when the policy was imported.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unconfirmed {
    /// The module that it is about.
    #[serde(default)]
    pub module: Maybe<String>,
    /// The function that it is about.
    #[serde(default)]
    pub function: Maybe<String>,
    /// The operations that it is about, if the source says that one of several is needed.
    #[serde(default)]
    pub operations: OneOrMany<Operation>,
    /// What was guessed, and from what.
    pub guess: Spanned<String>,
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
    /// The URL of the page.
    pub url: String,
    /// The day on which you read the page, such as `2026-11-23`.
    #[serde(default)]
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub retrieved: Maybe<Spanned<String>>,
}

/// A value to enter in the integration.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// What it is called on ConnectWise's screen or in the integration.
    pub name: String,
    /// Where it is found, or what it is for.
    #[serde(default)]
    pub note: Maybe<String>,
}
