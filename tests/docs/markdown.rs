//! Markdown as another parser reads it.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A parsed Markdown document.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// Headings with their level.
    pub(crate) headings: Vec<(usize, String)>,
    /// Tables: rows of cells, the header first.
    pub(crate) tables: Vec<Vec<Vec<String>>>,
    /// Items of lists.
    pub(crate) items: Vec<String>,
    /// Paragraphs outside of lists and quotations.
    pub(crate) paragraphs: Vec<String>,
    /// Quotations.
    pub(crate) quotes: Vec<String>,
    /// Strong text.
    pub(crate) strong: Vec<String>,
    /// Code blocks.
    pub(crate) code: Vec<String>,
    /// Link addresses.
    pub(crate) links: Vec<String>,
    /// HTML, except line breaks in cells.
    pub(crate) html: Vec<String>,
}

/// Parses a document.
pub(crate) fn read(text: &str) -> Read {
    let mut read = Read::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    // Open elements, the innermost last, each with its text so far.
    let mut open: Vec<(TagEnd, String)> = Vec::new();
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(tag) => {
                match &tag {
                    Tag::Table(_) => read.tables.push(Vec::new()),
                    Tag::TableHead | Tag::TableRow => {
                        read.tables.last_mut().unwrap().push(Vec::new());
                    }
                    Tag::Link { dest_url, .. } => read.links.push(dest_url.to_string()),
                    Tag::Image { dest_url, .. } => panic!("a picture of {dest_url}"),
                    _ => {}
                }
                open.push((tag.to_end(), String::new()));
            }
            Event::End(end) => {
                let (begun, text) = open.pop().unwrap();
                assert_eq!(begun, end);
                let kept = text.trim().to_owned();
                match end {
                    TagEnd::Heading(level) => read.headings.push((number(level), kept)),
                    TagEnd::TableCell => {
                        let rows = read.tables.last_mut().unwrap();
                        rows.last_mut().unwrap().push(kept);
                    }
                    TagEnd::Item => read.items.push(kept),
                    TagEnd::Paragraph
                        if !open.iter().any(|(tag, _)| {
                            matches!(tag, TagEnd::Item | TagEnd::BlockQuote(_))
                        }) =>
                    {
                        read.paragraphs.push(kept);
                    }
                    TagEnd::BlockQuote(_) => read.quotes.push(kept),
                    TagEnd::Strong => read.strong.push(kept),
                    TagEnd::CodeBlock => read.code.push(kept),
                    _ => {}
                }
                // The text of an inner element also belongs to the outer one.
                if let Some((_, outer)) = open.last_mut() {
                    outer.push_str(&text);
                }
            }
            Event::Text(text) | Event::Code(text) => add(&mut open, &text),
            Event::SoftBreak | Event::HardBreak => add(&mut open, " "),
            Event::InlineHtml(tag) if &*tag == "<br/>" => add(&mut open, "\n"),
            Event::Html(text) | Event::InlineHtml(text) => read.html.push(text.to_string()),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(open, []);
    read
}

fn add(open: &mut [(TagEnd, String)], text: &str) {
    open.last_mut().unwrap().1.push_str(text);
}

const fn number(level: HeadingLevel) -> usize {
    level as usize
}
