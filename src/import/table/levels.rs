//! What the cells of a row grant.

use super::cells::Row;
use super::columns::{Column, joined};
use crate::import::clause::{self, Grant};
use crate::import::notes::{self, Notes};
use crate::import::page::Cell;
use crate::import::words::{self, Grade, Named};
use crate::import::{grant, sentence};
use crate::model::{Level, Operation};

/// What the cells of a row say.
#[derive(Default)]
pub(super) struct Said {
    pub(super) list: Vec<Grant>,
    /// Levels with their own condition or remark.
    pub(super) apart: Vec<(Grant, Option<String>)>,
    pub(super) purpose: Option<String>,
    pub(super) condition: Option<String>,
    /// How cells were read that say more than a level.
    pub(super) remarks: Vec<String>,
    /// What was not understood.
    pub(super) unread: Vec<String>,
    /// Whether one level is that of several operations.
    pub(super) inferred: bool,
    /// Whether a cross means None.
    pub(super) crosses: bool,
}

impl Said {
    /// Reads the cells of a row about these functions. In a table with `ticks`, `X` is a cross.
    pub(super) fn read(&mut self, row: &Row<'_>, names: &[Named], ticks: bool, notes: &Notes) {
        for (cell, kind) in row.iter() {
            let whole = joined(cell);
            let is_cross = whole.eq_ignore_ascii_case("x");
            match kind {
                Column::Operation(_) if cell.is_empty() => {}
                Column::Operation(operation) if is_cross && ticks => {
                    self.crosses = true;
                    self.list.push((*operation, Grade::Exactly(Level::None)));
                }
                Column::Operation(operation) => {
                    if let Some(grade) = words::grade(&whole) {
                        self.level((*operation, grade), &whole, notes);
                    } else if !self.with_remark(*operation, cell, &whole) {
                        self.unread
                            .push(about_cell(names, &whole, operation.column()));
                    }
                }
                Column::Grants => cell.iter().for_each(|text| self.grants(text)),
                Column::At(level) => {
                    let found = clause::grants(&cell.join(", ")).list;
                    if found.is_empty() && !cell.is_empty() && words::grade(&whole).is_none() {
                        self.unread.push(about_cell(names, &whole, level.word()));
                    }
                    let grants = found.into_iter();
                    let grants = grants.map(|(operation, _)| (operation, Grade::Exactly(*level)));
                    self.list.extend(grants);
                }
                Column::Verbs => self.verbs(cell, row),
                Column::Other => {
                    let level = match words::grade(&whole) {
                        Some(Grade::Ticked) => !is_cross,
                        Some(Grade::Exactly(level)) => level != Level::None,
                        None => false,
                    };
                    if level {
                        let text = format!("`{whole}` in a column that is not an operation");
                        self.unread.push(text);
                    }
                }
                _ => {}
            }
        }
    }

    /// Keeps a text as the reason, unless there is one.
    fn explain(&mut self, text: impl Into<String>) {
        self.purpose.get_or_insert_with(|| text.into());
    }

    /// A cell that is a level, perhaps with the mark of a footnote.
    fn level(&mut self, grant: Grant, whole: &str, notes: &Notes) {
        if whole.eq_ignore_ascii_case("mine") {
            self.remarks.push(format!("`{whole}` is read as My"));
        }
        let Some(mark) = notes::mark(whole) else {
            self.list.push(grant);
            return;
        };
        let note = notes.get(mark);
        if note.is_none() && whole.len() > 2 {
            self.remarks
                .push(format!("`{whole}` has a mark without a footnote"));
        }
        let condition = note.filter(|note| words::conditional(note) || words::setup(note));
        if let (Some(note), None) = (note, condition) {
            self.explain(note);
        }
        self.apart.push((grant, condition.map(str::to_owned)));
    }

    /// A cell of an operation that begins with a level; says whether it was understood.
    fn with_remark(&mut self, operation: Operation, cell: &Cell, whole: &str) -> bool {
        let first = cell.first().map_or("", String::as_str);
        let word = whole.split([' ', '(', ',', '*']).next().unwrap_or("");
        let Some(grade) = words::grade(first).or_else(|| words::grade(word)) else {
            return false;
        };
        let rest = whole.get(word.len()..).unwrap_or("");
        // `Yes (All)`
        let inside = words::grade(words::bare(rest).trim_matches(['(', ')']));
        let grade = match (grade, inside) {
            (Grade::Ticked, Some(level @ Grade::Exactly(_))) => level,
            (grade, _) => grade,
        };
        let low = rest.to_lowercase();
        let none = grade == Grade::Exactly(Level::None);
        if none && low.contains("setup") && low.contains("all") {
            // `None (All during setup)`
            let during = Some("during setup only".to_owned());
            self.apart
                .push(((operation, Grade::Exactly(Level::All)), during));
            return true;
        }
        if words::holds(&low, &["my also", "my is enough", "my works"]) {
            self.remarks
                .push(format!("`{whole}` is read as My or more"));
            self.list.push((operation, Grade::Ticked));
            return true;
        }
        if low.contains("recommended") {
            self.remarks
                .push(format!("`{whole}` is read as its first level"));
            self.list.push((operation, grade));
            return true;
        }
        let other = inside.is_none() && !words::setup(rest) && words::has_level(rest);
        if other || sentence::retracted(rest) {
            return false;
        }
        let rest = clause::remark(rest).filter(|_| inside.is_none());
        let special = rest
            .clone()
            .filter(|rest| words::conditional(rest) || words::setup(rest));
        let conditional = special.is_some();
        self.apart.push(((operation, grade), special));
        if let Some(rest) = rest {
            if limits(&rest) {
                self.remarks.push(format!(
                    "`{whole}` under {} is read as the level alone, without `{rest}`",
                    operation.column()
                ));
            }
            if !conditional {
                self.explain(rest);
            }
        }
        true
    }

    /// A line of a cell with operations and levels.
    fn grants(&mut self, text: &str) {
        let found = clause::grants(text);
        self.inferred |= found.inferred;
        if found.list.is_empty() {
            if words::conditional(text) || text.starts_with('*') {
                self.condition
                    .get_or_insert_with(|| words::bare(text).to_owned());
            } else if text.split(' ').count() > 2 && !grant::mentions_levels(text) {
                self.explain(text);
            } else if words::grade(text) != Some(Grade::Exactly(Level::None)) {
                self.unread.push(text.to_owned());
            }
        }
        self.list.extend(found.list);
        match clause::remark(&found.rest) {
            Some(rest) if words::conditional(&rest) => {
                self.condition.get_or_insert(rest);
            }
            Some(rest) => self.explain(rest),
            None => {}
        }
    }

    /// A cell with operations, whose level is in another column.
    fn verbs(&mut self, cell: &Cell, row: &Row<'_>) {
        let level = row.cell(Column::Level);
        let grade = level.and_then(|cell| words::leading_grade(cell));
        if let Some(level) = level {
            if grade.is_none() {
                let text = format!("`{}` in the column of levels", joined(level));
                self.unread.push(text);
                return;
            }
            let lines: Vec<&str> = level.iter().skip(1).map(String::as_str).collect();
            let remark = clause::remark(&lines.join(" "));
            if let Some(remark) = remark.filter(|_| !row.has(Column::Purpose)) {
                self.explain(remark);
            }
        }
        for (operation, own) in clause::grants(&cell.join(", ")).list {
            let given = grade.filter(|_| own == Grade::Ticked);
            self.list.push((operation, given.unwrap_or(own)));
        }
    }
}

/// Whether a remark limits a level, so that the level alone is more than the page says.
fn limits(text: &str) -> bool {
    let limits = [
        "only", "own", "except", "not ", "limit", "unless", "partial", "some ",
    ];
    words::holds(&text.to_lowercase(), &limits) && !words::conditional(text)
}

/// A cell that was not understood, with the functions of its row.
fn about_cell(names: &[Named], cell: &str, column: &str) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|named| format!("{} / {}", named.module, named.function))
        .collect();
    format!("`{cell}` under {column} of {}", names.join(", "))
}
