//! What an audit reads: snapshots, the index of a read, and which roles the configuration excludes.

use std::path::PathBuf;

use super::Arguments;
use crate::cli::failure::{Failure, all_or_problems};
use crate::cli::input;
use crate::cli::outputs::Outputs;
use crate::cli::progress::{self, FileProgress};
use crate::cli::roles;
use crate::cli::settings::configured_roles;
use crate::config::Config;
use crate::engine::roles_index::{self, RolesIndex};
use crate::model::Problem;
use crate::report::ExcludedRole;
use crate::role::tenant::Tenant;
use crate::role::{self, ReadOptions, Role};

/// The files and directories to read.
pub(super) fn paths(
    arguments: &Arguments,
    config: Option<&Config>,
) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = arguments.paths.clone();
    if paths.is_empty() {
        paths = configured_roles(config);
    }
    if paths.is_empty() {
        return Err(Failure::usage(
            "no role is given, so there is nothing to audit",
            "save the roles with `leastwise fetch --all -o roles/`, then run `leastwise audit roles/`",
        ));
    }
    Ok(paths)
}

/// What `fetch --all` saved of the tenant next to the roles, if the paths are one folder of it.
pub(super) fn saved_tenant(paths: &[PathBuf]) -> Result<Option<Tenant>, Failure> {
    let [folder] = paths else { return Ok(None) };
    let path = folder.join(roles_index::FILE);
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = input::bytes(&path)?;
    let index: RolesIndex = serde_json::from_slice(&bytes).map_err(|error| {
        let message = format!("this is not an index of roles: {error}");
        Problem::in_file(input::name(&path), message)
            .with_help("run `leastwise fetch --all` again, or remove the file")
    })?;
    Ok(index.tenant)
}

/// Reads every role of the given files and directories.
pub(super) fn read_paths(
    paths: &[PathBuf],
    options: &ReadOptions,
    outputs: &Outputs,
    quiet: bool,
) -> Result<Vec<Role>, Failure> {
    let found = roles::find(paths);
    found.spare(outputs)?;
    let mut progress = FileProgress::new(quiet, found.inputs.len(), false);
    let files = found.inputs.iter().map(|file| {
        let roles = read_file(file, options)?;
        for _ in &roles {
            progress.step();
        }
        Ok(roles)
    });
    let missing = found.problems.into_iter().map(|problem| Err(vec![problem]));
    let read = all_or_problems(missing.chain(files));
    progress::clear();
    let roles: Vec<Role> = read?.into_iter().flatten().collect();
    if roles.is_empty() {
        let problem = Problem::new("no file contains a role");
        return Err(problem
            .with_help("specify the directory written by `leastwise fetch --all`")
            .into());
    }
    Ok(roles)
}

/// Splits off the roles that the configuration excludes.
pub(super) fn exclude(
    read: Vec<Role>,
    config: Option<&Config>,
) -> Result<(Vec<Role>, Vec<ExcludedRole>), Failure> {
    let exclusions = config.map_or(&[][..], |config| &config.document.exclude);
    let mut kept = Vec::new();
    let mut excluded = Vec::new();
    for role in read {
        match roles::excluded(exclusions, &role) {
            Some(role) => excluded.push(role),
            None => kept.push(role),
        }
    }
    excluded.sort();
    if kept.is_empty() && !excluded.is_empty() {
        let problem = Problem::new(format!(
            "the configuration excludes every role, {}, so there is nothing to audit",
            excluded.len()
        ));
        return Err(problem
            .with_help("change `exclude` in the configuration, or use `--no-config`")
            .into());
    }
    Ok((kept, excluded))
}

/// The roles of a file; none if it is in a directory and something other than a role.
fn read_file(file: &roles::Input, options: &ReadOptions) -> Result<Vec<Role>, Vec<Problem>> {
    let bytes = input::bytes(&file.path).map_err(|problem| vec![problem])?;
    if file.in_folder() && !roles::holds_role(&file.path, &bytes) {
        return Ok(Vec::new());
    }
    role::read_all(&input::name(&file.path), bytes, options)
        .into_iter()
        .collect()
}
