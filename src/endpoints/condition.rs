//! Conditions of a need: met, not met or open.

use serde_json::Value;

use super::data::MAP;
use super::target::field;

/// What is known about a request besides its method and path.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// Request body, where it is recorded and is JSON.
    pub request: Option<&'a Value>,
    /// Answer, where it is recorded and is JSON.
    pub response: Option<&'a Value>,
    /// Request body as a form: `recordType=Ticket&...`.
    pub form: Option<&'a str>,
    /// Value of `recordType` from elsewhere, such as a multipart form; a query counts before it.
    pub record_type: Option<&'a str>,
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Met,
    NotMet,
    Open,
}

pub(super) fn decide(condition: &str, hints: &Hints<'_>) -> Verdict {
    match condition {
        "billable-time" => billable(hints),
        "closes-ticket" | "closes-project" => closes(hints, true),
        "closed-opportunity" => closes(hints, false),
        "other-member" => other_member(hints),
        _ => Verdict::Open,
    }
}

/// Module and function of the record that a document hangs on.
pub(super) fn record_type(hints: &Hints<'_>) -> Option<(&'static str, &'static str)> {
    let body = hints.request.and_then(|body| changed(body, "recordType"));
    let form = hints.form.and_then(|form| field(form, "recordType"));
    let given = hints
        .record_type
        .or(form.as_deref())
        .or(body.and_then(Value::as_str))?;
    MAP.record_types
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(given))
        .map(|(_, (module, function))| (module.as_str(), function.as_str()))
}

fn billable(hints: &Hints<'_>) -> Verdict {
    let option = hints
        .request
        .and_then(|body| changed(body, "billableOption"));
    match option.and_then(Value::as_str) {
        Some(word) if word.eq_ignore_ascii_case("Billable") => Verdict::Met,
        Some(word) if word.eq_ignore_ascii_case("DoNotBill") => Verdict::NotMet,
        _ => Verdict::Open,
    }
}

/// Whether a record is closed: by its flag, or by its status where that closes it too.
fn closes(hints: &Hints<'_>, by_status: bool) -> Verdict {
    let request = hints.request.filter(|_| by_status);
    let asked = hints.request.and_then(|body| changed(body, "closedFlag"));
    let answered = hints
        .response
        .and_then(|answer| answer.get("closedFlag")?.as_bool());
    let status = request.and_then(|body| changed(body, "status"));
    let name = status.and_then(|status| status.as_str().or_else(|| status.get("name")?.as_str()));
    let named = name.is_some_and(|name| name.to_lowercase().contains("closed"));
    if asked.and_then(Value::as_bool) == Some(true) || answered == Some(true) || named {
        Verdict::Met
    } else if answered == Some(false) || (request.is_some() && status.is_none() && asked.is_none())
    {
        Verdict::NotMet
    } else {
        Verdict::Open
    }
}

fn other_member(hints: &Hints<'_>) -> Verdict {
    let member = hints
        .response
        .and_then(|answer| answer.get("member")?.get("identifier")?.as_str());
    let entered = hints
        .response
        .and_then(|answer| answer.get("enteredBy")?.as_str());
    match (member, entered) {
        (Some(member), Some(entered)) if member.eq_ignore_ascii_case(entered) => Verdict::NotMet,
        (Some(_), Some(_)) => Verdict::Met,
        _ => Verdict::Open,
    }
}

/// New value of a field: of an object, or of a JSON Patch.
fn changed<'a>(body: &'a Value, name: &str) -> Option<&'a Value> {
    if let Some(steps) = body.as_array() {
        return steps.iter().rev().find_map(|step| {
            let path = step.get("path")?.as_str()?;
            let first = path.trim_start_matches('/').split('/').next()?;
            if first.eq_ignore_ascii_case(name) {
                Some(step.get("value").unwrap_or(&Value::Null))
            } else {
                None
            }
        });
    }
    body.as_object()?
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}
