//! Writes a text as a YAML scalar that is read as the same text.

use std::fmt::Write as _;

/// A text as a YAML scalar: plain unless it could have another meaning.
pub(crate) fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || " -_./&(),;+".contains(c))
        && !text.ends_with(' ')
        && !text.contains("  ")
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&text.to_lowercase().as_str());
    let address = text.starts_with("https://")
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./:%?&=+~".contains(c))
        && !text.ends_with(':');
    if plain || address {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A text in double quotes: every JSON escape has the same meaning in YAML.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if crate::model::is_harmful(c) || !is_printable(c) => {
                let _ = match u32::from(c) {
                    code @ 0..=0xffff => write!(out, "\\u{code:04x}"),
                    code => write!(out, "\\U{code:08x}"),
                };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether YAML allows an unescaped character. U+FFFE and U+FFFF are not allowed.
const fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}
