//! Whether a file that a run writes is one that it reads, or writes twice.
//!
//! An output takes the place of what lies there. That must never be the role, the policy or the
//! configuration of the same run, by whichever path they are named: it is refused before anything is
//! read or written.

use std::fs;
use std::path::{Path, PathBuf};

use super::failure::Failure;

/// What tells a file from every other, however its path is written.
#[derive(Debug, PartialEq, Eq)]
struct Identity {
    path: PathBuf,
    /// The device and the number of a file that is there: it may have several names.
    #[cfg(unix)]
    file: Option<(u64, u64)>,
}

impl Identity {
    /// None for what cannot be replaced: a pipe, a device.
    fn of(path: &Path) -> Option<Self> {
        if super::input::is_null_device(path) {
            return None;
        }
        let found = fs::metadata(path).ok();
        if found.as_ref().is_some_and(|found| !found.is_file()) {
            return None;
        }
        let whole = fs::canonicalize(path).ok().or_else(|| {
            let folder = path.parent()?;
            let folder = if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            };
            Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
        });
        Some(Self {
            path: whole.unwrap_or_else(|| path.to_owned()),
            #[cfg(unix)]
            file: found.map(|found| {
                use std::os::unix::fs::MetadataExt;
                (found.dev(), found.ino())
            }),
        })
    }

    fn is(&self, other: &Self) -> bool {
        #[cfg(unix)]
        if self.file.is_some() && self.file == other.file {
            return true;
        }
        self.path == other.path
    }
}

/// The files that a run writes.
#[derive(Debug, Default)]
pub(super) struct Outputs(Vec<(PathBuf, Identity)>);

impl Outputs {
    /// Files to be written, unless two of them are one.
    pub(super) fn new<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Result<Self, Failure> {
        let mut outputs = Self::default();
        for path in paths {
            let Some(identity) = Identity::of(path) else {
                continue;
            };
            if outputs.0.iter().any(|(_, other)| other.is(&identity)) {
                return Err(Failure::usage(
                    format!("two reports go to `{}`", super::input::shown(path)),
                    "give each report a file of its own",
                ));
            }
            outputs.0.push((path.to_owned(), identity));
        }
        Ok(outputs)
    }

    /// The output that this path means too.
    pub(super) fn that_is(&self, path: &Path) -> Option<&Path> {
        // Most runs write to no file, or to one that is not there yet.
        if self.0.is_empty() {
            return None;
        }
        let identity = Identity::of(path)?;
        let found = self.0.iter().find(|(_, output)| output.is(&identity));
        found.map(|(path, _)| path.as_path())
    }

    /// Refuses to write to what is read; `what` says as which.
    pub(super) fn refuse<P: AsRef<Path>>(
        &self,
        what: &str,
        read: impl IntoIterator<Item = P>,
    ) -> Result<(), Failure> {
        for path in read {
            let path = path.as_ref();
            if let Some(output) = self.that_is(path) {
                return Err(Failure::usage(
                    format!(
                        "`{}` would be replaced by what this run writes, and is {what} that it reads",
                        super::input::shown(output)
                    ),
                    "write to another file; nothing was written",
                ));
            }
        }
        Ok(())
    }
}
