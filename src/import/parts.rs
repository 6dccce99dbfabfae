//! The parts of a line, such as `Module > Function: Inquire`.

use super::{clause, words};

/// No name has more characters.
const LONGEST: usize = 120;

/// The parts of a line between `>`, `:`, arrows and dashes. None of them is blank.
pub(super) struct Parts<'t> {
    text: &'t str,
    places: Vec<(usize, usize)>,
}

impl<'t> Parts<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut places = between_marks(text);
        places = module_first(text, places);
        places = levels_in_parentheses(text, places);
        places.retain(|(start, end)| {
            text.get(*start..*end)
                .is_some_and(|part| !words::bare(part).is_empty())
        });
        Self { text, places }
    }

    pub(super) const fn len(&self) -> usize {
        self.places.len()
    }

    /// One part; nothing where there is none.
    pub(super) fn part(&self, at: usize) -> &'t str {
        self.span(at, at)
    }

    /// The text from one part to another, with the marks between them.
    pub(super) fn span(&self, from: usize, to: usize) -> &'t str {
        let places = self.places.get(from).zip(self.places.get(to));
        places
            .and_then(|((start, _), (_, end))| self.text.get(*start..*end))
            .unwrap_or("")
    }

    /// The text from a part on.
    pub(super) fn tail(&self, from: usize) -> &'t str {
        let place = self.places.get(from);
        place
            .and_then(|(start, _)| self.text.get(*start..))
            .unwrap_or("")
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &'t str> {
        (0..self.len()).map(|at| self.part(at))
    }
}

/// The parts of a line between marks that are outside of parentheses.
fn between_marks(text: &str) -> Vec<(usize, usize)> {
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
    out
}

/// Splits `Module / Function` in the first part, unless the whole is the name of a function.
fn module_first(text: &str, parts: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let Some((start, end)) = parts.first().copied() else {
        return parts;
    };
    let first = text.get(start..end).unwrap_or("");
    let name = first.split('(').next().unwrap_or("");
    if !words::functions(name, None).is_empty() {
        return parts;
    }
    for (at, mark) in first.match_indices(['/', '\\', '|', '.', '–', '—']) {
        let left = first.get(..at).unwrap_or("");
        if at > LONGEST {
            return parts;
        }
        if words::bare(left).is_empty() {
            continue;
        }
        let right = start + at + mark.len();
        let after = text.get(right..end).unwrap_or("");
        if words::module(left).is_none() || words::bare(after).is_empty() {
            return parts;
        }
        let mut out = vec![(start, start + at), (right, end)];
        out.extend(parts.into_iter().skip(1));
        return out;
    }
    parts
}

/// Splits `Function (All for Add, Edit)` before the parenthesis, unless it belongs to the name.
fn levels_in_parentheses(text: &str, parts: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (start, end) in parts {
        let part = text.get(start..end).unwrap_or("");
        let open = part.char_indices().take(LONGEST).find(|(at, c)| {
            matches!(c, '(' | '[')
                || *c == '/'
                    && !words::functions(part.get(..*at).unwrap_or(""), None).is_empty()
                    && part
                        .get(at + 1..)
                        .is_some_and(|rest| !clause::grants(rest).list.is_empty())
        });
        let name = open.and_then(|(at, _)| part.get(..at)).unwrap_or("");
        if let Some((at, _)) = open
            && words::functions(part, None).is_empty()
            && (!words::functions(name, None).is_empty() || words::module(name).is_some())
        {
            out.push((start, start + at));
            let slash = usize::from(part.get(at..).is_some_and(|rest| rest.starts_with('/')));
            out.push((start + at + slash, end));
        } else {
            out.push((start, end));
        }
    }
    out
}
