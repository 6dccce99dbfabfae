//! `setup-phase`

use super::Check;
use super::view::{CellView, LintView};
use crate::model::Level;
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a level whose purpose or note mentions setup, but that always applies because it
    /// states no `phase`.
    ///
    /// ## Why it matters
    ///
    /// What is needed only once should be revoked afterwards. Without `phase: setup`, `check`
    /// requires that it stay granted forever.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Table Setup:
    ///   add: { level: All, purpose: Registers a ticket source during the initial setup }
    /// ```
    ///
    /// ## How to fix it
    ///
    /// Write `phase: setup`. If the level is needed afterwards too, say so with `phase: run`.
    SetupPhase, Note, "a reason mentions setup, but the level always applies",
    Check::Policy(check)
}

const WORDS: [&str; 8] = [
    "during setup",
    "during the setup",
    "initial setup",
    "initial configuration",
    "while setting up",
    "setup only",
    "only for setup",
    "one-time setup",
];

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let speaks = |cell: &CellView<'_>| {
        let text = [cell.reason(), cell.remark()].into_iter().flatten();
        text.map(str::to_lowercase)
            .any(|text| WORDS.iter().any(|words| text.contains(words)))
    };
    let cells = view.rows().flat_map(super::view::RowView::statements);
    cells
        .filter(|cell| !cell.states_phase() && cell.range.min > Level::None && speaks(cell))
        .map(|cell| {
            let message = format!(
                "{}: the reason for {} mentions setup, but the level always applies",
                cell.row.label(),
                cell.operation
            );
            let mut draft = cell.row.draft(message);
            draft.operations = vec![cell.operation];
            draft.places = vec![(cell.span, "always applies".to_owned())];
            draft.help =
                Some("write `phase: setup`, or `phase: run` if the level must stay".to_owned());
            draft
        })
        .collect()
}
