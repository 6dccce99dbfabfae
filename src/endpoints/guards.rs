//! Rules of your own for requests, which count before those of the map.

use std::borrow::Cow;

use crate::catalog::FunctionId;
use crate::model::Operation;

use super::answer::{Answer, Kind, Need, State};
use super::data::Grade;
use super::target::{Target, by_method, split_request};

/// What a request needs according to a rule of your own.
#[derive(Clone, Debug)]
pub enum Guarding {
    /// A function, with an operation; without one, that of the method.
    Function(FunctionId, Option<Operation>),
    /// No permission.
    Nothing,
    /// No role grants it.
    Outside,
}

/// A rule of your own.
#[derive(Clone, Debug)]
pub struct Guard {
    method: Option<String>,
    parts: Vec<String>,
    open: bool,
    /// What it says.
    pub guarding: Guarding,
    /// Confidence.
    pub grade: Grade,
    /// Items in the Customize list.
    pub items: Vec<String>,
    /// Where the rule is from.
    pub source: String,
}

impl Guard {
    /// Reads the request of a rule: `PATCH /time/entries/{id}`, or a path alone for every method.
    /// `/**` at the end means everything below. `None` where it is not a request.
    pub fn new(request: &str, guarding: Guarding, grade: Grade) -> Option<Self> {
        let (method, path) = split_request(request);
        let path = path.trim_end_matches('/');
        if !path.starts_with('/') || path.contains(['?', '#']) || path.contains(char::is_whitespace)
        {
            return None;
        }
        let open = path.ends_with("/**");
        let parts: Vec<String> = path
            .trim_end_matches("/**")
            .split('/')
            .filter(|part| !part.is_empty())
            .map(|part| {
                if part.starts_with('{') && part.ends_with('}') {
                    "{id}".to_owned()
                } else {
                    part.to_lowercase()
                }
            })
            .collect();
        let wild = parts.iter().any(|part| part.contains('*'));
        (!parts.is_empty() && !wild).then(|| Self {
            method,
            parts,
            open,
            guarding,
            grade,
            items: Vec::new(),
            source: String::new(),
        })
    }

    /// Method and path, to compare two rules by.
    pub fn request(&self) -> (Option<&str>, String, bool) {
        (self.method.as_deref(), self.parts.join("/"), self.open)
    }

    /// How specific it is, where it fits: the number of literal segments, and whether it names the
    /// method and the whole path.
    fn fits(&self, method: &str, path: &[String]) -> Option<(usize, bool, bool)> {
        let method_fits = self.method.as_deref().is_none_or(|known| known == method);
        let start = path.get(..self.parts.len())?;
        let length_fits = self.open || start.len() == path.len();
        let path_fits = start
            .iter()
            .zip(&self.parts)
            .all(|(given, part)| part == "{id}" || given.eq_ignore_ascii_case(part));
        let literal = self.parts.iter().filter(|part| *part != "{id}").count();
        (method_fits && length_fits && path_fits).then_some((
            literal,
            !self.open,
            self.method.is_some(),
        ))
    }

    fn answer(&self, method: &str) -> Answer {
        let kind = match self.guarding {
            Guarding::Function(..) => Kind::Function,
            Guarding::Nothing => Kind::None,
            Guarding::Outside => Kind::Outside,
        };
        let mut answer = Answer::empty(method, String::new(), kind);
        answer.grade = Some(self.grade);
        answer.own_rule = Some(self.source.clone());
        if let Guarding::Function(id, operation) = self.guarding {
            let function = id.get();
            answer.needs.push(Need {
                module: Some(function.module),
                function: Some(function.name),
                operation: operation.unwrap_or_else(|| by_method(method)),
                needs_all: false,
                grade: self.grade,
                items: Cow::Owned(self.items.clone()),
                when: None,
                state: State::Certain,
            });
        }
        answer
    }
}

/// Rules of your own.
#[derive(Clone, Debug, Default)]
pub struct Guards(pub Vec<Guard>);

impl Guards {
    /// Answer of the most specific rule that fits.
    pub(super) fn answer(&self, method: &str, target: &Target) -> Option<Answer> {
        let fitting = self.0.iter().filter_map(|guard| {
            let specific = guard.fits(method, &target.segments)?;
            Some((specific, guard))
        });
        fitting
            .max_by_key(|(specific, _)| *specific)
            .map(|(_, guard)| guard.answer(method))
    }
}
