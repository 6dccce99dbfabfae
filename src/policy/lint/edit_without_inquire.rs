//! `edit-without-inquire`

use super::Check;
use super::view::without;
use crate::model::Operation;
use crate::report::rule;

rule! {
    /// ## What it does
    ///
    /// Finds a function on which Edit reaches further than Inquire.
    ///
    /// ## Why it matters
    ///
    /// What cannot be read can hardly be changed: an integration reads a record before it writes it
    /// back. Usually the row was left out of the table because it went without saying, or a column
    /// slipped.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Product Catalog:
    ///   edit: All
    /// ```
    ///
    /// ## How to fix
    ///
    /// Check the table again, and add Inquire where it is needed. Where the table really says so,
    /// add an exception for the function with the reason.
    EditWithoutInquire, Warning, "Edit reaches further than Inquire",
    Check::Policy(|view| without(view, Operation::Edit, Operation::Inquire))
}
