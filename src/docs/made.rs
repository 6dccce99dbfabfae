//! Telling a document that was made from any other file.

use std::sync::LazyLock;

use super::marker::marker;
use super::texts::{Part, Texts, parts};

/// How the last line of a whole document begins, in each language that the program carries.
static ENDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let texts = Texts::languages().filter_map(Texts::of).flatten();
    let begins = |texts: Texts| match parts(texts.get("made_from")?).next() {
        Some(Part::Text(text)) => Some(text.to_owned()),
        _ => None,
    };
    let begins: Vec<String> = texts.filter_map(begins).collect();
    // As Markdown and as HTML have it; what follows is the policy's id.
    let formats = [("*", "`"), ("<p>", "<code>")];
    formats
        .iter()
        .flat_map(|(before, after)| {
            begins
                .iter()
                .map(move |text| format!("{before}{text}{after}"))
        })
        .collect()
});

/// Whether a text is a document that was made from a policy, or has a part that is: its tables say
/// what a role needs, and not what one grants.
pub fn is_made(text: &str) -> bool {
    ENDS.iter().any(|end| text.contains(end.as_str()))
        || text.contains("<!--") && text.lines().any(|line| marker(line).is_some())
}
