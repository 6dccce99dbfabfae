//! What the answer to a request proves about permissions.

use crate::endpoints::{ErrorKind, classify_error};
use crate::recording::{Answer, Record};

/// What an answer proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The permission exists and is used, or the request is an intention.
    Needs,
    /// The permission is needed and missing; whether the message of `ConnectWise` was seen.
    Refused { message: bool },
    /// Nothing, for this reason.
    Nothing(&'static str),
}

pub(super) fn verdict(record: &Record) -> Verdict {
    if let Some(body) = record.error_without_status() {
        return by_body(body);
    }
    let status = match record.answer {
        Answer::NotRecorded => return Verdict::Needs,
        Answer::Missing => return Verdict::Nothing("no-response"),
        Answer::Status(status) => status,
    };
    let body = record.response_body.as_deref().unwrap_or_default().trim();
    let kind = match status {
        400.. => classify_error(Some(status), body),
        _ => None,
    };
    match (status, kind) {
        // A program can wrap a refusal in its own answer.
        (200..=299, _) if plain(body).starts_with("code:security") => {
            Verdict::Nothing("other-status")
        }
        (200..=299 | 304, _) => Verdict::Needs,
        (401 | 403, Some(ErrorKind::MissingPermission)) => Verdict::Refused { message: true },
        (403, _) if body.is_empty() => Verdict::Refused { message: false },
        (404, _) if is_not_found(body) => Verdict::Needs,
        (status, kind) => Verdict::Nothing(reason(status, kind, body)),
    }
}

/// What an error proves whose status is not recorded.
fn by_body(body: &str) -> Verdict {
    let text = plain(body);
    // An error can list others: its own code is the first one.
    let code = text.split_once("code").map_or("", |(_, rest)| rest);
    let not_found = code.starts_with(":notfound") || code.starts_with("=notfound");
    Verdict::Nothing(match classify_error(None, body) {
        Some(ErrorKind::MissingPermission) => return Verdict::Refused { message: true },
        _ if not_found => return Verdict::Needs,
        Some(ErrorKind::WrongHost) => "ssl-required",
        Some(ErrorKind::MemberKind) => "member-kind",
        Some(ErrorKind::RateLimit) => "rate-limit",
        Some(ErrorKind::Credentials) => "credentials",
        Some(ErrorKind::ClientId) => "client-id",
        Some(ErrorKind::NotConnectWise) => "not-connectwise",
        Some(ErrorKind::Endpoint) => "endpoint-does-not-exist",
        Some(ErrorKind::Method) => "method-not-allowed",
        Some(ErrorKind::Record) => "not-found",
        Some(ErrorKind::Server) => "server-error",
        Some(ErrorKind::Body) => "bad-request",
        _ => "other-status",
    })
}

/// Whether a body has the code `NotFound`, in JSON of any form.
fn is_not_found(body: &str) -> bool {
    let text = plain(body);
    text.contains("code:notfound") || text.contains("code=notfound")
}

fn plain(body: &str) -> String {
    body.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '='))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

fn reason(status: u16, kind: Option<ErrorKind>, body: &str) -> &'static str {
    // The status alone says as much of a body that was not recorded.
    let says_endpoint = classify_error(None, body) == Some(ErrorKind::Endpoint);
    match (kind, status) {
        (Some(ErrorKind::WrongHost), _) => "ssl-required",
        (Some(ErrorKind::MemberKind), _) => "member-kind",
        (Some(ErrorKind::RateLimit), _) | (_, 429) => "rate-limit",
        (_, 401) => "credentials",
        (Some(ErrorKind::ClientId), 403) => "client-id",
        (_, 403) => "not-connectwise",
        (Some(ErrorKind::Endpoint), 404) if says_endpoint => "endpoint-does-not-exist",
        (_, 404) => "not-found",
        (_, 405) => "method-not-allowed",
        (_, 409) => "conflict",
        (_, 415) => "unsupported-media-type",
        (_, 500..) => "server-error",
        (_, 300..=399) => "redirect",
        (_, 400..=499) => "bad-request",
        _ => "other-status",
    }
}

/// A reason in words.
pub fn reason_text(reason: &str) -> &'static str {
    match reason {
        "ssl-required" => "plain HTTP or the wrong host",
        "member-kind" => "API members cannot do this, whatever their role",
        "rate-limit" => "too many requests",
        "credentials" => "wrong credentials",
        "client-id" => "wrong Client ID",
        "not-connectwise" => "refused by something other than ConnectWise",
        "endpoint-does-not-exist" => "the path does not exist",
        "not-found" => "not found, without ConnectWise's message",
        "method-not-allowed" => "the path does not accept this method",
        "conflict" => "a conflict with another change",
        "unsupported-media-type" => "wrong content type",
        "server-error" => "the server failed",
        "redirect" => "redirected",
        "bad-request" => "the request is wrong",
        "no-response" => "no response",
        _ => "a response that proves nothing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> Verdict {
        let mut record = Record::new("GET", "/service/tickets", 1);
        record.answer = Answer::Status(status);
        record.response_body = (!body.is_empty()).then(|| body.to_owned());
        verdict(&record)
    }

    const PERMISSION: &str = r#"{"code":"Security","message":"You do not have security permission to perform this action.","errors":null}"#;

    #[test]
    fn every_answer_has_its_verdict() {
        use Verdict::{Needs, Nothing, Refused};
        let cases = [
            (200, "", Needs),
            (204, "", Needs),
            (304, "", Needs),
            (
                404,
                r#"{"code":"NotFound","message":"Ticket 1 not found"}"#,
                Needs,
            ),
            (404, "{\n  \"code\" : \"NotFound\"\n}", Needs),
            (403, PERMISSION, Refused { message: true }),
            (401, PERMISSION, Refused { message: true }),
            (403, "", Refused { message: false }),
            (
                403,
                "<html><body>403 Forbidden</body></html>",
                Nothing("not-connectwise"),
            ),
            (403, "error code: 1020", Nothing("not-connectwise")),
            (
                403,
                r#"{"code":"Security","message":"SSL is required."}"#,
                Nothing("ssl-required"),
            ),
            (401, "", Nothing("credentials")),
            (
                401,
                r#"{"code":"ConnectWiseApi","message":"UserNotAuthenticated"}"#,
                Nothing("credentials"),
            ),
            (404, "", Nothing("not-found")),
            (
                404,
                r#"{"code":"ConnectWiseApi","message":"The endpoint does not exist."}"#,
                Nothing("endpoint-does-not-exist"),
            ),
            (
                400,
                "Cannot route. Codebase/company is invalid",
                Nothing("bad-request"),
            ),
            (
                400,
                "API-only members do not have access to this module",
                Nothing("member-kind"),
            ),
            (405, "", Nothing("method-not-allowed")),
            (409, "", Nothing("conflict")),
            (415, "", Nothing("unsupported-media-type")),
            (429, "", Nothing("rate-limit")),
            (500, "", Nothing("server-error")),
            (503, "<html>", Nothing("server-error")),
            (302, "", Nothing("redirect")),
        ];
        for (status, body, expected) in cases {
            assert_eq!(of(status, body), expected, "{status} {body}");
        }
    }
}
