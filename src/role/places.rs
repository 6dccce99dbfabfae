//! Where the parts of a role are in its source. Found only on request: most roles are
//! clean, and most rows of the others are too.

use crate::model::{PerOperation, Span};

/// Where a row and its parts are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowPlaces {
    /// The whole row, or the part of it that was checked.
    pub row: Span,
    /// The function's name.
    pub function: Option<Span>,
    /// The level of each operation that the row states.
    pub levels: PerOperation<Option<Span>>,
}

/// Finds the places of a role's rows.
pub trait Places: std::fmt::Debug + Send + Sync {
    /// The places of a row, given by its index in the role.
    fn row(&self, text: &str, index: usize) -> RowPlaces;

    /// The address of the cell that a place is in, where the source is a workbook.
    fn cell(&self, _: Span) -> Option<String> {
        None
    }
}
