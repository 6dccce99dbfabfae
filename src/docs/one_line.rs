//! Text on a single line.

/// A policy's text on a single line: line breaks become spaces.
pub(super) fn one_line(text: &str) -> String {
    let lines = text.split(['\n', '\r', '\t']).map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}
