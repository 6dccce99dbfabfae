//! Lines of text: access logs, application logs, transcripts and lists, also mixed in one file.

use super::Format;
use super::address::is_unread;
use super::body_text::{has_phrase, is_answer, is_error_text, names_body};
use super::pending::Pending;
use super::record::{Answer, Record};
use super::sink::Sink;
use super::time::Moment;
use super::{access, answers, application, fields, powershell};
use body::{Body, Side};
use plain::plain;
use script::{Done, Script, Step};
use started::Started;

mod answer;
mod body;
mod plain;
mod script;
mod started;

/// Reads text line by line. An answer can follow its request in later lines.
#[derive(Default)]
pub(super) struct Text {
    pending: Pending,
    body: Option<Body>,
    started: Started,
    script: Script,
    /// Whether the text is a transcript, which shows the requests of its commands.
    transcript: bool,
    /// Whether the request that waits is a command of a script, whose next lines are no answer.
    planned: bool,
    /// Whether a request has a status.
    answered: bool,
}

impl Text {
    /// A reader for a format.
    pub(super) fn of(format: Format) -> Self {
        Self {
            transcript: format == Format::PowerShell,
            ..Self::default()
        }
    }

    /// Reads one line; says whether it holds or continues a request.
    pub(super) fn line(&mut self, line: &str, place: u64, sink: &mut Sink<'_>) -> bool {
        let quoted = access::read(line, place);
        if let Some(record) = quoted.filter(|record| record.answer != Answer::NotRecorded) {
            self.end(sink);
            self.answered |= matches!(record.answer, Answer::Status(_));
            self.pending.emit(record, sink);
            return true;
        }
        let plain = plain(line);
        let line = plain.as_ref();
        if self.continues(line) {
            return true;
        }
        self.transcript |= line.contains("VERBOSE: ");
        match self.script.line(line, place, !self.transcript) {
            Step::None => {}
            Step::Part => return true,
            Step::Done(done, unread) => {
                self.commands(done, sink);
                return !unread || self.line(line, place, sink);
            }
        }
        if let Some(record) = access::read(line, place) {
            self.quoted(record, line, sink);
            return true;
        }
        if let Some(record) = fields::embedded(line, place) {
            self.emit(record, sink);
            return true;
        }
        if let Some(mention) = application::request(line) {
            self.mention(&mention, line, place, sink);
            return true;
        }
        if self.transcript
            && let Some(method) = powershell::without_address(line)
        {
            let waiting = self.pending.waiting();
            if waiting.is_none_or(|record| record.method != method) {
                self.end(sink);
                sink.unread += 1;
            }
            return true;
        }
        if let Some(record) = self.started.ended(line) {
            self.end_body();
            self.pending.start(record, sink);
            self.planned = false;
        }
        self.answer(line, sink)
    }

    /// Reads one line, and counts one that shows a request that was not read.
    pub(super) fn line_or_count(&mut self, line: &str, place: u64, sink: &mut Sink<'_>) {
        if !self.line(line, place, sink) && is_unread(line) {
            sink.unread += 1;
        }
    }

    /// Passes on the last request.
    pub(super) fn end(&mut self, sink: &mut Sink<'_>) {
        self.end_body();
        self.pending.finish(sink);
    }

    /// Passes on the last request, and one that is complete.
    pub(super) fn emit(&mut self, record: Record, sink: &mut Sink<'_>) {
        self.end(sink);
        self.pending.emit(record, sink);
    }

    /// Passes on all requests.
    pub(super) fn finish(&mut self, sink: &mut Sink<'_>) {
        if let Some(done) = self.script.end() {
            self.commands(done, sink);
        }
        self.end(sink);
        self.started.finish(sink);
    }

    /// Reads the last line again, which has no line break; says whether the text was cut in it.
    pub(super) fn is_cut(&mut self, line: &str, sink: &mut Sink<'_>) -> bool {
        if !self.answered || !self.pending.waits() {
            return false;
        }
        if application::request(&plain(line)).is_some() {
            // Its address may be cut.
            self.pending.drop(sink);
            return true;
        }
        let answer = is_answer(line);
        if answer {
            self.pending.fails();
        }
        answer
    }

    /// The requests of a command. The output of the last one can follow.
    fn commands(&mut self, done: Done, sink: &mut Sink<'_>) {
        self.end(sink);
        if done.commands.is_empty() {
            sink.unread += 1;
        }
        for command in done.commands {
            let mut record = Record::new(&command.method, command.address, done.place);
            record.request_body = command.body;
            self.pending.start(record, sink);
        }
        self.planned = !done.prompt;
    }

    /// A request in quotes, whose answer can follow.
    fn quoted(&mut self, record: Record, line: &str, sink: &mut Sink<'_>) {
        // Apache HttpClient writes the request twice.
        let same = self
            .pending
            .waiting()
            .is_some_and(|open| open.method == record.method && open.target == record.target);
        if !same || !line.contains("http-outgoing-") {
            self.end_body();
            let before = line.split('"').next().unwrap_or_default();
            self.pending.mention(record, before, sink);
            self.planned = false;
        }
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
        let found = answers::status_between(mention.between)
            .map(|status| (status, mention.after))
            .or_else(|| answers::status_after(mention.after))
            .map(|(status, rest)| (Answer::Status(status), rest))
            .or_else(|| Some((answers::status_before(mention.before)?, mention.after)));
        let fails = answers::fails(mention.after)
            || answers::is_failure(mention.between)
            || answers::is_failure(mention.before);
        // A line that names the outcome of a request that waits.
        let outcome = found.is_some() || fails || answers::no_answer(mention.after);
        let reported = answers::announced(mention.before).filter(|_| !outcome);
        let (method, target) = (mention.method, mention.target);
        let repeats = (outcome || reported.is_some()) && self.pending.recall(method, target, sink);
        if repeats {
            self.end_body();
        }
        let found = found.or_else(|| {
            let (status, _) = reported.filter(|_| repeats)?;
            Some((Answer::Status(status), mention.after))
        });
        if !repeats {
            let mut record = Record::new(method, target, place);
            record.time = time;
            if Started::starts(mention.before) {
                self.started.add(record, sink);
                return;
            }
            self.started.sends(mention.before, &record);
            self.end_body();
            self.pending.mention(record, mention.before, sink);
            self.planned = false;
        }
        if let Some((answer, rest)) = found {
            self.answered(answer, rest);
        } else if answers::no_answer(mention.after) {
            self.answered(Answer::Missing, "");
        } else {
            self.unanswered(mention.after, fails);
        }
        // The message of the answer can precede the request.
        if is_error_text(mention.before) {
            let at = mention.before.find('{').unwrap_or(0);
            self.set_body(mention.before.get(at..).unwrap_or_default());
        }
    }

    /// What a request's own line says if it has no status.
    fn unanswered(&mut self, after: &str, fails: bool) {
        if fails {
            self.pending.fails();
        }
        if let Some((before, _)) = after.split_once('{') {
            let side = if names_body(before) {
                Side::Request
            } else {
                Side::Unknown
            };
            self.start_body(after, side);
        } else if has_phrase(after) {
            self.set_body(after);
        }
    }

    fn set_body(&mut self, text: &str) {
        if let Some(record) = self.pending.open() {
            record
                .response_body
                .get_or_insert_with(|| text.trim().to_owned());
        }
    }

    fn start_body(&mut self, text: &str, side: Side) {
        let text = text
            .find(['{', '<'])
            .filter(|_| !body::starts(text.trim()))
            .and_then(|at| text.get(at..))
            .unwrap_or(text);
        let body = Body::start(text, side);
        let complete = body.is_complete();
        self.body = Some(body);
        if complete {
            self.end_body();
        }
    }

    /// Whether a line continues a body.
    fn continues(&mut self, line: &str) -> bool {
        let Some(body) = &mut self.body else {
            return false;
        };
        let goes_on = body.take(line);
        if !goes_on || body.is_complete() {
            self.end_body();
        }
        goes_on
    }

    fn end_body(&mut self) {
        if let (Some(body), Some(record)) = (self.body.take(), self.pending.open()) {
            body.give(record);
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
    reader.finish(&mut sink);
    sink.records
}

#[cfg(test)]
mod tests;
