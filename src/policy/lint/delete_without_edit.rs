//! `delete-without-edit`

use super::Check;
use super::view::without;
use crate::model::Operation;
use crate::report::rule;

rule! {
    /// ## What it does
    ///
    /// Finds a function on which Delete has a higher level than Edit.
    ///
    /// ## Why it matters
    ///
    /// An integration that deletes records and never changes them is rare. More often, the columns
    /// were shifted when the table was copied, and the level belongs one column to the left.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Service Tickets:
    ///   inquire: All
    ///   delete: All
    /// ```
    ///
    /// ## How to fix it
    ///
    /// Check the table again. If it is right, add an exception for the function, with the reason.
    DeleteWithoutEdit, Warning, "Delete has a higher level than Edit",
    Check::Policy(|view| without(view, Operation::Delete, Operation::Edit))
}
