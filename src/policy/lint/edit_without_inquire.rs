//! `edit-without-inquire`

use super::Check;
use super::view::without;
use crate::model::Operation;
use crate::report::rule;

rule! {
    /// ## What it does
    ///
    /// Finds a function on which Edit has a higher level than Inquire.
    ///
    /// ## Why it matters
    ///
    /// An integration usually reads a record before it changes it. The table probably omits Inquire
    /// because it seemed obvious, or its columns were shifted.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Product Catalog:
    ///   edit: All
    /// ```
    ///
    /// ## How to fix it
    ///
    /// Check the table again, and add Inquire if it is needed. If the table is right, add an
    /// exception for the function, with the reason.
    EditWithoutInquire, Warning, "Edit has a higher level than Inquire",
    Check::Policy(|view| without(view, Operation::Edit, Operation::Inquire))
}
