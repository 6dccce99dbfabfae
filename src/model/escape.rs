//! Text from a file, escaped for a screen.
//!
//! A role's name or a cell can carry terminal escapes, control characters or marks that turn the
//! reading direction. Shown as they are they could repaint a terminal or make a line say what it
//! does not say. Here they become visible escapes.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character must not reach a screen as it is.
pub fn is_unsafe_char(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a text may reach a screen as it is.
pub fn is_safe_text(text: &str) -> bool {
    !text.chars().any(is_unsafe_char)
}

/// `text` with every unsafe character written as a visible escape, on one line.
///
/// ```
/// # use leastwise::model::escape_controls;
/// assert_eq!(escape_controls("Finance"), "Finance");
/// assert_eq!(escape_controls("\u{1b}[31mred"), "\\u{1b}[31mred");
/// ```
pub fn escape_controls(text: &str) -> Cow<'_, str> {
    if is_safe_text(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push_escaped(&mut out, c);
    }
    Cow::Owned(out)
}

/// Appends one character, as it is or as its visible escape.
pub fn push_escaped(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_unsafe_char(c) => {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// At most `limit` characters of `text`, escaped, with an ellipsis where something was cut.
pub fn shortened(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == limit {
            out.push('…');
            break;
        }
        push_escaped(&mut out, c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_direction_marks_become_visible() {
        assert_eq!(
            escape_controls("a\u{1b}]8;;x\u{7}b"),
            "a\\u{1b}]8;;x\\u{7}b"
        );
        assert_eq!(escape_controls("\u{202e}evil"), "\\u{202e}evil");
        assert_eq!(escape_controls("two\nlines\r"), "two\\nlines\\r");
        assert_eq!(escape_controls("\u{9b}31m"), "\\u{9b}31m");
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(
            escape_controls("Service Desk – Überblick 日本"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn a_long_text_is_cut_at_the_limit() {
        assert_eq!(shortened("abcdef", 3), "abc…");
        assert_eq!(shortened("abc", 3), "abc");
    }
}
