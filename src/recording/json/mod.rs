//! JSON: documents of tools, and objects one after another.

mod har;
mod n8n;
mod otel;
mod postman;
mod several;
mod text;

use std::io;

use serde_json::{Map, Value};

use super::address::is_unread;
use super::body_text::is_error_text;
use super::bytes::Lines;
use super::fields::{self, moment, number};
use super::sink::Sink;
use super::text::Text;

/// Reads values one after another, each on a line or over several. Lines between them are text.
pub(super) fn read(lines: &mut Lines<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut between = Text::default();
    let mut open = Open::default();
    let mut first = 0;
    while let Some((line, number)) = lines.next_line()? {
        if open.is_empty() {
            let start = line.trim_ascii_start();
            if start.is_empty() {
                continue;
            }
            if !start.starts_with(b"{") && !start.starts_with(b"[") {
                between.line_or_count(&String::from_utf8_lossy(line), number, sink);
                continue;
            }
            first = number;
        } else if open.is_broken_before(line) {
            // A damaged value: what follows is read for itself.
            document(&open.take(), first, &mut between, sink);
            sink.unread += 1;
            first = number;
        }
        open.push(line);
        if open.is_complete() {
            let bytes = open.take();
            if !document(&bytes, first, &mut between, sink) {
                sink.unread += 1;
            }
        }
    }
    if !open.is_empty() {
        lines.set_cut();
        sink.unread += 1;
        let bytes = open.take();
        let before = sink.records;
        document(&bytes, first, &mut between, sink);
        if sink.records == before {
            // A damaged first line: what follows is text.
            let text = String::from_utf8_lossy(&bytes);
            for (line, number) in text.lines().zip(first..).skip(1) {
                between.line_or_count(line, number, sink);
            }
        }
    }
    between.finish(sink);
    Ok(())
}

/// Bytes of a value that is not complete yet.
#[derive(Default)]
struct Open {
    bytes: Vec<u8>,
    lines: usize,
    depth: usize,
    string: bool,
    escaped: bool,
    last: u8,
}

impl Open {
    fn is_empty(&self) -> bool {
        self.lines == 0
    }

    fn is_complete(&self) -> bool {
        self.depth == 0 && !self.string
    }

    /// Whether a line starts a value although the one before it, all on one line, has not ended.
    fn is_broken_before(&self, line: &[u8]) -> bool {
        let starts = line.starts_with(b"{\"") || line.starts_with(b"{ \"");
        let expected = !self.string && matches!(self.last, b'[' | b',' | b':');
        self.lines == 1 && starts && !expected && self.bytes.starts_with(b"{")
    }

    fn push(&mut self, line: &[u8]) {
        if self.lines > 0 {
            self.bytes.push(b'\n');
        }
        self.lines += 1;
        self.bytes.extend_from_slice(line);
        for byte in line {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.string => self.escaped = true,
                b'"' => self.string = !self.string,
                b'{' | b'[' if !self.string => self.depth += 1,
                b'}' | b']' if !self.string => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                self.last = *byte;
            }
        }
    }

    fn take(&mut self) -> Vec<u8> {
        std::mem::take(self).bytes
    }
}

/// Reads one value; returns whether it is complete.
fn document(bytes: &[u8], place: u64, between: &mut Text, sink: &mut Sink<'_>) -> bool {
    let (value, whole) = text::parse(bytes);
    read_value(&value, place, between, sink);
    whole
}

fn read_value(value: &Value, place: u64, between: &mut Text, sink: &mut Sink<'_>) {
    match value {
        Value::Array(list) => {
            for (number, value) in (1..).zip(list) {
                read_value(value, number, between, sink);
            }
        }
        Value::Object(_) if har::fits(value) => har::read(value, sink),
        Value::Object(_) if postman::fits(value) => postman::read(value, sink),
        Value::Object(_) if n8n::fits(value) => n8n::read(value, sink),
        Value::Object(_) if otel::fits(value) => otel::read(value, place, sink),
        Value::Object(map) => object(value, map, place, between, sink),
        Value::String(text) => {
            between.line(text, place, sink);
        }
        _ => {}
    }
}

/// The rows of a table in JSON, as a query of a monitor returns it: `columns` with names, and `rows`.
fn rows(map: &Map<String, Value>) -> Option<Vec<Value>> {
    let names: Vec<&str> = map
        .get("columns")?
        .as_array()?
        .iter()
        .map(|column| column.get("name").unwrap_or(column).as_str())
        .collect::<Option<_>>()?;
    let rows = map.get("rows")?.as_array()?.iter().map(|row| {
        let cells = row.as_array()?.iter().cloned();
        let pairs = names.iter().map(|name| (*name).to_owned()).zip(cells);
        Some(Value::Object(pairs.collect()))
    });
    rows.collect()
}

/// An object of a log, or one that wraps others.
fn object(
    value: &Value,
    map: &Map<String, Value>,
    place: u64,
    between: &mut Text,
    sink: &mut Sink<'_>,
) {
    let before = (sink.records, sink.unread);
    if let Some(rows) = rows(map) {
        for (number, row) in (1..).zip(&rows) {
            read_value(row, number, between, sink);
        }
        return;
    }
    if text::is_cut(value)
        && !map
            .values()
            .any(|value| value.is_array() || value.is_object())
    {
        return;
    }
    if several::holds_several(map, 0) {
        if let Some(record) = fields::record(&several::without_inner(map), place) {
            between.emit(record, sink);
        }
        for inner in map
            .values()
            .filter(|inner| inner.is_object() || inner.is_array())
        {
            read_value(inner, place, between, sink);
        }
        return;
    }
    if !text::is_cut(value)
        && let Some(record) = fields::record(value, place)
    {
        between.emit(record, sink);
        for list in several::lists(map) {
            read_value(list, place, between, sink);
        }
        return;
    }
    // The body of an answer to a request in the lines before.
    let text = value.to_string();
    if is_error_text(&text) && between.line(&text, place, sink) {
        return;
    }
    if let Some(message) = string(
        value,
        &[
            "log", "message", "msg", "event", "text", "line", "MESSAGE", "@m",
        ],
    ) {
        let used = message.lines().fold(false, |used, line| {
            let nested = line.trim_start().starts_with('{');
            let read = if nested {
                let (value, whole) = text::parse(line.as_bytes());
                whole.then(|| fields::record(&value, place)).flatten()
            } else {
                None
            };
            match read {
                Some(record) => {
                    between.emit(record, sink);
                    true
                }
                None => between.line(line, place, sink) || used,
            }
        });
        if used {
            return;
        }
        sink.unread += u64::from(message.lines().any(is_unread));
    }
    for inner in map.values() {
        match inner {
            Value::Array(list) if list.iter().any(Value::is_object) => {
                read_value(inner, place, between, sink);
            }
            Value::Object(_) => read_value(inner, place, between, sink),
            _ => {}
        }
    }
    if before == (sink.records, sink.unread) && fields::is_unread(value) {
        sink.unread += 1;
    }
}

/// The first of these fields that is a text.
fn string(value: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match value.get(*key)? {
        Value::String(text) => Some(text.clone()),
        _ => None,
    })
}

/// The values of a list; none where there is no list.
fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

/// The fields of a form as a JSON object.
fn form(fields: &Value, key: &str) -> Option<String> {
    let map: Map<String, Value> = list(Some(fields))
        .filter_map(|field| Some((string(field, &[key])?, field.get("value")?.clone())))
        .collect();
    (!map.is_empty()).then(|| Value::Object(map).to_string())
}
