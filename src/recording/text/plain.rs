//! Lines without what only a terminal needs.

use std::borrow::Cow;

use super::super::record::compact;

/// The line without colors, and without blanks in variables.
pub(super) fn plain(line: &str) -> Cow<'_, str> {
    let mut line = Cow::Borrowed(line);
    // Slashes as JSON can write them.
    while line.contains("\\/") {
        line = Cow::Owned(line.replace("\\/", "/"));
    }
    if line.contains('\u{1b}') {
        line = Cow::Owned(without_escapes(&line));
    }
    // Colors whose escape sign was taken out, or is written as digits.
    if line.contains("[0m") {
        line = Cow::Owned(without_colors(&line));
    }
    if line.contains("{{") {
        line = Cow::Owned(compact(&line));
    }
    line
}

fn without_escapes(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .strip_prefix('[')
            .and_then(|part| part.find(|c: char| c.is_ascii_alphabetic()));
        out.push_str(end.and_then(|end| part.get(end + 2..)).unwrap_or(part));
    }
    out
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
