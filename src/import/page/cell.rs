//! The texts of elements and the cells of tables in HTML.

use scraper::{ElementRef, Node, Selector};

use super::{Cell, lines};
use crate::import::words;

/// Text equivalent of a picture or a check box.
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
    collect(element, &mut out, 0);
    out
}

/// The tick or the cross that an element without text is drawn as.
pub(super) fn icon(element: ElementRef<'_>) -> Option<&'static str> {
    if element.text().any(|text| !text.trim().is_empty()) {
        return None;
    }
    let value = element.value();
    let names = ["class", "aria-label", "title", "data-icon", "name"];
    let names = names.iter().filter_map(|key| value.attr(key));
    names
        .flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric()))
        .find_map(|word| match word.to_ascii_lowercase().as_str() {
            "check" | "tick" | "checkmark" | "yes" | "checked" => Some(" ✓ "),
            "times" | "cross" | "xmark" | "ban" | "close" | "no" | "unchecked" => Some(" ✗ "),
            _ => None,
        })
}

/// The caption of a table.
pub(super) fn caption(element: ElementRef<'_>) -> Option<String> {
    let found = element
        .child_elements()
        .find(|child| child.value().name() == "caption")?;
    let text = super::clean(&text_of(found));
    (!text.is_empty()).then_some(text)
}

/// A footnote mark as a character: digits are raised, so that they are no part of a name.
pub(super) fn raised(text: &str) -> String {
    let text = text
        .trim()
        .trim_matches(|c| matches!(c, '[' | ']' | '(' | ')'));
    if text.len() > 3 || !text.chars().all(|c| c.is_ascii_digit()) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| match c {
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            _ => '⁹',
        })
        .collect()
}

fn collect(element: ElementRef<'_>, out: &mut String, deep: usize) {
    if deep > 200 {
        out.extend(element.text());
        return;
    }
    for child in element.children() {
        match child.value() {
            Node::Text(text) => out.push_str(&text.replace(['\n', '\r'], " ")),
            Node::Element(value) => {
                let Some(child) = ElementRef::wrap(child) else {
                    continue;
                };
                match value.name() {
                    "br" => out.push('\n'),
                    "i" | "span" | "svg" | "em" | "b" if icon(child).is_some() => {
                        out.push_str(icon(child).unwrap_or(""));
                    }
                    "sup" => out.push_str(&raised(&child.text().collect::<String>())),
                    "img" | "input" => out.push_str(&picture(child)),
                    "p" | "div" | "li" | "ul" | "ol" => {
                        out.push('\n');
                        collect(child, out, deep + 1);
                        out.push('\n');
                    }
                    "script" | "style" | "template" | "noscript" => {}
                    _ if is_struck(value) || is_hidden(value) => {}
                    // A part of a cell with its own style is mostly laid out as a line.
                    "span" | "small" if value.attr("class").is_some() => {
                        out.push('\n');
                        collect(child, out, deep + 1);
                        out.push('\n');
                    }
                    _ => collect(child, out, deep + 1),
                }
            }
            _ => {}
        }
    }
}

/// Whether the text of an element is crossed out.
pub(super) fn is_struck(element: &scraper::node::Element) -> bool {
    matches!(element.name(), "s" | "del" | "strike") || style(element).contains("line-through")
}

/// Whether a person does not see an element.
pub(super) fn is_hidden(element: &scraper::node::Element) -> bool {
    let style = style(element);
    element.attr("hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

fn style(element: &scraper::node::Element) -> String {
    let style = element.attr("style").unwrap_or_default();
    style.replace(' ', "").to_lowercase()
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
            let (across, below) = (
                span("colspan").clamp(1, 50),
                span("rowspan").clamp(1, 1000) - 1,
            );
            // A level across several columns is that of each.
            let level = across > 1
                && matches!(text.as_slice(), [only] if words::grade(only).is_some() || words::ditto(only));
            let other = if level { text.clone() } else { Vec::new() };
            for text in std::iter::once(text).chain(std::iter::repeat_n(other, across - 1)) {
                let again = if below > 0 { text.clone() } else { Vec::new() };
                next.push((below, again));
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
