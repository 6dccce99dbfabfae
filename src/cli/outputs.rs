//! The files that a run writes. An output must not overwrite an input of the same run or another
//! output, whatever paths name them; this is checked before anything is read or written.

use std::fs;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::input::has_extension;
use crate::config::Config;
use crate::policy::Policy;

/// Identifies a file, regardless of how its path is written.
#[derive(Debug, PartialEq, Eq)]
struct Identity {
    path: PathBuf,
    /// The device and inode of an existing file, which may have several names.
    #[cfg(unix)]
    file: Option<(u64, u64)>,
}

impl Identity {
    /// `None` for a pipe or device, which cannot be replaced.
    fn of(path: &Path) -> Option<Self> {
        if super::input::is_null_device(path) {
            return None;
        }
        let found = fs::metadata(path).ok();
        if found.as_ref().is_some_and(|found| !found.is_file()) {
            return None;
        }
        let whole = fs::canonicalize(path).ok().or_else(|| {
            let folder = super::input::or_here(path.parent()?);
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

/// Refuses a file that would not be what its extension says.
fn refuse_document(path: &Path) -> Result<(), Failure> {
    const OTHERS: [&str; 12] = [
        "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "png", "zip",
    ];
    if !has_extension(path, &OTHERS) {
        return Ok(());
    }
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    Err(Failure::usage(
        format!(
            "`{}`: Leastwise cannot write `.{}` files",
            super::input::shown(path),
            extension.display()
        ),
        "use `.html`, which a browser can print as a PDF, or `.csv`, which a spreadsheet can open",
    ))
}

/// The files that a run writes.
#[derive(Debug, Default)]
pub(super) struct Outputs(Vec<(PathBuf, Identity)>);

impl Outputs {
    /// Files to be written; an error if two of them are the same, or if one has the extension of
    /// a document that is not written.
    pub(super) fn new<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Result<Self, Failure> {
        let mut outputs = Self::default();
        for path in paths {
            refuse_document(path)?;
            let Some(identity) = Identity::of(path) else {
                continue;
            };
            if outputs.0.iter().any(|(_, other)| other.is(&identity)) {
                return Err(Failure::usage(
                    format!("two reports go to `{}`", super::input::shown(path)),
                    "use a separate file for each report",
                ));
            }
            outputs.0.push((path.to_owned(), identity));
        }
        Ok(outputs)
    }

    /// The output that is the same file as this path.
    pub(super) fn that_is(&self, path: &Path) -> Option<&Path> {
        // Most runs write no file.
        if self.0.is_empty() {
            return None;
        }
        let identity = Identity::of(path)?;
        let found = self.0.iter().find(|(_, output)| output.is(&identity));
        found.map(|(path, _)| path.as_path())
    }

    /// Rejects an output that is also one of these policies, or a policy that they extend.
    pub(super) fn refuse_policies<'a>(
        &self,
        policies: impl IntoIterator<Item = &'a Policy>,
    ) -> Result<(), Failure> {
        let lineage = policies.into_iter().flat_map(Policy::lineage);
        self.refuse("a policy", lineage.map(|policy| policy.source.name()))
    }

    /// Rejects an output that is also the configuration or one of its files of waivers.
    pub(super) fn refuse_config(&self, config: Option<&Config>) -> Result<(), Failure> {
        let name = config.map(|config| config.source.name());
        self.refuse("the configuration", name)?;
        self.refuse("a file of waivers", super::settings::waiver_files(config))
    }

    /// Rejects an output that is also an input; `what` describes the input.
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
                        "the output `{}` is also {what} that this run reads",
                        super::input::shown(output)
                    ),
                    "write to another file; nothing was written",
                ));
            }
        }
        Ok(())
    }
}
