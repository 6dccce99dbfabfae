//! Lines of a page: what each grants, and what it means for the lines below it.

use std::collections::BTreeSet;

use super::denial::{introduces, refuses};
use super::page;
use super::parts::Parts;
use super::pieces::{pieces, run_in};
use super::words::{self, Named};
use super::{Fact, Reader, Reading, Scope, customize, glue, sentence};
use crate::model::shortened;

impl Reader {
    /// Reads one line and gives what it means for the blocks inside it.
    pub(super) fn line(&mut self, text: &str, scope: &Scope, line: usize, item: bool) -> Scope {
        let start = self.out.facts.len();
        let sizes = |out: &Reading| (out.facts.len(), out.unread.len(), out.guesses.len());
        let before = sizes(&self.out);
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
        if before == sizes(&self.out) && !leads(scope, &inner) && states_levels(text) {
            self.unread(line, text);
        }
        if refused {
            self.denied = denied;
        }
        if unchecked {
            self.doubt = doubt;
        }
        let read = self.out.facts.get(start..).unwrap_or_default().iter();
        let read = read.filter(|fact| fact.planned.is_none());
        let named: BTreeSet<Named> = read.map(Fact::named).collect();
        if !words::merely_optional(text) {
            for named in named {
                self.doubt_needed(&named, text, line);
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
            inner.function = Some(fact.named());
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
        let mut text = without_note(text, scope).to_owned();
        for change in [glue::spelled, glue::without_leaders, glue::with_colon] {
            text = change(&text).unwrap_or(text);
        }
        let noted = self.notes.strip(&text);
        let (stripped, mut noted) = noted.map(|(text, note)| (text, note.to_owned())).unzip();
        let text = stripped.as_ref().unwrap_or(&text);
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
        if let Some(note) = noted.take_if(|note| sentence::retracted(note)) {
            let known = self.denied.replace(note);
            let out = self.statements(body, &outer, inner, line, item);
            self.denied = known;
            return out;
        }
        if optional {
            outer.condition = Some("Optional".to_owned());
            // `Optional: watch the video.` says nothing of what is below it.
            if introduces(body) || words::module(body).is_some() || names_function(body) {
                inner.condition.clone_from(&outer.condition);
            }
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
        if let Some(note) = noted {
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
        scope: &Scope,
        mut inner: Scope,
        line: usize,
        item: bool,
    ) -> Scope {
        if let Some(order) = glue::stated_order(body) {
            self.order = order;
            self.ordered = true;
            return inner;
        }
        if let Some(module) = words::module(body) {
            inner.enter(module);
            return inner;
        }
        if let Some(named) = scope.function.clone()
            && self.levels_alone(&named, body, scope, line)
        {
            return inner;
        }
        if let Some((named, rest)) = run_in(body, scope.module.as_deref()) {
            let rest = rest.strip_prefix("Set ").unwrap_or(rest);
            self.grant(&named, rest, scope, line);
            inner.reach(named);
            return inner;
        }
        if glue::unglue(body, &self.order) != body {
            self.prose(body, scope, &mut inner, line, item);
            return inner;
        }
        let pieces = pieces(body, scope.module.as_deref());
        if pieces.len() > 1 {
            let mut within = scope.clone();
            for piece in pieces {
                if !self.path(piece, &within, &mut inner, line) {
                    self.prose(piece, &within, &mut inner, line, item);
                }
                within.module.clone_from(&inner.module);
            }
            return inner;
        }
        if self.path(body, scope, &mut inner, line) {
            return inner;
        }
        if let Some(order) = glue::glued_heading(body) {
            self.order = order;
            self.ordered = true;
            return inner;
        }
        for sentence in sentence::sentences(body) {
            self.prose(sentence, scope, &mut inner, line, item);
        }
        inner
    }
}

/// Whether a text is or begins with the name of a function.
fn names_function(text: &str) -> bool {
    let parts = Parts::of(text);
    let mut names = parts.iter().take(2);
    names.any(|name| !words::functions(name, None).is_empty())
}

/// Whether a line states levels or operations that its reader should have used.
fn states_levels(text: &str) -> bool {
    let mut level = false;
    let mut operation = false;
    for word in words::each(text) {
        level |= matches!(word, "All" | "My");
        operation |= word.starts_with(char::is_uppercase) && words::operation(word).is_some();
    }
    if level && operation {
        return true;
    }
    // `Contacts - A/E/I`
    let last = text.split_whitespace().next_back().unwrap_or("");
    let letters = last.bytes().all(|b| b.is_ascii_uppercase() || b == b'/') && !last.is_empty();
    if !level && !operation && !letters {
        return false;
    }
    let parts = Parts::of(text);
    let mut names = parts.iter();
    if level || operation {
        return names.any(|part| {
            words::module(part).is_some()
                || !words::functions(words::without_mark(part), None).is_empty()
        });
    }
    parts.len() > 1
        && names
            .next_back()
            .is_some_and(|part| glue::letters(part.trim()).is_some())
}

/// Whether a line changed how the lines after it are read.
fn leads(before: &Scope, after: &Scope) -> bool {
    before.lead != after.lead
        || before.condition != after.condition
        || before.customize != after.customize
}

/// The line without `Note:` in front, which is not the function Notes.
fn without_note<'t>(text: &'t str, scope: &Scope) -> &'t str {
    let marks = [
        "Note:",
        "NOTE:",
        "Note -",
        "Note –",
        "Notes:",
        "Tip:",
        "Security:",
        "Important:",
    ];
    let found = marks.iter().find_map(|mark| text.strip_prefix(mark));
    match found {
        Some(rest)
            if scope.module.is_none()
                || !text.starts_with("Notes") && !text.starts_with("Security") =>
        {
            rest.trim_start()
        }
        _ => text,
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
