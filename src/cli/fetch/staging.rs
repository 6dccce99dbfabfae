//! Where roles are kept until all of them are complete: `.leastwise-fetch` in the output directory.
//!
//! A read that is interrupted leaves its complete roles there, and the next one uses those that
//! have not changed since. Nothing else reads them. Once every role is there, the index is written
//! too; a run that finds an index there first finishes the saving that was interrupted.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::super::failure::Failure;
use super::super::output;
use super::super::sink::Sink;
use super::names;
use crate::engine::roles_index::{FILE, RolesIndex, sha256};
use crate::role::SNAPSHOT_SCHEMA;

/// The directory within the output.
const FOLDER: &str = ".leastwise-fetch";

/// How long a role that was read may wait for the others.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The roles that are complete and not saved yet.
#[derive(Debug)]
pub(super) struct Staging {
    output: PathBuf,
    folder: PathBuf,
    pub(super) sink: Sink,
}

impl Staging {
    /// Opens the directory, and finishes a saving that was interrupted.
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

    /// The index of a saving that was interrupted.
    fn interrupted(&self) -> Option<RolesIndex> {
        let bytes = fs::read(self.folder.join(FILE)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    fn path(&self, id: i64, fingerprint: &str) -> PathBuf {
        self.folder.join(format!("{id}-{fingerprint}.json"))
    }

    /// Keeps a complete role.
    pub(super) fn keep(&self, id: i64, fingerprint: &str, text: &[u8]) -> Result<(), Failure> {
        self.sink.save_private(&self.path(id, fingerprint), text)
    }

    /// The text of a role that an earlier read completed, if it is recent and unchanged.
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

    /// How many roles are kept.
    pub(super) fn count(&self) -> usize {
        files(&self.folder).len()
    }

    /// Saves every role under its name, then the index; roles come from `texts`.
    pub(super) fn commit(
        &self,
        index: &RolesIndex,
        texts: &[(i64, String, Vec<u8>)],
    ) -> Result<(), Failure> {
        // Only the files of this read may be here when it is saved.
        let wanted: Vec<PathBuf> = texts
            .iter()
            .map(|(id, _, _)| self.folder.join(format!("{id}.json")))
            .collect();
        for ((_, _, text), path) in texts.iter().zip(&wanted) {
            self.sink.save_private(path, text)?;
        }
        for path in files(&self.folder) {
            if !wanted.contains(&path) {
                fs::remove_file(&path).map_err(|error| Failure::Files(vec![(path, error)]))?;
            }
        }
        let text = index.text().map_err(std::io::Error::from)?;
        self.sink.save_private(&self.folder.join(FILE), &text)?;
        self.install(index)
    }

    /// Puts the kept roles in place, each completely, and the index last.
    fn install(&self, index: &RolesIndex) -> Result<(), Failure> {
        for role in &index.roles {
            let from = self.folder.join(format!("{}.json", role.id));
            // One that is not here any more is in place.
            let Ok(text) = fs::read(&from) else { continue };
            if sha256(&text) == role.sha256 {
                self.sink
                    .save_private(&self.output.join(&role.file), &text)?;
            }
            fs::remove_file(&from).map_err(|error| Failure::Files(vec![(from, error)]))?;
        }
        // A role that has another name by now has another file.
        for (file, id) in snapshots(&self.output) {
            let renamed = index
                .roles
                .iter()
                .any(|role| role.id == id && role.file != file);
            let path = self.output.join(&file);
            if renamed && fs::read(&path).is_ok_and(|bytes| is_snapshot(&bytes)) {
                fs::remove_file(&path).map_err(|error| Failure::Files(vec![(path, error)]))?;
            }
        }
        let text = index.text().map_err(std::io::Error::from)?;
        self.sink.save_private(&self.output.join(FILE), &text)?;
        self.remove()
    }

    /// Removes the directory with everything in it.
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

/// The files in a directory that are named for a role, with its number, in order.
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
