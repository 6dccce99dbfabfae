//! `open-range`

use super::Check;
use super::view::{CellView, LintView};
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a range without an upper bound and without a reason: `{ min: My }` accepts All.
    ///
    /// ## Why it matters
    ///
    /// "At least My" often means that the risk of a higher level was not checked. `check` then never
    /// reports that level as excessive.
    ///
    /// ## Example
    ///
    /// `edit: { level: { min: My } }`
    ///
    /// ## How to fix it
    ///
    /// Write the level that is needed. If the source accepts both, say so in the `purpose` or in a
    /// `note`.
    OpenRange, Note, "a range has no upper bound and no reason", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let open = |cell: &CellView<'_>| {
        let range = cell.written_range();
        range.is_some_and(|range| range.max.is_none())
            && cell.reason().is_none()
            && cell.remark().is_none()
    };
    let cells = view.rows().flat_map(super::view::RowView::statements);
    cells
        .filter(open)
        .map(|cell| {
            let message = format!(
                "{}: no reason for accepting {} for {}",
                cell.row.label(),
                cell.range,
                cell.operation
            );
            let mut draft = cell.row.draft(message);
            draft.operations = vec![cell.operation];
            draft.places = vec![(cell.span, "no upper bound".to_owned())];
            draft.help = Some("write the level that is needed, or say why more is safe".to_owned());
            draft
        })
        .collect()
}
