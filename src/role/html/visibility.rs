//! Detects visible non-text content in a cell (images, inputs, icons).

use crate::html::Node;
use crate::role::cell_value;
use crate::role::grid::Grid;

/// Elements that show only their text, which does not belong to the surrounding line.
const BLOCKS: [&str; 26] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "ul",
];
/// Other elements whose text does not belong to the surrounding line.
const OTHER_BLOCKS: [&str; 10] = [
    "body", "dialog", "fieldset", "html", "legend", "option", "optgroup", "select", "textarea",
    "button",
];
/// Elements that show only their text, within the line; every other one may show something else.
const INLINE: [&str; 46] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font",
    "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "kbd", "label", "mark", "nobr", "o:p", "q",
    "s", "samp", "small", "span", "strike", "strong", "style", "sub", "sup", "tbody", "td",
    "tfoot", "th", "thead", "time", "tr", "tt", "u", "var",
];
/// Elements that show nothing and have no end tag.
const NOTHING: [&str; 5] = ["wbr", "col", "colgroup", "meta", "link"];
/// Words in the class of an empty element that a style draws.
const DRAWN: [&str; 9] = [
    "icon", "fa-", "bi-", "glyph", "emoji", "emoticon", "check", "tick", "status",
];

/// Whether the text of an element does not belong to the surrounding line.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name) || OTHER_BLOCKS.contains(&name)
}

/// The name of the element, if it may show something other than text.
pub(super) fn picture(node: &Node) -> Option<String> {
    let name = node.local();
    let value = |name: &str| node.attribute(name).map(|value| value.to_ascii_lowercase());
    let drawn = |class: String| name == "i" || DRAWN.iter().any(|word| class.contains(word));
    let plain = [&BLOCKS[..], &INLINE, &NOTHING]
        .iter()
        .any(|known| known.contains(&name))
        || !node.is_html() && name != "svg";
    let silent = name == "input" && value("type").as_deref() == Some("hidden");
    let shows = if matches!(name, "td" | "th" | "tr") {
        false
    } else if plain {
        value("class").is_some_and(drawn)
            || value("role").as_deref() == Some("img")
            || label(node).is_some()
    } else {
        !silent
    };
    shows.then(|| name.to_owned())
}

/// The accessible label of an element. The label of a cell that is only the name of its column is
/// ignored.
pub(super) fn label(node: &Node) -> Option<String> {
    let label = node.attribute("aria-label")?;
    let says = !label.trim().is_empty() && cell_value::operation(&label).is_none();
    says.then(|| node.local().to_owned())
}

/// Elements that browsers do not show, regardless of their content.
const HIDDEN: [&str; 18] = [
    "area", "audio", "base", "canvas", "datalist", "iframe", "link", "meta", "noembed", "noframes",
    "noscript", "object", "param", "rp", "script", "style", "template", "video",
];

/// The value of a property in the style of an element.
fn property(style: &str, name: &str) -> Option<String> {
    let mut found = None;
    for (known, value) in style.split(';').filter_map(|part| part.split_once(':')) {
        if known.trim() == name {
            let value = value.split('!').next().unwrap_or_default();
            found = Some(value.trim().to_owned());
        }
    }
    found
}

/// The display of an element.
#[derive(Clone, Copy, Default)]
pub(super) struct Shown {
    /// Not shown, and without space.
    pub(super) gone: bool,
    /// Whether its text is visible; `None` if inherited.
    pub(super) visible: Option<bool>,
    /// Crossed out.
    pub(super) struck: bool,
    /// A style sheet may hide it.
    pub(super) doubtful: bool,
}

/// Whether a style collapses a column.
pub(super) fn collapses(node: &Node) -> bool {
    let style = node.attribute("style").unwrap_or_default().to_lowercase();
    property(&style, "visibility").as_deref() == Some("collapse")
}

/// How a browser shows an element.
pub(super) fn shown(node: &Node) -> Shown {
    let name = node.local();
    let style = node.attribute("style").unwrap_or_default().to_lowercase();
    let display = property(&style, "display");
    let zero = |name: &str| {
        property(&style, name).is_some_and(|value| {
            let number = value.trim_end_matches(|c: char| c.is_alphabetic() || c == '%');
            number.parse::<f32>() == Ok(0.0)
        })
    };
    let visibility = property(&style, "visibility");
    let closed = name == "dialog" && node.attribute("open").is_none();
    let hides = match display.as_deref() {
        Some(display) => display == "none",
        None => node.attribute("hidden").is_some() || closed,
    };
    let row = matches!(name, "tr" | "tbody" | "thead" | "tfoot");
    let collapsed = visibility.as_deref() == Some("collapse");
    let line = ["text-decoration", "text-decoration-line"]
        .iter()
        .any(|name| property(&style, name).is_some_and(|value| value.contains("line-through")));
    Shown {
        gone: hides
            || node.is_html() && HIDDEN.contains(&name)
            || row && collapsed
            || property(&style, "content-visibility").as_deref() == Some("hidden")
            || zero("opacity")
            || zero("font-size"),
        visible: match visibility.as_deref() {
            Some("hidden" | "collapse") => Some(false),
            Some("visible") => Some(true),
            _ => None,
        },
        struck: line || matches!(name, "s" | "del" | "strike"),
        doubtful: node.attribute(super::style::DOUBT).is_some(),
    }
}

/// Whether a table contains only other tables: it is used for page layout.
pub(super) fn only_tables(grid: &Grid) -> bool {
    let cells = || grid.lines.iter().flat_map(|line| &line.cells);
    let filled = || cells().filter(|cell| !cell.is_blank());
    filled().next().is_some()
        && filled().all(|cell| cell.opaque && cell.text.starts_with("<table>"))
}
