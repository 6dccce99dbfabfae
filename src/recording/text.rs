//! Lines of text: access logs, application logs, transcripts and lists, also mixed in one file.

use super::body_text::{has_phrase, is_html};
use super::record::{Answer, Record, compact};
use super::sink::{LONGEST_BODY, Pending, Sink};
use super::time::Moment;
use super::{access, application, fields, powershell};

/// Reads text line by line. An answer can follow its request in later lines.
#[derive(Default)]
pub(super) struct Text {
    pending: Pending,
    /// A JSON body that continues in the next lines.
    body: Option<Body>,
}

struct Body {
    text: String,
    request: bool,
    lines: usize,
}

/// A body with more lines is cut.
const BODY_LINES: usize = 500;

impl Text {
    /// Reads one line; says whether it holds or continues a request.
    pub(super) fn line(&mut self, line: &str, place: u64, sink: &mut Sink<'_>) -> bool {
        if let Some(record) = access::read(line, place) {
            self.end(sink);
            sink.emit(record);
            return true;
        }
        let plain = plain(line);
        let line = plain.as_ref();
        if self.continues(line) {
            return true;
        }
        if let Some(record) = fields::embedded(line, place) {
            self.end(sink);
            sink.emit(record);
            return true;
        }
        if let Some(mention) = application::request(line) {
            self.mention(&mention, line, place, sink);
            return true;
        }
        self.answer(line)
    }

    /// Passes on the last request.
    pub(super) fn end(&mut self, sink: &mut Sink<'_>) {
        self.end_body();
        self.pending.finish(sink);
    }

    fn mention(
        &mut self,
        mention: &application::Mention<'_>,
        line: &str,
        place: u64,
        sink: &mut Sink<'_>,
    ) {
        let time = Moment::parse(line)
            .or_else(|| mention.before.split('[').skip(1).find_map(Moment::parse));
        let found = application::status_after(mention.after).or_else(|| {
            let answer = application::status_before(mention.before)?;
            Some((answer, ""))
        });
        let repeats = is_answer(mention.before)
            && found.is_some()
            && self.pending.waits()
            && self.pending.open().is_some_and(|record| {
                record.method == mention.method && record.target == mention.target
            });
        if !repeats {
            let mut record = Record::new(mention.method, mention.target, place);
            record.time = time;
            self.end_body();
            self.pending.start(record, sink);
        }
        match found {
            Some((answer, rest)) => self.answered(answer, rest),
            None => {
                if let Some((before, _)) = mention.after.split_once('{')
                    && names_body(before)
                {
                    self.start_body(mention.after, true);
                }
            }
        }
    }

    fn answer(&mut self, line: &str) -> bool {
        self.pending.set_time(Moment::parse(line));
        let waits = self.pending.waits();
        let Some(record) = self.pending.open() else {
            return false;
        };
        let trimmed = line.trim();
        if waits {
            if let Some(answer) = powershell::answer(line) {
                self.answered(answer, "");
                return true;
            }
            if let Some((before, _)) = line.split_once('{')
                && names_body(before)
            {
                self.start_body(line, true);
                return true;
            }
            if let Some((answer, rest)) = application::announced(line) {
                self.answered(answer, rest);
                return true;
            }
            if application::no_answer(line) {
                self.answered(Answer::Missing, "");
                return true;
            }
        } else if record.response_body.is_none() {
            if trimmed.starts_with(['{', '[']) || is_html(trimmed) {
                self.start_body(line, false);
                return true;
            }
            if has_phrase(trimmed) {
                record.response_body = Some(trimmed.to_owned());
                return true;
            }
        }
        false
    }

    fn answered(&mut self, answer: Answer, rest: &str) {
        if let Some(record) = self.pending.open() {
            record.answer = answer;
        }
        let html = rest
            .find('<')
            .filter(|at| is_html(rest.get(*at..).unwrap_or_default()));
        if rest.contains('{') || html.is_some() {
            self.start_body(rest, false);
        } else if has_phrase(rest)
            && let Some(record) = self.pending.open()
        {
            record.response_body = Some(rest.trim().to_owned());
        }
    }

    fn start_body(&mut self, text: &str, request: bool) {
        let start = text.find(['{', '[', '<']).unwrap_or(0);
        let text = text.get(start..).unwrap_or_default().trim();
        self.body = Some(Body {
            text: text.to_owned(),
            request,
            lines: 1,
        });
        if !text.starts_with(['{', '[']) || is_complete(text) {
            self.end_body();
        }
    }

    /// Whether a line continues a body.
    fn continues(&mut self, line: &str) -> bool {
        let Some(body) = &mut self.body else {
            return false;
        };
        if body.lines >= BODY_LINES || body.text.len() >= LONGEST_BODY {
            self.end_body();
            return false;
        }
        // Pretty-printed JSON is indented or consists of signs and strings.
        let trimmed = line.trim();
        let fits = trimmed.starts_with(['{', '}', '[', ']', '"', ','])
            || trimmed.is_empty()
            || trimmed.starts_with(|c: char| c.is_ascii_digit() || c == '-') && trimmed.len() < 32;
        if !fits {
            self.end_body();
            return false;
        }
        body.text.push('\n');
        body.text.push_str(trimmed);
        body.lines += 1;
        if is_complete(&body.text) {
            self.end_body();
        }
        true
    }

    fn end_body(&mut self) {
        if let (Some(body), Some(record)) = (self.body.take(), self.pending.open()) {
            let place = if body.request {
                &mut record.request_body
            } else {
                &mut record.response_body
            };
            place.get_or_insert(body.text);
        }
    }
}

/// How many requests a text holds.
pub(super) fn count(text: &str) -> u64 {
    let mut emit = |_| {};
    let mut sink = Sink::new(&mut emit);
    let mut reader = Text::default();
    for line in text.lines() {
        reader.line(line, 0, &mut sink);
    }
    reader.end(&mut sink);
    sink.records
}

/// The line without colors, and without blanks in variables.
fn plain(line: &str) -> std::borrow::Cow<'_, str> {
    use std::borrow::Cow;
    let line = if line.contains('\u{1b}') {
        let mut out = String::with_capacity(line.len());
        let mut parts = line.split('\u{1b}');
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let end = part
                .strip_prefix('[')
                .and_then(|part| part.find(|c: char| c.is_ascii_alphabetic()));
            out.push_str(end.and_then(|end| part.get(end + 2..)).unwrap_or(part));
        }
        Cow::Owned(out)
    } else {
        Cow::Borrowed(line)
    };
    if line.contains("{{") {
        Cow::Owned(compact(&line))
    } else {
        line
    }
}

fn is_complete(text: &str) -> bool {
    let (mut depth, mut string, mut escaped) = (0_usize, false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if string => escaped = true,
            '"' => string = !string,
            '{' | '[' if !string => depth += 1,
            '}' | ']' if !string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Whether the words before a brace announce the body of a request.
fn names_body(before: &str) -> bool {
    let lower = before.to_ascii_lowercase();
    let named = ["body", "payload", "data", "json"]
        .iter()
        .any(|word| lower.contains(word));
    named && !is_answer(before)
}

/// Whether a text mentions an answer.
fn is_answer(text: &str) -> bool {
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

#[cfg(test)]
mod tests;
