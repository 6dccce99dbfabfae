//! From a table to the rows of a role, whatever kind of file the table stood in.
//!
//! People leave cells blank where the module is that of the row above, put the module's name into
//! a row of its own, repeat the headings on every page and add footnotes. All of that is read;
//! what is not understood is an error at its cell, and what is left out is noted.

use std::collections::HashMap;
use std::sync::Arc;

use super::grant::Grant;
use super::grid::{Cell, Grid, Line};
use super::header::{self, Columns, Levels, Refused};
use super::names::{self, Unnamed};
use super::note::{Gathered, NoteKind};
use super::places::RowPlaces;
use super::word::{self, Word};
use super::{Limits, Row};
use crate::catalogue;
use crate::model::{
    Document, Level, Operation, PerOperation, Problem, SourceText, Span, shortened,
};
use crate::yaml::{list_words, nearest};

/// What tables say of a role.
#[derive(Debug, Default)]
pub(super) struct Matrix {
    /// The role's name, where a line above the table gives it.
    pub(super) name: Option<String>,
    pub(super) rows: Vec<Row>,
    pub(super) places: Vec<RowPlaces>,
    /// What the reader took note of.
    pub(super) notes: Gathered,
    /// Whether any table had the headings of a role.
    pub(super) recognised: bool,
}

/// More problems than these help nobody.
pub(super) const PROBLEMS: usize = 50;

/// Reads every table.
///
/// # Errors
///
/// Everything that is not understood, each at its cell.
pub(super) fn read(
    source: &Arc<SourceText>,
    grids: &[Grid],
    limits: &Limits,
) -> Result<Matrix, Vec<Problem>> {
    let mut reader = Reader {
        source,
        limits,
        out: Matrix::default(),
        module: None,
        function: None,
        seen: HashMap::new(),
        problems: Vec::new(),
    };
    for grid in grids {
        reader.grid(grid);
        if reader.problems.len() > PROBLEMS {
            break;
        }
    }
    let mut problems = reader.problems;
    if problems.is_empty() {
        return Ok(reader.out);
    }
    if problems.len() > PROBLEMS {
        problems.truncate(PROBLEMS);
        problems.push(
            Problem::in_file(source.name(), "there are more problems than are shown here")
                .with_help("mend these first"),
        );
    }
    Err(problems)
}

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    limits: &'a Limits,
    out: Matrix,
    /// The module of the rows above.
    module: Option<String>,
    /// The function of the row above, in a table of one row per operation.
    function: Option<String>,
    /// The rows of a table that spreads a function over several of its own, by their names.
    seen: HashMap<(String, String), usize>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn grid(&mut self, grid: &Grid) {
        self.module = grid.module.map(str::to_owned);
        self.function = None;
        let mut columns: Option<Columns> = None;
        let mut before: Vec<&Line> = Vec::new();
        for line in &grid.lines {
            if line.filled().next().is_none() || self.too_large(line) {
                continue;
            }
            if let Some(found) = header::recognise(line)
                && self.is_heading(columns.as_ref(), line, &found)
            {
                match found {
                    Ok(found) => {
                        self.headings(line, &found, columns.is_none());
                        columns = Some(found);
                    }
                    Err(refused) => return self.refuse(line, &refused),
                }
                continue;
            }
            match &columns {
                None => before.push(line),
                Some(columns) => self.line(columns, line, grid.sparse),
            }
            if self.problems.len() > PROBLEMS {
                return;
            }
        }
        if columns.is_none() {
            if let Some(first) = before.first() {
                let span = first.span();
                self.out
                    .notes
                    .add(NoteKind::Tables, span, "not the table of a role");
            }
            return;
        }
        self.out.recognised = true;
        for line in before {
            self.title(line);
        }
    }

    /// In a table of one row per operation, `Add` in a row is an operation and no heading.
    fn is_heading(
        &self,
        before: Option<&Columns>,
        line: &Line,
        found: &Result<Columns, Refused>,
    ) -> bool {
        match (before.map(|columns| &columns.levels), found) {
            (Some(Levels::Pair { operation, .. }), _) => {
                word::operation(line.text(*operation)).is_none()
            }
            _ => true,
        }
    }

    fn too_large(&mut self, line: &Line) -> bool {
        if let Some(cell) = line
            .cells
            .iter()
            .find(|cell| cell.text.chars().count() > self.limits.cell)
        {
            let message = format!(
                "this cell has more than {} characters, and no name or level has",
                self.limits.cell
            );
            let start = Span::new(cell.span.start, cell.span.start);
            self.problem(
                start,
                "this cell",
                message,
                "raise the limit with `--limit cell=NUMBER` if it is right",
            );
            return true;
        }
        if self.out.rows.len() >= self.limits.rows {
            let message = format!("the table has more than {} rows", self.limits.rows);
            let help = "raise the limit with `--limit rows=NUMBER` if it is right";
            if !self
                .problems
                .iter()
                .any(|problem| problem.message == message)
            {
                self.problem(line.span(), "one row too many", message, help);
            }
            return true;
        }
        false
    }

    fn problem(&mut self, span: Span, label: &str, message: String, help: impl Into<String>) {
        let problem = Problem::at(Document::Role, self.source, span, label, message);
        self.problems.push(problem.with_help(help));
    }

    fn refuse(&mut self, line: &Line, refused: &Refused) {
        match refused {
            Refused::Twice(first, again) => {
                let cell = |at: usize| line.cells.get(at).cloned().unwrap_or_default();
                let (first, again) = (cell(*first), cell(*again));
                let message = format!(
                    "two columns are for the same operation: `{}` and `{}`",
                    shortened(&first.text, 40),
                    shortened(&again.text, 40)
                );
                let problem =
                    Problem::at(Document::Role, self.source, again.span, "again", message)
                        .and_at(Document::Role, first.span, "first")
                        .with_help("keep one column for each operation");
                self.problems.push(problem);
            }
            Refused::ProjectRole => self.problems.push(super::detect::project_role(Problem::at(
                Document::Role,
                self.source,
                line.span(),
                "headings of a project role",
                "",
            ))),
        }
    }

    fn headings(&mut self, line: &Line, columns: &Columns, first: bool) {
        if let Some(section) = columns.section {
            self.module = Some(section.to_owned());
        }
        if let (true, Levels::Each(each)) = (first, &columns.levels) {
            for (operation, at) in each.iter() {
                if at.is_none() {
                    self.out
                        .notes
                        .add(NoteKind::NoColumn, line.span(), operation.title());
                }
            }
        }
    }

    /// A line above the table: the role's name, or something to be told of.
    fn title(&mut self, line: &Line) {
        let mut filled = line.filled().map(|(_, cell)| cell.text.trim());
        let (first, second) = (filled.next().unwrap_or_default(), filled.next());
        let (key, value) = match (first.split_once(':'), second) {
            (Some((key, value)), _) if !value.trim().is_empty() => (key, Some(value)),
            (Some((key, _)), second) => (key, second),
            (None, second) => (first, second),
        };
        let key: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
        let names = ["role", "rolename", "roleid", "securityrole"];
        if let Some(value) = value.map(str::trim)
            && names.contains(&key.to_lowercase().as_str())
            && self.out.name.is_none()
        {
            self.out.name = Some(value.to_owned());
        } else if !first.starts_with("#TYPE") {
            self.out.notes.add(NoteKind::Rows, line.span(), "not read");
        }
    }

    fn line(&mut self, columns: &Columns, line: &Line, sparse: bool) {
        if self.section(columns, line) {
            return;
        }
        let last = line.filled().last().map_or(0, |(at, _)| at + 1);
        let needed = columns.used().max().map_or(0, |at| at + 1);
        if last > columns.width || (!sparse && line.cells.len() < needed) {
            let message = format!(
                "this row has {} cells, and the headings are {}",
                line.cells.len(),
                columns.width
            );
            let help = "look for a missing or additional separator, or a row that was cut off";
            return self.problem(line.span(), "this row", message, help);
        }
        self.unknown_columns(columns, line);
        let modules: Vec<&str> = self.names(&columns.modules, line);
        if let Some(module) = modules.first() {
            self.module = Some((*module).to_owned());
            self.function = None;
        }
        let mut functions: Vec<&str> = self.names(&columns.functions, line);
        let above = self.function.clone();
        if functions.is_empty() && !matches!(columns.levels, Levels::Each(_)) {
            functions.extend(above.as_deref());
        }
        let place = columns
            .functions
            .iter()
            .filter_map(|at| line.cells.get(*at))
            .find(|cell| !cell.is_blank())
            .map(|cell| cell.span);
        let above = self.module.clone();
        let modules = if modules.is_empty() {
            above.as_deref().into_iter().collect()
        } else {
            modules
        };
        let function = match names::function(&modules, &functions) {
            Ok(function) => function,
            Err(Unnamed::Ambiguous(name)) => {
                let span = place.unwrap_or(line.span());
                self.problems
                    .push(names::ambiguous(self.source, span, &name));
                return;
            }
            Err(Unnamed::Nameless) => {
                let message = "this row states levels and names no function".to_owned();
                return self.problem(
                    line.span(),
                    "this row",
                    message,
                    "write the function's name into the row",
                );
            }
        };
        let mut places = RowPlaces {
            row: line.span(),
            function: place,
            ..RowPlaces::default()
        };
        let mut levels = PerOperation::default();
        if !self.levels(columns, line, &mut levels, &mut places) {
            return;
        }
        let key = (
            modules
                .first()
                .map_or_else(String::new, |name| (*name).to_owned()),
            functions
                .first()
                .map_or_else(String::new, |name| (*name).to_owned()),
        );
        self.function = Some(key.1.clone());
        if matches!(columns.levels, Levels::Each(_)) || !self.merge(&key, &levels, &places) {
            self.seen.insert(key, self.out.rows.len());
            self.out.rows.push(Row { function, levels });
            self.out.places.push(places);
        }
    }

    /// The names in some columns, without footnote marks.
    fn names<'l>(&mut self, columns: &[usize], line: &'l Line) -> Vec<&'l str> {
        let mut names = Vec::new();
        for cell in columns.iter().filter_map(|at| line.cells.get(*at)) {
            let (name, marked) = word::without_marks(&cell.text);
            if marked {
                self.out
                    .notes
                    .add(NoteKind::Footnote, cell.span, "a footnote");
            }
            if !name.is_empty() {
                names.push(name);
            }
        }
        names
    }

    /// Reads a line that has one filled cell, if it is the name of a module or a footnote.
    fn section(&mut self, columns: &Columns, line: &Line) -> bool {
        let mut filled = line.filled();
        let (Some((at, cell)), None) = (filled.next(), filled.next()) else {
            return false;
        };
        let (name, _) = word::without_marks(&cell.text);
        let footnote = cell
            .text
            .trim_start()
            .starts_with(['*', '†', '‡', '§', '¹', '²', '³'])
            || name.to_lowercase().starts_with("note");
        let in_modules = columns.modules.contains(&at);
        let known_function = names::function(
            &self.module.as_deref().into_iter().collect::<Vec<_>>(),
            &[name],
        )
        .is_ok_and(|function| matches!(function, super::RowFunction::Known(_)));
        if let Some(module) = catalogue::module(name)
            && !(known_function && columns.modules.is_empty())
        {
            self.module = Some(module.to_owned());
            self.function = None;
        } else if footnote && !known_function {
            self.out.notes.add(NoteKind::Rows, cell.span, "not read");
        } else if in_modules {
            self.module = Some(name.to_owned());
            self.function = None;
        } else if known_function || at != columns.first_name() {
            return false;
        } else if columns.modules.is_empty() {
            let message = format!(
                "`{}` is neither a module nor a function that is known, and the row states no level",
                shortened(name, 60)
            );
            let help = "correct the name if it is a module; write a level if it is a function; \
                        otherwise take the line out";
            self.problem(cell.span, "what is this?", message, help);
        } else {
            return false;
        }
        true
    }

    fn unknown_columns(&mut self, columns: &Columns, line: &Line) {
        for cell in columns.unknown.iter().filter_map(|at| line.cells.get(*at)) {
            let (text, _) = word::without_marks(&cell.text);
            if matches!(
                word::read(text),
                Word::Level(_) | Word::Mine | Word::Phrase(_)
            ) {
                self.out.notes.add(NoteKind::Column, cell.span, "not read");
            }
        }
    }

    /// Joins a row of one operation with the row of its function; not where that states it already.
    fn merge(
        &mut self,
        key: &(String, String),
        levels: &PerOperation<Grant>,
        places: &RowPlaces,
    ) -> bool {
        let Some(&index) = self.seen.get(key) else {
            return false;
        };
        let (Some(row), Some(known)) =
            (self.out.rows.get_mut(index), self.out.places.get_mut(index))
        else {
            return false;
        };
        let stated = |places: &RowPlaces, operation| places.levels.get(operation).is_some();
        if Operation::ALL
            .into_iter()
            .any(|op| stated(places, op) && stated(known, op))
        {
            return false;
        }
        for operation in Operation::ALL.into_iter().filter(|op| stated(places, *op)) {
            *row.levels.get_mut(operation) = *levels.get(operation);
            *known.levels.get_mut(operation) = *places.levels.get(operation);
        }
        true
    }

    /// Reads the levels of a row; `false` where the row says something that is not understood.
    fn levels(
        &mut self,
        columns: &Columns,
        line: &Line,
        levels: &mut PerOperation<Grant>,
        places: &mut RowPlaces,
    ) -> bool {
        let blank = Cell::default();
        let cell = |at: usize| line.cells.get(at).unwrap_or(&blank);
        match &columns.levels {
            Levels::Each(each) => {
                let mut fine = true;
                for (operation, at) in each.iter() {
                    let Some(cell) = at.map(cell) else { continue };
                    if let Some(grant) = self.grant(cell, operation, columns.api) {
                        *levels.get_mut(operation) = grant;
                        *places.levels.get_mut(operation) =
                            (!cell.span.is_empty()).then_some(cell.span);
                    } else {
                        fine = false;
                    }
                }
                fine
            }
            Levels::Pair { operation, level } => {
                let (name, value) = (cell(*operation), cell(*level));
                let Some(operation) = word::operation(word::without_marks(&name.text).0) else {
                    let words = list_words(Operation::ALL.map(Operation::title));
                    let message = format!(
                        "`{}` is not an operation: expected {words}",
                        shortened(name.text.trim(), 40)
                    );
                    self.problem(
                        name.span,
                        "not an operation",
                        message,
                        "write the operation that the level is for",
                    );
                    return false;
                };
                let Some(grant) = self.grant(value, operation, false) else {
                    return false;
                };
                *levels.get_mut(operation) = grant;
                *places.levels.get_mut(operation) = Some(value.span);
                true
            }
            Levels::Phrase(at) => {
                let cell = cell(*at);
                let (text, marked) = word::without_marks(&cell.text);
                if marked {
                    self.out
                        .notes
                        .add(NoteKind::Footnote, cell.span, "a footnote");
                }
                match word::read(text) {
                    Word::Phrase(said) => {
                        for (operation, level) in said {
                            *levels.get_mut(operation) = Grant::Level(level);
                            *places.levels.get_mut(operation) = Some(cell.span);
                        }
                        true
                    }
                    Word::Blank | Word::NotApplicable | Word::Level(Level::None) => true,
                    _ => {
                        let message = format!(
                            "`{}` is not understood: expected operations with their levels",
                            shortened(text, 60)
                        );
                        self.problem(
                            cell.span,
                            "not understood",
                            message,
                            "write it as `Add All, Inquire My`",
                        );
                        false
                    }
                }
            }
        }
    }

    /// What a cell grants; `None` where it is not understood, which is told.
    fn grant(&mut self, cell: &Cell, operation: Operation, api: bool) -> Option<Grant> {
        let (text, marked) = word::without_marks(&cell.text);
        if marked {
            self.out
                .notes
                .add(NoteKind::Footnote, cell.span, "a footnote");
        }
        Some(match word::read(text) {
            Word::Level(level) => Grant::Level(level),
            Word::Mine => {
                self.out.notes.add(NoteKind::Mine, cell.span, "read as My");
                Grant::Level(Level::My)
            }
            Word::Mark(level) => {
                let label = format!("read as {level}");
                self.out.notes.add(NoteKind::Tick, cell.span, label);
                Grant::Level(level)
            }
            // ConnectWise's matrix of 2017 writes it where the operation does not exist.
            Word::NotApplicable => Grant::NotOffered,
            // `Export-Csv` writes null as nothing.
            Word::Blank if api => Grant::NotOffered,
            // A person who leaves a cell blank, or writes a dash, says nothing about it. Nothing is
            // granted; whoever needs the level is told that the role is silent, not that ConnectWise
            // lacks the operation.
            Word::Blank => Grant::Absent,
            Word::Phrase(said)
                if said.len() == 1 && said.iter().all(|(op, _)| *op == operation) =>
            {
                said.first()
                    .map_or(Grant::Absent, |(_, level)| Grant::Level(*level))
            }
            Word::Phrase(_) | Word::Unknown => {
                let words = || Level::ALL.into_iter().map(Level::word);
                let message = format!(
                    "`{}` under {} is not a level: expected {}",
                    shortened(text, 40),
                    operation.column(),
                    list_words(words())
                );
                let help = nearest(text, words()).map_or_else(
                    || "a cell that grants nothing is blank, `-` or `N/A`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                self.problem(cell.span, "not a level", message, help);
                return None;
            }
        })
    }
}
