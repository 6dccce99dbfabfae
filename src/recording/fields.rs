//! Objects of logs with any names of fields.

use serde_json::Value;

use super::address::names_path;
use super::application::is_bare;
use super::record::{Answer, Record, compact, is_method, letters, method};
use super::time::Moment;
use answer::answer;
use body::{Body, content, error_of_answer, is_response, role};

mod answer;
mod body;

/// Deeper fields are ignored.
const DEEPEST: usize = 5;

/// A field: its normalized name, the name of the object that it is in, and its value.
struct Field<'a> {
    name: String,
    parent: String,
    value: &'a Value,
}

/// Reads an object that describes one request.
pub(super) fn record(value: &Value, place: u64) -> Option<Record> {
    let mut fields = Vec::new();
    collect(value, "", 0, &mut fields);
    let (method, target) = request(&fields)?;
    let mut record = Record::new(method, compact(&target), place);
    record.answer = answer(&fields);
    record.time = time(&fields);
    let response = fields.iter().any(is_response);
    let error = matches!(record.answer, Answer::Status(400..));
    for field in &fields {
        match role(field, error, response) {
            Some(Body::Request) if record.request_body.is_none() => {
                record.request_body = content(field.value);
            }
            Some(Body::Response) if record.response_body.is_none() => {
                record.response_body = content(field.value);
            }
            _ => {}
        }
    }
    let found = || fields.iter().find_map(error_of_answer);
    record.response_body = match record.answer {
        Answer::Status(400..) => record.response_body,
        Answer::Status(_) => record.response_body.or_else(found),
        _ => found().or(record.response_body),
    };
    Some(record)
}

fn collect<'a>(value: &'a Value, parent: &str, depth: usize, fields: &mut Vec<Field<'a>>) {
    let Value::Object(map) = value else { return };
    if depth > DEEPEST {
        return;
    }
    for (key, value) in map {
        // `http.request.method` is the method of a request.
        let mut parts: Vec<&str> = key.split('.').collect();
        let last = parts.pop().unwrap_or_default();
        let name = letters(last);
        let above = parts
            .last()
            .map_or_else(|| parent.to_owned(), |part| letters(part));
        if matches!(
            name.as_str(),
            "headers" | "cookies" | "requestheaders" | "responseheaders"
        ) {
            continue;
        }
        fields.push(Field {
            name: name.clone(),
            parent: above,
            value,
        });
        if !is_body(&name) {
            collect(last_attempt(&name, value), &name, depth + 1, fields);
        }
    }
}

/// The last of several attempts, which has the answer.
fn last_attempt<'a>(name: &str, value: &'a Value) -> &'a Value {
    let attempts = ["attempts", "tries", "retries", "responses"].contains(&name);
    let last = value.as_array().and_then(|all| all.last());
    last.filter(|_| attempts).unwrap_or(value)
}

fn is_body(name: &str) -> bool {
    name.contains("body") || matches!(name, "payload" | "content" | "postdata")
}

const METHOD_NAMES: [&str; 12] = [
    "method",
    "requestmethod",
    "httpmethod",
    "httprequestmethod",
    "reqmethod",
    "verb",
    "httpverb",
    "csmethod",
    "httpmethodname",
    "m",
    "op",
    "action",
];

/// Names of the field with the address, the best first.
const URL_NAMES: [&str; 30] = [
    "full",
    "fullurl",
    "url",
    "requesturl",
    "absoluteurl",
    "absoluteuri",
    "requesturi",
    "uri",
    "httpurl",
    "href",
    "original",
    "originalurl",
    "target",
    "endpoint",
    "requesttarget",
    "httptarget",
    "csuristem",
    "path",
    "requestpath",
    "urlpath",
    "uripath",
    "route",
    "resource",
    "location",
    "address",
    "u",
    "link",
    "api",
    "call",
    "operation",
];

fn request(fields: &[Field<'_>]) -> Option<(&'static str, String)> {
    // `"request": "GET /a HTTP/1.1"`
    for field in fields {
        if let Some(text) = field.value.as_str()
            && let Some((first, rest)) = text.trim().split_once(' ')
            && let Some(method) = method(first)
        {
            let target = rest
                .rsplit_once(" HTTP/")
                .map_or(rest, |(target, _)| target)
                .trim();
            // A message that goes on after the target is read as text.
            if target.contains(char::is_whitespace) && !rest.contains(" HTTP/") {
                continue;
            }
            if target.starts_with('/')
                || target.contains("://")
                || target.starts_with("{{")
                || is_bare(target)
            {
                return Some((method, target.to_owned()));
            }
        }
    }
    let named = |names: &[&str], check: &dyn Fn(&str) -> bool| {
        let mut texts = each(fields, names).filter_map(|field| field.value.as_str());
        texts.find(|value| check(value.trim()))
    };
    let found = named(&METHOD_NAMES, &|value| method(value).is_some()).or_else(|| {
        let mut texts = fields.iter().filter_map(|field| field.value.as_str());
        texts.find(|value| is_method(value))
    })?;
    let method = method(found.trim())?;
    let is_api = |value: &str| {
        let lower = value.to_ascii_lowercase();
        lower.contains("apis/3.0") && !value.contains(char::is_whitespace)
    };
    let is_url = |value: &str| value.contains("://") || value.starts_with("{{");
    let is_path = |value: &str| value.starts_with('/') && value.len() > 1;
    let is_relative = |value: &str| value.contains('/') && !value.contains(' ');
    let any = |check: &dyn Fn(&str) -> bool| {
        let others = ["refer", "redirect", "base"];
        let fields = fields
            .iter()
            .filter(|field| !others.iter().any(|word| field.name.contains(word)));
        let mut texts = fields.filter_map(|field| field.value.as_str());
        texts.find(|value| check(value))
    };
    let target = named(&URL_NAMES, &is_api)
        .or_else(|| any(&is_api))
        .or_else(|| named(&URL_NAMES, &is_url))
        .or_else(|| named(&URL_NAMES, &is_path))
        .or_else(|| named(&URL_NAMES, &is_relative))
        .or_else(|| any(&|value| is_url(value) && !value.contains(' ')))?;
    Some((method, whole(target.trim(), fields)))
}

/// The fields with one of these names, the best name first.
fn each<'f, 'v>(fields: &'f [Field<'v>], names: &'f [&str]) -> impl Iterator<Item = &'f Field<'v>> {
    let of = |name| fields.iter().filter(move |field| field.name == name);
    names.iter().copied().flat_map(of)
}

/// A path with the base address or host that another field names, and with the query.
fn whole(target: &str, fields: &[Field<'_>]) -> String {
    let find = |names: &[&str]| {
        names.iter().find_map(|name| {
            let field = fields.iter().find(|field| field.name == *name)?;
            field.value.as_str().filter(|value| !value.is_empty())
        })
    };
    let query = find(&["query", "querystring", "csuriquery"])
        .filter(|_| !target.contains('?'))
        .map_or(String::new(), |query| {
            format!("?{}", query.trim_start_matches('?'))
        });
    if target.contains("://") || target.contains("apis/3.0") {
        return format!("{target}{query}");
    }
    let path = target.trim_start_matches('/');
    if let Some(base) = find(&["baseurl", "baseuri", "base"]).filter(|base| base.contains("://")) {
        return format!("{}/{path}{query}", base.trim_end_matches('/'));
    }
    let host = find(&[
        "host",
        "hostheader",
        "authority",
        "domain",
        "httphost",
        "cshost",
        "remotehost",
    ])
    .filter(|host| {
        host.contains('.')
            && !host.contains(['/', ' '])
            && !host.starts_with(|c: char| c.is_ascii_digit())
    });
    match host {
        Some(host) => format!("https://{host}/{path}{query}"),
        None => format!("{target}{query}"),
    }
}

fn time(fields: &[Field<'_>]) -> Option<Moment> {
    const NAMES: [&str; 19] = [
        "timestamp",
        "ts",
        "time",
        "datetime",
        "date",
        "starttime",
        "started",
        "startedat",
        "starteddatetime",
        "createdat",
        "created",
        "eventtime",
        "requesttime",
        "timeiso8601",
        "t",
        "logtime",
        "at",
        "when",
        "msec",
    ];
    each(fields, &NAMES).find_map(|field| moment(field.value))
}

/// The time that a text or a number gives.
pub(super) fn moment(value: &Value) -> Option<Moment> {
    match value {
        Value::String(text) => Moment::parse(text),
        value => number(value).and_then(Moment::from_number),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Object(_) | Value::Array(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Whether an object without a request shows that there was one: it names an address of the API.
pub(super) fn is_unread(value: &Value) -> bool {
    let mut fields = Vec::new();
    collect(value, "", 0, &mut fields);
    fields.iter().any(|field| {
        let link = (field.name.ends_with("href") && field.name != "href")
            || ["refer", "redirect", "base", "location", "link"]
                .iter()
                .any(|word| field.name.contains(word));
        let Some(text) = field.value.as_str().filter(|_| !link) else {
            return false;
        };
        let named = URL_NAMES.contains(&field.name.as_str());
        names_path(text) || (named && is_bare(text.trim_start_matches('/')))
    })
}

/// The request in an object at the end of a line: `2026-11-27 INFO {"method": …}`.
pub(super) fn embedded(line: &str, place: u64) -> Option<Record> {
    let value: Value = serde_json::from_str(line.get(line.find("{\"")?..)?).ok()?;
    record(&value, place)
}

/// A whole number, also in a text.
pub(super) fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let number = number.as_f64()?;
            // Fractions of a second decide nothing.
            format!("{number:.0}").parse().ok()
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
