//! Everything that leaves the program: its two streams and its files, without secrets.
//!
//! A [`Sink`] is a value. It begins with the private key of the environment; a key that is read from
//! a file or at the prompt is added to it, and is redacted from then on wherever a copy of the value
//! is used.

use std::borrow::Cow;
#[cfg(unix)]
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::failure::Failure;
use super::guard::{Breaks, Guard, Redaction};
use super::output::{self, buffered, replace_as_is};
use crate::model::escape_controls;
use crate::render::Spool;

/// Where a run writes. Every subcommand gets one, and hands it to whatever prints.
#[derive(Clone, Copy)]
pub(crate) struct Sink {
    /// Lives as long as the process, so that threads can write until it ends.
    redaction: &'static Redaction,
    /// Whether only errors are reported.
    quiet: bool,
}

impl std::fmt::Debug for Sink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sink({} secrets)", self.redaction.count())
    }
}

impl Sink {
    fn of(secrets: impl IntoIterator<Item = String>) -> Self {
        let redaction: &'static Redaction = Box::leak(Box::default());
        for secret in secrets {
            redaction.add(&secret);
        }
        Self {
            redaction,
            quiet: false,
        }
    }

    /// A sink that redacts the private key of the environment. Its pair with the company and the
    /// public key travels in base64, in which the key is found as well.
    pub(crate) fn of_environment() -> Self {
        Self::of(std::env::var("CONNECTWISE_PRIVATE_KEY"))
    }

    /// Adds a key that was read from a file or at the prompt.
    #[cfg_attr(
        not(feature = "live"),
        allow(dead_code, reason = "only a live read needs a key")
    )]
    pub(super) fn redact_also(self, key: &str) {
        self.redaction.add(key);
    }

    /// Standard output, buffered. In the log of a CI system no line of it is a command.
    pub(crate) fn stdout(self) -> impl Write {
        self.report(false)
    }

    /// Standard output, buffered, for a format that may consist of commands of a CI system.
    pub(crate) fn report(self, commands: bool) -> impl Write {
        let breaks = if commands {
            Breaks::Marks
        } else {
            Breaks::Everything
        };
        Guard::new(self.redaction, breaks.in_ci(), buffered())
    }

    /// Standard error. In the log of a CI system no line of it is a command.
    pub(crate) fn stderr(self) -> impl Write {
        Guard::new(self.redaction, Breaks::Everything.in_ci(), io::stderr())
    }

    /// Writes a message to standard error, apart from the report. If standard error is closed, the
    /// message is lost.
    pub(crate) fn tell(self, text: &str) {
        super::progress::clear();
        let _ = writeln!(self.stderr(), "{}", escape_controls(text));
    }

    /// The same sink, which reports only errors if `quiet` is set.
    pub(super) const fn with_quiet(self, quiet: bool) -> Self {
        Self { quiet, ..self }
    }

    /// Writes a message, unless only errors are reported.
    pub(crate) fn note(self, text: &str) {
        if !self.quiet {
            self.tell(text);
        }
    }

    /// Reports on standard error which file was written.
    pub(crate) fn wrote(self, path: &Path) {
        self.note(&format!("wrote {}", super::input::shown(path)));
    }

    /// Reports on standard error what to do after a file was written.
    pub(crate) fn next(self, file: Option<&Path>, step: &str) {
        if file.is_some() {
            self.note(&format!("next: {step}"));
        }
    }

    /// The bytes without secrets.
    pub(crate) fn redacted(self, bytes: &[u8]) -> Cow<'_, [u8]> {
        self.redaction.redacted(bytes)
    }

    /// The text without secrets.
    pub(crate) fn redacted_text(self, text: &str) -> String {
        String::from_utf8_lossy(&self.redacted(text.as_bytes())).into_owned()
    }

    /// Replaces a file with `bytes`, without secrets: completely, or not at all.
    pub(crate) fn replace(self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        replace_as_is(path, &self.redacted(bytes))
    }

    /// Replaces a file with text that need not fit into memory, without secrets: completely, or not
    /// at all.
    pub(crate) fn replace_with(self, path: &Path, text: &mut Spool) -> io::Result<()> {
        output::replace_by(path, |file| {
            let out = BufWriter::with_capacity(1 << 16, file);
            let mut guard = Guard::new(self.redaction, Breaks::Nothing, out);
            text.copy_to(&mut guard)?;
            guard.flush()
        })
    }

    /// Replaces a file with `bytes`, or says which could not be.
    pub(crate) fn save(self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        self.replace(path, bytes)
            .map_err(|error| Failure::file(path, error))
    }

    /// Writes to a file, or to standard output if none is named.
    pub(crate) fn write(self, file: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
        if let Some(path) = file {
            self.save(path, bytes)?;
            self.wrote(path);
            return Ok(());
        }
        self.print(bytes)
    }

    /// Writes to standard output.
    pub(crate) fn print(self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = self.stdout();
        out.write_all(bytes)?;
        out.flush()?;
        Ok(())
    }

    /// Writes one line to standard output.
    pub(crate) fn say(self, text: &str) -> Result<(), Failure> {
        self.print(format!("{}\n", escape_controls(text)).as_bytes())
    }

    /// Replaces a file that holds personal data: a new one can be read by its owner alone.
    pub(crate) fn save_private(self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        let failed = |error| Failure::file(path, error);
        #[cfg(unix)]
        if fs::symlink_metadata(path).is_err() {
            use std::os::unix::fs::PermissionsExt;
            let file = output::temporary(path, &self.redacted(bytes)).map_err(failed)?;
            let owner = fs::Permissions::from_mode(0o600);
            file.as_file().set_permissions(owner).map_err(failed)?;
            return file.persist(path).map_err(failed);
        }
        self.replace(path, bytes).map_err(failed)
    }

    /// Creates a file of `bytes`, completely or not at all; never replaces one.
    pub(crate) fn create(self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        output::temporary(path, &self.redacted(bytes))?.persist_noclobber(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_added_later_is_redacted_by_every_copy() {
        let sink = Sink::of(["firstKey-1".to_owned()]);
        let copy = sink;
        assert_eq!(
            &*copy.redacted(b"firstKey-1 typedKey-2"),
            b"******** typedKey-2"
        );
        sink.redact_also("typedKey-2\n");
        assert_eq!(
            &*copy.redacted(b"firstKey-1 typedKey-2"),
            b"******** ********"
        );
        assert_eq!(format!("{copy:?}"), "Sink(2 secrets)");
    }

    #[test]
    fn a_writer_that_was_made_before_redacts_a_key_that_is_added() {
        let sink = Sink::of([]);
        let mut out = Vec::new();
        let mut guard = Guard::new(sink.redaction, Breaks::Nothing, &mut out);
        sink.redact_also("typedKey-2");
        guard.write_all(b"a typedKey-2 dHlwZWRLZXktMg b").unwrap();
        guard.flush().unwrap();
        drop(guard);
        assert_eq!(out, b"a ******** ********g b");
    }

    #[test]
    fn two_sinks_share_nothing() {
        let one = Sink::of(["firstKey-1".to_owned()]);
        let other = Sink::of([]);
        assert_eq!(&*one.redacted(b"firstKey-1"), b"********");
        assert_eq!(&*other.redacted(b"firstKey-1"), b"firstKey-1");
    }
}
