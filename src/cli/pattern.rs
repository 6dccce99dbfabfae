//! Expands glob patterns.
//!
//! `**` does not follow links to directories: two links to a parent create exponentially many
//! paths, and each file would be compared for each of them.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern, PatternError};

use super::input::or_here;

/// The matches of a pattern, without duplicates, in order.
#[derive(Debug, Default)]
pub(super) struct Matches {
    pub(super) files: Vec<PathBuf>,
    /// Directories that could not be searched.
    pub(super) unreadable: Vec<(PathBuf, io::Error)>,
}

enum Part {
    /// A literal name.
    Name(OsString),
    /// A name with `*`, `?` or `[`.
    Like(Pattern),
    /// `**`: this directory and every directory below it.
    Anywhere,
}

/// As in a shell: hidden files match only a pattern that starts with a dot.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// Expands a pattern; an error if it is invalid.
pub(super) fn matches(pattern: &str) -> Result<Matches, PatternError> {
    // The complete pattern first: the error for `a**` has its position.
    Pattern::new(pattern)?;
    let mut start = PathBuf::new();
    let mut parts = Vec::new();
    for component in Path::new(pattern).components() {
        let text = component.as_os_str().to_string_lossy();
        match component {
            Component::Normal(_) if text == "**" => parts.push(Part::Anywhere),
            Component::Normal(_) if text.contains(['*', '?', '[']) => {
                parts.push(Part::Like(Pattern::new(&text)?));
            }
            other if parts.is_empty() => start.push(other),
            other => parts.push(Part::Name(other.as_os_str().to_owned())),
        }
    }
    let mut found = Matches::default();
    found.search(&start, &parts);
    found.files.sort();
    found.files.dedup();
    Ok(found)
}

impl Matches {
    fn search(&mut self, folder: &Path, parts: &[Part]) {
        let Some((part, rest)) = parts.split_first() else {
            self.files.push(folder.to_owned());
            return;
        };
        match part {
            Part::Name(name) => {
                let path = folder.join(name);
                // A path that does not exist is not a match, like a dangling link.
                if fs::symlink_metadata(&path).is_ok() {
                    self.search(&path, rest);
                }
            }
            Part::Anywhere => {
                // `**/**` means the same as `**`, and would be searched once for each directory.
                let rest_alone = rest
                    .iter()
                    .position(|part| !matches!(part, Part::Anywhere))
                    .and_then(|at| rest.get(at..))
                    .unwrap_or_default();
                self.search(folder, rest_alone);
                for (path, kind) in self.entries(folder) {
                    let hidden = path
                        .file_name()
                        .is_some_and(|name| name.to_string_lossy().starts_with('.'));
                    if kind.is_dir() && !hidden {
                        self.search(&path, parts);
                    } else if rest_alone.is_empty() && !hidden {
                        self.files.push(path);
                    }
                }
            }
            Part::Like(pattern) => {
                for (path, _) in self.entries(folder) {
                    let name = path.file_name().map(|name| name.to_string_lossy());
                    if name.is_some_and(|name| pattern.matches_with(&name, OPTIONS))
                        && (rest.is_empty() || path.is_dir())
                    {
                        self.search(&path, rest);
                    }
                }
            }
        }
    }

    fn entries(&mut self, folder: &Path) -> Vec<(PathBuf, fs::FileType)> {
        let entries = fs::read_dir(or_here(folder)).and_then(|entries| {
            entries
                .map(|entry| entry.and_then(|e| Ok((folder.join(e.file_name()), e.file_type()?))))
                .collect::<io::Result<Vec<_>>>()
        });
        match entries {
            Ok(entries) => entries,
            // Nothing matches below a file or a nonexistent path.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Vec::new()
            }
            Err(error) => {
                self.unreadable.push((folder.to_owned(), error));
                Vec::new()
            }
        }
    }
}

/// The kind of file at a path, following links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file, or a link to one; reading a dangling link reports the error.
    File,
    Folder,
    /// A pipe, a socket, a device.
    Other,
}

pub(super) fn kind_of(path: &Path) -> Kind {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Kind::Folder,
        Ok(found) if !found.is_file() => Kind::Other,
        _ => Kind::File,
    }
}
