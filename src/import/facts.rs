//! What is kept of a page: facts, guesses, and text that was not understood.

use std::fmt::Display;

use super::clause::Grant;
use super::words::{self, Grade, Named};
use super::{Fact, Reader, Scope, doubt};

impl Reader {
    pub(super) fn unread(&mut self, line: usize, text: &str) {
        let text: String = text.chars().take(160).collect();
        if self.listed.insert((line, text.clone())) {
            self.out.unread.push((line, text));
        }
    }

    /// Adds a guess about a function on a line.
    pub(super) fn guess(&mut self, named: &Named, line: usize, text: impl Display) {
        self.question(named, format!("line {line}: {text}"));
    }

    /// Adds a guess about a function.
    pub(super) fn question(&mut self, named: &Named, text: String) {
        let (module, function) = (named.module.clone(), named.function.clone());
        self.out.guesses.push((Some(module), Some(function), text));
    }

    /// Adds a guess if a text next to levels may mean that they are not needed.
    pub(super) fn doubt_needed(&mut self, named: &Named, text: &str, line: usize) {
        let Some(words) = doubt::hint(text) else {
            return;
        };
        let guess = format!("line {line}: {}", doubt::question(&words));
        let known = |(module, function, text): &(Option<String>, Option<String>, String)| {
            module.as_ref() == Some(&named.module)
                && function.as_ref() == Some(&named.function)
                && *text == guess
        };
        // The guesses of one line are next to each other.
        if !self.out.guesses.iter().rev().take(8).any(known) {
            self.question(named, guess);
        }
    }

    pub(super) fn names(text: &str, module: Option<&str>, keep: bool) -> Vec<Named> {
        if let Some(named) = words::name(text, module, false) {
            return vec![named];
        }
        let listed = text
            .replace(" and ", ",")
            .replace([';', '&', '+', '/'], ",");
        let parts = listed.split(',').filter(|part| !part.trim().is_empty());
        let split: Option<Vec<Named>> =
            parts.map(|part| words::name(part, module, false)).collect();
        if let Some(mut split) = split.filter(|split| split.len() > 1) {
            for named in &mut split {
                named.guess = Some(format!(
                    "the page says `{text}`; read as `{} / {}` and others",
                    named.module, named.function
                ));
            }
            return split;
        }
        words::name(text, module, keep).into_iter().collect()
    }

    /// Adds levels without a reason.
    pub(super) fn give(&mut self, named: &Named, list: &[Grant], scope: &Scope, line: usize) {
        self.facts(named, list, None, scope.condition.as_ref(), None, line);
    }

    /// Levels in the order of the page; without one, the order is a guess. `shown` is their text.
    pub(super) fn in_order(
        &mut self,
        named: &Named,
        grades: Vec<Grade>,
        shown: &str,
        line: usize,
    ) -> Vec<Grant> {
        if !self.ordered {
            let guess = format!(
                "`{shown}` names no operation; read in the order Add, Edit, Delete, Inquire"
            );
            self.guess(named, line, guess);
        }
        self.order.iter().copied().zip(grades).collect()
    }

    pub(super) fn facts(
        &mut self,
        named: &Named,
        list: &[Grant],
        purpose: Option<&String>,
        condition: Option<&String>,
        planned: Option<&String>,
        line: usize,
    ) {
        if list.is_empty() {
            return;
        }
        if let Some(denied) = self.denied.clone() {
            let text = format!("{} / {}, under `{denied}`", named.module, named.function);
            self.unread(line, &text);
            return;
        }
        if let Some(doubt) = self.doubt.clone() {
            self.question(named, doubt);
        }
        if let Some(guess) = &named.guess {
            self.guess(named, line, guess);
        }
        let ticked: Vec<&str> = list
            .iter()
            .filter(|(_, grade)| *grade == Grade::Ticked)
            .map(|(operation, _)| operation.title())
            .collect();
        if !ticked.is_empty() {
            let ticked = ticked.join(", ");
            let guess = format!("the page states no level for {ticked}; read as My or more");
            self.guess(named, line, guess);
        }
        let remarks = [purpose, condition].into_iter().flatten();
        let doubtful = remarks.filter(|text| planned.is_none() && !words::merely_optional(text));
        for text in doubtful {
            self.doubt_needed(named, text, line);
        }
        let setup = purpose.is_some_and(|text| words::setup(text))
            || condition.is_some_and(|text| words::setup(text));
        let condition = condition.filter(|text| !words::setup(text));
        for (operation, grade) in list {
            self.out.facts.push(Fact {
                setup,
                line,
                module: named.module.clone(),
                function: named.function.clone(),
                operation: *operation,
                grade: *grade,
                purpose: purpose.cloned(),
                condition: condition.cloned(),
                planned: planned.cloned(),
            });
        }
    }
}
