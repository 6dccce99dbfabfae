//! Requests whose answers were read lately.

use std::collections::VecDeque;

use super::super::record::{Answer, Record};

/// The last requests that have their answers.
#[derive(Default)]
pub(super) struct Recent {
    requests: VecDeque<(String, String)>,
}

/// A line about a request does not follow its answer later.
const MOST: usize = 64;

impl Recent {
    pub(super) fn add(&mut self, record: &Record) {
        let open = record.answer == Answer::NotRecorded && record.response_body.is_none();
        if open || self.holds(record) {
            return;
        }
        if self.requests.len() >= MOST {
            self.requests.pop_front();
        }
        let request = (record.method.clone(), record.target.clone());
        self.requests.push_back(request);
    }

    pub(super) fn holds(&self, record: &Record) -> bool {
        let mut requests = self.requests.iter();
        requests.any(|(method, target)| *method == record.method && *target == record.target)
    }
}
