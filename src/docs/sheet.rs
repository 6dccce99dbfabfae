//! What a document says of one policy, as values: this is what a template sees.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Level, Operation};
use crate::policy::{Phase, Use};

/// Everything that a document says of one policy, under some choices. Fields are added, never
/// changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise document")]
pub struct Sheet {
    /// The version of this format: `leastwise/docs/v1`.
    pub schema: &'static str,
    /// The language of the texts, as in HTML's `lang`.
    pub language: String,
    /// The policy's name on the command line.
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
    /// Whether only a part of the vendor's table is known.
    pub partial: bool,
    /// The ConnectWise versions that the table is for.
    pub connectwise: Vec<String>,
    /// The editions that are needed.
    pub editions: Vec<String>,
    /// What was chosen for this document.
    pub chosen: Chosen,
    /// Parts of the integration that may or may not be in use.
    pub features: Vec<SheetFeature>,
    /// The credentials that the integration asks for.
    pub credentials: Vec<SheetCredential>,
    /// What is set for the API member.
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
    /// What is taken back once the setup is done.
    pub afterwards: Vec<Afterwards>,
    /// How the role is verified.
    pub verify: Verify,
    /// Whether any level has a purpose.
    pub has_purposes: bool,
    /// Whether any level counts only sometimes.
    pub has_when: bool,
    /// How many levels the table states.
    pub levels: usize,
}

/// A page that the table was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetSource {
    /// Its title, or its address where it has none.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The day on which it was read.
    pub retrieved: Option<String>,
}

/// What was chosen for a document.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Chosen {
    /// Whether it was said which features count; otherwise the table tells of each level which
    /// features need it.
    pub features: bool,
    /// The titles of the features that count, where that was said.
    pub with: Vec<String>,
    /// The titles of those that do not.
    pub without: Vec<String>,
    /// The phase, where one was given.
    pub phase: Option<Phase>,
    /// The version of ConnectWise PSA, where one was given.
    pub connectwise: Option<String>,
}

/// A part of the integration that may or may not be in use.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetFeature {
    /// Its name on the command line.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What it is for.
    pub purpose: Option<String>,
    /// Whether it is in use unless somebody says otherwise.
    pub default: bool,
    /// The titles of the features that it cannot do without.
    pub requires: Vec<String>,
}

/// Something that a person hands to the integration's owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetCredential {
    /// Its name.
    pub name: String,
    /// Where it is found, or what it is for.
    pub note: Option<String>,
}

/// What is set for the API member.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct SheetMember {
    /// Fields of the screen with their values.
    pub settings: Vec<SheetSetting>,
    /// What else is asked of the member.
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
    /// Whether every function of the module is meant.
    pub every: bool,
    /// Whether the document has a Customize list for it.
    pub has_list: bool,
    /// Remarks on the function.
    pub notes: Vec<String>,
    /// Its levels: those that share purpose, condition and remarks together. One entry without
    /// levels where the table states none.
    pub entries: Vec<SheetEntry>,
}

/// Levels of one function that share their purpose.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SheetEntry {
    /// The levels.
    pub levels: Vec<SheetLevel>,
    /// Why they are needed: usually one sentence, more where several policies or rows ask.
    pub purposes: Vec<String>,
    /// When they count, in words of the language; empty for always.
    pub when: Vec<String>,
    /// The features that need them, by name: of each list at least one must be in use. Empty where
    /// features were chosen.
    pub features: Vec<Vec<String>>,
    /// Whether they are needed only while setting up, or always.
    pub phase: Phase,
    /// Whether the integration uses them.
    pub status: Use,
    /// The ConnectWise versions that they are for.
    pub connectwise: Option<String>,
    /// The edition that they are for, in words.
    pub edition: Option<String>,
    /// Remarks on them.
    pub notes: Vec<String>,
}

/// The level of one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetLevel {
    /// The operation.
    pub operation: Operation,
    /// The column on ConnectWise's screen, such as `Add Level`.
    pub column: &'static str,
    /// The level in words of the language, such as `All` or `at least My`.
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
    /// Whether the list is recommended only.
    pub optional: bool,
    /// Whether other items may be needed too.
    pub partial: bool,
    /// When the list counts, in words of the language; empty for always.
    pub when: Vec<String>,
    /// A remark on the list.
    pub note: Option<String>,
}

/// A level that is taken back once the setup is done.
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
    /// The level that it has afterwards, in words; none where that depends on what is in use.
    pub level: Option<String>,
}

/// How the role is verified.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Verify {
    /// The command line.
    pub command: String,
    /// The policy's file, where the program does not carry the policy itself.
    pub file: Option<String>,
    /// The names of features that a person may add to the command line, because they are not
    /// chosen yet.
    pub features: Vec<String>,
    /// The names of features that a person may turn off.
    pub default_features: Vec<String>,
    /// Whether a person adds the phase while setting up.
    pub setup: bool,
    /// Whether any function is listed without a level, so that nothing can be said of it.
    pub unstated: bool,
}
