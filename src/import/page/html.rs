//! HTML as blocks.

use scraper::{ElementRef, Html, Node, Selector};

use super::cell::{caption, icon, is_hidden, is_struck, picture, raised, table, text_of};
use super::{Block, Cell, Kind, Page, clean, lines};

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
    fn of(html: &Html) -> Self {
        let mut out = Self::default();
        for element in html.tree.nodes().filter_map(ElementRef::wrap) {
            let value = element.value();
            let attribute = |key: &str| {
                let text = value.attr(key).unwrap_or("");
                (!text.is_empty()).then(|| text.to_owned())
            };
            let text = || {
                let text = clean(&element.text().collect::<String>());
                (!text.is_empty()).then_some(text)
            };
            let (place, found) = match value.name() {
                "title" if out.title.is_none() => (&mut out.title, text()),
                "h1" if out.heading.is_none() => (&mut out.heading, text()),
                "time" => (&mut out.time, attribute("datetime")),
                "link" if value.attr("rel") == Some("canonical") => {
                    (&mut out.canonical, attribute("href"))
                }
                "meta" => match value.attr("property") {
                    Some("og:url") => (&mut out.address, attribute("content")),
                    Some("article:modified_time") => (&mut out.modified, attribute("content")),
                    _ => continue,
                },
                _ => continue,
            };
            if place.is_none() {
                *place = found;
            }
        }
        out
    }
}

pub(super) fn from_html(text: &str, source: &str) -> Page {
    if nesting(text) > NESTED {
        let fault = format!("the page nests elements more than {NESTED} deep, so it was not read");
        return Page {
            faults: vec![(1, fault)],
            ..Page::default()
        };
    }
    let html = Html::parse_document(text);
    let mut walk = Walk {
        blocks: Vec::new(),
        pending: String::new(),
        item: None,
        source,
        at: 0,
        line: 1,
        deep: 0,
        preformatted: false,
        hidden: false,
        struck: Vec::new(),
    };
    walk.element(html.root_element(), 0);
    walk.flush(0);
    let about = About::of(&html);
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
    pending: String,
    item: Option<usize>,
    source: &'a str,
    at: usize,
    line: usize,
    deep: usize,
    /// Whether the text keeps its lines, as in `<pre><code>`.
    preformatted: bool,
    /// Whether a person does not see the text.
    hidden: bool,
    /// Text that is crossed out.
    struck: Vec<(usize, String)>,
}

/// Elements that are nested more deeply are read as one text.
const DEEPEST: usize = 200;

impl Walk<'_> {
    /// Finds the line of a text that comes after what was found before.
    fn place(&mut self, text: &str) -> usize {
        let word = text
            .split(|c: char| !c.is_alphanumeric())
            .max_by_key(|word| word.len())
            .unwrap_or("");
        // Bounded, so that text that is written otherwise in the source costs no second reading.
        let mut end = self.source.len().min(self.at + 50_000);
        while !self.source.is_char_boundary(end) {
            end -= 1;
        }
        if let Some(rest) = self.source.get(self.at..end)
            && !word.is_empty()
            && let Some(found) = memchr::memmem::find(rest.as_bytes(), word.as_bytes())
        {
            let passed = rest.get(..found).unwrap_or("").as_bytes();
            self.line += memchr::memchr_iter(b'\n', passed).count();
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
        self.blocks.push(Block {
            hidden: self.hidden,
            ..Block::new(kind, line)
        });
    }

    fn element(&mut self, element: ElementRef<'_>, depth: usize) {
        self.deep += 1;
        if self.deep > DEEPEST {
            // No page is nested like this; what it says is read as one text.
            for text in element.text() {
                self.pending.push_str(text);
            }
        } else {
            self.inside(element, depth);
        }
        self.deep -= 1;
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one list of cases, read from the top"
    )]
    fn inside(&mut self, element: ElementRef<'_>, depth: usize) {
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
        if !class.is_empty() && noise.iter().any(|word| class.contains(word)) {
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
                let line = self.place(cells.first().map_or("", String::as_str));
                if let Some(Block {
                    kind: Kind::Table(_, rows),
                    rows: places,
                    ..
                }) = self.blocks.last_mut()
                {
                    rows.push(row);
                    places.push(line);
                } else {
                    self.blocks.push(Block {
                        kind: Kind::Table(depth, vec![row]),
                        line,
                        rows: vec![line],
                        hidden: self.hidden,
                    });
                }
                return;
            }
        }
        if is_struck(value) {
            let text = clean(&text_of(element).replace('\n', " "));
            if !text.is_empty() {
                let line = self.place(&text);
                self.struck.push((line, format!("`{text}` is crossed out")));
            }
            return;
        }
        match name {
            "script" | "style" | "nav" | "head" | "noscript" | "template" | "footer" => return,
            "br" => {
                self.pending.push('\n');
                return;
            }
            "i" | "span" | "svg" | "em" | "b" if icon(element).is_some() => {
                self.pending.push_str(icon(element).unwrap_or(""));
                return;
            }
            "sup" => {
                let text = text_of(element);
                self.pending.push_str(&raised(&text));
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
                    self.blocks
                        .push(Block::new(Kind::Heading(level, text), line));
                }
                return;
            }
            "table" => {
                self.flush(depth);
                let rows = table(element);
                let places: Vec<usize> = rows
                    .iter()
                    .map(|row| {
                        let text = row.iter().flatten().next().map_or("", String::as_str);
                        self.place(text)
                    })
                    .collect();
                if let Some(caption) = caption(element) {
                    let line = places.first().copied().unwrap_or(self.line);
                    self.blocks
                        .push(Block::new(Kind::Paragraph(vec![caption]), line));
                }
                self.blocks.push(Block {
                    line: places.first().copied().unwrap_or(self.line),
                    kind: Kind::Table(depth, rows),
                    rows: places,
                    hidden: self.hidden,
                });
                return;
            }
            "li" | "dd" => {
                self.flush(depth.saturating_sub(1));
                self.item = Some(depth.max(1) + usize::from(name == "dd"));
            }
            "p" | "div" | "section" | "article" | "header" | "main" | "ul" | "ol" | "tr" | "dt"
            | "dl" | "pre" | "blockquote" | "body"
                if !self.pending.trim().is_empty() =>
            {
                self.flush(depth);
            }
            _ => {}
        }
        let outside = self.preformatted;
        let seen = self.hidden;
        if is_hidden(value) && !seen {
            self.flush(depth);
            self.hidden = true;
        }
        self.preformatted |= name == "pre";
        let inner = depth + usize::from(matches!(name, "ul" | "ol" | "dl"));
        for child in element.children() {
            match child.value() {
                Node::Text(text) => {
                    let text = if self.preformatted {
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
}

/// A parser takes time for each open element at each tag, and no page nests more than this.
const NESTED: usize = 1000;

/// The number of elements that are open at once, of those that need an end.
fn nesting(text: &str) -> usize {
    const ENDLESS: [&str; 21] = [
        "p", "li", "tr", "td", "th", "tbody", "thead", "tfoot", "dt", "dd", "option", "br", "img",
        "hr", "input", "meta", "link", "col", "colgroup", "source", "wbr",
    ];
    let mut open = 0_usize;
    let mut most = 0;
    for part in text.split('<').skip(1) {
        let (end, rest) = match part.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, part),
        };
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = rest.get(..length).unwrap_or("");
        if ENDLESS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            continue;
        }
        if end {
            open = open.saturating_sub(1);
        } else {
            open += 1;
            most = most.max(open);
        }
    }
    most
}
