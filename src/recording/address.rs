//! Addresses of the API in lines that hold no request.

/// The paths of the API that a line names, in small letters and without their queries.
fn paths(line: &str) -> impl Iterator<Item = String> {
    const PREFIX: &str = "apis/3.0/";
    let lower = line.to_ascii_lowercase().replace("\\/", "/");
    let found: Vec<String> = lower
        .split(PREFIX)
        .skip(1)
        .map(|rest| {
            let end = rest
                .find(|c: char| {
                    c.is_whitespace()
                        || matches!(
                            c,
                            '?' | '#' | '"' | '\'' | '`' | '<' | '>' | ',' | ';' | ')' | '|'
                        )
                })
                .unwrap_or(rest.len());
            let path = rest.get(..end).unwrap_or_default();
            path.trim_end_matches(['/', ':', '.', ']', '}']).to_owned()
        })
        .filter(|path| path.starts_with(|c: char| c.is_ascii_alphabetic()))
        .collect();
    found.into_iter()
}

/// Whether a text names a path of the API.
pub(super) fn names_path(text: &str) -> bool {
    paths(text).next().is_some()
}

/// Whether a line names a path of the API, and not that of the target.
pub(super) fn names_other(line: &str, target: &str) -> bool {
    let mut named = paths(line).peekable();
    if named.peek().is_none() {
        return false;
    }
    let target = target.split(['?', '#']).next().unwrap_or_default();
    let target = target.trim_end_matches('/').to_ascii_lowercase();
    !named.any(|path| target.ends_with(&path))
}

/// Whether a line without a request shows that there was one: it is an address, or names one of the
/// API. Links in headers, bodies and commands are none.
pub(super) fn is_unread(line: &str) -> bool {
    const LINKS: [&str; 9] = [
        "_href", "rel=", "link:", "location", "referer", "referrer", "invoke-", "-uri ", "baseurl",
    ];
    let line = line.trim();
    if is_target(line) {
        return true;
    }
    let lower = line.to_ascii_lowercase();
    let comment = line.starts_with('#') || line.starts_with("//") || line.starts_with("<!--");
    !comment && paths(line).next().is_some() && !LINKS.iter().any(|word| lower.contains(word))
}

/// Whether a line is only a path or an address.
fn is_target(line: &str) -> bool {
    let path = line
        .strip_prefix("https://")
        .or_else(|| line.strip_prefix("http://"));
    let is_path = line.starts_with('/') && line.len() > 1 && !line.starts_with("//");
    (path.is_some_and(|rest| rest.contains('/')) || is_path) && !line.contains(char::is_whitespace)
}
