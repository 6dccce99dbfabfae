//! Pages as blocks: headings, paragraphs, list items and tables, from HTML, Markdown, CSV or text.

use scraper::{ElementRef, Html, Node, Selector};

/// One block of a page, with the line of the source where it starts.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) kind: Kind,
    pub(crate) line: usize,
}

/// The kind of a block and its text.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A heading with its level from 1 to 6.
    Heading(usize, String),
    /// A paragraph, one entry per line.
    Paragraph(Vec<String>),
    /// A list item with its depth from 1.
    Item(usize, Vec<String>),
    /// A table inside a list of this depth. A cell is a list of lines.
    Table(usize, Vec<Vec<Cell>>),
}

/// The lines of a cell, without blanks at the ends.
pub(crate) type Cell = Vec<String>;

/// A page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) title: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) blocks: Vec<Block>,
}

/// Reads a page in the form that its name and its text suggest.
pub(crate) fn read(name: &str, text: &str) -> Page {
    let name = name.to_ascii_lowercase();
    let head: String = text
        .chars()
        .take(4000)
        .collect::<String>()
        .to_ascii_lowercase();
    let html = ["<html", "<!doctype", "<table", "<body", "<div", "<ul>"];
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if matches!(extension, "csv" | "tsv") {
        delimited(text, if extension == "tsv" { b'\t' } else { b',' })
    } else if matches!(extension, "md" | "markdown") {
        markdown(text)
    } else if matches!(extension, "html" | "htm") || html.iter().any(|tag| head.contains(tag)) {
        from_html(text, text)
    } else if head.contains("|--") || head.contains("| --") {
        markdown(text)
    } else {
        plain(text)
    }
}

fn markdown(text: &str) -> Page {
    use pulldown_cmark::{Event, Options, Parser, html};
    let kept: String = text
        .lines()
        .map(|line| {
            if line.trim_start().starts_with("{%") || line.trim_start().starts_with(":::") {
                ""
            } else {
                line
            }
        })
        .fold(String::new(), |all, line| all + line + "\n");
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(&kept, options).map(|event| match event {
        Event::SoftBreak => Event::HardBreak,
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    from_html(&out, text)
}

fn delimited(text: &str, delimiter: u8) -> Page {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let rows = reader
        .records()
        .filter_map(Result::ok)
        .map(|record| record.iter().map(lines).collect())
        .collect();
    Page {
        blocks: vec![Block {
            kind: Kind::Table(0, rows),
            line: 1,
        }],
        ..Page::default()
    }
}

/// Text as it is pasted from a browser: each line is a block, a bullet is an item, tabs make a table.
fn plain(text: &str) -> Page {
    let mut blocks: Vec<Block> = Vec::new();
    for (at, raw) in text.lines().enumerate() {
        let line = at + 1;
        if raw.trim().is_empty() {
            continue;
        }
        if raw.trim_end().contains('\t') && !raw.trim_start().starts_with(['•', '-', '*']) {
            let row: Vec<Cell> = raw.split('\t').map(lines).collect();
            if let Some(Block {
                kind: Kind::Table(_, rows),
                ..
            }) = blocks.last_mut()
            {
                rows.push(row);
            } else {
                blocks.push(Block {
                    kind: Kind::Table(0, vec![row]),
                    line,
                });
            }
            continue;
        }
        let indent = raw.chars().take_while(|c| c.is_whitespace()).count();
        let trimmed = raw.trim();
        let bullet = trimmed.trim_start_matches(['•', '-', '*', '–', '·', '◦', '▪', '●', '○']);
        let kind = if bullet.len() < trimmed.len() && bullet.starts_with(char::is_whitespace) {
            Kind::Item(1 + indent / 2, vec![clean(bullet)])
        } else {
            Kind::Paragraph(vec![clean(trimmed)])
        };
        blocks.push(Block { kind, line });
    }
    let title = blocks.iter().find_map(|block| match &block.kind {
        Kind::Paragraph(lines) => lines.first().cloned(),
        _ => None,
    });
    Page {
        title,
        blocks,
        ..Page::default()
    }
}

/// Text with single blanks.
pub(crate) fn clean(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn lines(text: &str) -> Cell {
    text.split('\n')
        .map(clean)
        .filter(|line| !line.is_empty())
        .collect()
}

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

fn from_html(text: &str, source: &str) -> Page {
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

/// What a picture or a check box stands for.
fn picture(element: ElementRef<'_>) -> String {
    let value = element.value();
    if value.name() == "input" {
        return if value.attr("type") != Some("checkbox") {
            String::new()
        } else if value.attr("checked").is_some() {
            "✓".to_owned()
        } else {
            "✗".to_owned()
        };
    }
    let alt = value.attr("alt").unwrap_or("");
    let low = alt.to_ascii_lowercase();
    if alt.len() < 20
        && [
            "check", "tick", "yes", "cross", "no", "all", "my", "none", "x",
        ]
        .iter()
        .any(|word| low.contains(word))
    {
        format!(" {alt} ")
    } else {
        String::new()
    }
}

fn text_of(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    collect(element, &mut out);
    out
}

fn collect(element: ElementRef<'_>, out: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) => out.push_str(&text.replace(['\n', '\r'], " ")),
            Node::Element(value) => {
                let Some(child) = ElementRef::wrap(child) else {
                    continue;
                };
                match value.name() {
                    "br" => out.push('\n'),
                    "img" | "input" => out.push_str(&picture(child)),
                    "p" | "div" | "li" | "ul" | "ol" => {
                        out.push('\n');
                        collect(child, out);
                        out.push('\n');
                    }
                    "script" | "style" | "template" | "noscript" | "s" | "del" | "strike" => {}
                    _ if is_hidden(value) => {}
                    // A part of a cell with a look of its own is mostly laid out as a line.
                    "span" | "small" if value.attr("class").is_some() => {
                        out.push('\n');
                        collect(child, out);
                        out.push('\n');
                    }
                    _ => collect(child, out),
                }
            }
            _ => {}
        }
    }
}

/// Whether a person does not see an element.
fn is_hidden(element: &scraper::node::Element) -> bool {
    let style = element
        .attr("style")
        .unwrap_or_default()
        .replace(' ', "")
        .to_lowercase();
    element.attr("hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || style.contains("line-through")
}

/// The rows of a table, with the text of a spanned cell in each place that it covers. A cell across
/// the whole row is repeated only once.
fn table(element: ElementRef<'_>) -> Vec<Vec<Cell>> {
    let Ok(rows) = Selector::parse("tr") else {
        return Vec::new();
    };
    let mut out: Vec<Vec<Cell>> = Vec::new();
    let mut down: Vec<(usize, Cell)> = Vec::new();
    for row in element.select(&rows) {
        let mut cells: Vec<Cell> = Vec::new();
        let mut next: Vec<(usize, Cell)> = Vec::new();
        let take = |cells: &mut Vec<Cell>, next: &mut Vec<(usize, Cell)>| {
            while let Some((left, cell)) = down.get(cells.len()).filter(|(left, _)| *left > 0) {
                next.push((left - 1, cell.clone()));
                cells.push(cell.clone());
            }
        };
        for cell in row
            .child_elements()
            .filter(|cell| matches!(cell.value().name(), "td" | "th"))
        {
            take(&mut cells, &mut next);
            let span = |key: &str| {
                cell.value()
                    .attr(key)
                    .and_then(|n| n.trim().parse::<usize>().ok())
                    .unwrap_or(1)
            };
            let text = lines(&text_of(cell));
            for step in 0..span("colspan").clamp(1, 50) {
                let text = if step == 0 { text.clone() } else { Vec::new() };
                next.push((span("rowspan").clamp(1, 1000) - 1, text.clone()));
                cells.push(text);
            }
        }
        take(&mut cells, &mut next);
        down = next;
        if cells.iter().any(|cell| !cell.is_empty()) {
            out.push(cells);
        }
    }
    out
}
