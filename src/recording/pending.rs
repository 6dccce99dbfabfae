//! Requests whose answers may follow in later lines.

use std::collections::VecDeque;

use super::address::names_other;
use super::record::{Answer, Record};
use super::sink::Sink;
use super::time::Moment;

/// A request whose answer may follow in later lines.
#[derive(Default)]
pub(super) struct Pending {
    record: Option<Record>,
    /// What marks the lines of the request, such as the name of a thread.
    marks: Vec<String>,
    /// The requests before it that had no answer when it began, the oldest first.
    before: VecDeque<(Record, Vec<String>)>,
    /// Whether a line reported a failure without a status.
    failed: bool,
    /// Whether the request repeats one that has its answer, and may be only mentioned again.
    repeats: bool,
    /// The last requests that have their answers: their methods and targets.
    recent: VecDeque<(String, String)>,
}

/// No program has more requests under way in one log.
const UNDER_WAY: usize = 16;

/// A line about a request does not follow its answer later.
const MOST_RECENT: usize = 64;

impl Pending {
    /// The request that waits for its answer.
    pub(super) fn open(&mut self) -> Option<&mut Record> {
        self.record.as_mut()
    }

    /// Starts a request, and passes on the one before, unless it still has no answer.
    pub(super) fn start(&mut self, record: Record, sink: &mut Sink<'_>) {
        self.put_aside(sink);
        self.record = Some(record);
    }

    /// Starts a request that a line mentions after these words.
    pub(super) fn mention(&mut self, record: Record, before: &str, sink: &mut Sink<'_>) {
        self.put_aside(sink);
        self.marks = marks(before);
        self.repeats = self.is_recent(&record);
        self.record = Some(record);
    }

    /// Passes a request on that is complete.
    pub(super) fn emit(&mut self, record: Record, sink: &mut Sink<'_>) {
        let open = record.answer == Answer::NotRecorded && record.response_body.is_none();
        if !open && !self.is_recent(&record) {
            if self.recent.len() >= MOST_RECENT {
                self.recent.pop_front();
            }
            let request = (record.method.clone(), record.target.clone());
            self.recent.push_back(request);
        }
        sink.emit(record);
    }

    fn is_recent(&self, record: &Record) -> bool {
        let mut requests = self.recent.iter();
        requests.any(|(method, target)| *method == record.method && *target == record.target)
    }

    fn put_aside(&mut self, sink: &mut Sink<'_>) {
        let marks = std::mem::take(&mut self.marks);
        if self.waits() && !self.failed && !self.repeats {
            self.before.extend(self.record.take().map(|it| (it, marks)));
            if self.before.len() > UNDER_WAY
                && let Some((oldest, _)) = self.before.pop_front()
            {
                self.emit(oldest, sink);
            }
        } else {
            self.finish_last(sink);
        }
    }

    /// Passes on the requests that wait.
    pub(super) fn finish(&mut self, sink: &mut Sink<'_>) {
        for (record, _) in std::mem::take(&mut self.before) {
            self.emit(record, sink);
        }
        self.finish_last(sink);
    }

    /// Opens the request of this method and address again, if it waits.
    pub(super) fn recall(&mut self, method: &str, target: &str, sink: &mut Sink<'_>) -> bool {
        let same = |record: &Record| record.method == method && record.target == target;
        if self.waiting().is_some_and(same) {
            return true;
        }
        let found = self.find(same);
        self.reopen(found, sink)
    }

    /// Opens the request again that a line without a request is about: by its mark, or by its
    /// address.
    pub(super) fn recall_for(&mut self, line: &str, sink: &mut Sink<'_>) -> bool {
        if self.before.is_empty() {
            return false;
        }
        let named = self
            .record
            .as_ref()
            .is_some_and(|record| names_other(line, &record.target));
        let found = if named {
            self.find(|record| !names_other(line, &record.target))
        } else {
            self.marked(line)
        };
        self.reopen(found, sink)
    }

    fn find(&self, same: impl Fn(&Record) -> bool) -> Option<usize> {
        let mut waiting = self.before.iter();
        waiting.position(|(record, _)| record.answer == Answer::NotRecorded && same(record))
    }

    fn reopen(&mut self, found: Option<usize>, sink: &mut Sink<'_>) -> bool {
        let Some((record, marks)) = found.and_then(|at| self.before.remove(at)) else {
            return false;
        };
        self.put_aside(sink);
        self.record = Some(record);
        self.marks = marks;
        true
    }

    /// The request before that alone has a mark of this line.
    fn marked(&self, line: &str) -> Option<usize> {
        let mut found = marks(line).into_iter().filter_map(|mark| {
            if self.marks.contains(&mark) {
                return Some(None);
            }
            let places = self.before.iter().enumerate();
            let mut places = places.filter(|(_, (_, marks))| marks.contains(&mark));
            let (at, (record, _)) = places.next()?;
            let alone = places.next().is_none() && record.answer == Answer::NotRecorded;
            alone.then_some(Some(at))
        });
        found.next().flatten()
    }

    /// Whether requests before the last one wait too.
    pub(super) fn others_wait(&self) -> bool {
        self.find(|_| true).is_some()
    }

    /// Reads an answer that comes after the answer of the last request. It is that of one of the
    /// requests before, and nothing says which; the answer of the last may be that of another too.
    pub(super) fn another_answer(&mut self, answer: Answer) {
        let Some(last) = self.record.as_ref().filter(|_| !self.before.is_empty()) else {
            return;
        };
        let same = last.answer == answer;
        let success = matches!(answer, Answer::Status(status) if status < 400);
        let waits = |record: &Record| record.answer == Answer::NotRecorded;
        let mut before = self.before.iter_mut().map(|(record, _)| record);
        if same && success {
            if let Some(oldest) = before.find(|record| waits(record)) {
                oldest.answer = answer;
            }
            return;
        }
        for record in before.filter(|record| waits(record)) {
            record.answer = Answer::Missing;
        }
        // What follows is not known to be about the last request.
        let marks = std::mem::take(&mut self.marks);
        self.before.extend(self.record.take().map(|mut last| {
            if !same {
                last.answer = Answer::Missing;
                last.response_body = None;
            }
            (last, marks)
        }));
    }

    fn finish_last(&mut self, sink: &mut Sink<'_>) {
        let failed = std::mem::take(&mut self.failed);
        let repeats = std::mem::take(&mut self.repeats);
        let Some(mut record) = self.record.take() else {
            return;
        };
        if record.answer == Answer::NotRecorded {
            if failed {
                record.answer = Answer::Missing;
            } else if repeats && record.error_without_status().is_none() {
                // Nothing says whether the request was sent again.
                sink.unread += 1;
                return;
            }
        }
        self.emit(record, sink);
    }

    /// Counts the request as unread.
    pub(super) fn drop(&mut self, sink: &mut Sink<'_>) {
        self.failed = false;
        self.repeats = false;
        sink.unread += u64::from(self.record.take().is_some());
    }

    /// The request, if it has no answer yet.
    pub(super) fn waiting(&self) -> Option<&Record> {
        let record = self.record.as_ref();
        record.filter(|record| record.answer == Answer::NotRecorded)
    }

    /// Whether the request has no answer yet.
    pub(super) fn waits(&self) -> bool {
        self.waiting().is_some()
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

/// How many words of a line are inspected for marks.
const WORDS: usize = 8;

/// The words at the start of a line that can mark a request: names of threads, and numbers of jobs
/// and requests.
fn marks(line: &str) -> Vec<String> {
    let words = line.split_whitespace().take(WORDS);
    let words = words.map(|word| word.trim_end_matches([':', ',', ';']));
    words
        .filter(|word| is_mark(word))
        .map(str::to_owned)
        .collect()
}

/// Whether a word holds a number, and is neither a number alone nor a time.
fn is_mark(word: &str) -> bool {
    let inner = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let number = inner.parse::<f64>().is_ok();
    let clock = inner
        .split(':')
        .filter(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    word.bytes().any(|byte| byte.is_ascii_digit())
        && !(number && inner.contains('.'))
        && !(number && inner == word)
        && clock.count() < 2
        && !word.contains('/')
        && Moment::parse(word).is_none()
}
