//! Positions of the parts of a role. Computed on demand: most roles are clean, and so are most rows
//! of the others.

use crate::model::{PerOperation, Span};

/// Positions of a row and its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowPlaces {
    /// The complete row, or its checked part.
    pub row: Span,
    /// The function's name.
    pub function: Option<Span>,
    /// The level of each stated operation.
    pub levels: PerOperation<Option<Span>>,
}

/// Finds the positions of a role's rows.
pub trait Places: std::fmt::Debug + Send + Sync {
    /// The positions of a row, given by its index in the role.
    fn row(&self, text: &str, index: usize) -> RowPlaces;

    /// The address of the cell at a position, if the source is a workbook.
    fn cell(&self, _: Span) -> Option<String> {
        None
    }
}
