//! One HTML page: a self-contained document that loads nothing and runs only its own script.
//! Reports, plans and documents use it.

pub(crate) mod markdown;

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use askama::Template;
use askama::filters::Escaper;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// Shared style: fonts, light and dark colors, tables, print.
pub(crate) const STYLE: &str = include_str!("page.css");

/// A page before it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page<'a> {
    /// The language of its texts, as in HTML's `lang`.
    pub(crate) language: &'a str,
    /// Its title, as text.
    pub(crate) title: &'a str,
    /// Style sheets of this project, one after another.
    pub(crate) styles: &'a [&'a str],
    /// The script of this project that it runs, if any.
    pub(crate) script: Option<&'a str>,
    /// The content of `<body>`: markup in which all untrusted text was passed through [`escape`].
    pub(crate) body: &'a str,
}

/// What precedes the content of `<body>`.
#[derive(Template)]
#[template(path = "page/page.html")]
struct Top<'a> {
    language: &'a str,
    security_policy: String,
    title: &'a str,
    style: &'a str,
}

/// Filters of templates.
#[expect(
    unreachable_pub,
    clippy::inline_always,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "the macro makes a type for each filter"
)]
pub(crate) mod filters {
    use std::fmt::Display;

    use askama::filters::Safe;

    /// A message of this program: text in backquotes becomes code.
    #[askama::filter_fn]
    pub(crate) fn message(
        text: impl Display,
        _: &dyn askama::Values,
    ) -> askama::Result<Safe<String>> {
        Ok(Safe(super::message_markup(&text.to_string())))
    }
}

/// Prints values in templates with [`escape`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct AsMarkup;

impl Escaper for AsMarkup {
    fn write_escaped_str<W: fmt::Write>(&self, mut out: W, text: &str) -> fmt::Result {
        out.write_str(&escape(text))
    }
}

impl Page<'_> {
    /// Writes the document.
    ///
    /// The Content-Security-Policy names style and script by their digests, so that nothing else
    /// can run or load, including attributes such as `style` and `onclick`.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.write_with(out, |out| writeln!(out, "{}", self.body.trim_end()))
    }

    /// Writes the document with a body that is written piece by piece instead of [`Self::body`].
    pub(crate) fn write_with(
        &self,
        out: &mut dyn Write,
        body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let style = self.styles.concat();
        Top {
            language: self.language,
            security_policy: security_policy(&style, self.script),
            title: self.title,
            style: &style,
        }
        .write_into(out)?;
        writeln!(out)?;
        body(out)?;
        if let Some(script) = self.script {
            writeln!(out, "<script>{script}</script>")?;
        }
        writeln!(out, "</body>")?;
        writeln!(out, "</html>")
    }
}

/// The policy of the page: nothing but its own style and script is allowed.
fn security_policy(style: &str, script: Option<&str>) -> String {
    let mut policy = format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src '{}'",
        digest(style)
    );
    if let Some(script) = script {
        _ = write!(policy, "; script-src '{}'", digest(script));
    }
    policy
}

/// The digest of an inline element, as a source of a Content-Security-Policy.
fn digest(text: &str) -> String {
    format!(
        "sha256-{}",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

/// Text as markup: for elements and for attributes in double quotes alike.
///
/// Control characters, invisible characters and marks that change the text direction become visible
/// escapes, so that a name in a file cannot imitate another. So do noncharacters, which HTML
/// forbids.
pub(crate) fn escape(text: &str) -> String {
    let escape_controls = crate::model::escape_controls(text);
    let mut markup = String::with_capacity(escape_controls.len());
    for character in escape_controls.chars() {
        match character {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            '\'' => markup.push_str("&#39;"),
            none if is_no_character(none) => {
                let _ = write!(markup, "\\u{{{:x}}}", u32::from(none));
            }
            other => markup.push(other),
        }
    }
    markup
}

/// A message of this program as markup: text in backquotes becomes code.
pub(crate) fn message_markup(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escape(text);
    }
    let mut markup = String::new();
    for (index, part) in parts.into_iter().enumerate() {
        let part = escape(part);
        if index % 2 == 1 {
            let _ = write!(markup, "<code>{part}</code>");
        } else {
            markup.push_str(&part);
        }
    }
    markup
}

/// Unicode's 66 noncharacters.
fn is_no_character(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup_and_holds_nothing_that_html_forbids() {
        assert_eq!(
            escape("<a href=\"'&\">"),
            "&lt;a href=&quot;&#39;&amp;&quot;&gt;"
        );
        assert_eq!(
            escape("\u{fffe}\u{1ffff}\u{fdd0}\u{fffd}"),
            "\\u{fffe}\\u{1ffff}\\u{fdd0}\u{fffd}"
        );
        assert_eq!(escape("\u{202e}a\nb"), "\\u{202e}a\\nb");
    }

    #[test]
    fn names_between_back_quotes_are_code() {
        assert_eq!(
            message_markup("see `a<b` and `c`"),
            "see <code>a&lt;b</code> and <code>c</code>"
        );
        assert_eq!(message_markup("a ` alone"), "a ` alone");
    }

    #[test]
    fn the_policy_names_style_and_script_by_digest() {
        let mut page = Vec::new();
        Page {
            language: "en",
            title: "a < b",
            styles: &["b{}"],
            script: Some("1"),
            body: "",
        }
        .write(&mut page)
        .unwrap();
        let page = String::from_utf8(page).unwrap();
        // printf 1 | openssl dgst -sha256 -binary | base64
        assert!(
            page.contains("script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"),
            "{page}"
        );
        assert!(page.contains("<title>a &lt; b</title>"), "{page}");
    }
}
