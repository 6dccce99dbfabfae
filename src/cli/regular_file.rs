//! A file that must not change while it is read.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
#[cfg(unix)]
use std::sync::OnceLock;
use std::time::SystemTime;

/// Reads a file and, at its end, checks that its length and modification time are those at the
/// start.
///
/// A partly written table would look like a complete one that grants less. Pipes and devices have
/// no length and are not checked.
#[derive(Debug)]
pub(crate) struct RegularFile {
    file: File,
    /// The state of a regular file when it was opened.
    before: Option<State>,
    /// Whether it is a regular file that was empty when it was opened.
    empty: bool,
    read: u64,
}

#[derive(Debug, PartialEq, Eq)]
struct State {
    length: u64,
    changed: Option<SystemTime>,
}

impl State {
    fn of(found: &Metadata) -> Self {
        Self {
            length: found.len(),
            changed: found.modified().ok(),
        }
    }
}

impl RegularFile {
    /// Opens a file.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let mut opened = Self {
            file,
            before: None,
            empty: false,
            read: 0,
        };
        let found = match opened.file.metadata() {
            // Devices such as `NUL` have none on Windows; they are read as they come.
            Err(_) if cfg!(windows) => return Ok(opened),
            found => found?,
        };
        if found.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if is_virtual(&found) {
            return Err(io::Error::new(
                io::ErrorKind::Unsupported,
                "this is a virtual file of the system",
            ));
        }
        // Virtual files have length 0 even at their end.
        opened.empty = found.is_file() && found.len() == 0;
        opened.before = (found.is_file() && !opened.empty).then(|| State::of(&found));
        Ok(opened)
    }

    /// The length of a regular file when it was opened; 0 if unknown.
    pub(crate) fn length(&self) -> u64 {
        self.before.as_ref().map_or(0, |before| before.length)
    }

    /// Whether the file, read to its end, differs from the one that was opened.
    fn changed(&self) -> io::Result<bool> {
        let now = || self.file.metadata();
        Ok(match &self.before {
            Some(before) => self.read != before.length || State::of(&now()?) != *before,
            None if self.empty => now()?.len() > 0,
            None => false,
        })
    }
}

impl Read for RegularFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read += count as u64;
        if count == 0 && !buffer.is_empty() && self.changed()? {
            return Err(io::Error::other("it changed while it was being read"));
        }
        Ok(count)
    }

    /// Lets the system decide how much to read at once: 9 % fewer instructions of a check.
    fn read_to_end(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let count = self.file.read_to_end(bytes)?;
        self.read += count as u64;
        if self.changed()? {
            return Err(io::Error::other("it changed while it was being read"));
        }
        Ok(count)
    }
}

/// Whether a file is a virtual file of `/proc` or `/sys`, which can hold secrets such as the
/// environment of a process, but no role. A link to one looks like a regular file.
#[cfg(unix)]
fn is_virtual(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    static DEVICES: OnceLock<Vec<u64>> = OnceLock::new();
    let devices = DEVICES.get_or_init(|| {
        let device = |path: &str| std::fs::metadata(path).ok().map(|found| found.dev());
        let root = device("/");
        // If nothing is mounted there, it is an ordinary directory.
        let devices = ["/proc", "/sys"].into_iter().filter_map(device);
        devices.filter(|device| Some(*device) != root).collect()
    });
    devices.contains(&found.dev())
}

#[cfg(not(unix))]
const fn is_virtual(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn halfway(change: impl FnOnce(&mut File)) -> io::Result<usize> {
        let mut written = tempfile::NamedTempFile::new().unwrap();
        written.write_all(&[b'x'; 100]).unwrap();
        let mut file = RegularFile::open(written.path()).unwrap();
        file.read_exact(&mut [0; 50]).unwrap();
        change(written.as_file_mut());
        file.read_to_end(&mut Vec::new())
    }

    #[test]
    fn an_unchanged_file_is_read() {
        assert_eq!(halfway(|_| {}).unwrap(), 50);
    }

    #[test]
    fn a_file_that_grows_shrinks_or_is_rewritten_is_an_error() {
        type Change<'a> = &'a dyn Fn(&mut File);
        let later = SystemTime::now() + std::time::Duration::from_secs(5);
        let changes: [(&str, Change<'_>); 3] = [
            ("grows", &|file| file.write_all(b"more").unwrap()),
            ("shrinks", &|file| file.set_len(70).unwrap()),
            ("is rewritten", &|file| file.set_modified(later).unwrap()),
        ];
        for (name, change) in changes {
            let error = halfway(change).expect_err(name);
            assert_eq!(
                error.to_string(),
                "it changed while it was being read",
                "{name}"
            );
        }
    }

    #[test]
    fn an_empty_file_that_grows_is_an_error() {
        let written = tempfile::NamedTempFile::new().unwrap();
        let read = |file: &mut RegularFile| file.read_to_end(&mut Vec::new());
        let mut file = RegularFile::open(written.path()).unwrap();
        assert_eq!(read(&mut file).unwrap(), 0);
        let mut file = RegularFile::open(written.path()).unwrap();
        written.as_file().write_all(b"[]").unwrap();
        let error = read(&mut file).unwrap_err();
        assert_eq!(error.to_string(), "it changed while it was being read");
    }
}
