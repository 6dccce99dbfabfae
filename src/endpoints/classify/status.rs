//! HTTP status within a message.

/// Status in a message: `Request failed with status code 403`, `(403) Forbidden`.
pub fn status_in(lower: &str) -> Option<u16> {
    const BEFORE: [&str; 13] = [
        "status", "code", "http", "http/1.0", "http/1.1", "http/2", "http/2.0", "error",
        "returned", "returns", "answered", "response", "failed",
    ];
    const AFTER: [&str; 11] = [
        "forbidden",
        "unauthorized",
        "not found",
        "client error",
        "server error",
        "bad request",
        "too many",
        "internal",
        "service unavailable",
        "bad gateway",
        "method not allowed",
    ];
    const NUMBERS: usize = 64;
    for (at, _) in lower.match_indices(['4', '5']).take(NUMBERS) {
        let (Some(start), Some(word), Some(rest)) =
            (lower.get(..at), lower.get(at..at + 3), lower.get(at + 3..))
        else {
            continue;
        };
        let part_of_word = start.ends_with(|sign: char| sign.is_ascii_alphanumeric())
            || rest.starts_with(|sign: char| sign.is_ascii_alphanumeric());
        let Some(number) = word.parse().ok().filter(|_| !part_of_word) else {
            continue;
        };
        let start = start.trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric());
        let rest = rest.trim_start_matches(|sign: char| !sign.is_ascii_alphanumeric());
        if BEFORE.iter().any(|known| start.ends_with(known))
            || AFTER.iter().any(|known| rest.starts_with(known))
        {
            return Some(number);
        }
    }
    None
}
