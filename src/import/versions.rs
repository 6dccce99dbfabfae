//! Headings of versions: only the newest one describes what is needed now.

use super::page::{Block, Kind};

/// The newest version that the headings of a page name, where they name several.
pub(super) fn newest(blocks: &[Block]) -> Option<Vec<u32>> {
    let titles = blocks.iter().filter_map(|block| match &block.kind {
        Kind::Heading(_, text) | Kind::Tab(Some(text)) => Some(text),
        _ => None,
    });
    let mut found: Vec<Vec<u32>> = titles.filter_map(|text| version(text)).collect();
    found.sort();
    found.dedup();
    let newest = found.pop()?;
    (!found.is_empty()).then_some(newest)
}

/// The version that a heading names: `Version 3`, `v2.1`, `Acme 3.x`.
pub(super) fn version(text: &str) -> Option<Vec<u32>> {
    let mut named = false;
    for word in text.split([' ', '(', ')', ':', ',']) {
        let low = word.to_lowercase();
        let short = low
            .strip_prefix('v')
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let number = short.unwrap_or(&low);
        if named || short.is_some() || number.split('.').next_back() == Some("x") {
            let parts: Option<Vec<u32>> = number
                .trim_end_matches(".x")
                .split('.')
                .map(|part| part.parse().ok())
                .collect();
            if parts.is_some() {
                return parts;
            }
        }
        named = matches!(low.as_str(), "version" | "release");
    }
    None
}
