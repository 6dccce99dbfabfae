//! What the columns of a table hold, by the words of its headings or by its cells.

use super::super::answers::{announced, is_failure, no_answer};
use super::super::body_text::is_body_text;
use super::super::record::{Answer, Record, is_method, letters, method, status, status_named};
use super::super::time::Moment;

/// What the columns hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::recording) struct Columns {
    method: Option<usize>,
    /// A column that can hold `GET /service/tickets`.
    operation: Option<usize>,
    target: Option<usize>,
    query: Option<usize>,
    host: Option<usize>,
    status: Option<usize>,
    /// A column that holds whether the request succeeded.
    success: Option<usize>,
    time: Option<usize>,
    clock: Option<usize>,
    request_body: Option<usize>,
    response_body: Option<usize>,
    pub(super) count: usize,
}

impl Columns {
    /// Recognizes headings by their words.
    pub(in crate::recording) fn of(cells: &[String]) -> Option<Self> {
        let mut columns = Self {
            count: cells.len(),
            ..Self::default()
        };
        let mut target_rank = 0;
        for (index, cell) in cells.iter().enumerate() {
            if cell.len() > 60 || cell.contains(['{', '}', '"', '=']) {
                return None;
            }
            let name = letters(cell);
            let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
            if has(&["method", "verb"]) || name == "type" || name == "requesttype" {
                columns.method.get_or_insert(index);
            } else if has(&["query"]) {
                columns.query.get_or_insert(index);
            } else if has(&["body", "payload"])
                || name.ends_with("message")
                || name.ends_with("error")
                || name == "errormessage"
            {
                if has(&["request", "req", "payload"]) {
                    columns.request_body.get_or_insert(index);
                } else {
                    columns.response_body.get_or_insert(index);
                }
            } else if has(&["status", "statuscode", "responsecode", "httpcode"])
                && !has(&["substatus", "win32"])
                || matches!(
                    name.as_str(),
                    "response" | "code" | "result" | "httpresponse" | "resultcode" | "http"
                )
            {
                // A column called `status` is surer than one called `result`.
                if columns.status.is_none()
                    || has(&[
                        "statuscode",
                        "scstatus",
                        "httpstatus",
                        "httpcode",
                        "responsecode",
                    ])
                {
                    columns.status = Some(index);
                }
            } else if matches!(name.as_str(), "success" | "succeeded" | "ok") {
                columns.success.get_or_insert(index);
            } else if has(&[
                "duration",
                "elapsed",
                "taken",
                "latency",
                "responsetime",
                "timems",
                "size",
                "bytes",
            ]) {
            } else if has(&["time", "date", "when", "timestamp", "created"]) {
                if name == "time" && columns.time.is_some() {
                    columns.clock = Some(index);
                } else if columns.time.is_none() {
                    columns.time = Some(index);
                }
            } else if matches!(
                name.as_str(),
                "host" | "cshost" | "hostname" | "server" | "domain"
            ) {
                columns.host.get_or_insert(index);
            } else if !has(&["refer", "useragent", "ipaddress", "username"]) {
                if matches!(name.as_str(), "name" | "operation" | "operationname") {
                    columns.operation.get_or_insert(index);
                }
                let rank = match name.as_str() {
                    _ if has(&["url", "uri"]) => 3,
                    "data" | "dependencydata" => 2,
                    _ if has(&["endpoint", "path", "route", "resource"]) => 2,
                    _ if has(&["request", "target", "address", "call"])
                        && !name.ends_with("id") =>
                    {
                        1
                    }
                    _ => 0,
                };
                if rank > target_rank {
                    target_rank = rank;
                    columns.target = Some(index);
                }
            }
        }
        let named =
            columns.target.is_some() && (columns.method.is_some() || columns.status.is_some());
        named.then_some(columns)
    }

    /// Recognizes columns by what they hold, for tables without headings.
    pub(in crate::recording) fn by_content(cells: &[String]) -> Option<Self> {
        let find = |check: &dyn Fn(&str) -> bool| cells.iter().position(|cell| check(cell.trim()));
        let method = find(&|cell| is_method(cell))?;
        let target = find(&|cell| is_target(cell))?;
        Some(Self {
            method: Some(method),
            target: Some(target),
            status: find(&|cell| cell.len() == 3 && status(cell).is_some())
                .or_else(|| find(&|cell| status_named(cell).is_some())),
            time: find(&|cell| Moment::parse(cell).is_some()),
            count: cells.len(),
            ..Self::default()
        })
    }

    /// Reads one row; `None` where it holds no request.
    pub(in crate::recording) fn record(&self, cells: &[String], place: u64) -> Option<Record> {
        let cell = |index: Option<usize>| {
            let text = cells.get(index?)?.trim();
            (!text.is_empty() && text != "-").then_some(text)
        };
        let operation = cell(self.operation).and_then(|text| method(text.split(' ').next()?));
        let named = cell(self.method).and_then(method).or(operation);
        let mut target = cell(self.target)?;
        let method = match target.split_once(' ') {
            Some((first, rest)) if method(first).is_some() => {
                target = rest.split(" HTTP/").next().unwrap_or(rest).trim();
                method(first)?
            }
            _ => named?,
        };
        let query = cell(self.query).filter(|_| !target.contains('?'));
        let mut whole = match cell(self.host) {
            Some(host)
                if target.starts_with('/')
                    && host.contains('.')
                    && !target.contains("apis/3.0") =>
            {
                format!("https://{host}{target}")
            }
            _ => target.to_owned(),
        };
        if let Some(query) = query {
            whole = format!("{whole}?{}", query.trim_start_matches('?'));
        }
        let mut record = Record::new(method, whole, place);
        record.answer = match cell(self.status) {
            Some(text) => answer(text),
            None => said(cell(self.response_body), cell(self.success)),
        };
        record.time = cell(self.time).and_then(|day| match cell(self.clock) {
            Some(clock) => Moment::parse(&format!("{day} {clock}")),
            None => Moment::parse(day),
        });
        record.request_body = cell(self.request_body).map(str::to_owned);
        record.response_body = cell(self.response_body)
            .filter(|text| is_body_text(text))
            .map(str::to_owned);
        Some(record)
    }
}

/// The answer of a row without a status, by its message and by whether it succeeded.
fn said(message: Option<&str>, success: Option<&str>) -> Answer {
    let message = message
        .filter(|text| !is_body_text(text))
        .unwrap_or_default();
    if let Some((status, _)) = announced(message) {
        return Answer::Status(status);
    }
    let failed = success.is_some_and(|text| {
        ["false", "no", "0", "n"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
    });
    let fails = is_failure(message)
        || no_answer(message)
        || message.to_ascii_lowercase().contains("timeout");
    if failed || fails {
        Answer::Missing
    } else {
        Answer::NotRecorded
    }
}

fn answer(text: &str) -> Answer {
    let number = text
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 3)
        .and_then(status);
    if let Some(number) = status(text).or(number) {
        return Answer::Status(number);
    }
    // The names of statuses, as .NET writes them.
    status_named(text).map_or(Answer::Missing, Answer::Status)
}

fn is_target(cell: &str) -> bool {
    let lower = cell.to_ascii_lowercase();
    !cell.contains(' ') && ((cell.starts_with('/') && cell.len() > 1) || lower.starts_with("http"))
}

impl Columns {
    /// Whether a row with so few cells lacks one that is needed.
    pub(in crate::recording) fn lacks(&self, cells: usize) -> bool {
        [self.method, self.target, self.status]
            .into_iter()
            .flatten()
            .any(|column| column >= cells)
    }
}
