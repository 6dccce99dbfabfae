//! Words of failures in lines of logs.

/// Texts of a failure that never got an answer.
pub(in crate::recording) fn no_answer(line: &str) -> bool {
    const TEXTS: [&str; 21] = [
        "timed out",
        "net::err_",
        "ns_error_",
        "socket hang up",
        "context canceled",
        "context deadline exceeded",
        "client disconnected",
        "server disconnected",
        "no response",
        "timeouterror",
        "etimedout",
        "econnrefused",
        "econnreset",
        "enotfound",
        "connection refused",
        "connection reset",
        "connection error",
        "unable to connect",
        "could not connect",
        "could not be resolved",
        "could not resolve host",
    ];
    let lower = line.to_ascii_lowercase();
    TEXTS.iter().any(|text| lower.contains(text))
}

/// Whether the rest of a request's own line starts with a word of failure: `failed`, `threw …`.
pub(in crate::recording) fn fails(rest: &str) -> bool {
    const WORDS: [&str; 14] = [
        "failed",
        "fails",
        "failure",
        "threw",
        "raised",
        "errored",
        "error",
        "denied",
        "refused",
        "rejected",
        "aborted",
        "canceled",
        "cancelled",
        "timeout",
    ];
    if is_nothing(rest) {
        return true;
    }
    let mut words = rest
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphabetic()))
        .filter(|word| !word.is_empty());
    let known = |word: &str| WORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
    let first = words.next().unwrap_or_default();
    let leads = ["has", "was", "is", "request", "call", "with"];
    known(first) || (leads.contains(&first) && words.next().is_some_and(known))
}

/// Whether the rest of a request's own line shows that there was no answer, or that the request was
/// not sent: `-> null`, `: EOF`, `circuit breaker open`.
fn is_nothing(rest: &str) -> bool {
    const WORDS: [&str; 10] = [
        "0",
        "000",
        "-1",
        "null",
        "undefined",
        "none",
        "nil",
        "nan",
        "err",
        "eof",
    ];
    const TEXTS: [&str; 14] = [
        "timeout after",
        "rate limited",
        "throttled",
        "circuit breaker",
        "handshake failed",
        "disconnected",
        "access denied",
        "permission denied",
        "skipped",
        "blocked by",
        "network error",
        "broken pipe",
        "connection closed",
        "unexpected eof",
    ];
    let text = rest
        .split('{')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ')'));
    let signed = text
        .trim_start_matches("->")
        .trim_start_matches(['=', '>', ':', '→']);
    let word = signed.split_whitespace().next().unwrap_or_default();
    let word = word.trim_end_matches(['.', ',', ';']);
    let after_sign = signed.len() < text.len() && WORDS.contains(&word);
    after_sign || matches!(word, "eof" | "err") || TEXTS.iter().any(|known| text.contains(known))
}

/// Whether a line reports a failure: its level, an exception, or a word such as `failed`.
pub(in crate::recording) fn is_failure(line: &str) -> bool {
    const LEVELS: [&str; 8] = [
        "ERROR", "ERR", "FATAL", "CRITICAL", "SEVERE", "WARN", "WARNING", "FAIL",
    ];
    const WORDS: [&str; 12] = [
        "error",
        "failed",
        "failure",
        "denied",
        "refused",
        "rejected",
        "forbidden",
        "unauthorized",
        "traceback",
        "exception",
        "threw",
        "fail",
    ];
    let words = line
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty());
    let mut words = words.peekable();
    let mut before = "";
    while let Some(word) = words.next() {
        let none = matches!(before, "0" | "no" | "No" | "without" | "zero")
            || words.peek().is_some_and(|next| {
                matches!(*next, "0" | "null" | "none" | "None" | "nil" | "false")
            });
        before = word;
        let lower = word.to_ascii_lowercase();
        let known = LEVELS.contains(&word)
            || WORDS.contains(&lower.as_str())
            || word.ends_with("Error")
            || word.ends_with("Exception");
        if known && !none {
            return true;
        }
    }
    // PowerShell names the command that failed.
    let start = line.trim_start();
    ["Invoke-RestMethod", "Invoke-WebRequest", "irm", "iwr"]
        .iter()
        .filter_map(|name| start.strip_prefix(name))
        .any(|rest| rest.trim_start().starts_with(':'))
}
