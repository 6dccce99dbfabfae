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
                for (mark, text) in lines.iter().filter_map(|line| footnote(line.trim())) {
                    let known = out.iter().any(|(known, _)| known == mark);
                    if !known && words::bare(text).len() > 3 {
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
        let found = self.0.iter().find(|(known, _)| known == mark);
        found.map(|(_, note)| note.as_str())
    }
}

/// The mark that a line begins with, such as `*`, `[a]`, `(1)` or `1)`, and the text after it.
fn footnote(line: &str) -> Option<(&str, &str)> {
    let short = |mark: &str| (1..3).contains(&mark.len());
    let number = |mark: &str| short(mark) && mark.bytes().all(|byte| byte.is_ascii_digit());
    let brackets = line.strip_prefix('[').and_then(|line| line.split_once(']'));
    let parentheses = line.strip_prefix('(').unwrap_or(line).split_once(')');
    let text = match (line.trim_start_matches(words::MARKS), brackets, parentheses) {
        (text, _, _) if text.len() < line.len() => text,
        (_, Some((mark, text)), _) if short(mark) => text,
        (_, _, Some((mark, text))) if number(mark) => text,
        _ => return None,
    };
    let mark = line.get(..line.len() - text.len())?;
    Some((mark, text))
}
