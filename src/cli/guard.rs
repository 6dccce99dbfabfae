//! Filters all output: redacts secrets, and prevents text from inputs from acting as commands in
//! the log of a CI system.
//!
//! GitHub Actions executes `::command::` at the start of a line, also after whitespace, and the
//! older `##[command]` anywhere in one. Azure Pipelines executes `##vso[command]` and `##[command]`
//! anywhere. A zero-width space inside the marker disables it and keeps the line readable.

use std::env;
use std::io::{self, Write};

use super::redaction::Redaction;
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
enum Breaks {
    Nothing,
    /// Those that are executed anywhere in a line.
    Marks,
    /// All of them.
    Everything,
}

/// A writer that redacts secrets and disables commands of CI systems.
pub(super) struct Guard<'r, W: Write> {
    out: W,
    redaction: Option<&'r Redaction>,
    secrets: Secrets,
    /// How many secrets were known when they were gathered.
    count: usize,
    breaks: Breaks,
    pending: Vec<u8>,
    /// Whether the pending text continues a partly written line.
    inside: bool,
}

impl<'r, W: Write> Guard<'r, W> {
    /// Wraps a writer: redacts secrets, and disables commands if this process runs in a CI system
    /// that executes them.
    pub(super) fn new(redaction: &'r Redaction, out: W) -> Self {
        Self::redacting(redaction, Breaks::Everything.in_ci(), out)
    }

    /// Guards a file: it holds no secret; no log reads it.
    pub(super) fn for_a_file(redaction: &'r Redaction, out: W) -> Self {
        Self::redacting(redaction, Breaks::Nothing, out)
    }

    /// Guards a writer of commands, which begin a line; those anywhere in a line come from input.
    pub(super) fn for_commands(redaction: &'r Redaction, out: W) -> Self {
        Self::redacting(redaction, Breaks::Marks.in_ci(), out)
    }

    fn redacting(redaction: &'r Redaction, breaks: Breaks, out: W) -> Self {
        let mut guard = Self::with(redaction.secrets(), breaks, out);
        guard.redaction = Some(redaction);
        guard.count = redaction.count();
        guard
    }

    fn with(secrets: Secrets, breaks: Breaks, out: W) -> Self {
        Self {
            out,
            redaction: None,
            secrets,
            count: 0,
            breaks,
            pending: Vec::new(),
            inside: false,
        }
    }

    fn is_active(&self) -> bool {
        self.breaks != Breaks::Nothing || !self.secrets.is_empty()
    }

    fn send(&mut self, until: usize) -> io::Result<()> {
        let (made, next) = self.secrets.redact_until(&self.pending, until);
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
    fn in_ci(self) -> Self {
        if in_ci() { self } else { Self::Nothing }
    }
}

impl<W: Write> Write for Guard<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(redaction) = self.redaction.filter(|known| known.count() != self.count) {
            self.count = redaction.count();
            self.secrets = redaction.secrets();
        }
        if !self.is_active() {
            return self.out.write(bytes);
        }
        self.pending.extend_from_slice(bytes);
        if self.pending.len() > GATHERED + KEPT {
            self.send(self.pending.len() - KEPT)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_active() {
            self.send(self.pending.len())?;
        }
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
        let mut out = Vec::new();
        let mut guard = Guard::with(Secrets::default(), Breaks::Everything, &mut out);
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
        let mut out = Vec::new();
        let mut guard = Guard::with(Secrets::default(), Breaks::Nothing, &mut out);
        guard.write_all(b"::error::x\n").unwrap();
        drop(guard);
        assert_eq!(out, b"::error::x\n");
    }

    #[test]
    fn neither_a_secret_nor_a_mark_is_cut_in_two() {
        let secrets = Secrets::new(["s3cr3tKeyOfTheTest"]);
        for before in (GATHERED - 40)..(GATHERED + 8) {
            let mut out = Vec::new();
            let mut guard = Guard::with(secrets.clone(), Breaks::Everything, &mut out);
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
