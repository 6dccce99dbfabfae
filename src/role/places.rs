//! Where the parts of a role stand in its source. Found only when somebody asks: most roles are
//! clean, and most rows of the others are too.

use crate::model::{PerOperation, Span};

/// Where a row and its parts stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowPlaces {
    /// The whole row.
    pub row: Span,
    /// The function's name.
    pub function: Option<Span>,
    /// The level of each operation that the row states.
    pub levels: PerOperation<Option<Span>>,
    /// The address of each level in a workbook, such as `Role!D12`.
    pub cells: PerOperation<Option<String>>,
}

/// Finds the places of a role's rows.
pub trait Places: std::fmt::Debug + Send + Sync {
    /// The places of a row, given by its index in the role.
    fn row(&self, text: &str, index: usize) -> RowPlaces;
}
