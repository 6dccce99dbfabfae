//! Text on a single line.

/// A policy's text on a single line: line breaks become spaces.
pub(super) fn one_line(text: &str) -> String {
    let lines = text.split(['\n', '\r', '\t']).map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// Texts on one line each, every one once.
pub(super) fn once<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts.into_iter().map(one_line) {
        if !text.is_empty() && !all.contains(&text) {
            all.push(text);
        }
    }
    all
}
