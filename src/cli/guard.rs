//! Filters all output: redacts secrets, and prevents text from inputs from acting as commands in
//! the log of a CI system.
//!
//! GitHub Actions executes `::command::` at the start of a line, also after whitespace, and the
//! older `##[command]` anywhere in one. Azure Pipelines executes `##vso[command]` and `##[command]`
//! anywhere. A zero-width space inside the marker disables it and keeps the line readable.

use std::borrow::Cow;
use std::env;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::model::Secrets;

/// Number of bytes that are buffered before writing.
const GATHERED: usize = 1 << 16;
/// Number of bytes that are kept in the buffer, so that no marker and no secret is split.
const KEPT: usize = 1 << 13;

/// Whether this process writes to the log of a CI system that executes commands.
pub(crate) fn in_ci() -> bool {
    ["GITHUB_ACTIONS", "TF_BUILD"]
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "false"))
}

/// Which commands are disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaks {
    /// None, as in a file: no log reads it.
    Nothing,
    /// Those that are executed anywhere in a line, which come from input. The others are the output.
    Marks,
    /// All of them.
    Everything,
}

/// The secrets of one run.
#[derive(Default)]
pub(super) struct Redaction(Mutex<Known>);

#[derive(Default)]
struct Known {
    texts: Vec<String>,
    secrets: Secrets,
}

impl Redaction {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a secret.
    pub(super) fn add(&self, text: &str) {
        let mut known = self.known();
        known.texts.push(text.trim().to_owned());
        known.secrets = Secrets::new(&known.texts);
    }

    /// How many secrets were added.
    pub(super) fn count(&self) -> usize {
        self.known().texts.len()
    }

    /// The bytes without secrets.
    pub(super) fn redacted<'t>(&self, bytes: &'t [u8]) -> Cow<'t, [u8]> {
        self.known().secrets.redact(bytes)
    }
}

/// A writer that redacts secrets and disables commands of CI systems.
pub(super) struct Guard<'r, W: Write> {
    out: W,
    redaction: &'r Redaction,
    breaks: Breaks,
    pending: Vec<u8>,
    /// Whether the pending text continues a partly written line.
    inside: bool,
}

impl<'r, W: Write> Guard<'r, W> {
    pub(super) fn new(redaction: &'r Redaction, breaks: Breaks, out: W) -> Self {
        Self {
            out,
            redaction,
            breaks,
            pending: Vec::new(),
            inside: false,
        }
    }

    fn send(&mut self, until: usize) -> io::Result<()> {
        let known = self.redaction.known();
        let (made, next) = known.secrets.redact_until(&self.pending, until);
        if self.breaks == Breaks::Nothing {
            self.out.write_all(&made)?;
        } else {
            let ahead = self.pending.get(next..).unwrap_or_default();
            let (made, inside) = defused(&made, ahead, self.inside, self.breaks);
            self.inside = inside;
            self.out.write_all(&made)?;
        }
        self.pending.drain(..next);
        Ok(())
    }
}

impl Breaks {
    /// The same in the log of a CI system that executes commands, and nothing elsewhere.
    pub(super) fn in_ci(self) -> Self {
        if in_ci() { self } else { Self::Nothing }
    }
}

impl<W: Write> Write for Guard<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.breaks == Breaks::Nothing && self.redaction.known().secrets.is_empty() {
            return self.out.write(bytes);
        }
        self.pending.extend_from_slice(bytes);
        if self.pending.len() > GATHERED + KEPT {
            self.send(self.pending.len() - KEPT)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send(self.pending.len())?;
        self.out.flush()
    }
}

impl<W: Write> Drop for Guard<'_, W> {
    fn drop(&mut self) {
        // Callers that need the error call `flush`.
        let _ = self.flush();
    }
}

/// The text with every command marker disabled, and whether it ends inside a line. `ahead` is the
/// text that follows.
fn defused(text: &[u8], ahead: &[u8], mut inside: bool, breaks: Breaks) -> (Vec<u8>, bool) {
    const BREAK: &[u8] = "\u{200b}".as_bytes();
    let mut made = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let starts = |mark: &[u8]| {
            let mut found = rest.iter().chain(ahead).take(mark.len());
            mark.iter()
                .all(|byte| found.next().is_some_and(|f| f.eq_ignore_ascii_case(byte)))
        };
        made.push(*first);
        let at_start = !inside && breaks == Breaks::Everything;
        match first {
            b'\n' | b'\r' => inside = false,
            // The runner also strips other Unicode whitespace.
            b' ' | b'\t' | 0xb | 0xc | 0x80.. => {}
            _ => inside = true,
        }
        let marked = match first {
            b':' => at_start && starts(b"::"),
            b'#' => starts(b"##[") || starts(b"##vso["),
            _ => false,
        };
        if marked {
            made.extend_from_slice(BREAK);
        }
        rest = after;
    }
    (made, inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarded(parts: &[&str]) -> String {
        let (redaction, mut out) = (Redaction::default(), Vec::new());
        let mut guard = Guard::new(&redaction, Breaks::Everything, &mut out);
        for part in parts {
            guard.write_all(part.as_bytes()).unwrap();
        }
        guard.flush().unwrap();
        drop(guard);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_line_is_a_command() {
        for text in [
            "::error::x\n",
            "a\n  ::set-output name=x::y\n",
            "a\r::warning::y",
            "\u{a0}::error::x",
            "text ##[error]x",
            "text ##vso[task.setvariable]x",
            "##VSO[task]x",
        ] {
            let made = guarded(&[text]);
            assert!(made.contains('\u{200b}'), "{text}");
            assert_eq!(made.replace('\u{200b}', ""), text);
        }
        for text in ["a::b\n", "std::fmt\n", "# # [x]\n", "plain"] {
            assert_eq!(guarded(&[text]), text);
        }
    }

    #[test]
    fn a_mark_that_comes_in_parts_is_broken_too() {
        assert_eq!(guarded(&["a\n:", ":error::x\n"]), "a\n:\u{200b}:error::x\n");
        assert_eq!(guarded(&["a ##", "[error]\n"]), "a #\u{200b}#[error]\n");
    }

    #[test]
    fn outside_of_ci_nothing_changes() {
        let (redaction, mut out) = (Redaction::default(), Vec::new());
        let mut guard = Guard::new(&redaction, Breaks::Nothing, &mut out);
        guard.write_all(b"::error::x\n").unwrap();
        drop(guard);
        assert_eq!(out, b"::error::x\n");
    }

    #[test]
    fn neither_a_secret_nor_a_mark_is_cut_in_two() {
        let redaction = Redaction::default();
        redaction.add("s3cr3tKeyOfTheTest");
        for before in (GATHERED - 40)..(GATHERED + 8) {
            let mut out = Vec::new();
            let mut guard = Guard::new(&redaction, Breaks::Everything, &mut out);
            let text = format!(
                "{}\n::error::s3cr3tKeyOfTheTest{}",
                " ".repeat(before),
                "-".repeat(2 * KEPT)
            );
            for part in text.as_bytes().chunks(1000) {
                guard.write_all(part).unwrap();
            }
            drop(guard);
            let made = String::from_utf8(out).unwrap();
            assert!(made.contains("\n:\u{200b}:error::********-"), "{before}");
        }
    }
}
