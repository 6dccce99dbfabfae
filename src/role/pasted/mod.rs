//! Text that was copied from a screen or a page: one cell per line, levels glued to names, or tabs.
//!
//! The text becomes a table, which is read like any other. What does not fit into the table is an
//! error or a note.

mod table;
mod words;

use std::collections::HashSet;
use std::sync::Arc;

use super::note::{Note, NoteKind};
use super::options::{Format, ReadOptions};
use super::reader::Reader;
use super::{Role, tables};
use crate::catalog;
use crate::model::{Problem, SourceText};
use table::Table;
use words::Word;

/// Reads pasted text.
pub(super) struct Pasted;

impl Reader for Pasted {
    fn format(&self) -> Format {
        Format::Text
    }

    fn read(&self, source: &Arc<SourceText>, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
        let mut table = Table::new(source);
        table.read(source.text());
        if !table.problems.is_empty() {
            table.problems.truncate(super::options::PROBLEMS);
            return Err(table.problems);
        }
        let mut role = tables::read(source, &[table.grid], table.notes, None, options)?;
        role.notes.extend(rows_missing(&role));
        Ok(role)
    }

    /// Text in a directory is not searched for roles: notes and help pages are text as well.
    fn holds_role(&self, _source: &Arc<SourceText>) -> Option<bool> {
        None
    }

    fn compare_with(&self) -> Option<&'static str> {
        Some("completeness cannot be determined from pasted text; compare its end with the screen")
    }
}

/// How much of a text is checked for rows.
const SAMPLE: usize = 4000;

/// Whether a text has a row or the headings of a role.
pub(super) fn has_rows(text: &str) -> bool {
    let mut function = false;
    let mut levels = 0;
    let mut operations = 0;
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .take(SAMPLE)
        .flat_map(|line| line.split('\t'))
        .flat_map(|part| words::words(part, 0))
        .any(|word| {
            match word {
                Word::Level(_) => levels += 1,
                Word::Heading(found) => {
                    operations += found.len();
                    levels = 0;
                }
                Word::Name(cell) => {
                    function = words::is_function(&cell.text);
                    levels = 0;
                    operations = 0;
                }
            }
            function && levels >= 2 || operations >= 3
        })
}

/// The known functions without a row, in modules that the text shows.
fn rows_missing(role: &Role) -> Option<Note> {
    let present = role.known_functions();
    let shown: HashSet<&str> = present.iter().map(|id| id.get().module).collect();
    let missing: Vec<String> = catalog::functions()
        .filter(|(id, known)| shown.contains(known.module) && !present.contains(id))
        .map(|(_, known)| format!("`{} / {}`", known.module, known.name))
        .collect();
    (!missing.is_empty()).then(|| Note {
        kind: NoteKind::ModuleRows,
        message: format!(
            "the text shows modules without all their functions: {} known functions have no row: {}",
            missing.len(),
            tables::first_of(&missing)
        ),
        help: "copy the whole screen with every module expanded, or read the role with \
               `leastwise fetch`"
            .to_owned(),
        places: Vec::new(),
    })
}
