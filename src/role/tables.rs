//! Converts the tables of a file in any format to a role, or to the reason why they are not one.

use std::collections::HashSet;
use std::sync::Arc;

use super::grid::{Addresses, Grid, GridPlaces};
use super::note::{Note, NoteCollector, NoteKind};
use super::options::{Limits, ReadOptions};
use super::{Header, ParsedRole, Row, matrix};
use crate::catalog::{self, FunctionId};
use crate::model::{Document, Problem, SourceText};

/// The problem of a file whose tables would fill the memory.
pub(super) fn too_many_cells(file: &str, limits: &Limits) -> Problem {
    let message = format!(
        "the tables exceed the `rows` limit of {}: they have more than {} cells",
        limits.rows,
        limits.cells()
    );
    Problem::in_file(file, message)
        .with_help("if the file is correct, raise the limit with `--limit rows=NUMBER`")
}

/// Reads tables of a file in any format.
pub(super) fn read(
    source: &Arc<SourceText>,
    grids: &[Grid],
    notes: NoteCollector,
    addresses: Option<Addresses>,
    options: &ReadOptions,
) -> Result<ParsedRole, Vec<Problem>> {
    let looked = super::columns::check(source, grids);
    let looked =
        looked.and_then(|admin| Ok((admin, matrix::read(source, grids, &options.limits)?)));
    let (admin, mut read) = looked.map_err(|mut problems| {
        for place in problems
            .iter_mut()
            .flat_map(|problem| &mut problem.locations)
        {
            place.cell = addresses.as_ref().and_then(|known| known.of(place.span));
        }
        problems
    })?;
    if !read.recognized {
        return Err(vec![no_headings(source, grids)]);
    }
    read.notes.join(notes);
    Ok(ParsedRole {
        header: Header {
            name: read.name,
            admin: admin.map(|(is, _)| is),
            admin_place: admin.map(|(_, span)| span),
            ..Header::default()
        },
        rows: read.rows,
        notes: read.notes.notes(source),
        places: Box::new(GridPlaces {
            rows: read.places,
            addresses,
        }),
        // A table may be part of a larger one, in every format.
        open_ended: true,
    })
}

/// The functions of the catalog in some rows.
pub(super) fn known_functions(rows: &[Row]) -> HashSet<FunctionId> {
    rows.iter().filter_map(Row::known).collect()
}

/// A file without an end mark looks complete if it is truncated between two rows. With the catalog,
/// missing functions can at least be listed.
pub(super) fn no_row(parts: &ParsedRole) -> Option<Note> {
    let present = known_functions(&parts.rows);
    let all = catalog::functions();
    let known = all.len();
    let missing: Vec<String> = all
        .filter(|(id, _)| !present.contains(id))
        .map(|(_, function)| format!("{} / {}", function.module, function.name))
        .collect();
    // With fewer than half of the functions, the complete role is called incomplete, which says
    // more.
    let functions: HashSet<_> = parts.rows.iter().map(|row| row.keys().next()).collect();
    if missing.is_empty() || 2 * functions.len() < known {
        return None;
    }
    let shown = missing
        .iter()
        .take(5)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    let dots = if missing.len() > 5 { ", …" } else { "" };
    Some(Note {
        kind: NoteKind::NoRow,
        message: format!(
            "the role has no row for {} of the {known} known functions: {shown}{dots}",
            missing.len()
        ),
        help:
            "completeness cannot be determined from a file of this kind; compare its end with its \
             source"
                .to_owned(),
        places: Vec::new(),
    })
}

fn no_headings(source: &Arc<SourceText>, grids: &[Grid]) -> Problem {
    let mut lines = grids.iter().flat_map(|grid| &grid.lines);
    let first = lines.find(|line| line.filled().next().is_some());
    let message = "no table here has the headings of a role: expected a column for functions and \
                   columns such as `Add Level`, `Edit Level`, `Delete Level`, `Inquire Level`";
    let help = "write the headings as the first row of the table";
    match first {
        Some(line) => {
            let label = "no such headings";
            Problem::at(Document::Role, source, line.span(), label, message).with_help(help)
        }
        None => Problem::in_file(source.name(), message).with_help(help),
    }
}
