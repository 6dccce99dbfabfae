//! Contents of a directory: roles, policies, waivers, a baseline.

use std::fs;
use std::path::Path;

use super::proposal::{Proposal, proposals};
use crate::cli::input::or_here;
use crate::cli::roles;
use crate::cli::settings::BASELINE;
use crate::model::SourceText;
use crate::render::count;
use crate::role::{self, FileKind, ReadOptions};

/// Contents of the current directory. Paths use `/` on every system.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) roles: Vec<String>,
    pub(super) policies: Vec<String>,
    pub(super) waivers: Vec<String>,
    pub(super) baseline: bool,
    /// Files that must be roles by their extension, but are not: their directory cannot be listed
    /// as a whole.
    pub(super) foreign: Vec<String>,
    /// Number of skipped documents of `leastwise docs`: their tables look like roles.
    pub(super) documents: usize,
    /// Policies in the library for the roles, where the directory has no policies.
    pub(super) proposals: Vec<Proposal>,
}

/// Directories filled by programs.
const SKIPPED: [&str; 4] = ["target", "node_modules", "vendor", "dist"];
/// Limits of the search: depth of directories, and number of files.
const DEPTH: usize = 6;
const FILES: usize = 5_000;
/// Maximum size of a role file.
const LARGEST: u64 = 16 << 20;

impl Found {
    pub(super) fn here() -> Self {
        let mut found = Self {
            baseline: Path::new(BASELINE).is_file(),
            ..Self::default()
        };
        found.walk(Path::new(""), DEPTH, &mut FILES.clone());
        if found.policies.is_empty() {
            found.proposals = proposals(&found.roles);
        }
        found
    }

    fn walk(&mut self, folder: &Path, depth: usize, files: &mut usize) {
        // Unreadable files are not proposed; `check` reports the reason.
        let Ok(entries) = fs::read_dir(or_here(folder)) else {
            return;
        };
        let mut names: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.file_name()))
            .collect();
        names.sort();
        for name in names {
            let Some(text) = name.to_str() else {
                continue;
            };
            let path = folder.join(&name);
            let Ok(metadata) = fs::symlink_metadata(&path) else {
                continue;
            };
            if text.starts_with('.') || SKIPPED.contains(&text) {
                continue;
            }
            if metadata.is_dir() && depth > 0 {
                self.walk(&path, depth - 1, files);
            } else if metadata.is_file() && metadata.len() <= LARGEST && *files > 0 {
                *files -= 1;
                self.file(&path);
            }
        }
    }

    fn file(&mut self, path: &Path) {
        let Some(written) = slashed(path) else {
            return;
        };
        let Some(data) = roles::extension(path) else {
            return;
        };
        let Ok(bytes) = fs::read(path) else {
            return;
        };
        let looks = role::detect_kind(&bytes);
        if let Some(schema) = schema(&bytes) {
            if schema.starts_with("leastwise/policy/") {
                self.policies.push(written);
                return;
            }
            if schema.starts_with("leastwise/waivers/") {
                self.waivers.push(written);
                return;
            }
        }
        match looks {
            // Directories are searched without these.
            FileKind::Role(_) if !data && roles::is_document(&bytes) => self.documents += 1,
            FileKind::Role(_) if is_role(&written, bytes) => self.roles.push(written),
            // Directories are searched without these.
            FileKind::Foreign => {}
            _ if data => self.foreign.push(written),
            // A text that looks like a role and is not one would be an error.
            FileKind::Role(_) => self.foreign.push(written),
            FileKind::Nothing => {}
        }
    }

    /// The roles for the configuration: a whole directory if all its files are roles, otherwise
    /// single files.
    pub(super) fn places(&self) -> Vec<String> {
        let mut places: Vec<String> = Vec::new();
        // Other roles without a policy are excluded by the name of their file.
        let unnamed = |role: &String| self.without_policy(role) && role.contains('*');
        for role in self.roles.iter().filter(|role| !unnamed(role)) {
            let left_out = |other: &&String| unnamed(other);
            let others = self
                .foreign
                .iter()
                .chain(self.roles.iter().filter(left_out));
            let folder =
                top_folder(role).filter(|folder| !others.clone().any(|other| is_in(other, folder)));
            let place = folder.unwrap_or(role).to_owned();
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// Whether a role has no policy although others have one: a check of it would only fail.
    pub(super) fn without_policy(&self, role: &str) -> bool {
        !self.proposals.is_empty() && !self.proposals.iter().any(|one| one.file == role)
    }

    /// What is said about the roles without a policy: the first by name, then a number.
    pub(super) fn excluded(&self) -> Vec<String> {
        const NAMED: usize = 10;
        let excluded: Vec<&String> = self
            .roles
            .iter()
            .filter(|role| self.without_policy(role))
            .collect();
        let named = excluded.iter().take(NAMED).map(|role| {
            format!("{role}: excluded, because no policy in the library is similar enough; it is not checked")
        });
        let rest = excluded.len().saturating_sub(NAMED);
        let rest = (rest > 0).then(|| format!("{rest} more roles excluded, for the same reason"));
        let review = (!excluded.is_empty()).then(|| {
            "next: under `exclude`, remove the entries for roles that integrations use, and assign \
             policies to these roles under `match`"
                .to_owned()
        });
        named.chain(rest).chain(review).collect()
    }

    pub(super) fn summary(&self) -> String {
        let found = |number: usize, what: &str| match number {
            0 => format!("no {what} found"),
            _ => format!("{} found", count(number, what)),
        };
        let documents = match self.documents {
            0 => String::new(),
            some => format!(
                "; {} from `leastwise docs` skipped",
                count(some, "document")
            ),
        };
        format!(
            "{}, {}{documents}",
            found(self.roles.len(), "role"),
            found(self.policies.len(), "policy file")
        )
    }

    /// The steps before `leastwise check` can run.
    pub(super) fn left(&self) -> Vec<String> {
        let mut left = Vec::new();
        if self.roles.is_empty() {
            left.push("next: export a role and add its path under `roles`".to_owned());
        }
        if self.policies.is_empty() && self.proposals.is_empty() {
            left.push(
                "next: choose a policy from `leastwise policy list`, and add it under `policies`"
                    .to_owned(),
            );
        } else if self.policies.len() > 1 {
            left.push(
                "next: assign policies to roles under `match`, or set one for all under `policies`"
                    .to_owned(),
            );
        }
        if left.is_empty() {
            left.push("next: run `leastwise check`".to_owned());
        }
        left
    }
}

fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(std::ffi::OsStr::to_str).collect();
    Some(parts?.join("/"))
}

/// The first directory of a path.
fn top_folder(path: &str) -> Option<&str> {
    path.split_once('/').map(|(folder, _)| folder)
}

fn is_in(path: &str, folder: &str) -> bool {
    top_folder(path) == Some(folder)
}

/// The schema of a document, at its left margin (YAML) or in its first bytes (JSON).
fn schema(bytes: &[u8]) -> Option<String> {
    let source = SourceText::decode("", bytes.to_vec()).ok()?;
    let text = source.text();
    let line = text.lines().find_map(|line| line.strip_prefix("schema:"))?;
    let value = line.split('#').next().unwrap_or_default();
    Some(value.trim().trim_matches(['"', '\'']).to_owned())
}

/// Whether it can be read as a role, or is a stream of snapshots.
fn is_role(name: &str, bytes: Vec<u8>) -> bool {
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    if String::from_utf8_lossy(head).contains("leastwise/role/v1") {
        return true;
    }
    role::read(name, bytes, &ReadOptions::default()).is_ok()
}
