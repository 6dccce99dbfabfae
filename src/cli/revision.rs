//! Files in a revision of a git repository: `HEAD~1:policies/x.yaml`.

use std::io::{ErrorKind, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use super::input::decoded;
use crate::model::{Problem, SourceText, escape_controls};
use crate::policy::{Bases, Policy, library};

/// Maximum size of a policy.
const LIMIT: u64 = 16 << 20;

/// Whether this is `REVISION:PATH`. An existing file of that name takes precedence, and so does a
/// drive letter.
pub(crate) fn is_revision(written: &str) -> bool {
    written.split_once(':').is_some_and(|(revision, path)| {
        let drive = revision.len() == 1 && path.starts_with(['\\', '/']);
        let named = !revision.is_empty() && !path.is_empty();
        named && !drive && !Path::new(written).exists()
    })
}

/// Reads the policy from the revision.
pub(crate) fn policy(written: &str) -> Result<Policy, Vec<Problem>> {
    let bytes = bytes(written).map_err(|problem| vec![problem])?;
    Policy::from_bytes(written, bytes, &Beside)
}

/// Finds the policies that a policy of a revision extends: in the same revision, or else in the
/// library.
#[derive(Debug)]
struct Beside;

impl Bases for Beside {
    fn find(&self, name: &str, from: &str) -> Option<Result<SourceText, Problem>> {
        let (revision, path) = from.split_once(':')?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = if name.contains(['/', '.']) && library::text(name).is_none() {
            name.to_owned()
        } else {
            format!("{name}.yaml")
        };
        let written = format!("{revision}:{}", joined(folder, &file)?);
        match bytes(&written) {
            Ok(bytes) => Some(decoded(written, bytes, "this policy")),
            Err(problem) => library::source(name).map(Ok).or(Some(Err(problem))),
        }
    }

    fn ids(&self) -> Vec<&str> {
        library::ids().collect()
    }
}

/// A path relative to a directory, without `.` and `..`, which git takes literally.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Reads the content of `REVISION:PATH` with git.
///
/// `cat-file blob` runs no filter, text conversion or hook of the repository, which may be
/// untrusted.
pub(crate) fn bytes(written: &str) -> Result<Vec<u8>, Problem> {
    let problem = |message: String, help: &str| Problem::in_file(written, message).with_help(help);
    if written.starts_with('-') {
        return Err(problem(
            "a revision does not begin with a dash".to_owned(),
            "write it as `HEAD~1:policies/x.yaml`",
        ));
    }
    let started = Command::new("git")
        .args(["cat-file", "blob", written])
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(problem(
                "git is needed to read a revision, but it is not installed".to_owned(),
                "install git, or save the old version as a file and specify that file",
            ));
        }
        Err(error) => {
            return Err(problem(
                format!("git is needed to read a revision, but could not be started: {error}"),
                "save the old version as a file and specify that file",
            ));
        }
    };
    let mut content = Vec::new();
    let read = child
        .stdout
        .take()
        .map_or(Ok(0), |out| out.take(LIMIT + 1).read_to_end(&mut content));
    // The pipe is closed by now, so git ends.
    let ended = child.wait_with_output();
    if content.len() as u64 > LIMIT {
        return Err(problem(
            format!(
                "the file exceeds the limit of {} MiB for policies",
                LIMIT >> 20
            ),
            "check the path",
        ));
    }
    match (read, ended) {
        (Ok(_), Ok(output)) if output.status.success() => Ok(content),
        (_, Ok(output)) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said.lines().next().unwrap_or_default();
            let said = said.strip_prefix("fatal: ").unwrap_or(said);
            Err(problem(
                format!("git cannot read this file: {}", escape_controls(said)),
                "use a revision and a path relative to the top of the repository, such as \
                 `HEAD~1:policies/x.yaml`",
            ))
        }
        (_, Err(error)) => Err(problem(
            format!("git did not respond: {error}"),
            "save the old version as a file and specify that file",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_distinguished_from_a_path() {
        assert!(is_revision("HEAD~1:policies/x.yaml"));
        for path in [
            "policies/x.yaml",
            "C:\\x.yaml",
            "C:/x.yaml",
            ":x",
            "HEAD:",
            "crewhu",
        ] {
            assert!(!is_revision(path), "{path}");
        }
    }

    #[test]
    fn a_base_is_found_relative_to_its_policy() {
        assert_eq!(
            joined("policies", "../more/./x.yaml").as_deref(),
            Some("more/x.yaml")
        );
        assert_eq!(joined("", "x.yaml").as_deref(), Some("x.yaml"));
        assert_eq!(joined("policies", "../../x.yaml"), None);
    }
}
