//! The handlers of `HttpClient` in .NET: each logs the start of the same request.

use super::super::record::Record;
use super::super::sink::Sink;

/// Requests that the outer handler started, and the inner one has not sent yet.
#[derive(Default)]
pub(super) struct Started {
    records: Vec<Record>,
    /// Whether the log has lines of the inner handler.
    sends: bool,
}

/// More requests do not run at the same time.
const MOST: usize = 256;

impl Started {
    /// Whether the words before a request say that the outer handler starts it.
    pub(super) fn starts(before: &str) -> bool {
        before.trim_end().ends_with("Start processing HTTP request")
    }

    /// Keeps a request that the outer handler starts.
    pub(super) fn add(&mut self, record: Record, sink: &mut Sink<'_>) {
        if self.records.len() >= MOST {
            sink.emit(self.records.remove(0));
        }
        self.records.push(record);
    }

    /// Forgets the start of a request that the inner handler sends.
    pub(super) fn sends(&mut self, before: &str, record: &Record) {
        if !before.trim_end().ends_with("Sending HTTP request") {
            return;
        }
        self.sends = true;
        let found = self
            .records
            .iter()
            .position(|started| started.method == record.method && started.target == record.target);
        if let Some(at) = found {
            self.records.remove(at);
        }
    }

    /// The request that a line of the outer handler ends, if it alone writes to the log.
    pub(super) fn ended(&mut self, line: &str) -> Option<Record> {
        let ends = line.contains("End processing HTTP request");
        let alone = !self.sends && self.records.len() == 1;
        (ends && alone).then(|| self.records.pop()).flatten()
    }

    pub(super) fn finish(&mut self, sink: &mut Sink<'_>) {
        for record in self.records.drain(..) {
            sink.emit(record);
        }
    }
}
