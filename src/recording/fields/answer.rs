//! The status among the fields of a record: as a number, as a name, or in a message.

use serde_json::Value;

use super::super::answers::{announced, named_after_failure, status_pair};
use super::super::record::{Answer, letters, status, status_named};
use super::{Field, each, number};

const STATUS_NAMES: [&str; 23] = [
    "statuscode",
    "httpstatuscode",
    "responsestatuscode",
    "httpresponsestatuscode",
    "httpstatus",
    "responsestatus",
    "status",
    "scstatus",
    "responsecode",
    "resultcode",
    "httpcode",
    "originstatus",
    "downstreamstatus",
    "elbstatuscode",
    "rescode",
    "respstatus",
    "code",
    "response",
    "result",
    "s",
    "res",
    "rc",
    "sc",
];

/// Names of fields with the name of a status, apart from those that hold its number.
const TEXT_NAMES: [&str; 7] = [
    "statustext",
    "statusmessage",
    "statusdescription",
    "statusname",
    "reasonphrase",
    "reason",
    "httpreason",
];

/// Names of fields with a sentence.
const MESSAGES: [&str; 14] = [
    "msg",
    "message",
    "event",
    "log",
    "text",
    "error",
    "err",
    "exception",
    "errormessage",
    "exceptionmessage",
    "detail",
    "details",
    "m",
    "stack",
];

/// The answer that the fields of an object tell.
pub(super) fn answer(fields: &[Field<'_>]) -> Answer {
    let found = numbered(fields)
        .or_else(|| named(fields))
        .or_else(|| said(fields));
    if let Some(found) = found {
        return Answer::Status(found);
    }
    if fields.iter().any(fails) {
        Answer::Missing
    } else {
        Answer::NotRecorded
    }
}

/// A status as a number.
fn numbered(fields: &[Field<'_>]) -> Option<u16> {
    let inside = |field: &Field<'_>, word: &str| field.parent.contains(word);
    let all = || each(fields, &STATUS_NAMES);
    all()
        .filter(|field| !inside(field, "error") && !inside(field, "body"))
        .find_map(|field| status_of(field.value))
        .or_else(|| {
            all()
                .filter(|field| inside(field, "err"))
                .filter_map(|field| status_of(field.value))
                .find(|status| *status >= 400)
        })
}

fn status_of(value: &Value) -> Option<u16> {
    match value {
        Value::Number(_) => status(&number(value)?.to_string()),
        Value::String(text) => status(text).or_else(|| {
            // `HTTP 403`
            let mut words = text.split_whitespace().take(3);
            words.find_map(|word| status(word.trim_matches(['(', ')', ':', ','])))
        }),
        // Of several attempts, the last one.
        Value::Array(all) => all.iter().rev().find_map(status_of),
        _ => None,
    }
}

/// A status by its name; of several, one of a failure.
fn named(fields: &[Field<'_>]) -> Option<u16> {
    let names = fields.iter().filter(|field| {
        let name = field.name.as_str();
        // The code of a body is no status.
        (STATUS_NAMES.contains(&name) && name != "code") || TEXT_NAMES.contains(&name)
    });
    let mut found = names
        .filter_map(|field| field.value.as_str())
        .filter_map(status_named);
    let first = found.next()?;
    if first >= 400 {
        return Some(first);
    }
    found.find(|status| *status >= 400).or(Some(first))
}

/// A status in a sentence: `request failed: 403 Forbidden`.
fn said(fields: &[Field<'_>]) -> Option<u16> {
    let texts = fields
        .iter()
        .filter(|field| MESSAGES.contains(&field.name.as_str()))
        .filter_map(|field| field.value.as_str());
    let texts = texts.filter_map(|text| text.lines().next());
    texts.filter(|text| !text.contains('{')).find_map(|text| {
        announced(text)
            .map(|(found, _)| found)
            .or_else(|| status_pair(text))
            .or_else(|| named_after_failure(text))
    })
}

/// Whether a field reports a failure without a status.
fn fails(field: &Field<'_>) -> bool {
    let name = field.name.as_str();
    // 0 and -1 are written where no answer came.
    let of_status = name.contains("status")
        || matches!(
            name,
            "responsecode" | "httpcode" | "httpresponsecode" | "rescode"
        );
    if of_status && (field.value.is_null() || number(field.value).is_some_and(|number| number <= 0))
    {
        return true;
    }
    if let Value::String(text) = field.value
        && says_failure(name, text.trim())
    {
        return true;
    }
    match (name, field.value) {
        ("error" | "err" | "exception" | "errorcode" | "errormessage", Value::String(text)) => {
            !text.trim().is_empty()
        }
        ("error" | "err" | "exception" | "errorcode" | "errormessage", Value::Object(map)) => {
            !map.is_empty()
        }
        ("ok" | "success" | "succeeded" | "successful" | "issuccess", Value::Bool(ok)) => !ok,
        ("failed" | "iserror" | "error", Value::Bool(failed)) => *failed,
        // Levels of pino and bunyan.
        ("level", Value::Number(level)) => level
            .as_u64()
            .is_some_and(|level| level == 50 || level == 60),
        _ => false,
    }
}

/// Whether a text in a field reports a failure, or an outcome that is not known.
fn says_failure(name: &str, text: &str) -> bool {
    const LEVELS: [&str; 8] = [
        "error", "err", "failed", "failure", "fail", "fatal", "critical", "denied",
    ];
    /// Of a request that has no answer yet, or one that does not say which.
    const OPEN: [&str; 22] = [
        "pending",
        "queued",
        "planned",
        "scheduled",
        "started",
        "starting",
        "sent",
        "sending",
        "new",
        "ready",
        "todo",
        "active",
        "enabled",
        "running",
        "inprogress",
        "completed",
        "complete",
        "done",
        "finished",
        "passed",
        "pass",
        "none",
    ];
    let word = letters(text);
    match name {
        _ if word.is_empty() => false,
        "level" | "severity" | "loglevel" => LEVELS.contains(&word.as_str()),
        "status" | "result" | "outcome" | "resultcode" | "responsestatus" | "httpstatus" => {
            let short = text.split_whitespace().count() <= 4;
            short && !OPEN.contains(&word.as_str()) && status_named(text).is_none()
        }
        // Codes of systems and libraries: `ECONNRESET`, `ERR_NETWORK`.
        "code" | "errno" => {
            text.len() > 3
                && text.starts_with('E')
                && !text.contains(|c: char| c.is_ascii_lowercase() || c.is_whitespace())
        }
        "ok" | "success" | "succeeded" | "successful" | "issuccess" => {
            matches!(word.as_str(), "false" | "no" | "0")
        }
        "failed" | "iserror" => matches!(word.as_str(), "true" | "yes" | "1"),
        _ => false,
    }
}
