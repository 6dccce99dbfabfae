//! Where readers put the requests that they find.

use super::record::Record;

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

/// A longer body is cut: nothing after its start decides anything.
pub(super) const LONGEST_BODY: usize = 1 << 20;
