//! Gathers the needs of requests, in memory that depends on the number of different requests only.

use std::collections::BTreeMap;

use super::answers::{Answers, Meaning};
use super::document::{
    Ignored, Inferred, Need, Pointer, ProvesNothing, Recording, Refused, Request, Totals,
    UnknownGuard,
};
use super::gathered::{Gathered, Key, ends, permission, widen};
use super::verdict::{Verdict, verdict};
use crate::endpoints::{Answer, Guards, Kind, State};
use crate::recording::{self, Moment, Record, Summary};

/// Gathers requests.
#[derive(Debug, Default)]
pub struct Inference {
    answers: Answers,
    recordings: Vec<Recording>,
    window: Option<(Moment, Moment)>,
    totals: Totals,
    ignored: Ignored,
    needs: BTreeMap<Key, Gathered>,
    possible: BTreeMap<(Key, &'static str), Gathered>,
    refused: BTreeMap<(String, String), Refused>,
    unknown: BTreeMap<(String, String), (Kind, u64)>,
    not_understood: BTreeMap<(String, String), u64>,
    nothing: BTreeMap<(String, String, Option<u16>, &'static str), u64>,
    needs_nothing: BTreeMap<(String, String), u64>,
}

impl Inference {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing yet, with rules of your own for requests.
    pub fn with_guards(guards: Guards) -> Self {
        Self {
            answers: Answers::with(guards),
            ..Self::default()
        }
    }

    /// Adds a request of the recording that was read under this name.
    pub fn add(&mut self, record: &Record, file: &str) {
        self.totals.records += 1;
        let meaning = self.answers.of(record);
        let answer = match &*meaning {
            Meaning::Other => {
                self.ignored.other += 1;
                return;
            }
            Meaning::OtherService => {
                self.ignored.other_service += 1;
                return;
            }
            Meaning::Preflight => {
                self.ignored.preflight += 1;
                return;
            }
            Meaning::Rest(answer) => answer,
        };
        self.totals.connectwise += 1;
        widen(&mut self.window, record.time);
        let request = || (record.method.clone(), answer.path.clone());
        if answer.kind == Kind::None {
            self.totals.needs_nothing += 1;
            *self.needs_nothing.entry(request()).or_default() += 1;
            return;
        }
        let verdict = verdict(record);
        if let Verdict::Nothing(reason) = verdict {
            self.totals.proves_nothing += 1;
            let status = match record.answer {
                recording::Answer::Status(status) => Some(status),
                _ => None,
            };
            let key = (record.method.clone(), answer.path.clone(), status, reason);
            *self.nothing.entry(key).or_default() += 1;
            return;
        }
        if answer.kind == Kind::NotUnderstood {
            self.totals.not_understood += 1;
            *self.not_understood.entry(request()).or_default() += 1;
            return;
        }
        if let Verdict::Refused { message } = verdict {
            self.totals.refused += 1;
            self.refuse(record, answer, message);
            return;
        }
        if answer.kind != Kind::Function {
            self.totals.unknown_guard += 1;
            self.unknown.entry(request()).or_insert((answer.kind, 0)).1 += 1;
            return;
        }
        self.totals.counted += 1;
        self.count(record, answer, file);
    }

    fn count(&mut self, record: &Record, answer: &Answer, file: &str) {
        let mut seen: Vec<Key> = Vec::new();
        for need in &answer.needs {
            let Some((permission, key)) = permission(need) else {
                continue;
            };
            let new = || Gathered::new(permission, need, record, answer, file);
            match need.state {
                State::Certain => {
                    let entry = self.needs.entry(key).or_insert_with(new);
                    // One request counts once, also where two of its needs are the same.
                    entry.add(need, record, answer, file, !seen.contains(&key));
                    seen.push(key);
                }
                State::Open => {
                    let condition = need.when.unwrap_or_default();
                    let entry = self.possible.entry((key, condition)).or_insert_with(new);
                    entry.add(need, record, answer, file, true);
                }
            }
        }
    }

    fn refuse(&mut self, record: &Record, answer: &Answer, message: bool) {
        let key = (record.method.clone(), answer.path.clone());
        let entry = self.refused.entry(key).or_insert_with(|| Refused {
            method: record.method.clone(),
            path: answer.path.clone(),
            message_seen: false,
            requests: 0,
            points_to: Vec::new(),
            perhaps: Vec::new(),
            answer: answer.kind.word(),
        });
        entry.message_seen |= message;
        entry.requests += 1;
        for need in &answer.needs {
            let Some((permission, _)) = permission(need) else {
                continue;
            };
            let open = need.state == State::Open;
            let pointer = Pointer {
                module: permission.0,
                function: permission.1,
                operation: permission.2,
                items: need.items.to_vec(),
                condition: if open { need.when } else { None },
            };
            let list = if open {
                &mut entry.perhaps
            } else {
                &mut entry.points_to
            };
            if !list.contains(&pointer) {
                list.push(pointer);
            }
        }
    }

    /// Notes that a recording was read to its end.
    pub fn read(&mut self, file: impl Into<String>, summary: &Summary) {
        self.recordings.push(Recording {
            file: file.into(),
            format: summary.format.title(),
            complete: summary.complete,
            requests: summary.records,
            unread: summary.unread,
        });
    }

    /// The answer.
    pub fn finish(self) -> Inferred {
        let needs: Vec<Need> = self.needs.values().map(Gathered::need).collect();
        let certain = |key: &Key| self.needs.contains_key(key);
        let possible = self
            .possible
            .iter()
            // The condition about other members is about the level.
            .filter(|((key, condition), _)| *condition == "other-member" || !certain(key))
            .map(|((_, condition), gathered)| gathered.possible(condition))
            .collect();
        let mut totals = self.totals;
        totals.ignored = self.ignored.sum();
        let [first_seen, last_seen] = ends(self.window);
        Inferred {
            schema: "leastwise/inferred/v1",
            tool_version: env!("CARGO_PKG_VERSION"),
            caution: super::CAUTION,
            complete: self.recordings.iter().all(|recording| recording.complete),
            recordings: self.recordings,
            first_seen,
            last_seen,
            totals,
            needs,
            possible,
            refused: self.refused.into_values().map(refused).collect(),
            unknown_guard: self
                .unknown
                .into_iter()
                .map(|((method, path), (kind, requests))| UnknownGuard {
                    method,
                    path,
                    answer: kind.word(),
                    requests,
                })
                .collect(),
            not_understood: requests(self.not_understood),
            proves_nothing: self
                .nothing
                .into_iter()
                .map(|((method, path, status, reason), requests)| ProvesNothing {
                    method,
                    path,
                    status,
                    reason,
                    requests,
                })
                .collect(),
            needs_nothing: requests(self.needs_nothing),
            ignored: self.ignored,
            compare: None,
            role: None,
        }
    }
}

fn requests(of: BTreeMap<(String, String), u64>) -> Vec<Request> {
    of.into_iter()
        .map(|((method, path), requests)| Request {
            method,
            path,
            requests,
        })
        .collect()
}

/// Without what is needed for certain too, among what is needed under a condition.
fn refused(mut refused: Refused) -> Refused {
    let same = |a: &Pointer, b: &Pointer| {
        (a.module, a.function, a.operation) == (b.module, b.function, b.operation)
    };
    let sure = &refused.points_to;
    refused.perhaps.retain(|open| {
        open.condition == Some("other-member") || !sure.iter().any(|sure| same(sure, open))
    });
    refused
}
