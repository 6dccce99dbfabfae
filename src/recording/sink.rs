//! Where readers put the requests that they find.

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
    /// Whether a line told of a failure without a status.
    failed: bool,
}

/// A longer body is cut: nothing after its start decides anything.
pub(super) const LONGEST_BODY: usize = 1 << 20;

impl Pending {
    /// The request that waits for its answer.
    pub(super) fn open(&mut self) -> Option<&mut Record> {
        self.record.as_mut()
    }

    /// Starts a request, and passes on the one before.
    pub(super) fn start(&mut self, record: Record, sink: &mut Sink<'_>) {
        self.finish(sink);
        self.record = Some(record);
    }

    /// Passes on the request that waits.
    pub(super) fn finish(&mut self, sink: &mut Sink<'_>) {
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

    /// Notes that a line told of a failure: without a status, the request proves nothing.
    pub(super) fn fails(&mut self) {
        self.failed = true;
    }

    pub(super) fn set_time(&mut self, time: Option<Moment>) {
        if let Some(record) = &mut self.record {
            record.time = record.time.or(time);
        }
    }
}
