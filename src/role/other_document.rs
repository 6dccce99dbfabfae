//! Documents that are not security roles: their names, and what to use instead.

use std::sync::Arc;

use super::problem;
use crate::model::{Problem, SourceText, Span, shortened};

/// Whether a schema is that of a role, in any version.
pub(super) fn is_of_role(schema: &str) -> bool {
    schema.starts_with("leastwise/role/")
}

/// What a document of another kind is, by its schema, and what to do about it.
pub(super) fn foreign_schema(schema: &str) -> (String, &'static str) {
    if schema.starts_with("leastwise/policy/") {
        (
            "this is a policy, not a role".to_owned(),
            "use `--policy` for the policy, and specify a role instead",
        )
    } else if schema.starts_with("leastwise/report/") {
        (
            "this is a Leastwise report, not a role".to_owned(),
            "specify the role that was checked",
        )
    } else if is_of_role(schema) {
        (
            format!(
                "this is a role from another version, `{}`, but this version of Leastwise reads \
                 `{}`",
                shortened(schema, 60),
                super::snapshot::SCHEMA
            ),
            "read it with the version of Leastwise that wrote it, or with a newer one",
        )
    } else {
        (
            format!(
                "expected the schema `{}`, but found `{}`",
                super::snapshot::SCHEMA,
                shortened(schema, 60)
            ),
            "specify a role, and use `--policy` for a policy",
        )
    }
}

/// The problem of a project role, which is not a security role.
pub(super) fn project_role(source: &Arc<SourceText>, span: Span, label: &str) -> Problem {
    let message = "this is a project role: its rows have `myFlag` and name no function, but \
                   Leastwise checks only security roles";
    let help = "save the response from `/system/securityRoles/{id}/settings` instead of \
                `/project/securityRoles/{id}/settings`";
    problem::at(source, span, label, message, help)
}

/// The value of `schema:` in a YAML text, if it is not that of a role.
pub(super) fn yaml_schema(text: &str) -> Option<&str> {
    let (_, value) = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| *key == "schema")?;
    let value = value.split('#').next().unwrap_or_default();
    let value = value.trim().trim_matches(['"', '\'']);
    (value != super::snapshot::SCHEMA).then_some(value)
}
