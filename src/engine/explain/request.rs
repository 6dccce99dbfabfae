//! The permissions that a request needs, and the meaning of an error.

use serde_json::{Value, json};

use super::facts::{self, FunctionFacts};
use crate::catalog;
use crate::endpoints::{
    Answer, ErrorKind, Grade, Hints, Kind, Need, NotRest, State, Target, classify_error, lookup,
    published_methods, split_request,
};
use crate::model::Problem;
use crate::policy::Policy;
use crate::role::Role;

/// Something that is asked with a request or an error.
pub(crate) enum Asked {
    /// The answers, one for each method, and whether the prefix was doubled.
    Request(Vec<Answer>, bool),
    /// An address outside the REST API.
    NotRest,
    Error(Option<u16>, ErrorKind),
}

/// Reads an argument that is surely a request or an error; `None` where it may be a name.
pub(crate) fn surely(text: &str) -> Option<Asked> {
    let text = text.trim();
    if let Some(command) = super::curl::read(text) {
        let body = command
            .body
            .as_deref()
            .and_then(|body| serde_json::from_str(body).ok());
        let hints = Hints {
            request: body.as_ref(),
            form: command.body.as_deref(),
            ..Hints::default()
        };
        return Some(request(Some(&command.method), &command.address, &hints));
    }
    let (method, address) = split_request(text);
    let lower = address.to_ascii_lowercase();
    let address_like = address.starts_with('/')
        || lower.starts_with("http://")
        || lower.starts_with("https://")
        || lower.starts_with("{{")
        || (lower.contains("apis/3.0/") && !lower.starts_with('{'));
    if method.is_some() || address_like {
        return Some(request(method.as_deref(), address, &Hints::default()));
    }
    let (status, body) = status(text);
    if status.is_some() || text.starts_with(['{', '[', '<']) {
        return classify_error(status, body).map(|kind| Asked::Error(status, kind));
    }
    None
}

/// Reads an argument that is no name.
pub(crate) fn perhaps(text: &str) -> Option<Asked> {
    if let Ok(target) = Target::parse(text)
        && !text.trim().contains(char::is_whitespace)
    {
        let found = answers(None, &target, &Hints::default());
        let understood = matches!(&found, Asked::Request(answers, _)
            if answers.iter().any(|answer| answer.kind != Kind::NotUnderstood));
        return understood.then_some(found);
    }
    classify_error(None, text).map(|kind| Asked::Error(None, kind))
}

fn request(method: Option<&str>, address: &str, hints: &Hints<'_>) -> Asked {
    match Target::parse(address) {
        Ok(target) => answers(method, &target, hints),
        Err(NotRest) => Asked::NotRest,
    }
}

fn answers(method: Option<&str>, target: &Target, hints: &Hints<'_>) -> Asked {
    let methods = match method {
        Some(method) => vec![method],
        None => match published_methods(target) {
            [] => vec!["GET"],
            known => known.to_vec(),
        },
    };
    let answers = methods
        .iter()
        .map(|method| lookup(method, target, hints))
        .collect();
    Asked::Request(answers, target.doubled_prefix)
}

/// Splits a leading status: `403 {...}` or `HTTP/1.1 403 Forbidden`.
fn status(text: &str) -> (Option<u16>, &str) {
    let start = if text.starts_with("HTTP/") {
        text.split_once(' ').map_or("", |(_, rest)| rest)
    } else {
        text
    };
    let (word, rest) = start.split_once(char::is_whitespace).unwrap_or((start, ""));
    match word.trim_end_matches([':', ',']).parse::<u16>() {
        Ok(status) if (100..600).contains(&status) => (Some(status), rest.trim()),
        _ => (None, text),
    }
}

/// The answer as one JSON document (leastwise/explain/v1).
pub(crate) fn document(asked: &Asked, role: Option<&Role>) -> Result<Value, Vec<Problem>> {
    Ok(match asked {
        Asked::NotRest => {
            json!({ "schema": SCHEMA, "kind": "request", "answer": "not-rest", "needs": [], "doubts": [], "policies": [] })
        }
        Asked::Error(status, kind) => {
            json!({ "schema": SCHEMA, "kind": "error", "status": status, "answer": kind.word(), "advice": kind.advice() })
        }
        Asked::Request(answers, doubled) => {
            let policies = facts::library()?;
            let mut values = answers.iter().map(|answer| {
                let mut value = as_json(answer, *doubled, &policies);
                if let (Some(object), Some(role)) = (value.as_object_mut(), role) {
                    object.insert("role".to_owned(), super::granted::as_json(role, answer));
                }
                value
            });
            let mut first = values.next().unwrap_or_default();
            let others: Vec<Value> = values.collect();
            if let (Some(first), false) = (first.as_object_mut(), others.is_empty()) {
                first.insert("other_methods".to_owned(), Value::Array(others));
            }
            first
        }
    })
}

const SCHEMA: &str = "leastwise/explain/v1";

fn as_json(answer: &Answer, doubled: bool, policies: &[Policy]) -> Value {
    let needs: Vec<Value> = answer
        .needs
        .iter()
        .map(|need| {
            json!({
                "module": need.module, "function": need.function, "operation": need.operation,
                "level": "All", "my_may_be_enough": !need.needs_all, "grade": need.grade.word(),
                "items": need.items, "when": need.when,
                "certain": need.state == State::Certain,
            })
        })
        .collect();
    let flags: &[&str] = if doubled { &["doubled-prefix"] } else { &[] };
    let mut ids: Vec<String> = answer
        .needs
        .iter()
        .flat_map(|need| asking(need, policies))
        .map(|(id, _)| id)
        .collect();
    ids.sort();
    ids.dedup();
    json!({
        "schema": SCHEMA, "kind": "request",
        "request": { "method": answer.method, "path": answer.path },
        "answer": answer.kind.word(), "grade": answer.grade.map(Grade::word),
        "needs": needs, "doubts": answer.doubts, "flags": flags, "policies": ids,
    })
}

/// Policies of the library that ask for a need, with their purpose.
pub(crate) fn asking(need: &Need, policies: &[Policy]) -> Vec<(String, Option<String>)> {
    let id = need
        .module
        .zip(need.function)
        .and_then(|(m, f)| catalog::resolve(m, f));
    let Some(id) = id else { return Vec::new() };
    FunctionFacts::of(id, policies)
        .needs
        .iter()
        .filter(|known| known.operation == need.operation && !known.whole_module)
        .map(|known| (known.policy.to_owned(), known.purpose.map(str::to_owned)))
        .collect()
}
