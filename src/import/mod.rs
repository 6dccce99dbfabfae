//! Help pages: tables, lists, steps and sentences become a draft of a policy.
//!
//! A page of any form becomes blocks (`page`), the blocks become facts by the words in them
//! (`words`, `clause`, `table`), and the facts become a draft (`draft`). What is inferred is
//! a guess with its line; what speaks of permissions and is not understood is listed.

mod cells;
mod clause;
mod draft;
mod page;
mod table;
mod words;

use clause::Grant;
use page::Kind;
use words::{Grade, Named};

use crate::model::{Level, Operation};

/// What one page says.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The title of the page.
    pub title: Option<String>,
    /// The address that the page gives for itself.
    pub url: Option<String>,
    /// Guesses: module, function and what was inferred.
    pub guesses: Vec<(Option<String>, Option<String>, String)>,
    /// Text that speaks of permissions and was not understood, with its line.
    pub unread: Vec<(usize, String)>,
    facts: Vec<Fact>,
}

#[derive(Clone, Debug)]
struct Fact {
    module: String,
    function: String,
    operation: Operation,
    grade: Grade,
    purpose: Option<String>,
    condition: Option<String>,
    planned: Option<String>,
}

/// Reads a page; the name decides on its form where the text does not.
pub fn read(name: &str, text: &str) -> Reading {
    let page = page::read(name, text);
    let mut reader = Reader {
        out: Reading {
            title: page.title,
            url: page.url,
            ..Reading::default()
        },
        notes: notes(&page.blocks),
        order: Operation::ALL.to_vec(),
        doubt: None,
    };
    let (blocks, unread) = cells::join(&page.blocks);
    reader.walk(&blocks);
    reader.out.unread.extend(unread);
    reader.out
}

/// Footnotes of the page: `* needed only if ...`, by the number of marks.
fn notes(blocks: &[page::Block]) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for block in blocks {
        if let Kind::Paragraph(lines) | Kind::Item(_, lines) = &block.kind {
            for line in lines {
                let marks = line.chars().take_while(|c| *c == '*').count();
                if marks > 0 {
                    out.push((marks, words::bare(line).to_owned()));
                }
            }
        }
    }
    out
}

#[derive(Clone, Debug, Default)]
struct Scope {
    module: Option<String>,
    function: Option<Named>,
    lead: Vec<Grant>,
    condition: Option<String>,
}

struct Reader {
    out: Reading,
    notes: Vec<(usize, String)>,
    /// The order of levels that are glued to a name.
    order: Vec<Operation>,
    /// Why the levels of the list or table that is being read are uncertain.
    doubt: Option<String>,
}

/// The parts of a line between `>`, `:`, arrows and dashes, by their places.
fn parts(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    let mut skip = false;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let arrow = c == '-' && next == '>';
        let dash = matches!(c, '-' | '–' | '—') && next.is_whitespace() && before.is_whitespace();
        if depth == 0
            && !skip
            && (arrow || dash || matches!(c, '>' | '→' | '»' | '›' | '➔' | '➜' | ':' | '=' | '|'))
        {
            out.push((start, at));
            start = at + c.len_utf8() + usize::from(arrow);
            skip = arrow;
        } else {
            skip = false;
        }
        before = c;
    }
    out.push((start, text.len()));
    out.retain(|(start, end)| {
        text.get(*start..*end)
            .is_some_and(|part| !words::bare(part).is_empty())
    });
    out
}

impl Reader {
    fn unread(&mut self, line: usize, text: &str) {
        let text = text.chars().take(160).collect();
        if !self.out.unread.contains(&(line, String::new())) {
            self.out.unread.push((line, text));
        }
    }

    fn guess(&mut self, about: Option<&Named>, text: String) {
        self.out.guesses.push((
            about.map(|named| named.module.clone()),
            about.map(|named| named.function.clone()),
            text,
        ));
    }

    fn names(text: &str, module: Option<&str>, keep: bool) -> Vec<Named> {
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

    fn facts(
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

    fn walk(&mut self, blocks: &[page::Block]) {
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

    fn head(text: &str, scope: &mut Scope) {
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
    fn line(&mut self, text: &str, scope: &Scope, line: usize, item: bool) -> Scope {
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
        if let Some(order) = glued_heading(body) {
            self.order = order;
            return inner;
        }
        for sentence in sentences(body) {
            self.prose(sentence, &outer, &mut inner, line, item);
        }
        inner
    }

    /// A line such as `Module > Function: Add, Edit (My)`.
    fn path(&mut self, text: &str, scope: &Scope, inner: &mut Scope, line: usize) -> bool {
        let parts = parts(text);
        let part = |from: usize, to: usize| {
            parts
                .get(from)
                .zip(parts.get(to))
                .and_then(|((start, _), (_, end))| text.get(*start..*end))
                .unwrap_or("")
        };
        let tail = |from: usize| {
            parts
                .get(from)
                .and_then(|(start, _)| text.get(*start..))
                .unwrap_or("")
        };
        let mut module = scope.module.clone();
        let mut at = 0;
        if parts.len() > 1
            && let Some(found) = words::module(part(0, 0))
        {
            module = Some(found.to_owned());
            at = 1;
        }
        // A reason for one operation of the function above.
        let first = clause::grants(part(0, 0));
        if at == 0
            && parts.len() > 1
            && !first.list.is_empty()
            && first.words == 0
            && first.rest.is_empty()
            && let Some(named) = scope.function.clone()
        {
            let after = words::grade(part(1, 1));
            let list: Vec<Grant> = first
                .list
                .iter()
                .map(|(operation, grade)| (*operation, after.unwrap_or(*grade)))
                .collect();
            let reason = after.is_none().then(|| tail(1).trim().to_owned());
            self.facts(
                &named,
                &list,
                reason.as_ref(),
                scope.condition.as_ref(),
                None,
                line,
            );
            return true;
        }
        for end in (at..parts.len()).rev() {
            let name = part(at, end);
            let mut found = words::functions(name, module.as_deref());
            if found.is_empty() && at == 0 {
                found = words::functions(name, None);
                if found.len() != 1 {
                    found.clear();
                }
            }
            if found.is_empty() {
                continue;
            }
            let known = if words::functions(name, module.as_deref()).is_empty() {
                None
            } else {
                module.as_deref()
            };
            let Some(named) = words::name(name, known, false) else {
                continue;
            };
            inner.module = Some(named.module.clone());
            inner.function = Some(named.clone());
            let rest = tail(end + 1);
            self.grant(&named, rest, scope, line);
            return true;
        }
        if parts.len() > at + 1 || at == 1 {
            let rest = tail(at + 1);
            let found = clause::grants(rest);
            if at == 1 {
                // Objects in brackets after a module: `Company: View, Edit (companies, contacts)`.
                let whole = clause::grants(tail(1));
                if !whole.list.is_empty() {
                    self.objects(&whole, module.as_deref().unwrap_or(""), text, scope, line);
                    return true;
                }
            }
            if !found.list.is_empty() && (at == 1 || part(at, at).split(' ').count() <= 5) {
                let names = Self::names(part(at, at), module.as_deref(), true);
                for named in &names {
                    self.grant(named, rest, scope, line);
                }
                if names.is_empty() {
                    self.unread(line, text);
                }
                return true;
            }
        }
        false
    }

    fn objects(
        &mut self,
        whole: &clause::Grants,
        module: &str,
        text: &str,
        scope: &Scope,
        line: usize,
    ) {
        let rest = whole.rest.trim_matches(|c: char| !c.is_alphanumeric());
        let (names, limit) = rest.split_once(['—', '–', ';']).unwrap_or((rest, ""));
        let mut any = false;
        for name in names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            let Some(found) = words::name(name, Some(module), false) else {
                self.unread(line, &format!("`{name}` in `{text}`"));
                continue;
            };
            any = true;
            let limited = limit.contains("read-only") && limit.contains(name);
            let list: Vec<Grant> = whole
                .list
                .iter()
                .filter(|(operation, _)| !limited || *operation == Operation::Inquire)
                .copied()
                .collect();
            self.facts(&found, &list, None, scope.condition.as_ref(), None, line);
        }
        if any {
            return;
        }
        if whole.list.iter().any(|(_, grade)| *grade != Grade::Ticked) {
            let whole_module = Named {
                module: module.to_owned(),
                function: "*".to_owned(),
                guess: Some(
                    "no function is named; read as every function of the module".to_owned(),
                ),
            };
            self.facts(
                &whole_module,
                &whole.list,
                None,
                scope.condition.as_ref(),
                None,
                line,
            );
        } else {
            self.unread(line, text);
        }
    }

    fn grant(&mut self, named: &Named, rest: &str, scope: &Scope, line: usize) {
        let found = clause::grants(rest);
        if found.list.is_empty() && negated(rest) {
            self.unread(
                line,
                &format!("{} / {}: {rest}", named.module, named.function),
            );
            return;
        }
        let list = if found.list.is_empty() {
            &scope.lead
        } else {
            &found.list
        };
        let remark = clause::remark(if found.list.is_empty() {
            rest
        } else {
            &found.rest
        });
        let starred = found.rest.contains('*');
        let (purpose, condition) = match remark {
            Some(remark) if starred || words::conditional(&remark) => (None, Some(remark)),
            other => (other, None),
        };
        if found.inferred {
            self.guess(
                Some(named),
                format!("line {line}: one level is read for several operations"),
            );
        }
        self.facts(
            named,
            list,
            purpose.as_ref(),
            condition.as_ref().or(scope.condition.as_ref()),
            None,
            line,
        );
    }

    /// A sentence: functions and operations in any order.
    #[expect(
        clippy::too_many_lines,
        reason = "one list of cases, read from the top"
    )]
    fn prose(&mut self, text: &str, scope: &Scope, inner: &mut Scope, line: usize, item: bool) {
        let glued = unglue(text, &self.order);
        let item = item || glued != text;
        let text = glued.as_str();
        let mut spans: Vec<(usize, usize)> = Vec::new();
        let mut open = None;
        for (at, c) in text.char_indices() {
            let inside = c.is_alphanumeric() || matches!(c, '/' | '&' | '-' | '–');
            match (inside, open) {
                (true, None) => open = Some(at),
                (false, Some(start)) => {
                    spans.push((start, at));
                    open = None;
                }
                _ => {}
            }
        }
        if let Some(start) = open {
            spans.push((start, text.len()));
        }
        let low = text.to_lowercase();
        let asks = [
            "grant",
            "permission",
            "access",
            "allow",
            "need",
            "require",
            "able to",
            "must",
        ]
        .iter()
        .any(|word| low.contains(word));
        let mut functions: Vec<(usize, usize, String)> = Vec::new();
        let mut operations: Vec<usize> = Vec::new();
        let mut module: Option<&'static str> = None;
        let mut at = 0;
        while let Some((start, end)) = spans.get(at).copied() {
            let capital = text
                .get(start..end)
                .is_some_and(|word| word.starts_with(char::is_uppercase));
            let mut step = 1;
            if capital {
                for length in (1..=6).rev() {
                    let Some((_, last)) = spans.get(at + length - 1).copied() else {
                        continue;
                    };
                    let slice = text.get(start..last).unwrap_or("");
                    if slice.contains([',', ':', '(', '.', ';', '"']) {
                        continue;
                    }
                    if words::stem(slice) != "security" && !words::functions(slice, None).is_empty()
                    {
                        functions.push((start, last, slice.to_owned()));
                        step = length;
                        break;
                    }
                    if let Some(found) = words::module(slice) {
                        module = Some(found);
                        step = length;
                        break;
                    }
                }
            }
            if step == 1
                && text.get(start..end).is_some_and(|word| {
                    word.split(['/', '&']).any(|word| {
                        words::operation(word).is_some()
                            && (capital
                                || item
                                || asks
                                    && !matches!(
                                        word,
                                        "new" | "change" | "remove" | "write" | "insert"
                                    ))
                    })
                })
                && functions.last().is_none_or(|(known, _, _)| *known != start)
            {
                operations.push(start);
            }
            at += step;
        }
        let home = module.map(str::to_owned).or_else(|| scope.module.clone());
        let low = text.to_lowercase();
        let leads = low.trim_end().ends_with(':')
            || ["following", "these", "below"]
                .iter()
                .any(|word| low.contains(word));
        if negated(text)
            && !operations.is_empty()
            && !low.contains("not listed")
            && !low.contains("not shown")
        {
            if !functions.is_empty() || module.is_some() || asks {
                self.unread(line, text);
            }
            return;
        }
        if excepting(text)
            && let Some(first) = operations.first()
        {
            self.unread(line, text);
            let found = clause::grants(text.get(*first..).unwrap_or(""));
            if leads {
                inner.lead = found.list;
                self.doubt = Some(format!(
                    "line {line}: the exceptions in `{text}` are not read"
                ));
            }
            return;
        }
        if functions.is_empty() {
            if let Some(module) = module {
                inner.module = Some(module.to_owned());
                inner.function = None;
            }
            if low.contains("not listed") || low.contains("not shown") {
                return;
            }
            if words::conditional(text) && leads
                || words::conditional(text) && low.starts_with("if ")
            {
                inner.condition = Some(words::bare(text).to_owned());
            }
            if let Some(first) = operations.first() {
                let found = clause::grants(text.get(*first..).unwrap_or(""));
                if leads && !found.list.is_empty() {
                    inner.lead = found.list;
                } else if found.list.iter().any(|(_, grade)| *grade != Grade::Ticked) {
                    self.unread(line, text);
                }
            }
            return;
        }
        let resolve = |reader: &mut Self, name: &str| {
            let known = home
                .as_deref()
                .filter(|home| !words::functions(name, Some(home)).is_empty());
            let _ = &reader;
            words::name(name, known, false)
        };
        if operations.is_empty() {
            for (_, end, name) in &functions {
                let Some(named) = resolve(self, name) else {
                    continue;
                };
                if item && !scope.lead.is_empty() {
                    self.facts(
                        &named,
                        &scope.lead,
                        None,
                        scope.condition.as_ref(),
                        None,
                        line,
                    );
                }
                let _ = end;
                inner.function = Some(named);
            }
            if item && scope.lead.is_empty() && low.contains("customize") {
                self.unread(line, text);
            }
            return;
        }
        let cue = item
            || [
                "grant",
                "permission",
                "access",
                "allow",
                "set ",
                "need",
                "require",
                "give",
                "level",
                "must",
                "right",
            ]
            .iter()
            .any(|word| low.contains(word));
        if !cue {
            self.unread(line, text);
            return;
        }
        // Runs of functions and of operations in turn; the first run decides which belongs to which.
        let mut events: Vec<(usize, Option<usize>)> =
            operations.iter().map(|at| (*at, None)).collect();
        events.extend(
            functions
                .iter()
                .enumerate()
                .map(|(index, (at, _, _))| (*at, Some(index))),
        );
        events.sort_unstable();
        let operations_first = events
            .first()
            .is_some_and(|(_, function)| function.is_none());
        let mut groups: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
        let mut before: Option<bool> = None;
        for (at, function) in events {
            let now = function.is_some();
            let starts = before.is_none() || (before != Some(now) && now != operations_first);
            if starts {
                groups.push((None, Vec::new()));
            }
            before = Some(now);
            if let Some(group) = groups.last_mut() {
                match function {
                    Some(index) => group.1.push(index),
                    None if group.0.is_none() => group.0 = Some(at),
                    None => {}
                }
            }
        }
        for (start, members) in groups {
            let Some(start) = start else { continue };
            let until = functions
                .iter()
                .map(|(at, _, _)| *at)
                .find(|at| *at > start)
                .unwrap_or(text.len());
            let mut found = clause::grants(text.get(start..until).unwrap_or(""));
            if operations_first
                && found.list.iter().all(|(_, grade)| *grade == Grade::Ticked)
                && let Some((_, end, _)) = members.last().and_then(|index| functions.get(*index))
            {
                let after = text.get(*end..).unwrap_or("").trim_start();
                let level = after
                    .strip_prefix("to ")
                    .or_else(|| after.strip_prefix("at "))
                    .unwrap_or("")
                    .split(|c: char| !c.is_alphanumeric())
                    .next()
                    .unwrap_or("");
                if let Some(Grade::Exactly(level)) = words::grade(level) {
                    for grant in &mut found.list {
                        grant.1 = Grade::Exactly(level);
                    }
                }
            }
            for index in members {
                let Some((_, _, name)) = functions.get(index) else {
                    continue;
                };
                if let Some(named) = resolve(self, name) {
                    let condition = words::conditional(text).then(|| words::bare(text).to_owned());
                    self.facts(
                        &named,
                        &found.list,
                        None,
                        condition.as_ref().or(scope.condition.as_ref()),
                        None,
                        line,
                    );
                }
            }
        }
    }
}

/// The sentences of a line.
fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        let next = text.get(at + 2..).unwrap_or("");
        if next.trim_start().starts_with(char::is_uppercase) {
            out.push(text.get(start..=at).unwrap_or(""));
            start = at + 2;
        }
    }
    out.push(text.get(start..).unwrap_or(""));
    out
}

/// The operations of a heading such as `AddEditDeleteInquire`.
fn glued_heading(text: &str) -> Option<Vec<Operation>> {
    let mut rest = text.trim();
    let mut out = Vec::new();
    'more: while !rest.is_empty() {
        for operation in Operation::ALL {
            if let Some(shorter) = rest.strip_prefix(operation.title()) {
                rest = shorter
                    .trim_start()
                    .trim_start_matches("Level")
                    .trim_start();
                out.push(operation);
                continue 'more;
            }
        }
        return None;
    }
    (out.len() > 1).then_some(out)
}

/// Whether a sentence says what must not be granted.
fn negated(text: &str) -> bool {
    let low = text.to_lowercase();
    [
        "do not ",
        "don't ",
        "don’t ",
        "does not ",
        "not grant",
        "no need",
        "never ",
        "should not",
        "must not",
        "not need",
        "cannot ",
        "isn't ",
        "no longer",
        "are not ",
        "is not ",
        "without ",
    ]
    .iter()
    .any(|word| low.contains(word))
}

/// Whether a sentence has exceptions.
fn excepting(text: &str) -> bool {
    let low = text.to_lowercase();
    ["except", "unless", "other than", "apart from"]
        .iter()
        .any(|word| low.contains(word))
}

/// Puts blanks between levels that were glued to a name, in the order of the screen.
fn unglue(text: &str, order: &[Operation]) -> String {
    let mut rest = text.trim_end();
    let mut levels: Vec<&str> = Vec::new();
    'more: loop {
        for word in ["None", "All", "My"] {
            if let Some(shorter) = rest.strip_suffix(word) {
                levels.push(word);
                rest = shorter.trim_end();
                continue 'more;
            }
        }
        break;
    }
    if levels.len() != order.len() || levels.len() < 2 {
        return text.to_owned();
    }
    levels.reverse();
    let glued: Vec<String> = order
        .iter()
        .zip(levels)
        .map(|(operation, level)| format!("{} {level}", operation.title()))
        .collect();
    format!("{rest} {}", glued.join(", "))
}

/// The level of a grade, and the levels that are accepted.
fn range(grade: Grade) -> crate::model::LevelRange {
    match grade {
        Grade::Exactly(level) => crate::model::LevelRange::exactly(level),
        Grade::Ticked => crate::model::LevelRange {
            min: Level::My,
            max: Level::All,
        },
    }
}
