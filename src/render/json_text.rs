//! JSON text without control characters.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::model::{is_safe_text, is_unsafe_char};

/// Writes a value, indented over several lines.
pub(super) fn document<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    let formatter = Harmless(PrettyFormatter::new());
    value.serialize(&mut Serializer::with_formatter(&mut *out, formatter))?;
    out.write_all(b"\n")
}

/// Writes a value as a part of an indented document, `depth` levels below its root.
pub(super) fn nested<T: Serialize>(value: &T, depth: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut formatter = Harmless(PrettyFormatter::new());
    for _ in 0..depth {
        formatter.begin_object(&mut io::sink())?;
    }
    value.serialize(&mut Serializer::with_formatter(&mut *out, formatter))?;
    Ok(())
}

/// Writes a value on one line.
pub(super) fn line<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(
        &mut *out,
        Harmless(CompactFormatter),
    ))?;
    out.write_all(b"\n")
}

/// Appends a value to a text: the fast path for large outputs.
pub(super) fn append<T: Serialize>(value: &T, text: &mut Vec<u8>) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(
        text,
        Harmless(CompactFormatter),
    ))?;
    Ok(())
}

/// Writes control characters as JSON escapes.
struct Harmless<F>(F);

impl<F: Formatter> Formatter for Harmless<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if is_safe_text(fragment) {
            return self.0.write_string_fragment(writer, fragment);
        }
        let mut units = [0; 2];
        for c in fragment.chars() {
            if is_unsafe_char(c) {
                for unit in c.encode_utf16(&mut units) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            } else {
                self.0
                    .write_string_fragment(writer, c.encode_utf8(&mut [0; 4]))?;
            }
        }
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.0.write_char_escape(writer, escape)
    }
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }
    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }
    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }
    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }
    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }
    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}
