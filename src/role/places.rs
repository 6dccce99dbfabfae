//! Positions of the parts of a role.

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
