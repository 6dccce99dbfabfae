//! Blocks of a page, read in order with the module and the function that they are under.

use super::clause::{self, Grant};
use super::page::{self, Kind};
use super::parts::parts;
use super::words::{self, Grade, Named};
use super::{Fact, Reader, Scope, customize, glue, sentence, table};

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

    pub(super) fn names(text: &str, module: Option<&str>, keep: bool) -> Vec<Named> {
        if let Some(named) = words::name(text, module, false) {
            return vec![named];
        }
        let split: Vec<Option<Named>> = if text.contains(['/', ',']) {
            text.split(['/', ','])
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
                Kind::Paragraph(lines) if self.explain(lines, block.line) => {}
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
                Kind::Table(_, rows) => {
                    table::read(self, rows, &scope, block.line, &block.rows);
                }
            }
        }
    }

    pub(super) fn head(text: &str, scope: &mut Scope) {
        scope.function = None;
        scope.lead = Vec::new();
        let text = customize::without_mark(text);
        scope.customize = customize::is_heading(text).then_some(true);
        if let Some(module) = words::module(text) {
            scope.module = Some(module.to_owned());
        } else if let [(start, end), (rest, last)] = parts(text).as_slice()
            && let Some(module) = text.get(*start..*end).and_then(words::module)
            && let Some(named) = text
                .get(*rest..*last)
                .and_then(|name| words::name(name, Some(module), false))
        {
            scope.module = Some(named.module.clone());
            scope.function = Some(named);
        } else if let Some(named) = words::name(text, scope.module.as_deref(), false) {
            scope.module = Some(named.module.clone());
            scope.function = Some(named);
        }
        // A heading such as `Inquire (All)`, for the functions below.
        let found = clause::grants(text);
        if !found.list.is_empty() && found.words == 0 && !found.rest.contains(char::is_alphanumeric)
        {
            scope.lead = found.list;
        }
        scope.condition = words::conditional(text).then(|| words::bare(text).to_owned());
    }

    /// Reads one line and gives what it means for the blocks inside it.
    pub(super) fn line(&mut self, text: &str, scope: &Scope, line: usize, item: bool) -> Scope {
        if let Some(inner) = self.customize_item(text, scope, line) {
            return inner;
        }
        let (rest, statements) = customize::cut(text);
        if statements.is_empty() {
            return self.permissions(text, scope, line, item);
        }
        let start = self.out.facts.len();
        let mut inner = if words::bare(&rest).is_empty() {
            scope.clone()
        } else {
            self.permissions(&rest, scope, line, item)
        };
        // The list belongs to the last function of the line.
        if let Some(fact) = self.out.facts.get(start..).and_then(<[Fact]>::last) {
            inner.function = Some(Named {
                module: fact.module.clone(),
                function: fact.function.clone(),
                guess: None,
            });
        }
        for statement in statements {
            self.customize(statement, &mut inner, line);
        }
        inner
    }

    /// Reads a line without its Customize list.
    fn permissions(&mut self, text: &str, scope: &Scope, line: usize, item: bool) -> Scope {
        let mut inner = scope.clone();
        let body = text.trim_start_matches(['*', ' ']);
        let body = body.strip_prefix(": ").unwrap_or(body);
        let (body, optional) = without_optional(body);
        let before = text
            .get(..text.find(body).unwrap_or(0))
            .unwrap_or("")
            .trim();
        let mut outer = scope.clone();
        if optional {
            outer.condition = Some("Optional".to_owned());
        }
        if let Some(note) = self
            .notes
            .get(before)
            .filter(|note| *note != words::bare(body))
        {
            outer.condition = Some(note.to_owned());
        }
        if let Some(order) = glue::stated_order(body) {
            self.order = order;
            self.ordered = true;
            return inner;
        }
        if let Some(module) = words::module(body) {
            inner.module = Some(module.to_owned());
            inner.function = None;
            return inner;
        }
        if let Some(named) = scope.function.clone()
            && self.levels_alone(&named, body, &outer, line)
        {
            return inner;
        }
        if self.path(body, &outer, &mut inner, line) {
            return inner;
        }
        if let Some(order) = glue::glued_heading(body) {
            self.order = order;
            self.ordered = true;
            return inner;
        }
        for sentence in sentence::sentences(body) {
            self.prose(sentence, &outer, &mut inner, line, item);
        }
        inner
    }

    /// Takes a paragraph after the levels of one function for their reason.
    fn explain(&mut self, lines: &[String], line: usize) -> bool {
        let Some(range) = self.explained.take() else {
            return false;
        };
        let text = lines.join(" ");
        let speaks = text
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "All" | "My" | "None" | "Inquire" | "Level"))
            || !words::functions(&text, None).is_empty()
            || words::module(&text).is_some()
            || parts(&text).iter().any(|(start, end)| {
                let part = text.get(*start..*end).unwrap_or("");
                words::module(part).is_some() || !words::functions(part, None).is_empty()
            });
        if speaks || text.len() > 300 || text.split(' ').count() < 3 || text.ends_with(':') {
            return false;
        }
        let Some(facts) = self.out.facts.get_mut(range) else {
            return false;
        };
        let mut about = None;
        for fact in facts {
            if fact.purpose.is_none() {
                fact.purpose = Some(text.clone());
                about = Some((fact.module.clone(), fact.function.clone()));
            }
        }
        let Some((module, function)) = about else {
            return false;
        };
        self.out.guesses.push((
            Some(module),
            Some(function),
            format!("line {line}: the paragraph after the levels is read as their purpose"),
        ));
        true
    }
}

/// The line without the word that makes it optional.
fn without_optional(text: &str) -> (&str, bool) {
    for word in [
        "(Optional)",
        "[Optional]",
        "(optional)",
        "[optional]",
        "Optional:",
        "Optional -",
        "Optional –",
        "OPTIONAL:",
    ] {
        if let Some(rest) = text.strip_prefix(word)
            && rest.split(' ').count() > 1
        {
            return (rest.trim_start(), true);
        }
    }
    (text, false)
}
