//! `missing-purpose`

use super::Check;
use super::view::{CellView, LintView};
use crate::model::Level;
use crate::policy::Use;
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds levels that a policy needs without saying why.
    ///
    /// ## Why it matters
    ///
    /// Administrators read the purpose when the level is missing. It is also the only way to know
    /// later whether the integration still needs the level.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Agreements:
    ///   delete: All
    /// ```
    ///
    /// ## How to fix it
    ///
    /// Write what the integration does with it: a `purpose` on the level, or one on the function
    /// for all its levels. If the source gives no reasons, say so in an exception.
    MissingPurpose, Warning, "a level has no purpose", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for row in view.rows() {
        let needs = |cell: &CellView<'_>| {
            cell.reason().is_none()
                && cell.range.min > Level::None
                && !matches!(cell.condition.usage, Use::Legacy | Use::Unused)
        };
        let cells: Vec<CellView<'_>> = row.statements().filter(needs).collect();
        let Some(_) = cells.first() else { continue };
        let mut operations: Vec<_> = cells.iter().map(|cell| cell.operation).collect();
        operations.dedup();
        let names: Vec<&str> = operations.iter().map(|operation| operation.key()).collect();
        let message = format!("{}: no purpose for {}", row.label(), names.join(", "));
        let mut draft = row.draft(message);
        draft.operations = operations;
        draft.places = cells
            .iter()
            .map(|cell| (cell.span, "why?".to_owned()))
            .collect();
        draft.places.sort();
        draft.help =
            Some("write a `purpose`: what the integration does with the permission".to_owned());
        found.push(draft);
    }
    found
}
