//! Wrapped text, with optional color.

use std::io::{self, Write};

use crate::model::escape_controls;
use crate::report::Severity;

/// The style of a severity.
pub(super) const fn style(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "31",
        Severity::Warning => "33",
        Severity::Note => "36",
    }
}

/// Text in a style (an SGR sequence), if color is on.
pub(super) fn painted(color: bool, style: &str, text: &str) -> String {
    if color && !style.is_empty() {
        format!("\u{1b}[{style}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// Wraps a text to `width` columns between words. The first line begins with `head`, and the others
/// are indented by the same amount; `paint` is applied to the text after the indent.
pub(crate) fn wrapped(
    head: &str,
    text: &str,
    width: usize,
    paint: impl Fn(&str) -> String,
) -> Vec<String> {
    let margin = head.chars().count();
    let room = width.saturating_sub(margin).max(20);
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split(' ') {
        let letters = word.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + letters <= room => {
                line.push(' ');
                line.push_str(word);
                length += 1 + letters;
            }
            _ => {
                lines.push(word.to_owned());
                length = letters;
            }
        }
    }
    let blank = " ".repeat(margin);
    let heads = std::iter::once(head).chain(std::iter::repeat(blank.as_str()));
    heads
        .zip(&lines)
        .map(|(head, line)| format!("{head}{}", paint(line)))
        .collect()
}

/// Writes a text with [`wrapped`].
pub(super) fn write_wrapped(
    out: &mut dyn Write,
    head: &str,
    text: &str,
    width: usize,
    paint: impl Fn(&str) -> String,
) -> io::Result<()> {
    for line in wrapped(head, text, width, paint) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Writes a text that is not escaped yet, wrapped, without color.
pub(super) fn write_text(
    out: &mut dyn Write,
    head: &str,
    text: &str,
    width: usize,
) -> io::Result<()> {
    write_wrapped(out, head, &escape_controls(text), width, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{painted, wrapped};

    fn plain(head: &str, text: &str, width: usize) -> Vec<String> {
        wrapped(head, text, width, str::to_owned)
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(
            plain("  ", "a role that is compared with a policy", 23),
            ["  a role that is", "  compared with a", "  policy"]
                .map(str::to_owned)
                .to_vec()
        );
    }

    #[test]
    fn a_word_that_is_too_long_is_on_a_separate_line() {
        let long = "a".repeat(30);
        assert_eq!(
            plain("- ", &format!("an {long} b"), 24),
            ["- an".to_owned(), format!("  {long}"), "  b".to_owned()]
        );
    }

    #[test]
    fn color_begins_after_the_indent() {
        let red = |text: &str| painted(true, "31", text);
        assert_eq!(wrapped("  ", "a", 24, red), ["  \u{1b}[31ma\u{1b}[0m"]);
        assert_eq!(painted(false, "31", "a"), "a");
    }
}
