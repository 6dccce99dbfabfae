//! `reader-note`

use super::Check;
use crate::compare::view::{Draft, RoleView};

rule! {
    /// ## What it does
    ///
    /// Tells what was left out or reinterpreted when the role's file was read: `Mine` read as My, a
    /// tick read as All, footnote marks, columns, lines, tables and sheets that were not read,
    /// operations of which no row says anything, and functions without a row in a file that cannot
    /// show that it is whole.
    ///
    /// ## Why it matters
    ///
    /// A table made by hand says things that the other findings cannot take into account. What is
    /// dropped in silence looks as if it had been checked.
    ///
    /// ## Example
    ///
    /// A matrix says `All*` under Edit Level; the level is read as All, and what the footnote says
    /// is not.
    ///
    /// ## How to fix
    ///
    /// Nothing, when what was left out does not matter. Otherwise correct the file, or read the
    /// role as ConnectWise's API gives it.
    ReaderNote, Note, "something of the role's file was left out or reinterpreted",
    Check::Notes(check)
}

fn check(run: &RoleView<'_>) -> Vec<Draft> {
    let drafts = run.role.notes.iter().map(|note| {
        // A place without extent at the very beginning stands for no place.
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
