//! Where readers put the requests that they find.

use std::collections::VecDeque;

use super::record::{Answer, Record};
use super::time::Moment;

/// Passes requests on, and counts them and what could not be read.
pub(super) struct Sink<'a> {
    emit: &'a mut dyn FnMut(Record),
    pub(super) records: u64,
    /// Lines or entries that are damaged.
    pub(super) unread: u64,
}

impl<'a> Sink<'a> {
    pub(super) fn new(emit: &'a mut dyn FnMut(Record)) -> Self {
        Self {
            emit,
            records: 0,
            unread: 0,
        }
    }

    pub(super) fn emit(&mut self, record: Record) {
        self.records += 1;
        (self.emit)(record);
    }

    /// Passes a request on, or counts an entry that could not be read.
    pub(super) fn emit_or_count(&mut self, record: Option<Record>) {
        match record {
            Some(record) => self.emit(record),
            None => self.unread += 1,
        }
    }
}

/// A request whose answer may follow in later lines.
#[derive(Default)]
pub(super) struct Pending {
    record: Option<Record>,
    /// The requests before it that had no answer when it began, the oldest first.
    before: VecDeque<Record>,
    /// Whether a line reported a failure without a status.
    failed: bool,
}

/// No program has more requests under way in one log.
const UNDER_WAY: usize = 16;

/// A longer body is cut: nothing after its start decides anything.
pub(super) const LONGEST_BODY: usize = 1 << 20;

impl Pending {
    /// The request that waits for its answer.
    pub(super) fn open(&mut self) -> Option<&mut Record> {
        self.record.as_mut()
    }

    /// Starts a request, and passes on the one before, unless it still has no answer.
    pub(super) fn start(&mut self, record: Record, sink: &mut Sink<'_>) {
        if self.waits() && !self.failed {
            self.before.extend(self.record.take());
            if self.before.len() > UNDER_WAY
                && let Some(oldest) = self.before.pop_front()
            {
                sink.emit(oldest);
            }
        } else {
            self.finish_last(sink);
        }
        self.record = Some(record);
    }

    /// Passes on the requests that wait.
    pub(super) fn finish(&mut self, sink: &mut Sink<'_>) {
        for record in self.before.drain(..) {
            sink.emit(record);
        }
        self.finish_last(sink);
    }

    /// Reads an answer that comes after the answer of the last request. It is that of one of the
    /// requests before, and nothing says which; the answer of the last may be that of another too.
    pub(super) fn another_answer(&mut self, answer: Answer) {
        let Some(last) = self.record.as_ref().filter(|_| !self.before.is_empty()) else {
            return;
        };
        let same = last.answer == answer;
        let success = matches!(answer, Answer::Status(status) if status < 400);
        let waits = |record: &&mut Record| record.answer == Answer::NotRecorded;
        if same && success {
            if let Some(oldest) = self.before.iter_mut().find(waits) {
                oldest.answer = answer;
            }
            return;
        }
        for record in self.before.iter_mut().filter(waits) {
            record.answer = Answer::Missing;
        }
        // What follows is not known to be about the last request.
        self.before.extend(self.record.take().map(|mut last| {
            if !same {
                last.answer = Answer::Missing;
            }
            last
        }));
    }

    fn finish_last(&mut self, sink: &mut Sink<'_>) {
        let failed = std::mem::take(&mut self.failed);
        if let Some(mut record) = self.record.take() {
            if failed && record.answer == Answer::NotRecorded {
                record.answer = Answer::Missing;
            }
            sink.emit(record);
        }
    }

    /// Counts the request as unread.
    pub(super) fn drop(&mut self, sink: &mut Sink<'_>) {
        self.failed = false;
        sink.unread += u64::from(self.record.take().is_some());
    }

    /// Whether the request has no answer yet.
    pub(super) fn waits(&self) -> bool {
        self.record
            .as_ref()
            .is_some_and(|record| record.answer == Answer::NotRecorded)
    }

    /// Notes that a line reported a failure: without a status, the request proves nothing.
    pub(super) fn fails(&mut self) {
        self.failed = true;
    }

    pub(super) fn set_time(&mut self, time: Option<Moment>) {
        if let Some(record) = &mut self.record {
            record.time = record.time.or(time);
        }
    }
}
