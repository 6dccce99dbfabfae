//! The day on which a page was written or changed, as the page gives it.

use super::page::{Block, Kind};

/// Finds a line such as `Updated at November 20th, 2024`.
pub(super) fn of(blocks: &[Block]) -> Option<String> {
    let lines = blocks.iter().filter_map(|block| match &block.kind {
        Kind::Paragraph(lines) => Some(lines),
        _ => None,
    });
    lines.flatten().find_map(|line| after(line))
}

fn after(line: &str) -> Option<String> {
    if line.len() > 80 || !line.is_ascii() {
        return None;
    }
    let low = line.to_lowercase();
    let words = [
        "last updated",
        "last modified",
        "updated",
        "modified",
        "published",
        "last reviewed",
    ];
    let word = words.iter().find(|word| low.starts_with(**word))?;
    let rest = line.get(word.len()..)?.trim_start_matches([':', ' ']);
    let rest = ["on:", "on ", "at ", "by "]
        .iter()
        .find_map(|small| rest.strip_prefix(small))
        .unwrap_or(rest)
        .trim_matches([':', ' ', '.']);
    let year = rest
        .split(|c: char| !c.is_ascii_digit())
        .any(|word| word.len() == 4 && (word.starts_with("20") || word.starts_with("19")));
    year.then(|| rest.to_owned())
}
