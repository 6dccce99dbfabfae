//! Blocks of a page, read in order with the module and the function that they are under.

use std::collections::BTreeSet;
use std::ops::Range;

use super::clause;
use super::denial::{deny, introduces, is_denied, refuses};
use super::page::{self, Kind};
use super::parts::parts;
use super::pieces::{pieces, run_in};
use super::prefix::{without_note, without_optional};
use super::words::{self, Named};
use super::{Fact, Reader, Scope, customize, glue, leftover, sentence, table, versions};
use crate::model::shortened;

impl Reader {
    pub(super) fn walk(&mut self, blocks: &[page::Block]) {
        let mut stack: Vec<(usize, Scope)> = vec![(0, Scope::default())];
        let mut other: Option<usize> = None;
        let mut denied_next: Option<String> = None;
        let mut doubt_next: Option<String> = None;
        let mut lead_next: Option<Vec<clause::Grant>> = None;
        let newest = versions::newest(blocks);
        let old = |text: &str| {
            let version = versions::version(text)?;
            newest.as_ref().filter(|newest| version < **newest)?;
            Some(format!(
                "under `{text}`, which may not be the current version"
            ))
        };
        let mut tab = Scope::default();
        // Where the facts of each tab begin; no title is what is between tabs.
        let mut tabs: Vec<(String, usize)> = Vec::new();
        for block in blocks {
            let rank = rank(block);
            if let Some(level) = other {
                if !ends(block, level) {
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
            scope.denied = scope.denied.or_else(|| tab.denied.clone());
            scope.doubt = scope.doubt.or_else(|| tab.doubt.clone());
            self.denied.clone_from(&scope.denied);
            // A paragraph right after an introduction that denies belongs to it, as a list does.
            if let Some(denied) = denied_next.take()
                && matches!(block.kind, Kind::Paragraph(_))
            {
                self.denied = Some(denied);
            }
            if let Some(doubt) = doubt_next.take()
                && matches!(block.kind, Kind::Paragraph(_))
            {
                scope.doubt.get_or_insert(doubt);
            }
            let mut listed = matches!(block.kind, Kind::Item(..));
            if let Some(lead) = lead_next.take()
                && matches!(block.kind, Kind::Paragraph(_))
            {
                scope.lead = lead;
                listed = true;
            }
            let known = self.doubt.clone();
            let scope_doubt = known.is_none() && scope.doubt.is_some();
            if known.is_none() {
                self.doubt.clone_from(&scope.doubt);
            }
            if block.hidden && known.is_none() {
                self.doubt = Some(format!(
                    "line {}: the page hides this text, as in a closed tab",
                    block.line
                ));
            }
            match &block.kind {
                Kind::Heading(level, text) => {
                    if *level > 1 && words::other_product(text) {
                        self.out.skipped = true;
                        other = Some(*level);
                        continue;
                    }
                    Self::head(text, &mut scope);
                    if let Some(doubt) = old(text) {
                        scope.doubt = Some(doubt);
                    }
                    // The title of a page is about all of it.
                    if *level > 1 {
                        deny(&mut scope, text, true);
                    }
                    stack.push((rank, scope));
                }
                Kind::Tab(title) => {
                    tab = Scope::default();
                    tabs.push((String::new(), self.out.facts.len()));
                    if let Some(title) = title {
                        tabs.push((title.clone(), self.out.facts.len()));
                        deny(&mut tab, title, true);
                        Self::head(title, &mut scope);
                        stack.push((rank, scope));
                    }
                }
                Kind::Paragraph(lines) if matches!(lines.as_slice(), [only] if words::other_title(only)) =>
                {
                    self.out.skipped = true;
                    other = Some(7);
                }
                Kind::Paragraph(lines)
                    if lines
                        .last()
                        .is_some_and(|text| introduces(text) && is_denied(text)) =>
                {
                    let text = lines.last().cloned().unwrap_or_default();
                    scope.denied = Some(text.clone());
                    denied_next = Some(text);
                    stack.push((rank, scope));
                    continue;
                }
                Kind::Paragraph(lines) if self.explain(lines, block.line) => {}
                Kind::Paragraph(lines) | Kind::Item(_, lines) => {
                    if let Some(text) = lines.last().filter(|text| introduces(text)) {
                        deny(&mut scope, text, false);
                        doubt_next.clone_from(&scope.doubt);
                    }
                    for (at, text) in lines.iter().enumerate() {
                        scope = self.line(
                            text,
                            &scope,
                            block.rows.get(at).copied().unwrap_or(block.line),
                            listed,
                        );
                    }
                    let leads = lines.last().is_some_and(|text| introduces(text));
                    lead_next = Some(scope.lead.clone()).filter(|lead| leads && !lead.is_empty());
                    stack.push((rank, scope));
                }
                Kind::Table(_, rows) => {
                    table::read(self, rows, &scope, block.line, &block.rows);
                }
            }
            if block.hidden || scope_doubt {
                self.doubt = known;
            }
        }
        self.doubt_tabs(&tabs);
    }

    /// Marks what several tabs grant: a person may see only one of them.
    fn doubt_tabs(&mut self, tabs: &[(String, usize)]) {
        let ends = tabs.iter().skip(1).map(|(_, end)| *end);
        let ends = ends.chain([self.out.facts.len()]);
        let titled = tabs
            .iter()
            .zip(ends)
            .filter(|((title, start), end)| !title.is_empty() && start < end);
        let titled: Vec<(String, Range<usize>)> = titled
            .map(|((title, start), end)| (title.clone(), *start..end))
            .collect();
        if titled.len() < 2 {
            return;
        }
        for (title, range) in titled {
            let facts = self.out.facts.get(range).unwrap_or_default().iter();
            let named: BTreeSet<(String, String)> = facts
                .map(|fact| (fact.module.clone(), fact.function.clone()))
                .collect();
            for (module, function) in named {
                let guess = format!("in the tab `{title}`; tabs may be alternatives");
                self.out.guesses.push((Some(module), Some(function), guess));
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
        let start = self.out.facts.len();
        let before = (
            start,
            self.out.unread.len(),
            self.out.guesses.len(),
            self.order.clone(),
        );
        let (denied, doubt) = (self.denied.clone(), self.doubt.clone());
        let refused = refuses(text);
        let unchecked = self.ticks && text.starts_with('✗');
        if refused {
            self.denied = Some(shortened(text, 60));
        }
        if unchecked {
            self.doubt = Some(format!("line {line}: the box of this line is not checked"));
        }
        let inner = self.line_or_list(text, scope, line, item);
        let after = (
            self.out.facts.len(),
            self.out.unread.len(),
            self.out.guesses.len(),
            self.order.clone(),
        );
        if before == after && !leftover::leads(scope, &inner) && leftover::states_levels(text) {
            self.unread(line, text);
        }
        if refused {
            self.denied = denied;
        }
        if unchecked {
            self.doubt = doubt;
        }
        let read = self.out.facts.get(start..).unwrap_or_default().iter();
        let named: BTreeSet<(String, String)> = read
            .filter(|fact| fact.planned.is_none())
            .map(|fact| (fact.module.clone(), fact.function.clone()))
            .collect();
        if !words::merely_optional(text) {
            for (module, function) in named {
                let guess = None;
                self.doubt_needed(
                    &Named {
                        module,
                        function,
                        guess,
                    },
                    text,
                    line,
                );
            }
        }
        inner
    }

    /// Reads one line: permissions, or items in a Customize list.
    fn line_or_list(&mut self, text: &str, scope: &Scope, line: usize, item: bool) -> Scope {
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
        let text = page::without_number(text).unwrap_or(text);
        let text = without_note(text, scope);
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
        let plain_note = noted.clone().filter(|note| !sentence::retracted(note));
        if let Some(note) = noted.filter(|note| sentence::retracted(note)) {
            self.denied = Some(note);
            let out = self.statements(body, &outer, inner, line, item);
            self.denied = known;
            return out;
        }
        if optional {
            outer.condition = Some("Optional".to_owned());
            inner.condition.clone_from(&outer.condition);
        }
        if let Some(note) = self
            .notes
            .get(before)
            .filter(|note| *note != words::bare(body))
        {
            outer.condition = Some(note.to_owned());
        }
        let start = self.out.facts.len();
        let out = self.statements(body, &outer, inner, line, item);
        if let Some(note) = plain_note {
            for fact in self.out.facts.iter_mut().skip(start) {
                fact.purpose.get_or_insert_with(|| note.clone());
            }
        }
        out
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
        if let Some((named, rest)) = run_in(body, scope.module.as_deref()) {
            let rest = rest.strip_prefix("Set ").unwrap_or(rest);
            self.grant(&named, rest, scope, line);
            inner.module = Some(named.module.clone());
            inner.function = Some(named);
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
}

/// How far a block reaches: it is inside the last block before it with a lower rank.
fn rank(block: &page::Block) -> usize {
    match &block.kind {
        Kind::Heading(level, _) => *level,
        Kind::Tab(_) => 7,
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
    }
}

/// Whether a block ends the part about another product, which a heading of this level began.
fn ends(block: &page::Block, level: usize) -> bool {
    match &block.kind {
        Kind::Heading(found, _) => *found <= level,
        Kind::Paragraph(lines) => {
            level > 6 && lines.len() == 1 && lines.iter().all(|text| words::this_product(text))
        }
        _ => false,
    }
}
