//! Footnote marks.

/// What marks consist of.
pub(crate) const MARKS: [char; 15] = [
    '*', '†', '‡', '§', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '#',
];

/// The text without the mark at its end.
pub(crate) fn without_mark(text: &str) -> &str {
    let text = text.trim();
    let marked = text.trim_end_matches(MARKS).trim_end();
    // `All [a]`
    let letters = marked.strip_suffix(']');
    let letters = letters.and_then(|rest| rest.rsplit_once('['));
    let letters = letters.filter(|(_, mark)| mark.bytes().all(|b| b.is_ascii_alphanumeric()));
    // `All 3)` and `All (2)`
    let number = marked.strip_suffix(')');
    let number = number.and_then(|rest| rest.rsplit_once([' ', '(']));
    let number = number.filter(|(_, mark)| mark.bytes().all(|b| b.is_ascii_digit()));
    letters
        .or(number)
        .filter(|(_, mark)| (1..3).contains(&mark.len()))
        .map_or(marked, |(rest, _)| rest.trim_end())
}
