//! Answers in transcripts of PowerShell with `-Verbose`.

use super::record::{Answer, is_method};

/// What a line says of the answer: PowerShell writes no status where the request succeeded.
pub(super) fn answer(line: &str) -> Option<Answer> {
    let lower = line.to_ascii_lowercase();
    let received = lower.contains("received ") && lower.contains("response");
    let typed = lower.contains("content type") || lower.contains("content-type");
    let sized = lower.contains("-byte response") || lower.contains("byte response");
    (received && (typed || sized)).then_some(Answer::Status(200))
}

/// The method of a request that a line shows without its address: `Requested HTTP/1.1 DELETE with
/// 0-byte payload`.
pub(super) fn without_address(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once(": ")?;
    let payload = rest.contains("-byte payload") || rest.contains("-Byte-");
    rest.split_whitespace()
        .find(|word| is_method(word))
        .filter(|_| payload)
}
