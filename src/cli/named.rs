//! Reading policies by name: ids and words of the library, addresses and paths.

use std::path::Path;

use super::failure::{Failure, all_or_problems};
use super::input::{bytes, decoded, has_extension, shown};
use super::remote;
use crate::engine::{FoundPolicy, find_policy};
use crate::model::{Problem, SourceText};
use crate::policy::{Bases, Policy, PolicyUrl, library};
use crate::yaml::nearest;

/// How to find a policy in the library.
pub(crate) fn library_hint() -> String {
    let count = library::ids().count();
    format!("an id from the library (`leastwise policy list` shows all {count})")
}

/// Reads several policies, and reports the errors of all.
pub(crate) fn policies(names: &[String]) -> Result<Vec<Policy>, Failure> {
    let read: Result<Vec<_>, Failure> = names.iter().map(|name| policy(name)).collect();
    Ok(all_or_problems(read?)?)
}

/// Reads a policy by its id, title or words in the library, by its address, or by its path.
pub(crate) fn policy(name: &str) -> Result<Result<Policy, Vec<Problem>>, Failure> {
    if let Some(policy) = library::load(name) {
        return Ok(policy);
    }
    if PolicyUrl::is_url(name) {
        return remote::policy(name);
    }
    let path = Path::new(name);
    let looks_like_a_path = name.contains(['/', '\\'])
        || has_extension(path, &["yaml", "yml", "json"])
        || path.exists();
    if looks_like_a_path {
        return Ok(bytes(name)
            .map_err(|problem| vec![problem])
            .and_then(|bytes| Policy::from_bytes(&shown(path), bytes, &Beside)));
    }
    match find_policy(name) {
        FoundPolicy::One(id) => {
            if let Some(policy) = library::load(id) {
                return Ok(policy);
            }
        }
        FoundPolicy::Several(ids) => {
            return Err(Failure::usage(
                format!("`{name}` matches {} policies", ids.len()),
                format!("specify one of them: {}", ids.join(", ")),
            ));
        }
        FoundPolicy::None => {}
    }
    let help = match nearest(name, library::ids()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use a path, or {}", library_hint()),
    };
    Err(Failure::usage(
        format!("there is no policy named `{name}`"),
        help,
    ))
}

/// Finds the policies that a policy extends: by a path relative to its file, or in the library.
#[derive(Debug)]
pub(crate) struct Beside;

impl Bases for Beside {
    fn identity(&self, source: &SourceText) -> String {
        let name = source.name();
        std::fs::canonicalize(name)
            .map_or_else(|_| name.to_owned(), |path| shown(&path).into_owned())
    }

    fn find(&self, name: &str, from: &str) -> Option<Result<SourceText, Problem>> {
        if let Some(source) = library::source(name) {
            return Some(Ok(source));
        }
        let path = Path::new(from).parent().unwrap_or(Path::new("")).join(name);
        if !name.contains(['/', '.']) {
            return None;
        }
        Some(bytes(&path).and_then(|bytes| decoded(shown(&path), bytes, "this policy")))
    }

    fn ids(&self) -> Vec<&str> {
        library::ids().collect()
    }
}
