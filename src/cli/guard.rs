//! What every line passes that leaves the program: secrets are redacted, and text that others chose
//! is not obeyed by the log of a CI system.
//!
//! GitHub Actions obeys `::command::` at the beginning of a line, also after blanks, and the older
//! `##[command]` anywhere in one. Azure Pipelines obeys `##vso[command]` and `##[command]` anywhere.
//! A zero-width space inside the mark leaves the line readable and without effect.

use std::env;
use std::io::{self, Write};

use super::environment;
use crate::model::Secrets;

/// How many bytes of a line without an end are kept back at most.
const LONGEST: usize = 1 << 20;
/// How much of such a line is kept back, so that no mark and no secret is cut in two.
const MARK: usize = 4096;

/// Whether this process writes to the log of a CI system that obeys commands.
pub(crate) fn in_ci() -> bool {
    ["GITHUB_ACTIONS", "TF_BUILD"]
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "false"))
}

/// A writer whose lines hold no secret and are never commands of a CI system.
pub(crate) struct Guard<W: Write> {
    out: W,
    secrets: Secrets,
    /// Whether commands of a CI system are broken.
    breaks: bool,
    pending: Vec<u8>,
    /// Whether what is pending continues a line that was written in part.
    inside: bool,
}

impl<W: Write> Guard<W> {
    /// Guards a writer: secrets of the environment, and commands where this process runs in a CI
    /// system that obeys them.
    pub(crate) fn new(out: W) -> Self {
        Self::with(environment::secrets(), in_ci(), out)
    }

    /// Guards a writer of commands: secrets of the environment alone.
    pub(crate) fn for_commands(out: W) -> Self {
        Self::with(environment::secrets(), false, out)
    }

    fn with(secrets: Secrets, breaks: bool, out: W) -> Self {
        Self {
            out,
            secrets,
            breaks,
            pending: Vec::new(),
            inside: false,
        }
    }

    const fn is_active(&self) -> bool {
        self.breaks || !self.secrets.is_empty()
    }

    fn send(&mut self, until: usize) -> io::Result<()> {
        let rest = self.pending.split_off(until.min(self.pending.len()));
        let text = std::mem::replace(&mut self.pending, rest);
        let text = self.secrets.redact(&text);
        if !self.breaks {
            return self.out.write_all(&text);
        }
        let (made, inside) = defused(&text, self.inside);
        self.inside = inside;
        self.out.write_all(&made)
    }
}

impl<W: Write> Write for Guard<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_active() {
            return self.out.write(bytes);
        }
        self.pending.extend_from_slice(bytes);
        let end = memchr::memrchr(b'\n', &self.pending).map(|at| at + 1);
        match end {
            Some(end) => self.send(end)?,
            None if self.pending.len() > LONGEST => self.send(self.pending.len() - MARK)?,
            None => {}
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

impl<W: Write> Drop for Guard<W> {
    fn drop(&mut self) {
        // Whoever wants to know of an error flushes.
        let _ = self.flush();
    }
}

/// The text with every mark of a command broken, and whether it ends inside a line.
fn defused(text: &[u8], mut inside: bool) -> (Vec<u8>, bool) {
    const BREAK: &[u8] = "\u{200b}".as_bytes();
    let mut made = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let starts = |mark: &[u8]| {
            rest.get(..mark.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(mark))
        };
        made.push(*first);
        let at_start = !inside;
        match first {
            b'\n' | b'\r' => inside = false,
            // Other blanks of Unicode are cut off by the runner too.
            b' ' | b'\t' | 0x80.. => {}
            _ => inside = true,
        }
        if at_start && starts(b"::") || starts(b"##[") || starts(b"##vso[") {
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
        let mut guard = Guard::with(Secrets::default(), true, &mut out);
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
        let mut guard = Guard::with(Secrets::default(), false, &mut out);
        guard.write_all(b"::error::x\n").unwrap();
        drop(guard);
        assert_eq!(out, b"::error::x\n");
    }
}
