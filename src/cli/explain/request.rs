//! What a request needs, and what an error means.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::facts::{self, FunctionFacts};
use crate::catalog;
use crate::cli::failure::Failure;
use crate::endpoints::{
    Answer, ErrorKind, Grade, Hints, Kind, Need, NotRest, State, Target, classify_error,
    condition_text, doubt_text, lookup, published_methods, split_request,
};
use crate::model::harmless;
use crate::policy::Policy;
use crate::role::Role;

/// Something that is asked with a request or an error.
pub(super) enum Asked {
    /// The answers, one for each method, and whether the prefix was doubled.
    Request(Vec<Answer>, bool),
    /// An address outside the REST API.
    NotRest,
    Error(Option<u16>, ErrorKind),
}

/// Reads an argument that is surely a request or an error; `None` where it may be a name.
pub(super) fn surely(text: &str) -> Option<Asked> {
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
pub(super) fn perhaps(text: &str) -> Option<Asked> {
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

pub(super) fn print_json(
    asked: &Asked,
    role: Option<&Role>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let value = match asked {
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
    };
    serde_json::to_writer_pretty(&mut *out, &value)
        .map_err(io::Error::from)
        .map_err(Failure::Output)?;
    out.write_all(b"\n").map_err(Failure::Output)
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
fn asking(need: &Need, policies: &[Policy]) -> Vec<(String, Option<String>)> {
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

pub(super) fn print(
    asked: &Asked,
    role: Option<&Role>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    match asked {
        Asked::NotRest => writeln!(
            out,
            "This address is not a request of the ConnectWise REST API. Its path has no `apis/3.0`."
        )
        .map_err(Failure::Output),
        Asked::Error(_, kind) => {
            writeln!(out, "{}: {}", kind.word(), kind.advice()).map_err(Failure::Output)
        }
        Asked::Request(answers, doubled) => {
            let policies = facts::library()?;
            for answer in answers {
                text(answer, &policies, out).map_err(Failure::Output)?;
                if let Some(role) = role {
                    super::granted::print(role, answer, out).map_err(Failure::Output)?;
                }
            }
            if *doubled {
                writeln!(
                    out,
                    "The address contains `apis/3.0` twice. ConnectWise answers \"Cannot route\"."
                )
                .map_err(Failure::Output)?;
            }
            writeln!(out, "\nThis map is unofficial: ConnectWise does not publish which permission a request needs.").map_err(Failure::Output)
        }
    }
}

fn text(answer: &Answer, policies: &[Policy], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} {}", answer.method, harmless(&answer.path))?;
    let general = match answer.kind {
        Kind::Function => "",
        Kind::None => "  No permission is needed.",
        Kind::Outside => "  No security role grants this.",
        Kind::Unknown => "  No source says which permission this needs.",
        Kind::NotUnderstood => "  No rule fits this path. Check its spelling.",
        Kind::Preflight => "  A preflight request needs no permission.",
    };
    if !general.is_empty() {
        writeln!(out, "{general}")?;
    }
    for need in &answer.needs {
        let subject = match need.module.zip(need.function) {
            Some((module, function)) => format!("{module} / {function}"),
            None => "the function of the record that the document belongs to".to_owned(),
        };
        let level = if need.needs_all {
            "All"
        } else {
            "All (My may be enough)"
        };
        writeln!(
            out,
            "  {subject}: {:?} {level}, {}",
            need.operation,
            confidence(need.grade)
        )?;
        if let Some(when) = need.when {
            let lead = if need.state == State::Certain {
                "because"
            } else {
                "only if"
            };
            writeln!(out, "    {lead} {}", condition_text(when).unwrap_or(when))?;
        }
        for item in need.items {
            writeln!(out, "    In the Customize list, allow {item}.")?;
        }
        if need.function.is_some() {
            writeln!(
                out,
                "    Set it in System > Security Roles > your role > {subject}."
            )?;
        }
        for (policy, purpose) in asking(need, policies).iter().take(5) {
            writeln!(
                out,
                "    {policy} asks for it{}",
                purpose
                    .as_ref()
                    .map(|why| format!(": {why}"))
                    .unwrap_or_default()
            )?;
        }
    }
    for doubt in &answer.doubts {
        writeln!(out, "  Note: {}", doubt_text(doubt).unwrap_or(doubt))?;
    }
    Ok(())
}

const fn confidence(grade: Grade) -> &'static str {
    match grade {
        Grade::Documented => "documented by a public source",
        Grade::Likely => "likely, from one source",
        Grade::Inferred => "inferred from similar requests",
        Grade::Unknown => "unknown",
    }
}
