//! Compares two directories of roles: pairs, and roles that are only in one of them.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::super::roles::{find, holds_role};
use crate::engine::role_diff::RoleDiff;
use crate::model::{Problem, escape_controls};
use crate::role::{ReadOptions, Role};

/// The roles of two directories, paired by name.
#[derive(Default)]
pub(super) struct Pairs {
    /// Roles in both.
    pub(super) both: Vec<(Role, Role)>,
    /// Roles only in the earlier directory.
    pub(super) only_old: Vec<String>,
    /// Roles only in the later directory.
    pub(super) only_new: Vec<String>,
}

/// The `schema` of the differences of two folders.
const SCHEMA: &str = "leastwise/roles-diff/v1";

/// The differences of two directories of roles, or of two revisions: `leastwise/roles-diff/v1`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise differences of roles")]
pub(in crate::cli) struct FolderDiff<'a> {
    /// The version of this format.
    #[schemars(extend("const" = SCHEMA))]
    schema: &'static str,
    /// The differences of each role that both have.
    roles: &'a [RoleDiff],
    /// Roles that only the earlier directory has.
    only_in_old: &'a [String],
    /// Roles that only the later directory has.
    only_in_new: &'a [String],
}

impl<'a> FolderDiff<'a> {
    pub(super) fn new(roles: &'a [RoleDiff], old: &'a [String], new: &'a [String]) -> Self {
        Self {
            schema: SCHEMA,
            roles,
            only_in_old: old,
            only_in_new: new,
        }
    }
}

/// Reads two directories and pairs their roles by name.
pub(super) fn pairs(old: &str, new: &str, options: &ReadOptions) -> Result<Pairs, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut before = read(old, options, &mut problems);
    let after = read(new, options, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut pairs = Pairs::default();
    for (name, role) in after {
        match before.remove(&name) {
            Some(old) => pairs.both.push((old, role)),
            None => pairs.only_new.push(name),
        }
    }
    pairs.only_old = before.into_keys().collect();
    Ok(pairs)
}

fn read(
    folder: &str,
    options: &ReadOptions,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Role> {
    let found = find(&[PathBuf::from(folder)]);
    let mut roles = BTreeMap::new();
    problems.extend(found.problems);
    for input in found.inputs {
        // Such as the index that `fetch --all` writes.
        if input.in_folder()
            && std::fs::read(&input.path).is_ok_and(|bytes| !holds_role(&input.path, &bytes))
        {
            continue;
        }
        let path = crate::cli::input::shown(&input.path).into_owned();
        match super::super::read(&path, options) {
            Ok(role) => {
                let name = role.identity().to_owned();
                if roles.insert(name.clone(), role).is_some() {
                    let message = format!("two files hold a role named `{name}`");
                    problems.push(
                        Problem::in_file(path, message)
                            .with_help("compare the two files one by one"),
                    );
                }
            }
            Err(found) => problems.extend(found),
        }
    }
    roles
}

/// Lists the roles that are only in one directory.
pub(super) fn print_rest(old: &[String], new: &[String], out: &mut dyn Write) -> io::Result<()> {
    for (title, names) in [("new roles", new), ("removed roles", old)] {
        if !names.is_empty() {
            writeln!(out, "\n{title}: {}", escape_controls(&names.join(", ")))?;
        }
    }
    Ok(())
}
