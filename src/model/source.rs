//! Texts that came from a file, and places in them.

use std::sync::OnceLock;

/// A half-open range of bytes in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The first byte of the range.
    #[must_use]
    pub fn first_byte(self) -> Self {
        Self::new(self.start, self.start.saturating_add(1).min(self.end))
    }

    /// How many bytes the range holds.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the range holds no byte.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// How the bytes of a file became text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-8 after a byte order mark, as Windows tools write it.
    Utf8Bom,
    /// UTF-16 of either byte order after its mark, as Windows PowerShell's `>` writes it.
    Utf16,
}

/// A text with its name, which knows where its lines begin.
#[derive(Debug)]
pub struct SourceText {
    name: String,
    text: String,
    encoding: Encoding,
    line_starts: OnceLock<Vec<usize>>,
    /// How many lines end before each [`BLOCK`] of bytes.
    breaks: OnceLock<Vec<Lines>>,
    /// What is before each of them.
    counts: OnceLock<Vec<Counts>>,
    /// How many lines and bytes of the file are before the text.
    skipped: (usize, usize),
}

/// Columns are counted from the nearest of these on: a role on one line of a megabyte has a hundred
/// thousand places, and none may cost a walk over all of it.
const BLOCK: usize = 1 << 10;

/// The lines before a byte.
#[derive(Clone, Copy, Debug, Default)]
struct Lines {
    ended: usize,
    /// Where the one begins that the byte is in.
    start: usize,
}

impl Lines {
    /// The same after one more stretch of text, which begins at this byte.
    fn and(self, stretch: &[u8], at: usize) -> Self {
        let last = memchr::memrchr(b'\n', stretch);
        Self {
            ended: self.ended + memchr::memchr_iter(b'\n', stretch).count(),
            start: last.map_or(self.start, |last| at + last + 1),
        }
    }
}

/// How much begins in a stretch of text.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    characters: usize,
    /// Those that take two units in UTF-16.
    wide: usize,
}

impl Counts {
    fn of(bytes: &[u8]) -> Self {
        let count = |begins: fn(u8) -> bool| bytes.iter().filter(|&&byte| begins(byte)).count();
        Self {
            // Every byte begins a character but those that continue one.
            characters: count(|byte| byte & 0xc0 != 0x80),
            wide: count(|byte| byte >= 0xf0),
        }
    }

    const fn and(self, other: Self) -> Self {
        Self {
            characters: self.characters + other.characters,
            wide: self.wide + other.wide,
        }
    }
}

/// A line and a column, both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl SourceText {
    /// A text that is UTF-8 already. `name` is how the person who gave it knows it.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::with_encoding(name, text, Encoding::Utf8)
    }

    /// A text that was decoded from `encoding`; a byte order mark is not part of `text`.
    pub fn with_encoding(
        name: impl Into<String>,
        text: impl Into<String>,
        encoding: Encoding,
    ) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            encoding,
            line_starts: OnceLock::new(),
            breaks: OnceLock::new(),
            counts: OnceLock::new(),
            skipped: (0, 0),
        }
    }

    /// The same text as a part of a longer file: it begins on this line (from 1) and byte.
    #[must_use]
    pub fn starting_at(mut self, line: usize, byte: usize) -> Self {
        self.skipped = (line.saturating_sub(1), byte);
        self
    }

    /// Decodes the bytes of a file: UTF-8 with or without a byte order mark, or UTF-16 with one.
    ///
    /// # Errors
    ///
    /// A sentence that says what the bytes are not, for a person.
    pub fn decode(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, DecodeError> {
        let (text, encoding) = match bytes.as_slice() {
            [0xef, 0xbb, 0xbf, rest @ ..] => (utf8(rest.to_vec(), 3)?, Encoding::Utf8Bom),
            [0xff, 0xfe, rest @ ..] => (utf16(rest, u16::from_le_bytes)?, Encoding::Utf16),
            [0xfe, 0xff, rest @ ..] => (utf16(rest, u16::from_be_bytes)?, Encoding::Utf16),
            _ => (utf8(bytes, 0)?, Encoding::Utf8),
        };
        Ok(Self::with_encoding(name, text, encoding))
    }

    /// How the person who gave the text knows it: a path as typed, or `<stdin>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text in `span`; empty where the span is not on character borders in the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The same range with the whole of the characters that it begins and ends in, within the text.
    pub fn whole_characters(&self, span: Span) -> Span {
        let border = |at: &usize| self.text.is_char_boundary(*at);
        let length = self.text.len();
        let start = (0..=span.start.min(length)).rev().find(border);
        let start = start.unwrap_or(0);
        let end = (span.end.clamp(start, length)..=length).find(border);
        Span::new(start, end.unwrap_or(length))
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let breaks = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(breaks.map(|at| at + 1)).collect()
        })
    }

    /// The bytes of a line (from 1) without its line break; `None` past the last line.
    pub fn line(&self, number: usize) -> Option<Span> {
        let starts = self.line_starts();
        let number = number.checked_sub(self.skipped.0)?;
        let start = *starts.get(number.checked_sub(1)?)?;
        let end = starts.get(number).map_or(self.text.len(), |next| next - 1);
        let trimmed = self.text.get(start..end)?.trim_end_matches('\r').len();
        Some(Span::new(start, start + trimmed))
    }

    /// The line and column of a byte; a byte past the end is the end.
    pub fn position(&self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        let Lines { ended, start } = self.lines_before(byte);
        let column = if byte - start < BLOCK {
            // Most lines are short, and need no table.
            Counts::of(self.text.as_bytes().get(start..byte).unwrap_or_default()).characters
        } else {
            self.before(byte).characters - self.before(start).characters
        };
        Position {
            line: 1 + ended + self.skipped.0,
            column: column + 1,
        }
    }

    /// Where a range begins and ends. Nearly all of them are a few characters on one line: then the end
    /// is counted from the beginning.
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let start = self.position(span.start);
        let text = self.text.as_bytes().get(span.start..span.end);
        let short = text.filter(|text| text.len() < BLOCK && !text.contains(&b'\n'));
        let end = short.map_or_else(
            || self.position(span.end),
            |text| Position {
                line: start.line,
                column: start.column + Counts::of(text).characters,
            },
        );
        (start, end)
    }

    /// How many lines end before a byte, and where the one begins that it is in. A role has some fifty
    /// places and thousands of lines: to count them takes a tenth of what a list of them takes.
    fn lines_before(&self, byte: usize) -> Lines {
        let bytes = self.text.as_bytes();
        let blocks = self.breaks.get_or_init(|| {
            let mut before = Lines::default();
            let blocks = bytes.chunks(BLOCK).enumerate().map(|(number, block)| {
                before = before.and(block, number * BLOCK);
                before
            });
            std::iter::once(Lines::default()).chain(blocks).collect()
        });
        let block = byte / BLOCK;
        let within = bytes.get(block * BLOCK..byte).unwrap_or_default();
        let before = blocks.get(block).copied().unwrap_or_default();
        before.and(within, block * BLOCK)
    }

    /// How much begins before a byte.
    fn before(&self, byte: usize) -> Counts {
        let bytes = self.text.as_bytes();
        let blocks = self.counts.get_or_init(|| {
            let mut before = Counts::default();
            let blocks = bytes.chunks(BLOCK).map(|block| {
                before = before.and(Counts::of(block));
                before
            });
            std::iter::once(Counts::default()).chain(blocks).collect()
        });
        let block = byte / BLOCK;
        let within = bytes.get(block * BLOCK..byte).unwrap_or_default();
        let blocks = blocks.get(block).copied().unwrap_or_default();
        blocks.and(Counts::of(within))
    }

    /// Where a span is in the bytes of the file, as it was before decoding.
    pub fn bytes_in_file(&self, span: Span) -> Span {
        let at = |byte: usize| match self.encoding {
            Encoding::Utf8 => byte,
            Encoding::Utf8Bom => byte + 3,
            Encoding::Utf16 => {
                let before = self.before(byte.min(self.text.len()));
                2 + 2 * (before.characters + before.wide)
            }
        } + self.skipped.1;
        Span::new(at(span.start), at(span.end))
    }
}

/// Why bytes are not a text that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// A byte that is not UTF-8, counted from 0 in the file.
    NotUtf8 {
        /// The first byte that does not fit.
        at: usize,
        /// The line that it is in, from 1.
        line: usize,
    },
    /// UTF-16 that ends in half a character, or holds one.
    NotUtf16,
}

impl std::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotUtf8 { at, line } => {
                write!(f, "byte {}, on line {line}, is not valid UTF-8", at + 1)
            }
            Self::NotUtf16 => {
                f.write_str("the file starts like UTF-16 text but contains something else")
            }
        }
    }
}

impl std::error::Error for DecodeError {}

fn utf8(bytes: Vec<u8>, offset: usize) -> Result<String, DecodeError> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..at).unwrap_or_default();
        DecodeError::NotUtf8 {
            at: offset + at,
            line: before.split(|byte| *byte == b'\n').count(),
        }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(DecodeError::NotUtf16);
    }
    char::decode_utf16(pairs.iter().map(|&pair| unit(pair)))
        .collect::<Result<String, _>>()
        .map_err(|_| DecodeError::NotUtf16)
}

#[cfg(test)]
mod tests;
