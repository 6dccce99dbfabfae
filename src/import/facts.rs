//! What is kept of a page: facts, guesses, and text that was not understood.

use super::clause::Grant;
use super::words::{self, Grade, Named};
use super::{Fact, Reader, doubt};

impl Reader {
    pub(super) fn unread(&mut self, line: usize, text: &str) {
        let text: String = text.chars().take(160).collect();
        if self.listed.insert((line, text.clone())) {
            self.out.unread.push((line, text));
        }
    }

    pub(super) fn guess(&mut self, about: Option<&Named>, text: String) {
        self.out.guesses.push((
            about.map(|named| named.module.clone()),
            about.map(|named| named.function.clone()),
            text,
        ));
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
            self.guess(Some(named), guess);
        }
    }

    pub(super) fn names(text: &str, module: Option<&str>, keep: bool) -> Vec<Named> {
        if let Some(named) = words::name(text, module, false) {
            return vec![named];
        }
        let listed = text
            .replace(" and ", ",")
            .replace([';', '&', '+', '/'], ",");
        let split: Vec<Option<Named>> = if listed.contains(',') {
            listed
                .split(',')
                .filter(|part| !part.trim().is_empty())
                .map(|part| words::name(part, module, false))
                .collect()
        } else {
            Vec::new()
        };
        if split.len() > 1 && split.iter().all(Option::is_some) {
            return split
                .into_iter()
                .flatten()
                .map(|named| Named {
                    guess: Some(format!(
                        "the page says `{text}`; read as `{} / {}` and others",
                        named.module, named.function
                    )),
                    ..named
                })
                .collect();
        }
        words::name(text, module, keep).into_iter().collect()
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
            self.guess(Some(named), doubt);
        }
        if let Some(guess) = &named.guess {
            self.guess(Some(named), format!("line {line}: {guess}"));
        }
        let ticked: Vec<&str> = list
            .iter()
            .filter(|(_, grade)| *grade == Grade::Ticked)
            .map(|(operation, _)| operation.title())
            .collect();
        if !ticked.is_empty() {
            self.guess(
                Some(named),
                format!(
                    "line {line}: the page states no level for {}; read as My or more",
                    ticked.join(", ")
                ),
            );
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
