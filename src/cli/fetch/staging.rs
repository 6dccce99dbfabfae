//! Staging directory for roles until all of them are complete: `.leastwise-fetch` in the output
//! directory.
//!
//! An interrupted read leaves its complete roles there, and the next one reuses those that have not
//! changed since. No other command reads them. Once all roles are complete, the index is written
//! too; a run that finds an index there first finishes the interrupted saving.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::super::failure::Failure;
use super::super::output;
use super::super::sink::Sink;
use super::names;
use crate::engine::roles_index::{FILE, RolesIndex};
use crate::policy::digest_of;
use crate::role::SNAPSHOT_SCHEMA;

/// The directory within the output directory.
const FOLDER: &str = ".leastwise-fetch";

/// Maximum age of a staged role.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The staged roles.
#[derive(Debug)]
pub(super) struct Staging {
    output: PathBuf,
    folder: PathBuf,
    pub(super) sink: Sink,
}

impl Staging {
    /// Opens the directory, and finishes an interrupted saving.
    pub(super) fn open(output: &Path, fresh: bool, sink: Sink) -> Result<Self, Failure> {
        let staging = Self {
            output: output.to_owned(),
            folder: output.join(FOLDER),
            sink,
        };
        if let Some(index) = staging.interrupted() {
            staging.install(&index)?;
        } else if fresh {
            staging.remove()?;
        }
        output::make_folder(&staging.folder)?;
        Ok(staging)
    }

    /// The index of an interrupted saving.
    fn interrupted(&self) -> Option<RolesIndex> {
        let bytes = fs::read(self.folder.join(FILE)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    fn path(&self, id: i64, fingerprint: &str) -> PathBuf {
        self.folder.join(format!("{id}-{fingerprint}.json"))
    }

    /// Stages a complete role.
    pub(super) fn keep(&self, id: i64, fingerprint: &str, text: &[u8]) -> Result<(), Failure> {
        self.sink.save_private(&self.path(id, fingerprint), text)
    }

    /// The text of a role from an earlier read, if it is recent and unchanged.
    pub(super) fn kept(&self, id: i64, fingerprint: &str) -> Option<Vec<u8>> {
        let path = self.path(id, fingerprint);
        let age = fs::metadata(&path).ok()?.modified().ok()?;
        let recent = SystemTime::now()
            .duration_since(age)
            .is_ok_and(|age| age < LONGEST);
        if !recent {
            return None;
        }
        fs::read(path).ok().filter(|bytes| is_snapshot(bytes))
    }

    /// The number of staged roles.
    pub(super) fn count(&self) -> usize {
        files(&self.folder).len()
    }

    /// Saves every role under its name, then the index; roles come from `texts`.
    pub(super) fn commit(
        &self,
        index: &RolesIndex,
        texts: &[(i64, String, Vec<u8>)],
    ) -> Result<(), Failure> {
        // The staging directory must contain only the files of this read.
        let wanted: Vec<PathBuf> = texts
            .iter()
            .map(|(id, _, _)| self.folder.join(format!("{id}.json")))
            .collect();
        for ((_, _, text), path) in texts.iter().zip(&wanted) {
            self.sink.save_private(path, text)?;
        }
        for path in files(&self.folder) {
            if !wanted.contains(&path) {
                fs::remove_file(&path).map_err(|error| Failure::file(&path, error))?;
            }
        }
        let text = index.text().map_err(std::io::Error::from)?;
        self.sink.save_private(&self.folder.join(FILE), &text)?;
        self.install(index)
    }

    /// Moves the staged roles into place, each atomically, and the index last.
    fn install(&self, index: &RolesIndex) -> Result<(), Failure> {
        for role in &index.roles {
            let from = self.folder.join(format!("{}.json", role.id));
            // A missing one has already been moved.
            let Ok(text) = fs::read(&from) else { continue };
            if digest_of(&text) == role.sha256 {
                self.sink
                    .save_private(&self.output.join(&role.file), &text)?;
            }
            fs::remove_file(&from).map_err(|error| Failure::file(&from, error))?;
        }
        // A renamed role has another file name.
        for (file, id) in snapshots(&self.output) {
            let renamed = index
                .roles
                .iter()
                .any(|role| role.id == id && role.file != file);
            let path = self.output.join(&file);
            if renamed && fs::read(&path).is_ok_and(|bytes| is_snapshot(&bytes)) {
                fs::remove_file(&path).map_err(|error| Failure::file(&path, error))?;
            }
        }
        let text = index.text().map_err(std::io::Error::from)?;
        self.sink.save_private(&self.output.join(FILE), &text)?;
        self.remove()
    }

    /// Removes the directory with its contents.
    pub(super) fn remove(&self) -> Result<(), Failure> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Failure::Files(vec![(self.folder.clone(), error)]))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a file is a snapshot of a role.
pub(super) fn is_snapshot(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    String::from_utf8_lossy(start).contains(SNAPSHOT_SCHEMA)
}

/// The files in a directory with the name of a role, with its number, sorted.
pub(super) fn snapshots(folder: &Path) -> Vec<(String, i64)> {
    let mut found: Vec<(String, i64)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            let id = names::id_of(&name)?;
            Some((name, id))
        })
        .collect();
    found.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect()
}
