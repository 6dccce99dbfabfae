//! Help pages: tables, lists, steps and sentences become a draft of a policy.
//!
//! A page of any form becomes blocks (`page`), the blocks become facts by the words in them
//! (`words`, `clause`, `table`), and the facts become a draft (`draft`). What is inferred is
//! a guess with its line; text that mentions permissions and is not understood is listed.

mod bare_levels;
mod cells;
mod clause;
mod confirm;
mod customize;
mod date;
mod denial;
mod doubt;
mod draft;
mod facts;
mod glue;
mod grant;
mod legend;
mod mentions;
mod notes;
mod page;
mod parts;
mod path;
mod pieces;
mod prose;
mod reader;
mod reasons;
mod sentence;
mod table;
mod walk;
mod words;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

pub use confirm::{About, Answer, confirm, excerpt};

use clause::Grant;
use words::{Grade, Named};

use crate::model::{Level, Operation};

/// What one page says.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The title of the page.
    pub title: Option<String>,
    /// The address that the page gives for itself.
    pub url: Option<String>,
    /// The day of the page, as it is written there.
    pub date: Option<String>,
    /// Guesses: module, function and what was inferred.
    pub guesses: Vec<(Option<String>, Option<String>, String)>,
    /// Whether a part about another product was skipped.
    pub skipped: bool,
    /// Text that mentions permissions and was not understood, with its line.
    pub unread: Vec<(usize, String)>,
    facts: Vec<Fact>,
    /// The Customize lists of functions.
    lists: Vec<(Named, customize::List)>,
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
    setup: bool,
    line: usize,
}

impl Fact {
    /// The function that it is about.
    fn named(&self) -> Named {
        Named {
            module: self.module.clone(),
            function: self.function.clone(),
            guess: None,
        }
    }
}

/// Reads a page; the name decides on its form where the text does not.
pub fn read(name: &str, text: &str) -> Reading {
    let page = page::read(name, text);
    let mut reader = Reader {
        out: Reading {
            title: page.title,
            url: page.url,
            date: page.date.or_else(|| date::of(&page.blocks)),
            ..Reading::default()
        },
        notes: notes::Notes::of(&page.blocks),
        order: Operation::ALL.to_vec(),
        ordered: false,
        head: None,
        reasons: HashMap::new(),
        explained: None,
        listed: HashSet::new(),
        doubt: None,
        denied: None,
        ticks: page.blocks.iter().any(is_checked),
    };
    reader.out.unread.extend(page.faults);
    let (blocks, guesses) = legend::apply(page.blocks);
    let guesses = guesses.into_iter().map(|text| (None, None, text));
    reader.out.guesses.extend(guesses);
    let (blocks, unread) = cells::join(&blocks);
    reader.walk(&blocks);
    for fact in &mut reader.out.facts {
        if fact.purpose.is_none() {
            fact.purpose = reader.reasons.get(&fact.named()).cloned();
        }
    }
    reader.out.unread.extend(unread);
    reader.out
}

#[derive(Clone, Debug, Default)]
struct Scope {
    module: Option<String>,
    function: Option<Named>,
    lead: Vec<Grant>,
    condition: Option<String>,
    /// Whether the lines are items in a Customize list, and whether they are allowed.
    customize: Option<bool>,
    /// Why nothing here is granted: a heading such as `No longer needed`.
    denied: Option<String>,
    /// Why what is granted here is uncertain: a heading such as `Replacing the old role`.
    doubt: Option<String>,
}

impl Scope {
    /// Goes into a module.
    fn enter(&mut self, module: &str) {
        self.module = Some(module.to_owned());
        self.function = None;
    }

    /// Goes to a function.
    fn reach(&mut self, named: Named) {
        self.module = Some(named.module.clone());
        self.function = Some(named);
    }
}

struct Reader {
    out: Reading,
    notes: notes::Notes,
    /// The order of levels that name no operation.
    order: Vec<Operation>,
    /// Whether the page states this order.
    ordered: bool,
    /// The headings of the table before, which may be separate from its rows.
    head: Option<Vec<page::Cell>>,
    /// Reasons that a second list or table gives for a function.
    reasons: HashMap<Named, String>,
    /// The facts of the levels just read, which a paragraph after them may explain.
    explained: Option<Range<usize>>,
    /// Lines that are in the list of what was not understood.
    listed: HashSet<(usize, String)>,
    /// Why the levels of the list or table that is being read are uncertain.
    doubt: Option<String>,
    /// Why nothing in the block that is being read is granted.
    denied: Option<String>,
    /// Whether an item of a list is checked, so that the others are not granted.
    ticks: bool,
}

/// Whether a block is an item with a check mark before its text.
fn is_checked(block: &page::Block) -> bool {
    matches!(&block.kind, page::Kind::Item(_, lines) if lines.first().is_some_and(|text| text.starts_with('✓')))
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
