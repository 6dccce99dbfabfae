//! `all-everywhere`

use super::Check;
use super::view::{LintView, RowView};
use crate::model::{Level, Operation};
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a policy with two or more rows that asks for All on every operation.
    ///
    /// ## Why it matters
    ///
    /// No integration uses everything. Such a table makes the errors go away, but does not show
    /// which levels are needed; a key with these permissions can delete what it only has to read.
    ///
    /// ## Example
    ///
    /// A table of ten functions with All in all forty cells.
    ///
    /// ## How to fix it
    ///
    /// Find out which operations the integration performs, and ask for those. If the table is not
    /// yours, add an exception that says so.
    AllEverywhere, Warning, "the policy asks for All on every operation", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let mut rows = 0;
    let all = |row: &RowView<'_>| {
        Operation::ALL.into_iter().all(|operation| {
            row.statements()
                .any(|cell| cell.operation == operation && cell.accepted().min == Level::All)
        })
    };
    for row in view.rows() {
        if !all(&row) {
            return Vec::new();
        }
        rows += 1;
    }
    if rows < 2 {
        return Vec::new();
    }
    let message = format!("all {rows} rows in the policy ask for All on every operation");
    let mut draft = view.draft("asks for everything", message);
    draft.help = Some("ask only for the operations that the integration performs".to_owned());
    vec![draft]
}
