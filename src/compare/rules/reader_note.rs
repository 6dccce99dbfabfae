//! `reader-note`

use super::Check;
use crate::compare::view::RoleView;
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Reports what was skipped or reinterpreted in the role's file: `Mine` read as My, a check
    /// mark read as All, footnote marks, unread columns, lines, tables and sheets, operations that
    /// no row states, and functions without a row in a file whose completeness cannot be
    /// determined.
    ///
    /// ## Why it matters
    ///
    /// The other findings do not take skipped content into account. If it were dropped silently, it
    /// would look as if it had been checked.
    ///
    /// ## Example
    ///
    /// A table says `All*` under Edit Level; the level is read as All, and the footnote is ignored.
    ///
    /// ## How to fix it
    ///
    /// Nothing, if the skipped content does not matter. Otherwise correct the file, or export the
    /// role from ConnectWise's API.
    ReaderNote, Note, "part of the role's file was skipped or reinterpreted",
    Check::Role(check)
}

fn check(run: &RoleView<'_>) -> Vec<Draft> {
    let drafts = run.role.notes.iter().map(|note| {
        // An empty place at offset 0 means no place.
        let places = note.places.iter().filter(|(span, _)| span.end > 0);
        Draft {
            message: note.message.clone(),
            help: Some(note.help.clone()),
            locations: places
                .map(|(span, label)| run.in_role(*span, label.clone()))
                .collect(),
            distinct: Some(note.kind.word()),
            ..Draft::default()
        }
    });
    drafts.collect()
}
