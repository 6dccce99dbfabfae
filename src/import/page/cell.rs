//! The texts of elements and the cells of tables in HTML.

use std::rc::Rc;

use super::{Cell, lines};
use crate::html::{Child, Node};
use crate::import::words;

/// Text equivalent of a picture or a check box.
pub(super) fn picture(element: &Node) -> String {
    if element.local() == "input" {
        return if element.attribute("type").as_deref() != Some("checkbox") {
            String::new()
        } else if element.attribute("checked").is_some() {
            "✓".to_owned()
        } else {
            "✗".to_owned()
        };
    }
    let alt = element.attribute("alt").unwrap_or_default();
    let low = alt.to_ascii_lowercase();
    let marks = ["check", "tick", "yes", "cross", "no", "all", "my", "x"];
    if alt.len() < 20 && words::holds(&low, &marks) {
        format!(" {alt} ")
    } else {
        String::new()
    }
}

pub(super) fn text_of(element: &Node) -> String {
    let mut out = String::new();
    collect(element, &mut out);
    out
}

/// The tick or the cross that an element without text is drawn as.
pub(super) fn icon(element: &Node) -> Option<&'static str> {
    if !element.text().trim().is_empty() {
        return None;
    }
    let names = ["class", "aria-label", "title", "data-icon", "name"];
    let names = names.iter().filter_map(|key| element.attribute(key));
    let names = names.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    names
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find_map(|word| match word {
            "check" | "tick" | "checkmark" | "yes" | "checked" => Some(" ✓ "),
            "times" | "cross" | "xmark" | "ban" | "close" | "no" | "unchecked" => Some(" ✗ "),
            _ => None,
        })
}

/// The caption of a table.
pub(super) fn caption(element: &Node) -> Option<String> {
    let children = element.elements();
    let found = children.iter().find(|child| child.local() == "caption")?;
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
            '9' => '⁹',
            _ => '⁰',
        })
        .collect()
}

fn collect(element: &Node, out: &mut String) {
    for child in element.children.borrow().iter() {
        let child = match child {
            Child::Text { text, .. } => {
                out.push_str(&text.replace(['\n', '\r'], " "));
                continue;
            }
            Child::Element(child) => child,
        };
        match child.local() {
            "br" => out.push('\n'),
            "i" | "span" | "svg" | "em" | "b" if icon(child).is_some() => {
                out.push_str(icon(child).unwrap_or(""));
            }
            "sup" => out.push_str(&raised(&child.text())),
            "img" | "input" => out.push_str(&picture(child)),
            "p" | "div" | "li" | "ul" | "ol" => {
                out.push('\n');
                collect(child, out);
                out.push('\n');
            }
            "select" => {
                if let Some(option) = child.shown_option() {
                    out.push_str(&option.text());
                }
            }
            "script" | "style" | "template" | "noscript" => {}
            _ if is_struck(child) || is_hidden(child) => {}
            // A part of a cell with its own style is mostly laid out as a line.
            "span" | "small" if child.attribute("class").is_some() => {
                out.push('\n');
                collect(child, out);
                out.push('\n');
            }
            _ => collect(child, out),
        }
    }
}

/// Whether the text of an element is crossed out.
pub(super) fn is_struck(element: &Node) -> bool {
    matches!(element.local(), "s" | "del" | "strike") || style(element).contains("line-through")
}

/// Whether a person does not see an element.
pub(super) fn is_hidden(element: &Node) -> bool {
    let style = style(element);
    element.attribute("hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

fn style(element: &Node) -> String {
    let style = element.attribute("style").unwrap_or_default();
    style.replace(' ', "").to_lowercase()
}

/// The rows of a table, with the text of a spanned cell in each place that it covers. A cell across
/// the whole row is repeated only once. Each row has the position where its text begins.
pub(super) fn table(element: &Node) -> Vec<(usize, Vec<Cell>)> {
    let mut out: Vec<(usize, Vec<Cell>)> = Vec::new();
    let mut down: Vec<(usize, Cell)> = Vec::new();
    let mut rows = Vec::new();
    element.each_inside(&mut |inside| {
        if inside.local() == "tr" {
            rows.push(Rc::clone(inside));
        }
    });
    for row in rows {
        let mut cells: Vec<Cell> = Vec::new();
        let mut next: Vec<(usize, Cell)> = Vec::new();
        let take = |cells: &mut Vec<Cell>, next: &mut Vec<(usize, Cell)>| {
            while let Some((left, cell)) = down.get(cells.len()).filter(|(left, _)| *left > 0) {
                next.push((left - 1, cell.clone()));
                cells.push(cell.clone());
            }
        };
        let children = row.elements();
        for cell in children
            .iter()
            .filter(|cell| matches!(cell.local(), "td" | "th"))
        {
            take(&mut cells, &mut next);
            let span = |key: &str| {
                cell.attribute(key)
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
            out.push((row.start_of_text(), cells));
        }
    }
    out
}
