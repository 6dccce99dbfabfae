//! Answer to one request.

use std::borrow::Cow;

use crate::model::Operation;

use super::data::{Grade, Rule};

/// Kind of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A security function guards the request.
    Function,
    /// No permission is needed.
    None,
    /// No role grants it.
    Outside,
    /// No source names the guard.
    Unknown,
    /// No rule fits the path.
    NotUnderstood,
    /// A CORS preflight, which needs no permission.
    Preflight,
}

impl Kind {
    /// Word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::None => "none",
            Self::Outside => "outside",
            Self::Unknown => "unknown",
            Self::NotUnderstood => "not-understood",
            Self::Preflight => "preflight",
        }
    }
}

/// Whether a need applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// It always applies, or its condition is met.
    Certain,
    /// The request does not show whether its condition is met.
    Open,
}

/// One permission that a request needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Module; `None` where the type of the record decides it and is not known.
    pub module: Option<&'static str>,
    /// Function, as above.
    pub function: Option<&'static str>,
    /// Operation.
    pub operation: Operation,
    /// Whether a source says that My is not enough.
    pub needs_all: bool,
    /// Confidence.
    pub grade: Grade,
    /// Entries of the Customize list.
    pub items: Cow<'static, [String]>,
    /// Condition under which it applies.
    pub when: Option<&'static str>,
    /// Whether it applies to this request.
    pub state: State,
}

/// What a request needs.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Method, in capitals.
    pub method: String,
    /// Published path, or the path with its ids replaced.
    pub path: String,
    /// Kind of answer.
    pub kind: Kind,
    /// Confidence; `None` where nothing is understood.
    pub grade: Option<Grade>,
    /// Permissions, the main one first. Conditions that are not met are left out.
    pub needs: Vec<Need>,
    /// Keys of doubts; see [`super::doubt_text`].
    pub doubts: Vec<&'static str>,
    /// Rule that gave the answer.
    pub rule: Option<&'static Rule>,
    /// The source of your own rule that determined the answer.
    pub own_rule: Option<String>,
}

impl Answer {
    pub(super) fn empty(method: &str, path: String, kind: Kind) -> Self {
        Self {
            method: method.to_owned(),
            path,
            kind,
            grade: None,
            needs: Vec::new(),
            doubts: Vec::new(),
            rule: None,
            own_rule: None,
        }
    }

    /// Lowers every grade to `most`.
    pub(super) fn cap(&mut self, most: Grade) {
        self.grade = self.grade.map(|grade| grade.min(most));
        for need in &mut self.needs {
            need.grade = need.grade.min(most);
        }
    }

    pub(super) fn doubt(&mut self, key: &'static str) {
        if !self.doubts.contains(&key) {
            self.doubts.push(key);
        }
    }
}
