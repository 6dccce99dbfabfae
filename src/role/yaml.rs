//! A role written by hand in YAML: like a policy, with levels and without purposes.
//!
//! ```yaml
//! role: CloudBlue API
//! permissions:
//!   Finance:
//!     Agreements: { add: All, edit: All, inquire: All }
//! ```

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::grant::Grant;
use super::names;
use super::options::{Format, PROBLEMS, ReadOptions};
use super::places::RowPlaces;
use super::reader::Reader;
use super::{Limits, Role, Row, other_document, problem};
use crate::model::{
    Document, Level, Operation, PerOperation, Problem, SourceText, Span, shortened,
};
use crate::yaml::{self, HasSchema, Maybe, Spanned, Table, did_you_mean, list_words};

/// A role that you write yourself.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Leastwise role, written by hand")]
pub struct RoleDocument {
    /// The version of this format.
    #[serde(default)]
    pub schema: Option<RoleSchema>,
    /// The role's name.
    #[serde(default, alias = "name")]
    pub role: Option<String>,
    /// Whether it is an administrator's role.
    #[serde(default)]
    pub admin: Maybe<Spanned<bool>>,
    /// Security modules, their functions, and the level of each operation.
    pub permissions: Table<Table<RoleLevels>>,
}

impl HasSchema for RoleDocument {
    const SCHEMA: &'static str = crate::yaml::published_schema!("role-table");
}

/// The version of the format of roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum RoleSchema {
    /// The first version.
    #[serde(rename = "leastwise/role/v1")]
    V1,
}

/// The levels of one function. An omitted operation grants nothing.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleLevels {
    /// The level for adding records.
    #[serde(default)]
    #[schemars(with = "Maybe<Level>")]
    pub add: Maybe<Spanned<String>>,
    /// The level for changing records.
    #[serde(default)]
    #[schemars(with = "Maybe<Level>")]
    pub edit: Maybe<Spanned<String>>,
    /// The level for deleting records.
    #[serde(default)]
    #[schemars(with = "Maybe<Level>")]
    pub delete: Maybe<Spanned<String>>,
    /// The level for reading records.
    #[serde(default)]
    #[schemars(with = "Maybe<Level>")]
    pub inquire: Maybe<Spanned<String>>,
}

impl RoleLevels {
    fn level(&self, operation: Operation) -> Option<&Spanned<String>> {
        match operation {
            Operation::Add => self.add.as_ref(),
            Operation::Edit => self.edit.as_ref(),
            Operation::Delete => self.delete.as_ref(),
            Operation::Inquire => self.inquire.as_ref(),
        }
    }
}

/// Reads roles that were written by hand.
pub(super) struct Yaml;

impl Reader for Yaml {
    fn format(&self) -> Format {
        Format::Yaml
    }

    fn read(&self, source: &Arc<SourceText>, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
        read(source, &options.limits)
    }

    /// Another Leastwise document is not a role.
    fn holds_role(&self, source: &Arc<SourceText>) -> Option<bool> {
        let schema = other_document::yaml_schema(source.text());
        Some(schema.is_none_or(other_document::is_of_role))
    }
}

/// Reads a role that was written by hand.
///
/// # Errors
///
/// Every problem of the file, in file order.
fn read(source: &Arc<SourceText>, limits: &Limits) -> Result<Role, Vec<Problem>> {
    if let Some(schema) = other_document::yaml_schema(source.text()) {
        let (message, help) = other_document::foreign_schema(schema);
        return Err(Problem::in_file(source.name(), message)
            .with_help(help)
            .into());
    }
    let document: RoleDocument = yaml::load(Document::Role, source)?;
    let mut rows = Vec::new();
    let mut places = Vec::new();
    let mut problems = Vec::new();
    for (module, functions) in &document.permissions {
        for (name, levels) in functions {
            if rows.len() >= limits.rows || problems.len() > PROBLEMS {
                let message = format!("the role has more than {} rows", limits.rows);
                let help = problem::raise("rows");
                problems.push(problem::at(
                    source,
                    name.span,
                    "one too many",
                    message,
                    help,
                ));
                return Err(problems);
            }
            let long = |name: &str| name.chars().nth(super::options::NAME).is_some();
            if long(&module.value) || long(&name.value) {
                let start = Span::new(name.span.start, name.span.start);
                problems.push(names::too_long(source, start));
                continue;
            }
            let Ok(function) = names::function(&[&module.value], &[&name.value]) else {
                let message = "a module and a function must have a name";
                let help = "write the name, or remove the row";
                problems.push(problem::at(source, name.span, "no name", message, help));
                continue;
            };
            let levels_of = |operation| match levels.level(operation) {
                None => Grant::Absent,
                Some(word) => Level::from_word(&word.value).map_or_else(
                    || {
                        problems.push(wrong_level(source, operation, word));
                        Grant::Absent
                    },
                    Grant::Level,
                ),
            };
            rows.push(Row {
                function,
                levels: PerOperation::from_fn(levels_of),
            });
            places.push(RowPlaces {
                row: name.span,
                function: Some(name.span),
                levels: PerOperation::from_fn(|operation| {
                    levels.level(operation).map(|level| level.span)
                }),
            });
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Role {
        name: document.role,
        admin: document.admin.as_ref().map(|admin| admin.value),
        admin_place: document.admin.0.map(|admin| admin.span),
        rows,
        places,
        ..Role::empty(source)
    })
}

fn wrong_level(source: &Arc<SourceText>, operation: Operation, word: &Spanned<String>) -> Problem {
    let words = || Level::ALL.into_iter().map(Level::word);
    let message = format!(
        "`{}` under `{operation}` is not a level: expected {}",
        shortened(&word.value, 40),
        list_words(words())
    );
    let help = did_you_mean(&word.value, words())
        .unwrap_or_else(|| "leave the operation out if it grants nothing".to_owned());
    problem::at(source, word.span, "not a level", message, help)
}
