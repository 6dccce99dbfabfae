//! What tells the body of an answer from other text.

/// What the errors of `ConnectWise` and of gateways say, where they are not JSON.
const PHRASES: [&str; 7] = [
    "security permission",
    "ssl is required",
    "cannot route",
    "api-only member",
    "endpoint does not exist",
    "usernotauthenticated",
    "too many requests",
];

pub(super) fn is_html(text: &str) -> bool {
    let start: String = text.chars().take(9).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with("<html") || start.starts_with("<!doctype")
}

pub(super) fn has_phrase(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    PHRASES.iter().any(|phrase| lower.contains(phrase))
}

/// Whether a text is the body of an answer, and not a remark of a program.
pub(super) fn is_body_text(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('{') || is_html(text) || has_phrase(text)
}

/// Whether a text holds an error in the form of `ConnectWise`, also cut: an object with a code in
/// words and a message, or one of its sentences.
pub(super) fn is_error_text(text: &str) -> bool {
    /// Nothing after the start of a body decides.
    const START: usize = 1 << 14;
    if has_phrase(text) {
        return true;
    }
    let plain: String = text
        .chars()
        .take(START)
        .filter(|c| !c.is_whitespace() && *c != '\\')
        .map(|c| {
            if c == '\'' {
                '"'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    let coded = plain
        .split("\"code\":\"")
        .skip(1)
        .any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    coded && (plain.contains("\"message\":") || plain.contains("\"errors\":"))
}

/// Whether the words before a brace announce the body of a request.
pub(super) fn names_body(before: &str) -> bool {
    let lower = before.to_ascii_lowercase();
    let named = ["body", "payload", "data", "json"]
        .iter()
        .any(|word| lower.contains(word));
    named && !is_answer(before)
}

/// Whether a text mentions an answer.
pub(super) fn is_answer(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    [
        "response",
        "<-",
        "←",
        "received",
        "returned",
        "completed",
        "finished",
        "answer",
        "reply",
        "result",
    ]
    .iter()
    .any(|word| lower.contains(word))
}
