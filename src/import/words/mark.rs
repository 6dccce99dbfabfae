//! Footnote marks.

/// What marks consist of.
pub(crate) const MARKS: [char; 14] = [
    '*', '†', '‡', '§', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '#',
];

/// The text without the mark at its end.
pub(crate) fn without_mark(text: &str) -> &str {
    let text = text.trim();
    let marked = text.trim_end_matches(MARKS).trim_end();
    if let Some(open) = marked
        .strip_suffix(']')
        .and_then(|rest| rest.rfind('[').map(|at| (rest, at)))
        && let (rest, at) = open
        && rest.get(at + 1..).is_some_and(|n| {
            !n.is_empty() && n.len() < 3 && n.chars().all(|c| c.is_ascii_alphanumeric())
        })
    {
        return marked.get(..at).unwrap_or(marked).trim_end();
    }
    // `All 3)`
    if let Some((rest, number)) = marked
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(' '))
        && (1..3).contains(&number.len())
        && number.chars().all(|c| c.is_ascii_digit())
    {
        return rest.trim_end();
    }
    // `All (2)`
    if let Some(open) = marked
        .strip_suffix(')')
        .and_then(|rest| rest.rfind('(').map(|at| (rest, at)))
        && let (rest, at) = open
        && rest
            .get(at + 1..)
            .is_some_and(|n| !n.is_empty() && n.len() < 3 && n.chars().all(|c| c.is_ascii_digit()))
    {
        return marked.get(..at).unwrap_or(marked).trim_end();
    }
    marked
}
