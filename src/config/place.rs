//! Problems at places in a configuration.

use std::sync::Arc;

use crate::model::{Document, Problem, SourceText, Span};

/// A problem at a place in a configuration.
pub(super) fn at(source: &Arc<SourceText>, span: Span, label: &str, message: String) -> Problem {
    Problem::at(Document::Configuration, source, span, label, message)
}
