//! Blocks of a page, read in order with the module and the function that they are under.

use std::collections::BTreeSet;
use std::ops::Range;

use super::clause;
use super::denial::{deny, introduces, is_denied};
use super::page::{self, Block, Kind};
use super::parts::Parts;
use super::words;
use super::words::Named;
use super::{Fact, Reader, Scope, customize, table};

/// What is around the next block of a page.
#[derive(Default)]
struct Around {
    /// The blocks that the next one is inside of, by their rank.
    stack: Vec<(usize, Scope)>,
    /// The level of the heading of a part about another product.
    other: Option<usize>,
    /// What an introduction says about the paragraph after it, which belongs to it as a list does.
    next: Scope,
    /// The newest version that the headings name.
    newest: Option<Vec<u32>>,
    /// What is said against the open tab.
    tab: Scope,
    /// Where the facts of each tab begin; no title is what is between tabs.
    tabs: Vec<(String, usize)>,
}

impl Around {
    /// The scope of a block of this rank.
    fn scope(&mut self, rank: usize) -> Scope {
        self.stack.retain(|(known, _)| *known < rank);
        let around = self.stack.last().map(|(_, scope)| scope.clone());
        let mut scope = around.unwrap_or_default();
        scope.denied = scope.denied.or_else(|| self.tab.denied.clone());
        scope.doubt = scope.doubt.or_else(|| self.tab.doubt.clone());
        scope
    }

    /// Why a heading of an older version is doubtful.
    fn old(&self, text: &str) -> Option<String> {
        let found = version(text)?;
        self.newest.as_ref().filter(|newest| found < **newest)?;
        Some(format!(
            "under `{text}`, which may not be the current version"
        ))
    }
}

impl Reader {
    pub(super) fn walk(&mut self, blocks: &[Block]) {
        let mut around = Around {
            newest: newest(blocks),
            ..Around::default()
        };
        for block in blocks {
            if let Some(level) = around.other {
                if !ends(block, level) {
                    continue;
                }
                around.other = None;
            }
            let rank = rank(block);
            let mut scope = around.scope(rank);
            if matches!(
                block.kind,
                Kind::Heading(..) | Kind::Paragraph(_) | Kind::Item(1, _)
            ) {
                self.doubt = None;
            }
            self.denied.clone_from(&scope.denied);
            let mut listed = matches!(block.kind, Kind::Item(..));
            let next = std::mem::take(&mut around.next);
            if matches!(block.kind, Kind::Paragraph(_)) {
                self.denied = next.denied.or(self.denied.take());
                scope.doubt = scope.doubt.or(next.doubt);
                if !next.lead.is_empty() {
                    scope.lead = next.lead;
                    listed = true;
                }
            }
            let known = self.doubt.clone();
            let mine = known.is_none() && (scope.doubt.is_some() || block.hidden);
            if known.is_none() {
                self.doubt.clone_from(&scope.doubt);
                if block.hidden {
                    self.doubt = Some(format!(
                        "line {}: the page hides this text, as in a closed tab",
                        block.line
                    ));
                }
            }
            if let Some(scope) = self.block(block, scope, listed, &mut around) {
                around.stack.push((rank, scope));
            }
            if mine || block.hidden {
                self.doubt = known;
            }
        }
        self.doubt_tabs(&around.tabs);
    }

    /// Reads one block, and gives the scope of what is inside it.
    fn block(
        &mut self,
        block: &Block,
        mut scope: Scope,
        listed: bool,
        around: &mut Around,
    ) -> Option<Scope> {
        match &block.kind {
            Kind::Heading(level, text) => {
                if *level > 1 && words::other_product(text) {
                    self.out.skipped = true;
                    around.other = Some(*level);
                    return None;
                }
                head(text, &mut scope);
                scope.doubt = around.old(text).or(scope.doubt);
                // The title of a page is about all of it.
                if *level > 1 {
                    deny(&mut scope, text, true);
                }
                Some(scope)
            }
            Kind::Tab(title) => {
                around.tab = Scope::default();
                around.tabs.push((String::new(), self.out.facts.len()));
                let title = title.as_ref()?;
                around.tabs.push((title.clone(), self.out.facts.len()));
                deny(&mut around.tab, title, true);
                head(title, &mut scope);
                Some(scope)
            }
            Kind::Paragraph(lines) | Kind::Item(_, lines) => {
                self.lines(block, lines, scope, listed, around)
            }
            Kind::Table(_, rows) => {
                table::read(self, rows, &scope, block.line, &block.rows);
                None
            }
        }
    }

    /// Reads the lines of a paragraph or an item.
    fn lines(
        &mut self,
        block: &Block,
        lines: &[String],
        mut scope: Scope,
        listed: bool,
        around: &mut Around,
    ) -> Option<Scope> {
        let introduction = lines.last().filter(|text| introduces(text));
        if matches!(block.kind, Kind::Paragraph(_)) {
            if matches!(lines, [only] if words::other_title(only)) {
                self.out.skipped = true;
                around.other = Some(7);
                return None;
            }
            if let Some(text) = introduction.filter(|text| is_denied(text)) {
                scope.denied = Some(text.clone());
                around.next.denied.clone_from(&scope.denied);
                return Some(scope);
            }
            if self.explain(lines, block.line) {
                return None;
            }
        }
        if let Some(text) = introduction {
            deny(&mut scope, text, false);
            around.next.doubt.clone_from(&scope.doubt);
        }
        for (at, text) in lines.iter().enumerate() {
            let line = block.rows.get(at).copied().unwrap_or(block.line);
            scope = self.line(text, &scope, line, listed);
        }
        if introduction.is_some() {
            around.next.lead.clone_from(&scope.lead);
        }
        Some(scope)
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
            let named: BTreeSet<Named> = facts.map(Fact::named).collect();
            for named in named {
                let guess = format!("in the tab `{title}`; tabs may be alternatives");
                self.question(&named, guess);
            }
        }
    }
}

/// What a heading means for what is below it.
fn head(text: &str, scope: &mut Scope) {
    scope.function = None;
    scope.lead = Vec::new();
    let text = customize::without_mark(text);
    let text = page::without_number(text).unwrap_or(text);
    scope.customize = customize::is_heading(text).then_some(true);
    let parts = Parts::of(text);
    let within = words::module(parts.part(0)).filter(|_| parts.len() == 2);
    let within = within.and_then(|module| words::name(parts.part(1), Some(module), false));
    if let Some(module) = words::module(text) {
        scope.module = Some(module.to_owned());
    } else if let Some(named) = within.or_else(|| words::name(text, scope.module.as_deref(), false))
    {
        scope.reach(named);
    }
    // A heading such as `Inquire (All)`, for the functions below.
    let found = clause::grants(text);
    if !found.list.is_empty() && found.words == 0 && !found.rest.contains(char::is_alphanumeric) {
        scope.lead = found.list;
    }
    let condition = words::conditional(text) || words::setup(text) || words::merely_optional(text);
    if condition {
        scope.condition = Some(words::bare(text).to_owned());
    }
}

/// How far a block reaches: it is inside the last block before it with a lower rank.
fn rank(block: &Block) -> usize {
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
fn ends(block: &Block, level: usize) -> bool {
    match &block.kind {
        Kind::Heading(found, _) => *found <= level,
        Kind::Paragraph(lines) => {
            level > 6 && lines.len() == 1 && lines.iter().all(|text| words::this_product(text))
        }
        _ => false,
    }
}

/// The newest version that the headings of a page name, where they name several.
fn newest(blocks: &[Block]) -> Option<Vec<u32>> {
    let titles = blocks.iter().filter_map(|block| match &block.kind {
        Kind::Heading(_, text) | Kind::Tab(Some(text)) => Some(text),
        _ => None,
    });
    let mut found: Vec<Vec<u32>> = titles.filter_map(|text| version(text)).collect();
    found.sort();
    found.dedup();
    let newest = found.pop()?;
    (!found.is_empty()).then_some(newest)
}

/// The version that a heading names: `Version 3`, `v2.1`, `Acme 3.x`.
fn version(text: &str) -> Option<Vec<u32>> {
    let mut named = false;
    for word in text.split([' ', '(', ')', ':', ',']) {
        let low = word.to_lowercase();
        let short = low
            .strip_prefix('v')
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let number = short.unwrap_or(&low);
        if named || short.is_some() || number.split('.').next_back() == Some("x") {
            let parts: Option<Vec<u32>> = number
                .trim_end_matches(".x")
                .split('.')
                .map(|part| part.parse().ok())
                .collect();
            if parts.is_some() {
                return parts;
            }
        }
        named = matches!(low.as_str(), "version" | "release");
    }
    None
}
