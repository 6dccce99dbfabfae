//! Recordings of requests: for all bytes, reading ends, counts add up, and the report contains
//! nothing of a query.

use std::io::Read;

use leastwise::engine::infer::{Inference, draft};
use leastwise::recording;

/// Access logs, application logs, transcripts, traces of curl and lists.
pub fn recording_lines(data: &[u8]) {
    read(data);
}

/// HAR, OpenTelemetry, Postman, n8n and JSON Lines.
pub fn recording_json(data: &[u8]) {
    read(data);
}

/// Tables with separators and in web pages.
pub fn recording_tables(data: &[u8]) {
    read(data);
}

/// Compressed or encoded bytes: the first byte selects the encoding.
pub fn recording_bytes(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let mark: &[u8] = match first % 4 {
        0 => &[0x1f, 0x8b],
        1 => &[0xff, 0xfe],
        2 => &[0xfe, 0xff],
        _ => &[0xef, 0xbb, 0xbf],
    };
    read(&[mark, rest].concat());
}

fn read(data: &[u8]) {
    let gather = |input: &mut dyn Read| {
        let mut inference = Inference::default();
        let summary = recording::read(input, &mut |record| inference.add(&record, "file"));
        // Reading from memory cannot fail.
        let summary = summary.unwrap();
        inference.read("file", &summary);
        (summary, inference.finish())
    };
    let (summary, inferred) = gather(&mut { data });
    let totals = &inferred.totals;
    assert_eq!(totals.records, summary.records);
    assert_eq!(totals.records, totals.connectwise + totals.ignored);
    let parts = totals.counted
        + totals.refused
        + totals.unknown_guard
        + totals.not_understood
        + totals.proves_nothing
        + totals.needs_nothing;
    assert_eq!(totals.connectwise, parts);
    let json = serde_json::to_string(&inferred).unwrap();
    assert!(!json.contains("clientId="), "a query is in the report");
    let policy = draft(&inferred, "fuzzed", "Fuzzed").text();
    assert!(!policy.contains("clientId="), "a query is in the policy");
    // The same from a reader that gives a few bytes at a time.
    let (again, _) = gather(&mut Slow(data));
    assert_eq!(again, summary);
}

/// Gives at most seven bytes at a time.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = buffer.len().min(7);
        self.0.read(buffer.get_mut(..count).unwrap_or_default())
    }
}
