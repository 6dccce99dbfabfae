//! Fast path for uniformly formatted settings; falls back to `serde_json`.
//!
//! Programs write every setting alike: the same fields in the same order with the same whitespace.
//! The first setting is parsed completely; for the following ones only the values are parsed, and
//! the rest is compared with the first. A setting with another layout is parsed completely again.
//! Everything unusual (escapes, fractions, duplicate fields, unknown fields, errors) is left to
//! `serde_json`. The results are the same, and no field of a row is left to account for.

use std::borrow::Cow;

use super::account;
use super::field::Field;
use super::setting::{Setting, Value};
use super::wrapper_fields::is_admin_flag;
use crate::model::Span;

/// Maximum nesting, more than any setting has.
const DEPTH: usize = 16;

/// The settings of an array that is the complete text, apart from whitespace.
pub(super) fn array(text: &str, limit: usize) -> Option<Vec<Setting<'_>>> {
    let mut scan = Scan::new(text, true);
    scan.blanks();
    let settings = scan.settings(limit)?;
    scan.blanks();
    (scan.at == text.len()).then_some(settings)
}

/// The settings in the last field of an object, their position, and the object with an empty array
/// instead of them. Positions before them are unchanged.
pub(super) fn last_field(text: &str, limit: usize) -> Option<(String, Span, Vec<Setting<'_>>)> {
    let mut scan = Scan::new(text, false);
    let mut unused = Layout::default();
    scan.blanks();
    scan.take(b'{')?;
    loop {
        scan.blanks();
        let key = scan.string()?;
        scan.colon()?;
        if key == "settings" {
            break;
        }
        scan.value(Field::Other, &mut Setting::default(), &mut unused, 0)?;
        scan.blanks();
        scan.take(b',')?;
    }
    let start = scan.at;
    scan.in_rows = true;
    let settings = scan.settings(limit)?;
    let array = Span::new(start, scan.at);
    scan.blanks();
    scan.take(b'}')?;
    scan.blanks();
    let head = text.get(..start).filter(|_| scan.at == text.len())?;
    Some((format!("{head}[]}}"), array, settings))
}

/// The layout of a setting: the text before each value, and after the last.
#[derive(Default)]
struct Layout<'a> {
    leaves: Vec<(&'a str, Field)>,
    end: &'a str,
    /// The end of the last value.
    from: usize,
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// Whether the fields are those of rows, and not of what is around them.
    in_rows: bool,
}

impl<'a> Scan<'a> {
    const fn new(text: &'a str, in_rows: bool) -> Self {
        Self {
            text,
            at: 0,
            in_rows,
        }
    }

    fn settings(&mut self, limit: usize) -> Option<Vec<Setting<'a>>> {
        let mut settings = Vec::new();
        let mut layout = Layout::default();
        self.take(b'[')?;
        self.blanks();
        if self.take(b']').is_some() {
            return Some(settings);
        }
        loop {
            let start = self.at;
            let setting = if let Some(setting) = self.like(&layout) {
                setting
            } else {
                self.at = start;
                self.object(&mut layout)?
            };
            settings.push(setting);
            if settings.len() > limit {
                return None;
            }
            self.blanks();
            if self.take(b',').is_none() {
                self.take(b']')?;
                return Some(settings);
            }
            self.blanks();
        }
    }

    /// A setting with the layout of a previous one.
    fn like(&mut self, layout: &Layout<'a>) -> Option<Setting<'a>> {
        let mut setting = Setting::default();
        for (before, field) in &layout.leaves {
            self.literally(before)?;
            set(&mut setting, *field, self.scalar()?)?;
        }
        // Without a layout there is nothing to compare with.
        self.literally(Some(layout.end).filter(|end| !end.is_empty())?)?;
        Some(setting)
    }

    /// A setting with a new layout.
    fn object(&mut self, layout: &mut Layout<'a>) -> Option<Setting<'a>> {
        let mut setting = Setting::default();
        layout.leaves.clear();
        layout.from = self.at;
        self.fields(&mut setting, layout, 0)?;
        layout.end = self.text.get(layout.from..self.at)?;
        Some(setting)
    }

    fn fields(
        &mut self,
        setting: &mut Setting<'a>,
        layout: &mut Layout<'a>,
        depth: usize,
    ) -> Option<()> {
        self.take(b'{')?;
        self.blanks();
        if self.take(b'}').is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            let key = self.string()?;
            // Nested values are not fields of the setting.
            let field = if depth == 0 {
                Field::named(key)
            } else {
                Field::Other
            };
            // Unknown fields are checked individually, in every row.
            if field == Field::Member
                || depth == 0 && field == Field::Other && !account::is_irrelevant(key)
                || depth > 0 && self.in_rows && is_admin_flag(key)
            {
                return None;
            }
            self.colon()?;
            self.value(field, setting, layout, depth)?;
            self.blanks();
            if self.take(b',').is_none() {
                return self.take(b'}');
            }
        }
    }

    fn value(
        &mut self,
        field: Field,
        setting: &mut Setting<'a>,
        layout: &mut Layout<'a>,
        depth: usize,
    ) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        match (self.peek()?, field) {
            (b'{', Field::Other) => self.fields(setting, layout, depth + 1),
            (b'[', Field::Other) => {
                self.at += 1;
                self.blanks();
                if self.take(b']').is_some() {
                    return Some(());
                }
                loop {
                    self.blanks();
                    self.value(field, setting, layout, depth + 1)?;
                    self.blanks();
                    if self.take(b',').is_none() {
                        return self.take(b']');
                    }
                }
            }
            _ => {
                layout
                    .leaves
                    .push((self.text.get(layout.from..self.at)?, field));
                let value = self.scalar()?;
                layout.from = self.at;
                set(setting, field, value)
            }
        }
    }

    /// A text or `null`; `Absent` for a whole number, `true` or `false`.
    fn scalar(&mut self) -> Option<Value<'a>> {
        if self.peek()? == b'"' {
            let text = self.string()?;
            return Some(Value::Text(Cow::Borrowed(text)));
        }
        let rest = self.text.get(self.at..)?;
        let ends = |byte: u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t');
        let word = rest.get(..rest.bytes().position(ends)?)?;
        self.at += word.len();
        match word {
            "null" => Some(Value::Null),
            "true" | "false" => Some(Value::Absent),
            _ => {
                let digits = word.strip_prefix('-').unwrap_or(word);
                let whole = digits == "0" || !digits.starts_with('0');
                let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                (whole && number).then_some(Value::Absent)
            }
        }
    }

    /// A text without escapes.
    fn string(&mut self) -> Option<&'a str> {
        self.take(b'"')?;
        let rest = self.text.get(self.at..)?;
        let string = rest.get(..plain(rest.as_bytes()))?;
        self.at += string.len();
        self.take(b'"')?;
        Some(string)
    }

    fn colon(&mut self) -> Option<()> {
        self.blanks();
        self.take(b':')?;
        self.blanks();
        Some(())
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn literally(&mut self, text: &str) -> Option<()> {
        let end = self.at + text.len();
        let found = self.text.as_bytes().get(self.at..end)?;
        (found == text.as_bytes()).then(|| self.at = end)
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

/// Sets a field like `serde`; `None` if `serde` would fail: the field is not text, or occurs twice.
fn set<'a>(setting: &mut Setting<'a>, field: Field, value: Value<'a>) -> Option<()> {
    if let Some(before) = setting.value(field) {
        if matches!(value, Value::Absent) || !matches!(before, Value::Absent) {
            return None;
        }
        *before = value;
    }
    Some(())
}

/// The number of leading literal bytes: neither a quote nor a backslash, nor a control character.
fn plain(text: &[u8]) -> usize {
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    text.iter().position(ends).unwrap_or(text.len())
}

#[cfg(test)]
mod tests;
