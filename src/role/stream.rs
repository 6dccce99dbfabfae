//! Many roles in one input: snapshots, one a line, read one by one however many there are.

use std::io::{self, BufRead, Read};

use super::options::{Format, ReadOptions};
use super::read::{read, text, too_large};
use super::{Role, snapshot};
use crate::model::{Problem, SourceText};

/// The roles of one input, in its order.
#[derive(Debug)]
pub struct Roles<R> {
    name: String,
    reader: R,
    options: ReadOptions,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Nothing was read yet.
    Start,
    /// Snapshots, one a line; the next line was read already.
    Lines {
        next: Vec<u8>,
        line: usize,
        byte: usize,
    },
    End,
}

/// Reads every role of an input: one, or many where each line is a snapshot. `name` is how the
/// person who gave the input knows it.
pub fn roles<R: BufRead>(name: impl Into<String>, reader: R, options: ReadOptions) -> Roles<R> {
    Roles {
        name: name.into(),
        reader,
        options,
        state: State::Start,
    }
}

impl<R: BufRead> Iterator for Roles<R> {
    type Item = Result<Role, Vec<Problem>>;

    fn next(&mut self) -> Option<Self::Item> {
        match std::mem::replace(&mut self.state, State::End) {
            State::Start => Some(self.first()),
            State::Lines { next, line, byte } => self.line(next, line, byte),
            State::End => None,
        }
    }
}

impl<R: BufRead> Roles<R> {
    fn unreadable(&self, error: &io::Error) -> Vec<Problem> {
        let message = format!("the input could not be read: {error}");
        vec![Problem::in_file(self.name.clone(), message).with_help("try again")]
    }

    /// One more line, with its line break; at most as long as a role may be.
    fn read_line(&mut self) -> Result<Vec<u8>, Vec<Problem>> {
        let limit = self.options.limits.bytes;
        let mut line = Vec::new();
        let mut limited =
            (&mut self.reader).take(u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1));
        match limited.read_until(b'\n', &mut line) {
            Err(error) => Err(self.unreadable(&error)),
            Ok(_) if line.len() > limit => Err(vec![too_large(&self.name, limit)]),
            Ok(_) => Ok(line),
        }
    }

    fn first(&mut self) -> Result<Role, Vec<Problem>> {
        let mut bytes = self.read_line()?;
        if is_snapshot(&bytes) && matches!(self.options.format, None | Some(Format::Json)) {
            let next = self.filled_line()?;
            if !next.1.is_empty() {
                let (start, next) = next;
                self.state = State::Lines {
                    line: 2 + start.lines,
                    byte: bytes.len() + start.bytes,
                    next,
                };
                return self.role(bytes, 1, 0);
            }
            return read(&self.name, bytes, &self.options);
        }
        let limit = self.options.limits.bytes;
        let left = u64::try_from(limit - bytes.len().min(limit)).unwrap_or(u64::MAX);
        if let Err(error) = (&mut self.reader)
            .take(left.saturating_add(1))
            .read_to_end(&mut bytes)
        {
            return Err(self.unreadable(&error));
        }
        read(&self.name, bytes, &self.options)
    }

    /// The next line that is not blank, and what was skipped before it.
    fn filled_line(&mut self) -> Result<(Skipped, Vec<u8>), Vec<Problem>> {
        let mut skipped = Skipped::default();
        loop {
            let line = self.read_line()?;
            if line.is_empty() || !line.trim_ascii().is_empty() {
                return Ok((skipped, line));
            }
            skipped.lines += 1;
            skipped.bytes += line.len();
        }
    }

    fn line(
        &mut self,
        bytes: Vec<u8>,
        line: usize,
        byte: usize,
    ) -> Option<Result<Role, Vec<Problem>>> {
        if bytes.is_empty() {
            return None;
        }
        let length = bytes.len();
        let role = self.role(bytes, line, byte);
        match self.filled_line() {
            Ok((skipped, next)) => {
                self.state = State::Lines {
                    next,
                    line: line + 1 + skipped.lines,
                    byte: byte + length + skipped.bytes,
                };
            }
            // What follows cannot be found; this role was read, and the loss is told with it.
            Err(problems) => {
                return Some(role.and(Err(problems)));
            }
        }
        Some(role)
    }

    fn role(&self, bytes: Vec<u8>, line: usize, byte: usize) -> Result<Role, Vec<Problem>> {
        match String::from_utf8(bytes) {
            Ok(line_text) => {
                let snapshot = is_snapshot(line_text.as_bytes());
                let source = SourceText::new(self.name.clone(), line_text).starting_at(line, byte);
                if snapshot {
                    return text(source, &self.options);
                }
                let message = format!(
                    "line {line} is no snapshot, and the lines before it are: expected \
                     `\"schema\":\"{}\"`",
                    snapshot::SCHEMA
                );
                Err(vec![
                    Problem::in_file(self.name.clone(), message)
                        .with_help("write one whole snapshot on each line"),
                ])
            }
            Err(_) => Err(vec![
                Problem::in_file(self.name.clone(), format!("line {line} is not UTF-8 text"))
                    .with_help("write the snapshots as UTF-8"),
            ]),
        }
    }
}

#[derive(Default)]
struct Skipped {
    lines: usize,
    bytes: usize,
}

/// Whether a line holds a snapshot: an object that names the schema. Cheap, since it is asked of
/// every input; the reading itself is strict.
fn is_snapshot(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let schema = snapshot::SCHEMA.as_bytes();
    // The schema comes first in what is written by programs; a long line is not searched whole.
    let head = line.get(..line.len().min(4096)).unwrap_or_default();
    line.first() == Some(&b'{')
        && line.last() == Some(&b'}')
        && head.windows(schema.len()).any(|part| part == schema)
}
