//! The texts of elements and the cells of tables in HTML.

use scraper::{ElementRef, Node, Selector};

use super::{Cell, lines};

/// What a picture or a check box stands for.
pub(super) fn picture(element: ElementRef<'_>) -> String {
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

pub(super) fn text_of(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    collect(element, &mut out);
    out
}

pub(super) fn collect(element: ElementRef<'_>, out: &mut String) {
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
pub(super) fn is_hidden(element: &scraper::node::Element) -> bool {
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
pub(super) fn table(element: ElementRef<'_>) -> Vec<Vec<Cell>> {
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
