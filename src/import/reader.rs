//! Blocks of a page, read in order with the module and the function that they are under.

use super::clause::Grant;
use super::page::{self, Kind};
use super::words::{self, Grade, Named};
use super::{Fact, Reader, Scope, glue, sentence, table};

impl Reader {
    pub(super) fn unread(&mut self, line: usize, text: &str) {
        let text = text.chars().take(160).collect();
        if !self.out.unread.contains(&(line, String::new())) {
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

    pub(super) fn names(text: &str, module: Option<&str>, keep: bool) -> Vec<Named> {
        if let Some(named) = words::name(text, module, false) {
            return vec![named];
        }
        let split: Vec<Option<Named>> = text
            .split(['/', ','])
            .map(|part| words::name(part, module, false))
            .collect();
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
                    "line {line}: the page gives no level for {}; read as My or more",
                    ticked.join(", ")
                ),
            );
        }
        for (operation, grade) in list {
            self.out.facts.push(Fact {
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

    pub(super) fn walk(&mut self, blocks: &[page::Block]) {
        let mut stack: Vec<(usize, Scope)> = vec![(0, Scope::default())];
        let mut other: Option<usize> = None;
        for block in blocks {
            let rank = match &block.kind {
                Kind::Heading(level, _) => *level,
                Kind::Paragraph(lines) => {
                    let text = lines.join(" ");
                    if lines.len() == 1 && words::module(&text).is_some() {
                        8
                    } else if lines.len() == 1 && !words::functions(&text, None).is_empty() {
                        9
                    } else {
                        10
                    }
                }
                Kind::Item(depth, _) => 10 + depth,
                Kind::Table(depth, _) => 11 + depth,
            };
            if let Some(level) = other {
                if !matches!(block.kind, Kind::Heading(found, _) if found <= level) {
                    continue;
                }
                other = None;
            }
            stack.retain(|(known, _)| *known < rank || *known == 0);
            let mut scope = stack
                .last()
                .map(|(_, scope)| scope.clone())
                .unwrap_or_default();
            if matches!(block.kind, Kind::Heading(..) | Kind::Paragraph(_)) {
                self.doubt = None;
            }
            match &block.kind {
                Kind::Heading(level, text) => {
                    if words::other_product(text) {
                        other = Some(*level);
                        continue;
                    }
                    Self::head(text, &mut scope);
                    stack.push((rank, scope));
                }
                Kind::Paragraph(lines) | Kind::Item(_, lines) => {
                    for text in lines {
                        scope = self.line(
                            text,
                            &scope,
                            block.line,
                            matches!(block.kind, Kind::Item(..)),
                        );
                    }
                    stack.push((rank, scope));
                }
                Kind::Table(_, rows) => table::read(self, rows, &scope, block.line),
            }
        }
    }

    pub(super) fn head(text: &str, scope: &mut Scope) {
        scope.function = None;
        scope.lead = Vec::new();
        if let Some(module) = words::module(text) {
            scope.module = Some(module.to_owned());
        } else if let Some(named) = words::name(text, scope.module.as_deref(), false) {
            scope.module = Some(named.module.clone());
            scope.function = Some(named);
        }
        scope.condition = words::conditional(text).then(|| words::bare(text).to_owned());
    }

    /// Reads one line and gives what it means for the blocks inside it.
    pub(super) fn line(&mut self, text: &str, scope: &Scope, line: usize, item: bool) -> Scope {
        let mut inner = scope.clone();
        let marks = text.chars().take_while(|c| *c == '*').count();
        let body = text.trim_start_matches(['*', ' ']);
        let mut outer = scope.clone();
        if marks > 0
            && let Some((_, note)) = self.notes.iter().find(|(count, _)| *count == marks)
        {
            outer.condition = Some(note.clone());
        }
        if let Some(module) = words::module(body) {
            inner.module = Some(module.to_owned());
            inner.function = None;
            return inner;
        }
        if self.path(body, &outer, &mut inner, line) {
            return inner;
        }
        if let Some(order) = glue::glued_heading(body) {
            self.order = order;
            return inner;
        }
        for sentence in sentence::sentences(body) {
            self.prose(sentence, &outer, &mut inner, line, item);
        }
        inner
    }
}
