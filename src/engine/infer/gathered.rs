//! Requests gathered by permission.

use std::collections::BTreeSet;

use super::document::{Example, Need, Possible};
use crate::endpoints::{self, Answer, Grade, condition_text};
use crate::model::{Level, Operation};
use crate::recording::{Moment, Record};

pub(super) type Permission = (&'static str, &'static str, Operation);
/// Operations are sorted by their names.
pub(super) type Key = (&'static str, &'static str, &'static str);

#[derive(Debug)]
pub(super) struct Gathered {
    permission: Permission,
    grade: Grade,
    requests: u64,
    items: BTreeSet<String>,
    needs_all: bool,
    window: Option<(Moment, Moment)>,
    example: Example,
}

impl Gathered {
    pub(super) fn new(
        permission: Permission,
        need: &endpoints::Need,
        record: &Record,
        answer: &Answer,
        file: &str,
    ) -> Self {
        Self {
            permission,
            grade: need.grade,
            requests: 0,
            items: BTreeSet::new(),
            needs_all: false,
            window: None,
            example: example(record, answer, file),
        }
    }

    pub(super) fn add(
        &mut self,
        need: &endpoints::Need,
        record: &Record,
        answer: &Answer,
        file: &str,
        counts: bool,
    ) {
        self.requests += u64::from(counts);
        if need.grade > self.grade {
            self.grade = need.grade;
            self.example = example(record, answer, file);
        }
        self.needs_all |= need.needs_all;
        self.items.extend(need.items.iter().cloned());
        widen(&mut self.window, record.time);
    }

    pub(super) fn need(&self) -> Need {
        let (module, function, operation) = self.permission;
        let [first_seen, last_seen] = ends(self.window);
        let inferred = self.grade <= Grade::Inferred;
        let write = operation != Operation::Inquire;
        Need {
            module,
            function,
            operation,
            grade: self.grade.word(),
            requests: self.requests,
            items: self.items.iter().cloned().collect(),
            level_floor: self.needs_all.then_some(Level::All),
            suggest_only: inferred
                && (operation == Operation::Delete || (write && module == "System")),
            first_seen,
            last_seen,
            example: self.example.clone(),
        }
    }

    pub(super) fn possible(&self, condition: &'static str) -> Possible {
        let (module, function, operation) = self.permission;
        Possible {
            module,
            function,
            operation,
            condition,
            text: condition_text(condition),
            grade: self.grade.word(),
            requests: self.requests,
            example: self.example.clone(),
        }
    }
}

pub(super) fn permission(need: &endpoints::Need) -> Option<(Permission, Key)> {
    let (module, function) = (need.module?, need.function?);
    let key = (module, function, need.operation.key());
    Some(((module, function, need.operation), key))
}

fn example(record: &Record, answer: &Answer, file: &str) -> Example {
    Example {
        method: record.method.clone(),
        path: answer.path.clone(),
        file: file.to_owned(),
        place: record.place,
    }
}

pub(super) fn widen(window: &mut Option<(Moment, Moment)>, time: Option<Moment>) {
    if let Some(time) = time {
        let (first, last) = window.get_or_insert((time, time));
        *first = time.min(*first);
        *last = time.max(*last);
    }
}

pub(super) fn ends(window: Option<(Moment, Moment)>) -> [Option<String>; 2] {
    [window.map(|window| window.0), window.map(|window| window.1)]
        .map(|moment| moment.map(|moment| moment.to_string()))
}
