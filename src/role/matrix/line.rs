//! One row of a table: its names, and whether it is a row of the role.

use super::Reader;
use crate::catalog;
use crate::model::{Operation, PerOperation, shortened};
use crate::role::cell_value;
use crate::role::grid::Line;
use crate::role::header::{Columns, Levels};
use crate::role::names::{self, NameError};
use crate::role::note::NoteKind;
use crate::role::places::RowPlaces;
use crate::role::{Row, RowFunction};

impl Reader<'_> {
    pub(super) fn line(&mut self, columns: &Columns, line: &Line, sparse: bool) {
        if self.opaque(columns, line) || self.section(columns, line) {
            return;
        }
        let last = line.filled().last().map_or(0, |(at, _)| at + 1);
        let needed = columns.used().max().map_or(0, |at| at + 1);
        if last > columns.width || (!sparse && line.cells.len() < needed) {
            let message = format!(
                "this row has {} cells, but there are {} headings",
                line.cells.len(),
                columns.width
            );
            let help = "check for a missing or extra separator, or a truncated row";
            return self.problem(line.span(), "this row", message, help);
        }
        self.unread_columns(columns, line);
        self.other_columns(columns, line);
        self.roles(columns, line);
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
            Err(NameError::Ambiguous(name)) => {
                let span = place.unwrap_or(line.span());
                self.problems
                    .push(names::ambiguous(self.source, span, &name));
                return;
            }
            Err(NameError::Nameless) => {
                let message = "this row states levels but names no function".to_owned();
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
        self.function = functions.first().map(|name| (*name).to_owned());
        let row = Row { function, levels };
        if matches!(columns.levels, Levels::Each(_)) || !self.merge(&row, &places) {
            // It is the same function in any spelling.
            if let Some(key) = row.keys().next() {
                self.seen.insert(key, self.out.rows.len());
            }
            self.out.rows.push(row);
            self.out.places.push(places);
        }
    }

    /// The names in some columns, without footnote marks.
    fn names<'l>(&mut self, columns: &[usize], line: &'l Line) -> Vec<&'l str> {
        let cells = columns.iter().filter_map(|at| line.cells.get(*at));
        let names = cells.map(|cell| self.without_marks(cell));
        names.filter(|name| !name.is_empty()).collect()
    }

    /// Reads a line that has one filled cell, if it is the name of a module or a footnote.
    fn section(&mut self, columns: &Columns, line: &Line) -> bool {
        let mut filled = line.filled();
        let (Some((at, cell)), None) = (filled.next(), filled.next()) else {
            return false;
        };
        let (name, _) = cell_value::without_marks(&cell.text);
        let footnote = cell
            .text
            .trim_start()
            .starts_with(['*', '†', '‡', '§', '¹', '²', '³'])
            || name.to_lowercase().starts_with("note");
        if self.other_separator(columns, at, cell) {
            return true;
        }
        let in_modules = columns.modules.contains(&at);
        let known_function = names::function(
            &self.module.as_deref().into_iter().collect::<Vec<_>>(),
            &[name],
        )
        .is_ok_and(|function| matches!(function, RowFunction::Known(_)));
        if let Some(module) = catalog::module(name)
            && !(known_function && columns.modules.is_empty())
        {
            self.module = Some(module.to_owned());
            self.function = None;
        } else if footnote && !known_function {
            self.notes.add(NoteKind::Rows, cell.span, "not read");
        } else if in_modules {
            let label = shortened(name, 60);
            self.notes.add(NoteKind::Section, cell.span, label);
            self.module = Some(name.to_owned());
            self.function = None;
        } else if known_function || at != columns.first_name() {
            return false;
        } else if columns.modules.is_empty() {
            let message = format!(
                "`{}` is not a known module or function, and the row states no level",
                shortened(name, 60)
            );
            let help = "correct the name if it is a module; write a level if it is a function; \
                        otherwise remove the line";
            self.problem(cell.span, "what is this?", message, help);
        } else {
            return false;
        }
        true
    }

    /// Joins a row of one operation with the row of its function, unless the operation is already
    /// set.
    fn merge(&mut self, more: &Row, places: &RowPlaces) -> bool {
        let Some(&index) = more.keys().next().and_then(|key| self.seen.get(&key)) else {
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
            for operation in Operation::ALL.into_iter().filter(|op| stated(places, *op)) {
                let grant = *more.levels.get(operation);
                self.repeated
                    .push((index, operation, grant, places.clone()));
            }
            return true;
        }
        for operation in Operation::ALL.into_iter().filter(|op| stated(places, *op)) {
            *row.levels.get_mut(operation) = *more.levels.get(operation);
            *known.levels.get_mut(operation) = *places.levels.get(operation);
        }
        true
    }
}
