//! Places in policies.

use std::sync::Arc;

use crate::model::{SourceText, Span};

/// A place in the text of a policy, or of one that it extends.
#[derive(Clone, Debug)]
pub struct Place {
    /// The index of the policy that was asked for.
    pub policy: usize,
    /// The text.
    pub source: Arc<SourceText>,
    /// The bytes.
    pub span: Span,
}
