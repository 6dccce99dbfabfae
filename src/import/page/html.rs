//! HTML as blocks.

use scraper::{ElementRef, Html, Node, Selector};

use super::cell::{picture, table, text_of};
use super::{Block, Cell, Kind, Page, clean, lines};

fn select(css: &str, html: &Html, attribute: &str) -> Option<String> {
    let selector = Selector::parse(css).ok()?;
    let element = html.select(&selector).next()?;
    let text = if attribute.is_empty() {
        clean(&element.text().collect::<String>())
    } else {
        element.value().attr(attribute)?.to_owned()
    };
    Some(text).filter(|text| !text.is_empty())
}

pub(super) fn from_html(text: &str, source: &str) -> Page {
    let html = Html::parse_document(text);
    let mut walk = Walk {
        blocks: Vec::new(),
        pending: String::new(),
        item: None,
        source,
        at: 0,
        line: 1,
    };
    walk.element(html.root_element(), 0);
    walk.flush(0);
    let url = select("link[rel=canonical]", &html, "href")
        .or_else(|| select("meta[property='og:url']", &html, "content"));
    let title = select("title", &html, "").or_else(|| select("h1", &html, ""));
    Page {
        title,
        url,
        blocks: walk.blocks,
    }
}

struct Walk<'a> {
    blocks: Vec<Block>,
    pending: String,
    item: Option<usize>,
    source: &'a str,
    at: usize,
    line: usize,
}

impl Walk<'_> {
    /// Finds the line of a text that comes after what was found before.
    fn place(&mut self, text: &str) -> usize {
        let word = text
            .split(|c: char| !c.is_alphanumeric())
            .max_by_key(|word| word.len())
            .unwrap_or("");
        if let Some(rest) = self.source.get(self.at..)
            && !word.is_empty()
            && let Some(found) = rest.find(word)
        {
            self.line += rest.get(..found).unwrap_or("").matches('\n').count();
            self.at += found;
        }
        self.line
    }

    fn flush(&mut self, depth: usize) {
        let text = std::mem::take(&mut self.pending);
        let found = lines(&text);
        if found.is_empty() {
            return;
        }
        let line = self.place(&found.join(" "));
        let kind = match self.item.take() {
            Some(depth) => Kind::Item(depth, found),
            None if depth > 0 => Kind::Item(depth, found),
            None => Kind::Paragraph(found),
        };
        self.blocks.push(Block { kind, line });
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one list of cases, read from the top"
    )]
    fn element(&mut self, element: ElementRef<'_>, depth: usize) {
        let value = element.value();
        let class = value.attr("class").unwrap_or("").to_ascii_lowercase();
        let name = value.name();
        let noise = [
            "breadcrumb",
            "cookie",
            "related-articles",
            "sub-nav",
            "user-nav",
            "article-votes",
        ];
        if noise.iter().any(|word| class.contains(word)) {
            return;
        }
        let role = value.attr("role").unwrap_or("");
        if matches!(name, "div" | "ul")
            && (role == "row"
                || class
                    .split([' ', '-', '_'])
                    .any(|word| word == "row" || word == "tr"))
        {
            let cells: Vec<String> = element.child_elements().map(text_of).collect();
            if cells.len() >= 3
                && cells.iter().all(|cell| cell.trim().len() < 200)
                && Selector::parse("table, input, li li")
                    .is_ok_and(|nested| element.select(&nested).next().is_none())
            {
                self.flush(depth);
                let row: Vec<Cell> = cells.iter().map(|cell| lines(cell)).collect();
                if let Some(Block {
                    kind: Kind::Table(_, rows),
                    ..
                }) = self.blocks.last_mut()
                {
                    rows.push(row);
                } else {
                    let line = self.place(&cells.join(" "));
                    self.blocks.push(Block {
                        kind: Kind::Table(depth, vec![row]),
                        line,
                    });
                }
                return;
            }
        }
        match name {
            "script" | "style" | "nav" | "head" | "noscript" | "template" | "footer" => return,
            "br" => {
                self.pending.push('\n');
                return;
            }
            "img" | "input" => {
                self.pending.push_str(&picture(element));
                return;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" => {
                self.flush(depth);
                let text = clean(&text_of(element).replace('\n', " "));
                if !text.is_empty() {
                    let line = self.place(&text);
                    let level = name.get(1..).and_then(|n| n.parse().ok()).unwrap_or(6);
                    self.blocks.push(Block {
                        kind: Kind::Heading(level, text),
                        line,
                    });
                }
                return;
            }
            "table" => {
                self.flush(depth);
                let rows = table(element);
                let text = rows
                    .iter()
                    .flatten()
                    .flatten()
                    .next()
                    .cloned()
                    .unwrap_or_default();
                let line = self.place(&text);
                self.blocks.push(Block {
                    kind: Kind::Table(depth, rows),
                    line,
                });
                return;
            }
            "li" | "dd" => {
                self.flush(depth.saturating_sub(1));
                self.item = Some(depth.max(1));
            }
            "p" | "div" | "section" | "article" | "header" | "main" | "ul" | "ol" | "tr" | "dt"
            | "dl" | "pre" | "blockquote" | "body"
                if !self.pending.trim().is_empty() =>
            {
                self.flush(depth);
            }
            _ => {}
        }
        let inner = depth + usize::from(matches!(name, "ul" | "ol" | "dl"));
        for child in element.children() {
            match child.value() {
                Node::Text(text) => {
                    let text = if name == "pre" {
                        text.to_string()
                    } else {
                        text.replace(['\n', '\r'], " ")
                    };
                    self.pending.push_str(&text);
                }
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, inner);
                    }
                }
                _ => {}
            }
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
}
