//! The table that pasted text becomes: names and levels are gathered into rows.

use std::sync::Arc;

use super::words::{self, Word};
use crate::catalog;
use crate::model::{Operation, Problem, SourceText, Span, shortened};
use crate::role::cell_value;
use crate::role::grid::{Cell, Grid, Line};
use crate::role::note::{NoteCollector, NoteKind};
use crate::role::problem;

/// The table that the text becomes.
pub(super) struct Table<'a> {
    source: &'a Arc<SourceText>,
    pub(super) grid: Grid,
    pub(super) notes: NoteCollector,
    pub(super) problems: Vec<Problem>,
    /// The operations of the columns, once there are headings.
    order: Vec<Operation>,
    /// Names after the last row.
    names: Vec<Cell>,
    /// Levels after these names.
    levels: Vec<Cell>,
    /// Operations of headings that are one cell per line.
    heading: Vec<(Operation, Span)>,
}

impl<'a> Table<'a> {
    pub(super) fn new(source: &'a Arc<SourceText>) -> Self {
        Self {
            source,
            grid: Grid::default(),
            notes: NoteCollector::default(),
            problems: Vec::new(),
            order: Vec::new(),
            names: Vec::new(),
            levels: Vec::new(),
            heading: Vec::new(),
        }
    }

    pub(super) fn read(&mut self, text: &str) {
        let mut start = 0;
        for raw in text.split_inclusive('\n') {
            let line = raw.trim_end_matches(['\n', '\r']);
            if line.trim().contains('\t') {
                self.with_tabs(line, start);
            } else if !line.trim().is_empty() {
                for word in words::words(line, start) {
                    self.word(word);
                }
            }
            start += raw.len();
        }
        self.finish();
        for name in std::mem::take(&mut self.names) {
            self.alone(name);
        }
    }

    fn word(&mut self, word: Word) {
        if !matches!(word, Word::Heading(_)) {
            self.headings();
        }
        match word {
            Word::Heading(found) => {
                self.finish();
                self.heading.extend(found);
            }
            Word::Name(cell) => {
                self.finish();
                self.names.push(cell);
            }
            Word::Level(cell) => self.levels.push(cell),
        }
    }

    /// A line with tabs is one row; a blank cell is a level that is not stated.
    fn with_tabs(&mut self, line: &str, start: usize) {
        self.finish();
        let mut at = start;
        let mut cells = Vec::new();
        for part in line.split('\t') {
            cells.push((part, at));
            at += part.len() + 1;
        }
        let filled = || cells.iter().filter(|(part, _)| !part.trim().is_empty());
        let headings = cells
            .iter()
            .flat_map(|(part, at)| words::words(part, *at))
            .any(|word| matches!(word, Word::Heading(_)));
        let levels = cells.iter().any(|(part, _)| words::is_level(part));
        if headings || !levels || filled().count() < 2 {
            for word in filled().flat_map(|(part, at)| words::words(part, *at)) {
                self.word(word);
            }
            self.finish();
            return;
        }
        self.headings();
        let wide = self.width();
        let names = cells
            .len()
            .checked_sub(wide)
            .filter(|names| (1..=2).contains(names));
        let Some(names) = names else {
            let span = Span::new(start, start + line.len());
            self.miscounted(span, cells.len().saturating_sub(1));
            return;
        };
        for (index, (part, at)) in cells.into_iter().enumerate() {
            let cell = words::cell(part, at);
            if index >= names {
                self.levels.push(cell);
            } else if !cell.is_blank() {
                self.names.push(cell);
            }
        }
        self.finish();
    }

    fn width(&self) -> usize {
        if self.order.is_empty() {
            Operation::ALL.len()
        } else {
            self.order.len()
        }
    }

    /// Ends headings: the columns that follow have this order.
    fn headings(&mut self) {
        let found = std::mem::take(&mut self.heading);
        let Some((_, first)) = found.first().copied() else {
            return;
        };
        if !words::distinct(&found) {
            let message = "the headings name an operation twice".to_owned();
            self.problem(first, "from here on", message, "name each operation once");
            return;
        }
        self.names
            .retain(|name| !words::is_name_heading(&name.text));
        self.order = found.iter().map(|(operation, _)| *operation).collect();
        self.before();
        let columns = found
            .into_iter()
            .map(|(operation, span)| (operation.column(), span));
        self.header(columns.collect(), first.start);
    }

    fn header(&mut self, columns: Vec<(&'static str, Span)>, start: usize) {
        let place = Span::new(start, start);
        let cells = [("Module", place), ("Function", place)]
            .into_iter()
            .chain(columns)
            .map(|(text, span)| Cell::new(text, span));
        self.grid.lines.push(Line {
            cells: cells.collect(),
        });
    }

    /// Text before headings: a module is kept for the rows below, and the rest is not part of them.
    fn before(&mut self) {
        for name in std::mem::take(&mut self.names) {
            if catalog::module(words::plain_name(&name.text)).is_some() {
                self.names.push(name);
            } else {
                self.alone(name);
            }
        }
    }

    /// Ends a row.
    fn finish(&mut self) {
        let levels = std::mem::take(&mut self.levels);
        let Some(first) = levels.first().map(|cell| cell.span) else {
            return;
        };
        if self.order.is_empty() {
            self.order = Operation::ALL.to_vec();
            let last = self.names.pop();
            self.before();
            let start = last.as_ref().map_or(first.start, |name| name.span.start);
            self.names.extend(last);
            let place = Span::new(start, start);
            let columns = Operation::ALL.map(|operation| (operation.column(), place));
            self.header(columns.to_vec(), start);
            self.notes.add(NoteKind::Order, first, "the first levels");
        }
        let mut names = std::mem::take(&mut self.names);
        let Some(function) = names.pop() else {
            let message = "no function name comes before these levels".to_owned();
            let help = "write the name of the function on the line above them";
            return self.problem(first, "levels", message, help);
        };
        for name in names {
            self.alone(name);
        }
        if levels.len() != self.order.len() {
            return self.miscounted(function.span, levels.len());
        }
        let module = Cell::blank(function.span.start);
        let function = Cell::new(words::plain_name(&function.text), function.span);
        let cells = [module, function].into_iter().chain(levels);
        self.grid.lines.push(Line {
            cells: cells.collect(),
        });
    }

    fn miscounted(&mut self, span: Span, found: usize) {
        let message = format!("this row has {found} levels: expected {}", self.width());
        let help = "write `None` or `-` for a level that was lost when the text was copied";
        self.problem(span, "this row", message, help);
    }

    /// A name without levels: a module, a function whose levels were lost, or other text.
    fn alone(&mut self, name: Cell) {
        let text = words::plain_name(&name.text);
        let rows = !self.grid.lines.is_empty();
        if catalog::module(text).is_some() {
            self.section(name);
        } else if words::is_function(text) && (rows || text != "Security Roles") {
            let message = format!("`{}` has no levels in the text", shortened(text, 40));
            let help = "copy its levels as well, or remove the name";
            self.problem(name.span, "no levels", message, help);
        } else if speaks(text) {
            let message = format!(
                "`{}` mentions levels but is not a row, so it would be ignored",
                shortened(text, 60)
            );
            let help = "write it as a row: the name of a function, then its levels";
            self.problem(name.span, "not read", message, help);
        } else if rows && !is_prose(text) {
            self.section(name);
        } else if text.contains(':') && !rows {
            // It may give the name of the role.
            self.grid.lines.push(Line { cells: vec![name] });
        } else {
            self.notes.add(NoteKind::Rows, name.span, "not read");
        }
    }

    fn section(&mut self, name: Cell) {
        self.grid.lines.push(Line { cells: vec![name] });
    }

    fn problem(&mut self, span: Span, label: &str, message: String, help: &str) {
        let problem = problem::at(self.source, span, label, message, help);
        self.problems.push(problem);
    }
}

/// Whether a text has a level among its words.
fn speaks(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "All" | "My" | "None" | "Mine"))
        || cell_value::states(text)
}

/// Whether a text is a sentence or a control of the screen, not the name of a module.
fn is_prose(text: &str) -> bool {
    text.ends_with(['.', '!', '?', ':'])
        || text.split_whitespace().count() > 6
        || [
            "customize",
            "save",
            "cancel",
            "close",
            "search",
            "back",
            "copy",
            "new",
            "refresh",
        ]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(text))
        || !text.chars().any(char::is_alphabetic)
}
