//! Text in a Markdown document: what others wrote, shown as they wrote it.

use crate::model::harmless;

/// Text as Markdown, wherever it stands: in a paragraph, in the cell of a table, at the beginning of
/// a line. It is no markup, no HTML, no formula, and ends no cell.
///
/// Only what would act is escaped, so that the document reads well as text too.
pub(crate) fn text(text: &str) -> String {
    let text = harmless(text);
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
            // Frameworks that read components in Markdown take braces for theirs.
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '$' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            // Within a word it emphasizes nothing.
            '_' if !(word(before) && word(next)) => out.push_str("\\_"),
            // What makes a quotation, a heading, a list or a line where a line begins.
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

/// Whether all that was written so far is a number, as before an item of a list.
fn digits(out: &str) -> bool {
    !out.is_empty() && out.len() < 10 && out.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name as code: within a fence that is longer than any run of back quotes in it. In a table a bar
/// would end the cell even there, so such a name is written in HTML.
pub(crate) fn code(text: &str) -> String {
    let harmless = harmless(text);
    if harmless.contains('|') {
        return format!("<code>{}</code>", self::text(text));
    }
    let longest = harmless
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let edge = |c| c == '`' || c == ' ';
    let pad = if harmless.is_empty() || harmless.starts_with(edge) || harmless.ends_with(edge) {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{harmless}{pad}{fence}")
}

/// An address within `<…>` or `(…)`: nothing in it ends them.
pub(crate) fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in harmless(url).chars() {
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
    fn nothing_in_a_text_acts() {
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
        assert_eq!(code("a|b"), "<code>a\\|b</code>");
    }
}
