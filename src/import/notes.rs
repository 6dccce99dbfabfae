//! Footnotes: a mark after a name or a level, and the text that the mark refers to.

use super::page::{self, Kind};
use super::words;

/// Footnotes of the page: `* needed only if ...`, by the number of marks.
pub(super) fn notes(blocks: &[page::Block]) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for block in blocks {
        if let Kind::Paragraph(lines) | Kind::Item(_, lines) = &block.kind {
            for line in lines {
                let marks = line.chars().take_while(|c| *c == '*').count();
                if marks > 0 {
                    out.push((marks, words::bare(line).to_owned()));
                }
            }
        }
    }
    out
}
