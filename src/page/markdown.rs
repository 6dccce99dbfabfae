//! Untrusted text in a Markdown document, shown literally.

use crate::model::escape_controls;

/// Escapes text for Markdown in any place: a paragraph, a table cell, the beginning of a line. It
/// becomes no markup, HTML or formula, and ends no cell.
///
/// Only characters with an effect are escaped, so that the source stays readable.
pub(crate) fn text(text: &str) -> String {
    let text = escape_controls(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        match c {
            '<' => out.push_str("&lt;"),
            // `&amp;` in a text must not become `&`.
            '&' if next.is_some_and(|next| next.is_alphanumeric() || next == '#') => {
                out.push_str("&amp;");
            }
            // MDX and similar frameworks interpret braces.
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '$' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            // Within a word it emphasizes nothing.
            '_' if !(word(before) && word(next)) => out.push_str("\\_"),
            // Quotations, headings, lists and rules, at the beginning of a line.
            '>' | '#' | '-' | '+' | '=' if before.is_none() => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if digits(&out) && next.is_none_or(char::is_whitespace) => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

fn word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Whether the output so far is only a number, as before a list item.
fn digits(out: &str) -> bool {
    !out.is_empty() && out.len() < 10 && out.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name as code, in a fence longer than any run of backquotes in it.
pub(crate) fn fenced(text: &str) -> String {
    let text = escape_controls(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let edge = |c| c == '`' || c == ' ';
    let pad = if text.is_empty() || text.starts_with(edge) || text.ends_with(edge) {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A name as code, also in a table. There a bar would end the cell even in code, so such a name is
/// written in HTML.
pub(crate) fn code(text: &str) -> String {
    if text.contains('|') {
        format!("<code>{}</code>", self::text(text))
    } else {
        fenced(text)
    }
}

/// An address for `<…>` or `(…)`, with all delimiters escaped.
pub(crate) fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in escape_controls(url).chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '|' => out.push_str("%7C"),
            '\\' => out.push_str("%5C"),
            ' ' => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(text("*a* <b> [c](d)"), "\\*a\\* &lt;b> \\[c\\](d)");
        assert_eq!(text("a|b\n---"), "a\\|b\\\\n---");
        assert_eq!(text("# a"), "\\# a");
        assert_eq!(text("1. a"), "1\\. a");
        assert_eq!(text("- a"), "\\- a");
        assert_eq!(text("&amp; &#60;"), "&amp;amp; &amp;#60;");
        assert_eq!(text("_a_"), "\\_a\\_");
        assert_eq!(text("{{ a }}"), "\\{\\{ a \\}\\}");
    }

    #[test]
    fn ordinary_text_stays_readable() {
        for ordinary in [
            "System > Members > Created_API_Member",
            "Time & Expense",
            "CRM/Sales Activities",
            "Configuration - Display Passwords, 2.0 (beta).",
        ] {
            assert_eq!(text(ordinary), ordinary);
        }
    }

    #[test]
    fn code_stays_in_its_fence() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(""), "`  `");
        assert_eq!(code("a|b"), "<code>a\\|b</code>");
    }
}
