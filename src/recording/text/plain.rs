//! Lines without what only a terminal needs.

use super::super::record::compact;

/// The line without colors, and without blanks in variables.
pub(super) fn plain(line: &str) -> std::borrow::Cow<'_, str> {
    use std::borrow::Cow;
    // Slashes as JSON can write them.
    if line.contains("\\/") {
        return Cow::Owned(plain(&line.replace("\\/", "/")).into_owned());
    }
    let line = if line.contains('\u{1b}') {
        let mut out = String::with_capacity(line.len());
        let mut parts = line.split('\u{1b}');
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let end = part
                .strip_prefix('[')
                .and_then(|part| part.find(|c: char| c.is_ascii_alphabetic()));
            out.push_str(end.and_then(|end| part.get(end + 2..)).unwrap_or(part));
        }
        Cow::Owned(out)
    } else {
        Cow::Borrowed(line)
    };
    if line.contains("{{") {
        Cow::Owned(compact(&line))
    } else {
        line
    }
}
