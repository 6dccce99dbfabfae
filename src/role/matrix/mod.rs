//! Converts a table to the rows of a role, for every file format.
//!
//! People leave cells blank if the module is that of the row above, put the module's name into a
//! separate row, repeat the header on every page and add footnotes. All of that is supported; a
//! cell that is not understood is an error, and everything that is skipped is noted.

mod levels;
mod line;
mod role_name;
mod unread;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::grant::Grant;
use super::grid::{Grid, Line};
use super::header::{self, Columns, HeaderError, Levels};
use super::note::{NoteCollector, NoteKind};
use super::options::PROBLEMS;
use super::places::RowPlaces;
use super::{Limits, Role, cell_value, other_document, problem};
use crate::catalog::FunctionKey;
use crate::model::{Document, Operation, PerOperation, Problem, SourceText, Span, shortened};
pub(super) use unread::stated;

/// Reads every table, with what the reader took note of; `None` if no table has the header of a role.
///
/// # Errors
///
/// Everything that is not understood, each with its cell.
pub(super) fn read(
    source: &Arc<SourceText>,
    grids: &[Grid],
    limits: &Limits,
) -> Result<Option<(Role, NoteCollector)>, Vec<Problem>> {
    let mut reader = Reader {
        source,
        limits,
        out: Role::empty(source),
        notes: NoteCollector::default(),
        recognized: false,
        module: None,
        function: None,
        seen: HashMap::new(),
        reported: HashSet::new(),
        noted: HashSet::new(),
        pairs: None,
        repeated: Vec::new(),
        role: HashMap::new(),
        lacking: PerOperation::default(),
        problems: Vec::new(),
    };
    for grid in grids {
        reader.grid(grid);
        if reader.problems.len() > PROBLEMS {
            break;
        }
    }
    reader.never_named();
    reader.repeat();
    let mut problems = reader.problems;
    if problems.is_empty() {
        return Ok(reader.recognized.then_some((reader.out, reader.notes)));
    }
    if problems.len() > PROBLEMS {
        problems.truncate(PROBLEMS);
        problems.push(
            Problem::in_file(source.name(), "there are more problems than are shown here")
                .with_help("fix these first"),
        );
    }
    Err(problems)
}

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    limits: &'a Limits,
    /// The role in the tables. Its name may be in a line above one.
    out: Role,
    notes: NoteCollector,
    /// Whether any table had the header of a role.
    recognized: bool,
    /// The module of the rows above.
    module: Option<String>,
    /// The function of the row above, in a table of one row per operation.
    function: Option<String>,
    /// The rows of a table that splits a function over several rows.
    seen: HashMap<FunctionKey, usize>,
    /// Ignored columns with grants, which are an error.
    reported: HashSet<(usize, bool)>,
    /// Ignored columns that are reported.
    noted: HashSet<usize>,
    /// The header of a table with one row per operation, and the operations of its rows.
    pairs: Option<(Span, PerOperation<bool>)>,
    /// Repeated operations: the row, the operation, its grant and the positions.
    repeated: Vec<(usize, Operation, Grant, RowPlaces)>,
    /// The name of the role in a column of the table, and its first position.
    role: HashMap<usize, (String, Span)>,
    /// The operations without information in a table.
    lacking: PerOperation<bool>,
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
            if let Some(found) = header::recognize(line)
                && Self::is_heading(columns.as_ref(), line, &found)
            {
                match found {
                    Ok(found) => {
                        self.headings(line, &found);
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
            return self.no_table(&before);
        }
        self.recognized = true;
        for line in before {
            self.title(line);
        }
    }

    /// In a table with one row per operation, `Add` in a row is an operation and not a header; and
    /// a row with a function is never a header, regardless of its words for levels.
    fn is_heading(
        before: Option<&Columns>,
        line: &Line,
        found: &Result<Columns, HeaderError>,
    ) -> bool {
        let Some(before) = before else {
            return true;
        };
        if let Levels::Pair { operation, .. } = &before.levels
            && cell_value::operation(line.text(*operation)).is_some()
        {
            return false;
        }
        let names_function = |found: &Columns| {
            let mut functions = before.functions.iter();
            functions.any(|at| !line.text(*at).is_empty() && !found.used().any(|used| used == *at))
        };
        !found.as_ref().is_ok_and(names_function)
    }

    fn too_large(&mut self, line: &Line) -> bool {
        if let Some(cell) = line
            .cells
            .iter()
            .find(|cell| cell.text.chars().count() > self.limits.cell)
        {
            let message = format!(
                "this cell exceeds the limit of {} characters",
                self.limits.cell
            );
            let start = Span::new(cell.span.start, cell.span.start);
            self.problem(start, "this cell", message, problem::raise("cell"));
            return true;
        }
        if self.out.rows.len() >= self.limits.rows {
            let message = format!("the table exceeds the `rows` limit of {}", self.limits.rows);
            let mut problems = self.problems.iter();
            if !problems.any(|problem| problem.message == message) {
                let help = problem::raise("rows");
                self.problem(line.span(), "one row too many", message, help);
            }
            return true;
        }
        false
    }

    fn problem(&mut self, span: Span, label: &str, message: String, help: impl Into<String>) {
        let problem = problem::at(self.source, span, label, message, help);
        self.problems.push(problem);
    }

    /// Two headings of which only one can be meant, each with its label.
    fn two(&mut self, line: &Line, columns: [(usize, &str); 2], what: &str, help: &str) {
        let cell = |at: usize| line.cells.get(at).cloned().unwrap_or_default();
        let [(first, label), (again, label_again)] = columns.map(|(at, label)| (cell(at), label));
        let message = format!(
            "two columns {what}: `{}` and `{}`",
            shortened(&first.text, 40),
            shortened(&again.text, 40)
        );
        let problem = problem::at(self.source, again.span, label_again, message, help);
        self.problems
            .push(problem.and_at(Document::Role, first.span, label));
    }

    fn refuse(&mut self, line: &Line, refused: &HeaderError) {
        match refused {
            HeaderError::Twice(first, again) => self.two(
                line,
                [(*first, "first"), (*again, "again")],
                "are for the same operation",
                "keep one column for each operation",
            ),
            HeaderError::Several(what, first, again) => self.two(
                line,
                [(*first, "this"), (*again, "or this")],
                &format!("may hold {what}"),
                "keep the one that the role has, and remove the other",
            ),
            HeaderError::ProjectRole => {
                let label = "headings of a project role";
                let problem = other_document::project_role(self.source, line.span(), label);
                self.problems.push(problem);
            }
        }
    }

    fn headings(&mut self, line: &Line, columns: &Columns) {
        self.reported.clear();
        self.noted.clear();
        if let Some(section) = columns.section {
            self.module = Some(section.to_owned());
        }
        match &columns.levels {
            Levels::Each(each) => {
                for (operation, _) in each.iter().filter(|(_, at)| at.is_none()) {
                    self.lacks(operation, line.span());
                }
            }
            Levels::Pair { .. } | Levels::Phrase(_) => {
                self.pairs
                    .get_or_insert((line.span(), PerOperation::default()));
            }
        }
        self.role.clear();
    }

    /// Repeated operations are separate rows: they are compared with the first.
    fn repeat(&mut self) {
        for (index, operation, grant, places) in std::mem::take(&mut self.repeated) {
            if self.out.rows.len() >= self.limits.rows {
                break;
            }
            let Some(mut row) = self.out.rows.get(index).cloned() else {
                continue;
            };
            *row.levels.get_mut(operation) = grant;
            self.out.rows.push(row);
            self.out.places.push(places);
        }
    }

    /// Notes the operations without rows, in tables with one row per operation.
    fn never_named(&mut self) {
        let Some((headings, named)) = self.pairs else {
            return;
        };
        for operation in Operation::ALL.into_iter().filter(|op| !named.get(*op)) {
            self.lacks(operation, headings);
        }
    }

    /// Notes an operation without information in a table; once for all tables.
    fn lacks(&mut self, operation: Operation, headings: Span) {
        if !std::mem::replace(self.lacking.get_mut(operation), true) {
            self.notes
                .add(NoteKind::NoColumn, headings, operation.title());
        }
    }

    /// A line above the table: the role's name, a mark of the program that wrote the file, or
    /// something to report.
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
        } else if let Some(cell) = stated(line) {
            self.not_read(cell, "a line above the headings of the table");
        } else if !first.starts_with("#TYPE") && !first.starts_with("sep=") {
            self.notes.add(NoteKind::Rows, line.span(), "not read");
        }
    }
}
