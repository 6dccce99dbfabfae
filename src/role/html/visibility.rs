//! What a person sees in a cell although it is no text: a picture, a field, an icon.

use super::tree::Node;
use crate::role::cell_value;
use crate::role::grid::Grid;

/// Elements that show their text and nothing else; every other one may show what no text says.
const PLAIN: [&str; 72] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "ins",
    "kbd",
    "label",
    "li",
    "main",
    "mark",
    "nav",
    "nobr",
    "o:p",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
];
/// Elements that show nothing and have no end.
const NOTHING: [&str; 5] = ["wbr", "col", "colgroup", "meta", "link"];
/// Words in the class of an element that has no text and is drawn by a style.
const DRAWN: [&str; 9] = [
    "icon", "fa-", "bi-", "glyph", "emoji", "emoticon", "check", "tick", "status",
];

/// What to call the element, if it may show something that no text says.
pub(super) fn picture(node: &Node) -> Option<String> {
    let name = node.local();
    let value = |name: &str| node.attribute(name).map(|value| value.to_ascii_lowercase());
    let drawn = |class: String| name == "i" || DRAWN.iter().any(|word| class.contains(word));
    let plain =
        PLAIN.contains(&name) || NOTHING.contains(&name) || !node.is_html() && name != "svg";
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

/// The element by name, if it is labeled for those who do not see it. The label of a cell that is
/// only the name of its column says nothing.
pub(super) fn label(node: &Node) -> Option<String> {
    let label = node.attribute("aria-label")?;
    let says = !label.trim().is_empty() && cell_value::operation(&label).is_none();
    says.then(|| node.local().to_owned())
}

/// Elements that browsers do not show, whatever is in them.
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

/// How an element is shown.
#[derive(Clone, Copy, Default)]
pub(super) struct Shown {
    /// Not at all, and it takes no room.
    pub(super) gone: bool,
    /// Whether its text is seen; `None` where that is as around it.
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

/// Whether a table holds nothing but other tables: it lays out the page.
pub(super) fn only_tables(grid: &Grid) -> bool {
    let cells = || grid.lines.iter().flat_map(|line| &line.cells);
    let filled = || cells().filter(|cell| !cell.is_blank());
    filled().next().is_some()
        && filled().all(|cell| cell.opaque && cell.text.starts_with("<table>"))
}
