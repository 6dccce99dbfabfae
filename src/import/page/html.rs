//! HTML as blocks.

use super::cell::{caption, icon, is_hidden, is_struck, picture, raised, table, text_of};
use super::lines::{Lines, Pending};
use super::{Block, Kind, Page, clean, lines, push_row};
use crate::html::{self, Child, Node};

/// What the page says of itself: each the first of its kind.
#[derive(Default)]
struct About {
    title: Option<String>,
    heading: Option<String>,
    canonical: Option<String>,
    address: Option<String>,
    modified: Option<String>,
    time: Option<String>,
}

impl About {
    fn of(document: &Node) -> Self {
        let mut out = Self::default();
        document.each_inside(&mut |element| {
            let attribute = |key: &str| element.attribute(key).filter(|text| !text.is_empty());
            let text = || Some(clean(&element.text())).filter(|text| !text.is_empty());
            let (place, found) = match element.local() {
                "title" if out.title.is_none() => (&mut out.title, text()),
                "h1" if out.heading.is_none() => (&mut out.heading, text()),
                "time" => (&mut out.time, attribute("datetime")),
                "link" if attribute("rel").as_deref() == Some("canonical") => {
                    (&mut out.canonical, attribute("href"))
                }
                "meta" => match attribute("property").as_deref() {
                    Some("og:url") => (&mut out.address, attribute("content")),
                    Some("article:modified_time") => (&mut out.modified, attribute("content")),
                    _ => return,
                },
                _ => return,
            };
            if place.is_none() {
                *place = found;
            }
        });
        out
    }
}

/// What a heading begins with that is the title of a tab; without a title, the tab ends.
pub(super) const TAB: char = '\u{fdd2}';

/// Reads a page. `lines` gives the line of each position in its text.
pub(super) fn from_html(text: &str, lines: &Lines) -> Page {
    let tree = html::build(text, usize::MAX);
    if let Some((span, why)) = tree.broken {
        return Page {
            faults: vec![(lines.at(span.start), format!("{why}, so it was not read"))],
            ..Page::default()
        };
    }
    let mut walk = Walk {
        blocks: Vec::new(),
        pending: Pending::default(),
        item: None,
        lines,
        preformatted: false,
        hidden: false,
        struck: Vec::new(),
    };
    walk.children(&tree.document, 0);
    walk.flush(0);
    let about = About::of(&tree.document);
    let url = about.canonical.or(about.address);
    let date = about
        .modified
        .or(about.time)
        .and_then(|date| date.get(..10).map(str::to_owned));
    let title = about.title.or(about.heading);
    Page {
        title,
        url,
        date,
        blocks: walk.blocks,
        faults: walk.struck,
    }
}

struct Walk<'a> {
    blocks: Vec<Block>,
    pending: Pending,
    item: Option<usize>,
    lines: &'a Lines,
    /// Whether the text keeps its lines, as in `<pre><code>`.
    preformatted: bool,
    /// Whether a person does not see the text.
    hidden: bool,
    /// Text that is crossed out.
    struck: Vec<(usize, String)>,
}

impl Walk<'_> {
    /// The line where an element begins to say something.
    fn line(&self, element: &Node) -> usize {
        self.lines.at(element.start_of_text())
    }

    fn push(&mut self, kind: Kind, element: &Node) {
        self.blocks.push(Block::new(kind, self.line(element)));
    }

    fn flush(&mut self, depth: usize) {
        let (text, starts) = self.pending.take();
        let found = lines(&text);
        if found.is_empty() {
            return;
        }
        let rows: Vec<usize> = starts.into_iter().map(|at| self.lines.at(at)).collect();
        let line = rows.first().copied().unwrap_or(1);
        let kind = match self.item.take().unwrap_or(depth) {
            0 => Kind::Paragraph(found),
            depth => Kind::Item(depth, found),
        };
        self.blocks.push(Block {
            hidden: self.hidden,
            rows,
            ..Block::new(kind, line)
        });
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one list of cases, read from the top"
    )]
    fn element(&mut self, element: &Node, depth: usize) {
        let class = element.attribute("class").unwrap_or_default();
        let class = class.to_ascii_lowercase();
        let name = element.local();
        let noise = [
            "breadcrumb",
            "cookie",
            "related-articles",
            "sub-nav",
            "user-nav",
            "article-votes",
            "comment-list",
            "comments-area",
            "comment-respond",
            "disqus",
        ];
        let id = element.attribute("id").unwrap_or_default();
        let comments = matches!(id.as_str(), "comments" | "respond" | "disqus_thread");
        if comments || !class.is_empty() && noise.iter().any(|word| class.contains(word)) {
            return;
        }
        if matches!(name, "div" | "ul")
            && (element.attribute("role").as_deref() == Some("row")
                || class
                    .split([' ', '-', '_'])
                    .any(|word| word == "row" || word == "tr"))
        {
            let cells: Vec<String> = element
                .elements()
                .iter()
                .map(|cell| text_of(cell))
                .collect();
            if cells.len() >= 3
                && cells.iter().all(|cell| cell.trim().len() < 200)
                && !holds_more(element)
            {
                self.flush(depth);
                let row = cells.iter().map(|cell| lines(cell)).collect();
                let new = Block {
                    hidden: self.hidden,
                    ..Block::new(Kind::Table(depth, Vec::new()), self.line(element))
                };
                push_row(&mut self.blocks, row, new);
                return;
            }
        }
        if is_struck(element) {
            let text = clean(&text_of(element).replace('\n', " "));
            if !text.is_empty() {
                let line = self.line(element);
                self.struck.push((line, format!("`{text}` is crossed out")));
            }
            return;
        }
        match name {
            "script" | "style" | "nav" | "head" | "noscript" | "template" | "footer" => return,
            "br" => {
                self.pending.push("\n", element.span.start);
                return;
            }
            "i" | "span" | "svg" | "em" | "b" if icon(element).is_some() => {
                self.pending
                    .push(icon(element).unwrap_or(""), element.span.start);
                return;
            }
            "select" => {
                if let Some(option) = element.shown_option() {
                    self.pending.push(&option.text(), option.span.start);
                }
                return;
            }
            "sup" => {
                let text = text_of(element);
                self.pending.push(&raised(&text), element.span.start);
                return;
            }
            "img" | "input" => {
                self.pending.push(&picture(element), element.span.start);
                return;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" => {
                self.flush(depth);
                let text = clean(&text_of(element).replace('\n', " "));
                if let Some(title) = text.strip_prefix(TAB) {
                    let title = Some(title.to_owned()).filter(|title| !title.is_empty());
                    self.push(Kind::Tab(title), element);
                } else if !text.is_empty() {
                    let level = name.get(1..).and_then(|n| n.parse().ok()).unwrap_or(6);
                    self.push(Kind::Heading(level, text), element);
                }
                return;
            }
            "table" => {
                self.flush(depth);
                let (places, rows): (Vec<usize>, Vec<_>) = table(element).into_iter().unzip();
                let places: Vec<usize> = places.into_iter().map(|at| self.lines.at(at)).collect();
                let line = places
                    .first()
                    .copied()
                    .unwrap_or_else(|| self.line(element));
                if let Some(caption) = caption(element) {
                    self.blocks
                        .push(Block::new(Kind::Paragraph(vec![caption]), line));
                }
                self.blocks.push(Block {
                    line,
                    kind: Kind::Table(depth, rows),
                    rows: places,
                    hidden: self.hidden,
                });
                return;
            }
            "tabitem" | "tab" => {
                let title = element.attribute("label").or(element.attribute("title"));
                self.flush(depth);
                self.push(Kind::Tab(title), element);
                self.children(element, depth);
                self.flush(depth);
                self.push(Kind::Tab(None), element);
                return;
            }
            "li" | "dd" => {
                self.flush(depth.saturating_sub(1));
                self.item = Some(depth.max(1) + usize::from(name == "dd"));
            }
            "p" | "div" | "section" | "article" | "header" | "main" | "ul" | "ol" | "tr" | "dt"
            | "dl" | "pre" | "blockquote" | "body"
                if !self.pending.is_blank() =>
            {
                self.flush(depth);
            }
            _ => {}
        }
        let outside = self.preformatted;
        let seen = self.hidden;
        if is_hidden(element) && !seen {
            self.flush(depth);
            self.hidden = true;
        }
        self.preformatted |= name == "pre";
        let inner = depth + usize::from(matches!(name, "ul" | "ol" | "dl"));
        self.children(element, inner);
        self.preformatted = outside;
        if self.hidden && !seen {
            self.flush(depth);
            self.hidden = false;
        }
        if matches!(
            name,
            "li" | "dd" | "p" | "div" | "section" | "article" | "header" | "dt" | "pre"
        ) {
            self.flush(depth);
            if name == "li" {
                self.item = None;
            }
        }
    }
    fn children(&mut self, element: &Node, depth: usize) {
        for child in element.children.borrow().iter() {
            match child {
                Child::Text { text, span, .. } if self.preformatted => {
                    self.pending.push(text, span.start);
                }
                Child::Text { text, span, .. } => {
                    let text = text.replace(['\n', '\r'], " ");
                    self.pending.push(&text, span.start);
                }
                Child::Element(child) => self.element(child, depth),
            }
        }
    }
}

/// Whether an element that is laid out as a row has a table, a form or a nested list inside.
fn holds_more(element: &Node) -> bool {
    let mut more = false;
    element.each_inside(&mut |inside| {
        more |= match inside.local() {
            "table" | "input" => true,
            "li" => inside.is_in("li"),
            _ => false,
        };
    });
    more
}
