//! Converts the tables of a file in any format to a role, or to the reason why they are not one.

use std::collections::HashSet;
use std::sync::Arc;

use super::grid::{Addresses, Grid};
use super::note::{Note, NoteCollector, NoteKind};
use super::options::{Limits, ReadOptions};
use super::{Role, matrix, problem};
use crate::catalog;
use crate::model::{Problem, SourceText};

/// The problem of a file whose tables would fill the memory.
pub(super) fn too_many_cells(file: &str, limits: &Limits) -> Problem {
    let message = format!(
        "the tables exceed the `rows` limit of {}: they have more than {} cells",
        limits.rows,
        limits.cells()
    );
    Problem::in_file(file, message).with_help(problem::raise("rows"))
}

/// Reads tables of a file in any format.
pub(super) fn read(
    source: &Arc<SourceText>,
    grids: &[Grid],
    notes: NoteCollector,
    addresses: Option<Addresses>,
    options: &ReadOptions,
) -> Result<Role, Vec<Problem>> {
    let looked = super::columns::check(source, grids);
    let looked =
        looked.and_then(|admin| Ok((admin, matrix::read(source, grids, &options.limits)?)));
    let (admin, read) = looked.map_err(|mut problems| {
        for place in problems
            .iter_mut()
            .flat_map(|problem| &mut problem.locations)
        {
            place.cell = addresses.as_ref().and_then(|known| known.of(place.span));
        }
        problems
    })?;
    let Some((role, mut all)) = read else {
        return Err(no_headings(source, grids).into());
    };
    all.join(notes);
    // A table may be part of a larger one, in every format: it is open-ended.
    Ok(Role {
        admin: admin.map(|(is, _)| is),
        admin_place: admin.map(|(_, span)| span),
        notes: all.notes(source),
        addresses,
        ..role
    })
}

/// A file without an end mark looks complete if it is truncated between two rows. With the catalog,
/// missing functions can at least be listed.
pub(super) fn no_row(role: &Role) -> Option<Note> {
    let present = role.known_functions();
    let all = catalog::functions();
    let known = all.len();
    let missing: Vec<String> = all
        .filter(|(id, _)| !present.contains(id))
        .map(|(_, function)| format!("{} / {}", function.module, function.name))
        .collect();
    let first = first_of(&missing);
    // With fewer than half of the functions, the complete role is called incomplete, which says
    // more.
    let functions: HashSet<_> = role.rows.iter().map(|row| row.keys().next()).collect();
    if missing.is_empty() || 2 * functions.len() < known {
        return None;
    }
    Some(Note {
        kind: NoteKind::NoRow,
        message: format!(
            "the role has no row for {} of the {known} known functions: {first}",
            missing.len()
        ),
        help:
            "completeness cannot be determined from a file of this kind; compare its end with its \
             source"
                .to_owned(),
        places: Vec::new(),
    })
}

/// The first names of a list, with dots after them if there are more.
pub(super) fn first_of(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let first: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    let dots = if names.len() > SHOWN { ", …" } else { "" };
    first.join(", ") + dots
}

fn no_headings(source: &Arc<SourceText>, grids: &[Grid]) -> Problem {
    let mut lines = grids.iter().flat_map(|grid| &grid.lines);
    let first = lines.find(|line| line.filled().next().is_some());
    let message = "no table here has the headings of a role: expected a column for functions and \
                   columns such as `Add Level`, `Edit Level`, `Delete Level`, `Inquire Level`";
    let help = "write the headings as the first row of the table";
    match first {
        Some(line) => problem::at(source, line.span(), "no such headings", message, help),
        None => Problem::in_file(source.name(), message).with_help(help),
    }
}
