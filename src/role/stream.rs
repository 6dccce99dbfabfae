//! Many roles in one input: snapshots, one per line, read one at a time.

use std::io::{self, BufRead, Cursor, Read};

use super::options::{Format, ReadOptions};
use super::read::{decode, read, text, too_large};
use super::{Role, snapshot};
use crate::model::{Problem, SourceText};

/// The roles of one input, in order.
#[derive(Debug)]
pub struct Roles<R>(RawRoles<R>);

/// The unparsed roles of one input. A caller with several threads parses them there.
#[derive(Debug)]
pub struct RawRoles<R> {
    name: String,
    reader: R,
    /// The decoded content, if the input was decoded completely.
    decoded: Option<Cursor<Vec<u8>>>,
    options: ReadOptions,
    state: State,
}

/// The bytes of one role.
#[derive(Debug)]
pub struct RoleBytes {
    bytes: Vec<u8>,
    /// The line (from 1) and the byte where it starts, if there are several.
    line: Option<(usize, usize)>,
    /// Why the following input is lost.
    lost: Vec<Problem>,
}

#[derive(Debug)]
enum State {
    /// Nothing was read yet.
    Start,
    /// Snapshots, one per line; the next line was read already.
    Lines(Line),
    End,
}

/// A line with its line break; empty at the end of the input.
#[derive(Debug)]
struct Line {
    bytes: Vec<u8>,
    /// Its number, from 1.
    number: usize,
    /// The byte where it starts.
    start: usize,
}

/// Reads every role of an input: one, or many if each line is a snapshot. `name` is the input name
/// for messages.
pub fn roles<R: BufRead>(name: impl Into<String>, reader: R, options: ReadOptions) -> Roles<R> {
    Roles(split_roles(name, reader, options))
}

/// Splits an input into roles without parsing them.
pub fn split_roles<R: BufRead>(
    name: impl Into<String>,
    reader: R,
    options: ReadOptions,
) -> RawRoles<R> {
    RawRoles {
        name: name.into(),
        reader,
        decoded: None,
        options,
        state: State::Start,
    }
}

impl<R: BufRead> Iterator for Roles<R> {
    type Item = Result<Role, Vec<Problem>>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.0.next()?;
        Some(bytes.and_then(|bytes| bytes.read(&self.0.name, &self.0.options)))
    }
}

impl<R: BufRead> Iterator for RawRoles<R> {
    type Item = Result<RoleBytes, Vec<Problem>>;

    fn next(&mut self) -> Option<Self::Item> {
        match std::mem::replace(&mut self.state, State::End) {
            State::Start => Some(self.first()),
            State::Lines(line) if !line.bytes.is_empty() => Some(Ok(self.line(line))),
            State::Lines(_) | State::End => None,
        }
    }
}

impl RoleBytes {
    /// The complete bytes of an input.
    pub const fn whole(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            line: None,
            lost: Vec::new(),
        }
    }

    /// Reads the role.
    ///
    /// # Errors
    ///
    /// Every problem of it, and the loss after it.
    pub fn read(self, name: &str, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
        let role = match self.line {
            None => read(name, self.bytes, options),
            Some((line, byte)) => one_line(name, self.bytes, options, line, byte),
        };
        match (role, self.lost) {
            (role, lost) if lost.is_empty() => role,
            (Ok(_), lost) => Err(lost),
            (Err(problems), lost) => Err([problems, lost].concat()),
        }
    }
}

/// Reads every role of a file: one, or many if each line is a snapshot. An error lists every problem of its role.
pub fn read_all(
    name: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Vec<Result<Role, Vec<Problem>>> {
    if is_stream(&bytes) {
        roles(name, Cursor::new(bytes), options.clone()).collect()
    } else {
        vec![read(name, bytes, options)]
    }
}

/// Whether an input contains many roles, one per line: then it is split, not read completely.
pub fn is_stream(bytes: &[u8]) -> bool {
    if is_utf16(bytes) {
        let text = SourceText::decode("", bytes.to_vec());
        return text.is_ok_and(|text| is_stream(text.text().as_bytes()));
    }
    let bytes = bytes.trim_ascii_start();
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    memchr::memchr(b'\n', bytes).is_some_and(|end| {
        let (first, rest) = bytes.split_at(end);
        is_snapshot(first) && !rest.trim_ascii().is_empty()
    })
}

impl<R: BufRead> RawRoles<R> {
    /// Whether more roles follow, as far as this is known without waiting.
    pub fn has_more(&self) -> bool {
        match &self.state {
            State::Start => true,
            State::Lines(next) => !next.bytes.is_empty(),
            State::End => false,
        }
    }

    fn unreadable(&self, error: &io::Error) -> Vec<Problem> {
        let message = format!("the input could not be read: {error}");
        vec![Problem::in_file(self.name.clone(), message).with_help("try again")]
    }

    /// Reads one more line, with its line break; limited to the size of a role.
    fn read_line(&mut self) -> Result<Vec<u8>, Vec<Problem>> {
        let limit = self.options.limits.bytes;
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        let mut line = Vec::new();
        let read = match &mut self.decoded {
            Some(text) => text.take(most).read_until(b'\n', &mut line),
            None => (&mut self.reader).take(most).read_until(b'\n', &mut line),
        };
        match read {
            Err(error) => Err(self.unreadable(&error)),
            Ok(_) if line.len() > limit => Err(too_large(&self.name, limit).into()),
            Ok(_) => Ok(line),
        }
    }

    fn first(&mut self) -> Result<RoleBytes, Vec<Problem>> {
        let json = matches!(self.options.format, None | Some(Format::Json));
        if json && self.reader.fill_buf().is_ok_and(is_utf16) {
            let bytes = self.rest(Vec::new())?;
            if bytes.len() > self.options.limits.bytes || !is_stream(&bytes) {
                return Ok(RoleBytes::whole(bytes));
            }
            // Its line ends have two bytes each: it can be split only as text.
            let text = decode(&self.name, bytes)?;
            self.decoded = Some(Cursor::new(text.text().as_bytes().to_vec()));
        }
        let mut line = Line {
            bytes: self.read_line()?,
            number: 1,
            start: 0,
        };
        // Blank lines before the first role do not belong to a role.
        let mut blank = Vec::new();
        while !line.bytes.is_empty() && is_blank(&line.bytes) {
            blank.append(&mut line.bytes);
            if blank.len() > self.options.limits.bytes {
                return Err(too_large(&self.name, self.options.limits.bytes).into());
            }
            line.bytes = self.read_line()?;
            line.number += 1;
            line.start = blank.len();
        }
        if json && is_snapshot(&line.bytes) {
            let next = self.filled_line_after(&line)?;
            if !next.bytes.is_empty() {
                self.state = State::Lines(next);
                return Ok(RoleBytes {
                    bytes: line.bytes,
                    line: Some((line.number, line.start)),
                    lost: Vec::new(),
                });
            }
        }
        blank.append(&mut line.bytes);
        self.rest(blank).map(RoleBytes::whole)
    }

    /// The remaining input, up to one byte more than the limit of a role.
    fn rest(&mut self, mut bytes: Vec<u8>) -> Result<Vec<u8>, Vec<Problem>> {
        let limit = self.options.limits.bytes;
        let left = u64::try_from(limit - bytes.len().min(limit)).unwrap_or(u64::MAX);
        let mut left = (&mut self.reader).take(left.saturating_add(1));
        match left.read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    /// The next line that is not blank.
    fn filled_line_after(&mut self, before: &Line) -> Result<Line, Vec<Problem>> {
        let mut number = before.number + 1;
        let mut start = before.start + before.bytes.len();
        loop {
            let bytes = self.read_line()?;
            if bytes.is_empty() || !is_blank(&bytes) {
                return Ok(Line {
                    bytes,
                    number,
                    start,
                });
            }
            number += 1;
            start += bytes.len();
        }
    }

    /// The role of a line.
    fn line(&mut self, line: Line) -> RoleBytes {
        let mut lost = Vec::new();
        match self.filled_line_after(&line) {
            Ok(next) => self.state = State::Lines(next),
            // The rest cannot be split; the loss is reported with this role.
            Err(problems) => lost = problems,
        }
        RoleBytes {
            bytes: line.bytes,
            line: Some((line.number, line.start)),
            lost,
        }
    }
}

fn one_line(
    name: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
    line: usize,
    byte: usize,
) -> Result<Role, Vec<Problem>> {
    let refused =
        |message: String, help: &str| Err(Problem::in_file(name, message).with_help(help).into());
    // Concatenated files may each start with a byte order mark.
    let (bytes, byte) = match bytes.strip_prefix(MARK) {
        Some(rest) => (rest.to_vec(), byte + MARK.len()),
        None => (bytes, byte),
    };
    let Ok(line_text) = String::from_utf8(bytes) else {
        let message = format!("line {line} is not valid UTF-8");
        return refused(message, "write the snapshots as UTF-8");
    };
    if !is_snapshot(line_text.as_bytes()) {
        let message = format!(
            "line {line} is not a snapshot, but the lines before it are: expected `\"schema\":\"{}\"`",
            snapshot::SCHEMA
        );
        return refused(message, "write one whole snapshot on each line");
    }
    text(
        SourceText::new(name, line_text).starting_at(line, byte),
        options,
    )
}

/// Whether a line holds nothing but blanks and a byte order mark.
fn is_blank(line: &[u8]) -> bool {
    let line = line.strip_prefix(MARK).unwrap_or(line);
    line.trim_ascii().is_empty()
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
}

/// Whether a line contains a snapshot: an object that names the schema. A cheap test, since it runs
/// on every input; parsing is strict.
fn is_snapshot(line: &[u8]) -> bool {
    let line = line.strip_prefix(MARK).unwrap_or(line).trim_ascii();
    // Programs write the schema first; a long line is not searched completely.
    let head = line.get(..line.len().min(4096)).unwrap_or_default();
    let names = |schema: &str| memchr::memmem::find(head, schema.as_bytes()).is_some();
    line.first() == Some(&b'{')
        && line.last() == Some(&b'}')
        // PHP escapes slashes.
        && (names(snapshot::SCHEMA) || names(&snapshot::SCHEMA.replace('/', "\\/")))
}
