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
                let ends = match &block.kind {
                    Kind::Heading(found, _) => *found <= level,
                    Kind::Paragraph(lines) => {
                        level > 6
                            && lines.len() == 1
                            && lines.iter().all(|text| words::this_product(text))
                    }
                    _ => false,
                };
                if !ends {
                    continue;
                }
                other = None;
            }
            stack.retain(|(known, _)| *known < rank || *known == 0);
            let mut scope = stack
                .last()
                .map(|(_, scope)| scope.clone())
                .unwrap_or_default();
            if matches!(
                block.kind,
                Kind::Heading(..) | Kind::Paragraph(_) | Kind::Item(1, _)
            ) {
                self.doubt = None;
            }
            self.denied.clone_from(&scope.denied);
            let known = self.doubt.clone();
            if block.hidden && known.is_none() {
                self.doubt = Some(format!(
                    "line {}: the page hides this text, as in a closed tab",
                    block.line
                ));
            }
            match &block.kind {
                Kind::Heading(level, text) => {
                    if words::other_product(text) {
                        other = Some(*level);
                        continue;
                    }
                    Self::head(text, &mut scope);
                    // The title of a page is about all of it.
                    if *level > 1 && sentence::denying(text) {
                        scope.denied = Some(text.to_owned());
                    }
                    stack.push((rank, scope));
                }
                Kind::Paragraph(lines) if matches!(lines.as_slice(), [only] if words::other_title(only)) =>
                {
                    other = Some(7);
                }
                Kind::Paragraph(lines)
                    if lines.last().is_some_and(|text| {
                        text.trim_end().ends_with(':')
                            && (sentence::denying(text)
                                || words::conditional(text) && words::other_product(text))
                    }) =>
                {
                    scope.denied = lines.last().cloned();
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
            if block.hidden {
                self.doubt = known;
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
        let condition =
            words::conditional(text) || words::setup(text) || words::merely_optional(text);
        scope.condition = condition.then(|| words::bare(text).to_owned());
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
        if self.reason(text) {
            return inner;
        }
        let spelled = glue::spelled(text);
        let text = spelled.as_deref().unwrap_or(text);
        let undotted = glue::without_leaders(text);
        let text = undotted.as_deref().unwrap_or(text);
        let noted = self.notes.strip(text);
        let (stripped, mut noted) = match noted {
            Some((text, note)) => (Some(text), Some(note.to_owned())),
            None => (None, None),
        };
        let text = stripped.as_deref().unwrap_or(text);
        let body = text.trim_start_matches(['*', ' ']);
        let body = body.strip_prefix(": ").unwrap_or(body);
        let (body, optional) = without_optional(body);
        let before = text
            .get(..text.find(body).unwrap_or(0))
            .unwrap_or("")
            .trim();
        let mut outer = scope.clone();
        if let Some(note) = noted.take_if(|note| {
            words::conditional(note) || words::setup(note) || words::merely_optional(note)
        }) {
            outer.condition = Some(note);
        }
        // `* no longer needed`
        let known = self.denied.clone();
        if let Some(note) = noted.filter(|note| sentence::retracted(note)) {
            self.denied = Some(note);
            let out = self.statements(body, &outer, inner, line, item);
            self.denied = known;
            return out;
        }
        if optional {
            outer.condition = Some("Optional".to_owned());
            inner.condition = outer.condition.clone();
        }
        if let Some(note) = self
            .notes
            .get(before)
            .filter(|note| *note != words::bare(body))
        {
            outer.condition = Some(note.to_owned());
        }
        self.statements(body, &outer, inner, line, item)
    }

    /// Reads the statements of a line.
    fn statements(
        &mut self,
        body: &str,
        outer: &Scope,
        mut inner: Scope,
        line: usize,
        item: bool,
    ) -> Scope {
        let scope = outer;
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
            && self.levels_alone(&named, body, outer, line)
        {
            return inner;
        }
        if glue::unglue(body, &self.order) != body {
            self.prose(body, outer, &mut inner, line, item);
            return inner;
        }
        let pieces = pieces(body, scope.module.as_deref());
        if pieces.len() > 1 {
            let mut within = outer.clone();
            for piece in pieces {
                if !self.path(piece, &within, &mut inner, line) {
                    self.prose(piece, &within, &mut inner, line, item);
                }
                within.module.clone_from(&inner.module);
            }
            return inner;
        }
        if self.path(body, outer, &mut inner, line) {
            return inner;
        }
        if let Some(order) = glue::glued_heading(body) {
            self.order = order;
            self.ordered = true;
            return inner;
        }
        for sentence in sentence::sentences(body) {
            self.prose(sentence, outer, &mut inner, line, item);
        }
        inner
    }

    /// Takes a line such as `Reason: ...` for the levels that were read last.
    fn reason(&mut self, text: &str) -> bool {
        let Some((title, reason)) = text.split_once(':') else {
            return false;
        };
        let title = words::stem(title);
        if !matches!(
            title.as_str(),
            "reason" | "why" | "purpose" | "used for" | "needed for" | "required for" | "use"
        ) || words::bare(reason).is_empty()
        {
            return false;
        }
        let Some(last) = self.out.facts.last() else {
            return false;
        };
        let about = (last.module.clone(), last.function.clone());
        let mut any = false;
        for fact in self.out.facts.iter_mut().rev() {
            if (&fact.module, &fact.function) != (&about.0, &about.1) {
                break;
            }
            if fact.purpose.is_none() {
                fact.purpose = Some(reason.trim().to_owned());
                any = true;
            }
        }
        any
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
    for word in [
        "(Optional)",
        "[Optional]",
        "(optional)",
        "[optional]",
        "OPTIONAL",
        "- optional",
        "– optional",
    ] {
        if let Some(rest) = text.strip_suffix(word)
            && !words::functions(rest, None).is_empty()
        {
            return (rest.trim_end(), true);
        }
    }
    (text, false)
}

/// The statements of a line that each begin with a function: `Contacts: Inquire All; Notes: Add All`.
fn pieces<'t>(text: &'t str, module: Option<&str>) -> Vec<&'t str> {
    let mut out: Vec<&str> = Vec::new();
    let mut start = 0;
    let grants = |piece: &str| {
        piece
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| words::operation(word).is_some())
    };
    for (at, mark) in text.match_indices(['.', ';', ',']) {
        let next = at + mark.len();
        let rest = text.get(next..).unwrap_or("");
        if !rest.starts_with(' ') || next <= start {
            continue;
        }
        let before = text.get(start..at).unwrap_or("");
        if grants(before) && begins_with_function(rest.trim_start(), module) {
            out.push(before);
            start = next;
        }
    }
    out.push(text.get(start..).unwrap_or(""));
    out.into_iter().map(str::trim).collect()
}

/// Whether a text begins with a function and what is granted there.
fn begins_with_function(text: &str, module: Option<&str>) -> bool {
    let text = text.strip_prefix("and ").unwrap_or(text);
    let parts = parts(text);
    let part = |at: usize| {
        parts
            .get(at)
            .and_then(|(start, end)| text.get(*start..*end))
            .unwrap_or("")
    };
    let first = part(0);
    let (at, known) = if words::module(first).is_some() {
        (
            2,
            !words::functions(part(1), words::module(first)).is_empty(),
        )
    } else {
        let here = !words::functions(first, module).is_empty();
        (1, here || words::functions(first, None).len() == 1)
    };
    known
        && parts
            .get(at)
            .and_then(|(start, _)| text.get(*start..))
            .is_some_and(|rest| {
                let found = clause::grants(rest);
                !found.list.is_empty()
            })
}
