//! JSON that may be cut or damaged.

use serde_json::{Map, Number, Value};

/// Key of a mark in every object that was still open where the text ended.
const CUT: &str = "\u{0}cut";

/// Deeper values are dropped.
const DEEPEST: usize = 100;

/// Parses a value; returns whether it is complete. What was read before a damage is kept.
pub(super) fn parse(bytes: &[u8]) -> (Value, bool) {
    if let Ok(value) = serde_json::from_slice(bytes) {
        return (value, true);
    }
    let text = String::from_utf8_lossy(bytes);
    let mut parser = Parser {
        rest: &text,
        ended: false,
    };
    let value = parser.value(0).unwrap_or(Value::Null);
    let whole = !parser.ended && parser.rest.trim().is_empty();
    (value, whole)
}

/// Whether an object was still open where its text ended.
pub(super) fn is_cut(value: &Value) -> bool {
    value.get(CUT).is_some()
}

struct Parser<'a> {
    rest: &'a str,
    /// Whether the text ended too early, or is damaged from here on.
    ended: bool,
}

impl Parser<'_> {
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        }
        found
    }

    fn end<T>(&mut self) -> Option<T> {
        self.ended = true;
        self.rest = "";
        None
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        match self.peek() {
            _ if depth > DEEPEST => self.end(),
            Some('{') => Some(self.object(depth)),
            Some('[') => Some(self.array(depth)),
            Some('"') => self.string().map(Value::String),
            Some(_) => self.word(),
            None => self.end(),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        self.take('{');
        let mut map = Map::new();
        if self.take('}') {
            return Value::Object(map);
        }
        loop {
            let key = if self.peek() == Some('"') {
                self.string()
            } else {
                self.end()
            };
            let value = key.and_then(|key| {
                if self.take(':') {
                    Some((key, self.value(depth + 1)?))
                } else {
                    self.end()
                }
            });
            if let Some((key, value)) = value {
                map.insert(key, value);
            }
            if self.ended || !(self.take(',')) {
                break;
            }
        }
        if self.ended || !self.take('}') {
            self.end::<()>();
            map.insert(CUT.to_owned(), Value::Bool(true));
        }
        Value::Object(map)
    }

    fn array(&mut self, depth: usize) -> Value {
        self.take('[');
        let mut all = Vec::new();
        if self.take(']') {
            return Value::Array(all);
        }
        loop {
            all.extend(self.value(depth + 1));
            if self.ended || !self.take(',') {
                break;
            }
        }
        if self.ended || !self.take(']') {
            self.end::<()>();
        }
        Value::Array(all)
    }

    fn string(&mut self) -> Option<String> {
        self.take('"');
        let mut out = String::new();
        let mut chars = self.rest.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => {
                    self.rest = chars.as_str();
                    return Some(out);
                }
                '\\' => match chars.next() {
                    Some('n') => out.push('\n'),
                    Some('r') => out.push('\r'),
                    Some('t') => out.push('\t'),
                    Some('b' | 'f') => {}
                    Some('u') => out.push(unit(&mut chars)),
                    Some(c) => out.push(c),
                    None => return self.end(),
                },
                c => out.push(c),
            }
        }
        self.end()
    }

    fn word(&mut self) -> Option<Value> {
        let end = self
            .rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '+' | '-' | '.')))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        let value = match word {
            "null" | "NaN" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            word => match word.parse::<i64>() {
                Ok(number) => Value::Number(number.into()),
                Err(_) => match word.parse().ok().and_then(Number::from_f64) {
                    Some(number) => Value::Number(number),
                    None => return self.end(),
                },
            },
        };
        self.rest = rest;
        // A number at the very end may go on.
        if rest.is_empty() {
            self.end()
        } else {
            Some(value)
        }
    }
}

/// The character of `\uXXXX`; U+FFFD for half a character.
fn unit(chars: &mut std::str::Chars<'_>) -> char {
    let Some(first) = digits(chars) else {
        return char::REPLACEMENT_CHARACTER;
    };
    let mut ahead = chars.clone();
    let follows = ahead.next() == Some('\\') && ahead.next() == Some('u');
    let second = follows.then(|| digits(&mut ahead)).flatten();
    let units = std::iter::once(first).chain(second);
    let Some(Ok(c)) = char::decode_utf16(units).next() else {
        return char::REPLACEMENT_CHARACTER;
    };
    if c.len_utf16() == 2 {
        *chars = ahead;
    }
    c
}

/// The number of four hexadecimal digits; without them, nothing is taken.
fn digits(chars: &mut std::str::Chars<'_>) -> Option<u16> {
    let mut ahead = chars.clone();
    let digits: String = ahead.by_ref().take(4).collect();
    let number = u16::from_str_radix(&digits, 16).ok();
    let number = number.filter(|_| digits.len() == 4)?;
    *chars = ahead;
    Some(number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_cut_text_keeps_what_precedes_the_cut_and_marks_open_objects() {
        let text = br#"{"a":[{"b":1},{"b":"x"#;
        let (value, whole) = parse(text);
        assert!(!whole);
        assert_eq!(value["a"][0], json!({"b": 1}));
        assert!(is_cut(&value) && is_cut(&value["a"][1]) && !is_cut(&value["a"][0]));
    }

    #[test]
    fn loose_text_is_complete() {
        let text = b"{\"a\":\"\\ud800 \\ud834\\udd1e raw\nline \xff\"}";
        assert_eq!(
            parse(text),
            (json!({"a": "\u{fffd} 𝄞 raw\nline \u{fffd}"}), true)
        );
    }

    #[test]
    fn every_cut_of_a_text_gives_a_value() {
        let text = br#"{"a":[1,2.5,true,null,{"b":"c\n\u00e9"}],"d":{"e":-1}}"#;
        for end in 0..text.len() {
            let (_, whole) = parse(&text[..end]);
            assert!(!whole, "{end}");
        }
        assert!(parse(text).1);
    }
}
