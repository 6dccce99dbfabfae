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
    // Colors whose escape sign was taken out, or is written as digits.
    let line = if line.contains("[0m") {
        Cow::Owned(without_colors(&line))
    } else {
        line
    };
    if line.contains("{{") {
        Cow::Owned(compact(&line))
    } else {
        line
    }
}

fn without_colors(line: &str) -> String {
    let line = line
        .replace("#033[", "[")
        .replace("\\033[", "[")
        .replace("\\e[", "[");
    let mut parts = line.split('[');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.split_once('m').filter(|(code, _)| {
            code.len() < 12
                && code
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b';')
        });
        if let Some((_, text)) = code {
            out.push_str(text);
        } else {
            out.push('[');
            out.push_str(part);
        }
    }
    out
}
