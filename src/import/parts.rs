//! The parts of a line, such as `Module > Function: Inquire`.

use super::words;

/// The parts of a line between `>`, `:`, arrows and dashes, by their places.
pub(super) fn parts(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    let mut skip = false;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let arrow = c == '-' && next == '>';
        let dash = matches!(c, '-' | '–' | '—') && next.is_whitespace() && before.is_whitespace();
        if depth == 0
            && !skip
            && (arrow || dash || matches!(c, '>' | '→' | '»' | '›' | '➔' | '➜' | ':' | '=' | '|'))
        {
            out.push((start, at));
            start = at + c.len_utf8() + usize::from(arrow);
            skip = arrow;
        } else {
            skip = false;
        }
        before = c;
    }
    out.push((start, text.len()));
    out.retain(|(start, end)| {
        text.get(*start..*end)
            .is_some_and(|part| !words::bare(part).is_empty())
    });
    out
}
