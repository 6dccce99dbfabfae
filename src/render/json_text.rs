//! JSON text without control characters.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use crate::model::{is_safe_text, is_unsafe_char};

/// Writes a value, indented over several lines.
pub(super) fn document<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", nested(value, 0)?)
}

/// A value as a part of an indented document, `depth` levels below its root.
fn nested<T: Serialize>(value: &T, depth: usize) -> io::Result<String> {
    let text = with_escapes(serde_json::to_string_pretty(value)?);
    // Line breaks within a text are escaped.
    Ok(text.replace('\n', &line_break(depth)))
}

fn line_break(depth: usize) -> String {
    format!("\n{}", "  ".repeat(depth))
}

/// A value on one line.
pub(super) fn line<T: Serialize>(value: &T) -> io::Result<String> {
    Ok(with_escapes(serde_json::to_string(value)?))
}

/// Writes control characters in texts as JSON escapes.
fn with_escapes(json: String) -> String {
    // In ASCII, serde_json leaves only this one. Most texts are ASCII, and this test is quick.
    let is_plain = json.is_ascii() && !json.contains('\u{7f}');
    if is_plain || json.lines().all(is_safe_text) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if c == '\n' || !is_unsafe_char(c) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// An object without its members that are null.
pub(super) fn stated(mut object: Value) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.retain(|_, member| !member.is_null());
    }
    object
}

/// The items of a list that is the last member of an object so far: each is written at once, so that
/// a run of any length needs the memory of one.
#[derive(Debug)]
pub(super) struct Items {
    /// The document up to the opening bracket of the list.
    head: &'static str,
    /// How far below the root of the document the items are.
    depth: usize,
    begun: bool,
}

impl Items {
    pub(super) const fn new(head: &'static str, depth: usize) -> Self {
        Self {
            head,
            depth,
            begun: false,
        }
    }

    /// Writes an item.
    pub(super) fn push<T: Serialize>(&mut self, item: &T, out: &mut dyn Write) -> io::Result<()> {
        let before = if self.begun { "," } else { self.head };
        self.begun = true;
        let item = nested(item, self.depth)?;
        write!(out, "{before}{}{item}", line_break(self.depth))
    }

    /// Writes the end of the list, and the other members of the object that it is in.
    pub(super) fn end<T: Serialize>(&self, rest: &T, out: &mut dyn Write) -> io::Result<()> {
        let before = if self.begun {
            line_break(self.depth - 1)
        } else {
            self.head.to_owned()
        };
        let rest = nested(rest, self.depth - 2)?;
        write!(out, "{before}],{}", rest.trim_start_matches('{'))
    }
}
