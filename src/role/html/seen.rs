//! What a person sees in a cell although it is no text: a picture, a field, an icon.

use html5gum::emitters::default::StartTag;

use crate::role::grid::Grid;
use crate::role::word;

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
pub(super) fn picture(tag: &StartTag<usize>) -> Option<String> {
    let name = String::from_utf8_lossy(&tag.name).into_owned();
    let value = |name: &[u8]| {
        let value = tag.attributes.get(name);
        value.map(|value| String::from_utf8_lossy(value).to_ascii_lowercase())
    };
    let drawn = |class: String| name == "i" || DRAWN.iter().any(|word| class.contains(word));
    let plain = PLAIN.contains(&name.as_str()) || NOTHING.contains(&name.as_str());
    let hidden = name == "input" && value(b"type").as_deref() == Some("hidden");
    let shows = if matches!(name.as_str(), "td" | "th" | "tr") {
        false
    } else if plain {
        value(b"class").is_some_and(drawn)
            || value(b"role").as_deref() == Some("img")
            || label(tag).is_some()
    } else {
        !hidden
    };
    shows.then_some(name)
}

/// The element by name, if it is labeled for those who do not see it. The label of a cell that is
/// only the name of its column says nothing.
pub(super) fn label(tag: &StartTag<usize>) -> Option<String> {
    let label = tag.attributes.get(&b"aria-label"[..])?;
    let label = String::from_utf8_lossy(label);
    let says = !label.trim().is_empty() && word::operation(&label).is_none();
    says.then(|| String::from_utf8_lossy(&tag.name).into_owned())
}

/// Whether a table holds nothing but other tables: it lays out the page.
pub(super) fn only_tables(grid: &Grid) -> bool {
    let cells = || grid.lines.iter().flat_map(|line| &line.cells);
    let filled = || cells().filter(|cell| !cell.is_blank());
    filled().next().is_some() && filled().all(|cell| cell.opaque && cell.text == "<table>")
}
