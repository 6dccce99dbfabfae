//! Tests of policies: a role and choices, and the findings that are expected.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::{Level, Operation, PerOperation, Phase};
use crate::report::{RuleId, Severity};
use crate::yaml::{HasSchema, Maybe, OneOrMany, Spanned, Table, WordOr};

/// Tests of policies. `leastwise policy test` runs them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Leastwise policy tests")]
pub struct TestDocument {
    /// The version of this format.
    pub schema: TestSchemaVersion,
    /// A list of tests that each state the expected findings for a role.
    pub tests: Vec<PolicyTest>,
}

impl HasSchema for TestDocument {
    const SCHEMA: &'static str = crate::yaml::published_schema!("policy-test");
}

/// The version of the format of policy tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum TestSchemaVersion {
    /// The first version.
    #[serde(rename = "leastwise/policy-test/v1")]
    V1,
}

/// One test.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyTest {
    /// What it shows, in a sentence.
    pub name: Spanned<String>,
    /// The policies, as ids from the library or paths from this file.
    pub policies: OneOrMany<String>,
    /// Features that are in use.
    #[serde(default)]
    pub features: OneOrMany<String>,
    /// Features that are not in use.
    #[serde(default)]
    pub no_features: OneOrMany<String>,
    /// The phase that the integration is in. Without it, `run`.
    #[serde(default)]
    pub phase: Maybe<Phase>,
    /// The version of ConnectWise PSA, such as `2025.1`. Without it, the newest is assumed.
    #[serde(default)]
    pub connectwise: Maybe<Spanned<String>>,
    /// The role, as a path from this file or as levels by module and function.
    #[serde(default)]
    pub role: Maybe<Spanned<RoleEntry>>,
    /// What a role that is written here grants for everything that it does not state. Without it,
    /// `None`; `required` is what the policies need.
    #[serde(default)]
    pub rest: Maybe<Spanned<Rest>>,
    /// The lowest severity that is checked. Without it, `note`: every finding counts.
    #[serde(default)]
    pub severity: Maybe<Severity>,
    /// The expected findings, or `clean`.
    pub expect: OneOrMany<ExpectEntry>,
}

/// A path from the file, or levels by module and function.
pub type RoleEntry = WordOr<String, Table<Table<InlineRow>>>;

/// What a role grants for one function.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InlineRow {
    /// The level for adding records.
    pub add: Maybe<Level>,
    /// The level for changing records.
    pub edit: Maybe<Level>,
    /// The level for deleting records.
    pub delete: Maybe<Level>,
    /// The level for reading records.
    pub inquire: Maybe<Level>,
}

impl InlineRow {
    /// The level of each operation that is stated.
    pub fn levels(&self) -> PerOperation<Option<Level>> {
        PerOperation {
            add: *self.add,
            edit: *self.edit,
            delete: *self.delete,
            inquire: *self.inquire,
        }
    }
}

/// What a role grants for everything that it does not state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Rest {
    /// Nothing.
    None,
    /// The member's own records.
    My,
    /// Everything.
    All,
    /// What the policies need, and no more.
    #[serde(rename = "required")]
    Required,
}

/// `clean`, or a finding.
pub type ExpectEntry = WordOr<Clean, Expected>;

/// Nothing is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Clean {
    /// Nothing is found.
    #[serde(rename = "clean")]
    Clean,
}

/// A finding that is expected. Omitted keys match any value.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The rule.
    pub rule: Spanned<RuleId>,
    /// The severity.
    #[serde(default)]
    pub severity: Maybe<Severity>,
    /// The module.
    #[serde(default)]
    pub module: Maybe<String>,
    /// The function.
    #[serde(default)]
    pub function: Maybe<String>,
    /// The operation.
    #[serde(default)]
    pub operation: Maybe<Operation>,
    /// The item in a Customize list.
    #[serde(default)]
    pub item: Maybe<String>,
}
