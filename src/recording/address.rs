//! Addresses of the API in lines that hold no request.

/// The paths of the API that a line names, in small letters and without their queries.
fn paths(line: &str) -> Vec<String> {
    const PREFIX: &str = "apis/3.0/";
    let lower = line.to_ascii_lowercase().replace("\\/", "/");
    let ends = |c: char| c.is_whitespace() || "?#\"'`<>,;)|".contains(c);
    lower
        .split(PREFIX)
        .skip(1)
        .filter_map(|rest| rest.split(ends).next())
        .map(|path| path.trim_end_matches(['/', ':', '.', ']', '}']).to_owned())
        .filter(|path| path.starts_with(|c: char| c.is_ascii_alphabetic()))
        .collect()
}

/// Whether a text names a path of the API.
pub(super) fn names_path(text: &str) -> bool {
    !paths(text).is_empty()
}

/// Whether a line names a path of the API, and not that of the target.
pub(super) fn names_other(line: &str, target: &str) -> bool {
    let target = target.split(['?', '#']).next().unwrap_or_default();
    let target = target.trim_end_matches('/').to_ascii_lowercase();
    let named = paths(line);
    !named.is_empty() && !named.iter().any(|path| target.ends_with(path))
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
    !comment && names_path(line) && !LINKS.iter().any(|word| lower.contains(word))
}

/// Whether a line is only a path or an address.
fn is_target(line: &str) -> bool {
    let path = line
        .strip_prefix("https://")
        .or_else(|| line.strip_prefix("http://"));
    let is_path = line.starts_with('/') && line.len() > 1 && !line.starts_with("//");
    (path.is_some_and(|rest| rest.contains('/')) || is_path) && !line.contains(char::is_whitespace)
}
