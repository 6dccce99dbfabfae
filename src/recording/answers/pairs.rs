//! Keys with values in lines, as in `status=403` and `'status': 403`.

use super::super::record::status_named;
use super::{KEYS, exact};

/// The status of the first key of a status.
pub(super) fn keyed_pair(text: &str) -> Option<u16> {
    let signs = text.match_indices(['=', ':']);
    signs.into_iter().find_map(|(at, _)| {
        let before = text.get(..at)?;
        let behind = text.get(at + 1..)?;
        // A sentence such as `response: 200` can be about another request.
        if behind.starts_with(' ') && !before.ends_with(['"', '\'']) {
            return None;
        }
        let key = before.trim_end_matches(['"', '\'', ' ']);
        let from = key
            .char_indices()
            .rfind(|(_, c)| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.' | '-'))
            .map_or(0, |(at, c)| at + c.len_utf8());
        let value = behind.trim_start_matches(['"', '\'', ' ', '[', '(']);
        let ends = |c: char| c.is_whitespace() || "\"',;}|".contains(c);
        let value = value.split(ends).next()?;
        pair(key.get(from..).unwrap_or_default(), value)
    })
}

/// The status in a key and its value: of `status` and `403`, or `status` and `Forbidden`.
pub(super) fn pair(key: &str, value: &str) -> Option<u16> {
    let key = key.to_ascii_lowercase();
    let sure = key.contains("status") || key.ends_with("code");
    let known = KEYS.contains(&key.as_str());
    if !sure && !known {
        return None;
    }
    let named = || sure.then(|| status_named(value)).flatten();
    let fits = |found: &u16| sure || !key.contains("err") || *found >= 400;
    exact(value).filter(fits).or_else(named)
}
