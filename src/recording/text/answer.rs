//! Answers in the lines after a request.

use super::super::address::names_other;
use super::super::body_text::{has_phrase, is_answer, is_error_text, is_html, names_body};
use super::super::record::Answer;
use super::super::sink::Sink;
use super::super::time::Moment;
use super::super::{answers, powershell};
use super::Text;
use super::body::{self, Side};

impl Text {
    pub(super) fn answer(&mut self, line: &str, sink: &mut Sink<'_>) -> bool {
        if self.pending.recall_for(line, sink) {
            self.planned = false;
        }
        self.pending.set_time(Moment::parse(line));
        let waits = self.pending.waits();
        let Some(record) = self.pending.open() else {
            return false;
        };
        if names_other(line, &record.target) {
            return false;
        }
        let trimmed = line.trim();
        if self.planned && !trimmed.starts_with("HTTP/") && !is_output(trimmed) {
            return false;
        }
        if waits {
            return self.first_answer(line, trimmed);
        }
        let success = matches!(record.answer, Answer::Status(..400));
        let has_body = record.response_body.is_some();
        if let Some((status, _)) = answers::announced(line) {
            self.pending.another_answer(Answer::Status(status));
            return false;
        }
        if self.pending.others_wait() {
            if success && is_error_text(trimmed) {
                self.pending.another_answer(Answer::Missing);
                return true;
            }
            if let Some(status) = answers::alone(line) {
                self.pending.another_answer(Answer::Status(status));
                return true;
            }
        }
        let starts = body::starts(trimmed) || is_html(trimmed);
        if has_body || !starts && !is_error_text(trimmed) {
            return false;
        }
        if starts || line.contains('{') {
            self.start_body(line, Side::Response);
        } else {
            self.set_body(trimmed);
        }
        true
    }

    /// Reads a line after a request that has no answer yet.
    fn first_answer(&mut self, line: &str, trimmed: &str) -> bool {
        if let Some(answer) = powershell::answer(line) {
            self.answered(answer, "");
            return true;
        }
        let brace = line.split_once('{');
        if brace.is_some_and(|(before, _)| names_body(before)) {
            self.start_body(line, Side::Request);
            return true;
        }
        let found = answers::announced(line).or_else(|| {
            let text = brace.map_or(line, |(before, _)| before);
            let found = answers::named_after_failure(text)
                .or_else(|| answers::alone(line))
                .or_else(|| answers::in_brackets(text))?;
            Some((found, line))
        });
        if let Some((status, rest)) = found {
            let answer = Answer::Status(status);
            let refused = self
                .pending
                .open()
                .is_some_and(|it| it.response_body.is_some());
            if refused && self.pending.others_wait() && matches!(answer, Answer::Status(..400)) {
                // The error before it was that of another request, or this answer is.
                self.pending.another_answer(answer);
                return true;
            }
            self.answered(answer, rest);
            return true;
        }
        if answers::no_answer(line) {
            self.answered(Answer::Missing, "");
            return true;
        }
        // An answer without a status.
        if answers::is_failure(line) {
            self.pending.fails();
        }
        let announces = |before: &str| answers::is_failure(before) || is_answer(before);
        if body::starts(trimmed)
            || brace.is_some_and(|(before, _)| is_error_text(line) || announces(before))
        {
            self.start_body(line, Side::Unknown);
            return true;
        }
        if has_phrase(line) {
            self.set_body(trimmed);
            return true;
        }
        false
    }

    pub(super) fn answered(&mut self, answer: Answer, rest: &str) {
        self.answered = true;
        if let Some(record) = self.pending.open() {
            record.answer = answer;
        }
        let html = rest
            .find('<')
            .filter(|at| is_html(rest.get(*at..).unwrap_or_default()));
        if rest.contains('{') || html.is_some() {
            let announced = rest.split_once(['{', '<']).is_some_and(|(before, _)| {
                is_answer(before) || before.to_ascii_lowercase().contains("body")
            });
            let side = if announced || !matches!(answer, Answer::Status(400..)) {
                Side::Response
            } else {
                Side::Status
            };
            self.start_body(rest, side);
        } else if has_phrase(rest) {
            self.set_body(rest);
        }
    }
}

/// Whether a line below a command is its output, and not the next line of a script.
fn is_output(line: &str) -> bool {
    body::starts(line) || is_html(line) || line.starts_with("curl: (")
}
