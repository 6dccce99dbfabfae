//! Footnotes: a mark after a name or a level, and the text that the mark refers to.

use super::page::{self, Kind};
use super::words;

/// The footnotes of a page, each with its mark.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes(Vec<(String, String)>);

/// The mark at the end of a text.
pub(super) fn mark(text: &str) -> Option<&str> {
    let text = text.trim();
    let plain = words::without_mark(text);
    let mark = text.get(plain.len()..).unwrap_or("").trim();
    (!mark.is_empty() && !plain.is_empty()).then_some(mark)
}

impl Notes {
    /// Finds the footnotes: lines that begin with a mark.
    pub(super) fn of(blocks: &[page::Block]) -> Self {
        let mut out: Vec<(String, String)> = Vec::new();
        for block in blocks {
            if let Kind::Paragraph(lines) | Kind::Item(_, lines) = &block.kind {
                for line in lines {
                    let line = line.trim();
                    let rest = line.trim_start_matches(words::MARKS);
                    let mut mark = line.get(..line.len() - rest.len()).unwrap_or("");
                    let mut text = rest;
                    if mark.is_empty()
                        && let Some(inner) = line.strip_prefix('[')
                        && let Some(at) = inner.find(']').filter(|at| (1..3).contains(at))
                    {
                        mark = line.get(..at + 2).unwrap_or("");
                        text = inner.get(at + 1..).unwrap_or("");
                    }
                    if mark.is_empty()
                        && let Some(inner) = line.strip_prefix('(')
                        && let Some(at) = inner.find(')').filter(|at| (1..3).contains(at))
                        && inner
                            .get(..at)
                            .is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))
                    {
                        mark = line.get(..at + 2).unwrap_or("");
                        text = inner.get(at + 1..).unwrap_or("");
                    }
                    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
                    if mark.is_empty()
                        && (1..3).contains(&digits)
                        && let Some(rest) =
                            line.get(digits..).and_then(|rest| rest.strip_prefix(')'))
                    {
                        mark = line.get(..=digits).unwrap_or("");
                        text = rest;
                    }
                    let known = out.iter().any(|(known, _)| known == mark);
                    if !mark.is_empty() && !known && words::bare(text).len() > 3 {
                        out.push((mark.to_owned(), words::bare(text).to_owned()));
                    }
                }
            }
        }
        // `**` before `*`.
        out.sort_by_key(|(mark, _)| std::cmp::Reverse(mark.len()));
        Self(out)
    }

    /// The line without the footnote marks after its words, and the first such footnote.
    pub(super) fn strip(&self, text: &str) -> Option<(String, &str)> {
        let may = |c: char| words::MARKS.contains(&c) || matches!(c, ')' | ']');
        if self.0.is_empty() || !text.contains(may) {
            return None;
        }
        for (mark, note) in &self.0 {
            let found = text
                .match_indices(mark.as_str())
                .map(|(at, _)| at)
                .find(|at| {
                    let before = text.get(..*at).unwrap_or("").trim_end();
                    let after = text.get(at + mark.len()..).unwrap_or("");
                    before.ends_with(|c: char| c.is_alphanumeric() || c == ')')
                        && after.chars().next().is_none_or(|c| {
                            c.is_whitespace() || matches!(c, ':' | ',' | ')' | '.' | ';')
                        })
                });
            if let Some(at) = found {
                let mut out = text.to_owned();
                out.replace_range(at..at + mark.len(), "");
                return Some((out, note));
            }
        }
        None
    }

    /// The footnote of a mark.
    pub(super) fn get(&self, mark: &str) -> Option<&str> {
        let mut found = self.0.iter().filter(|(known, _)| known == mark);
        let first = found.next()?;
        Some(&first.1)
    }
}
