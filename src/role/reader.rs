//! What a reader of text is: one for each format. `readers` has the list of them.
//!
//! `stream` splits inputs, `read` decodes one role and detects its format, and its reader parses
//! it. A workbook has no text; `xlsx` generates one.

use std::sync::Arc;

use super::Role;
use super::options::{Format, ReadOptions};
use crate::model::{Problem, SourceText};

/// A reader of one format.
pub(super) trait Reader: Sync {
    /// The format that it reads.
    fn format(&self) -> Format;

    /// Reads a role.
    ///
    /// # Errors
    ///
    /// Everything that is not understood, each with its position.
    fn read(&self, source: &Arc<SourceText>, options: &ReadOptions) -> Result<Role, Vec<Problem>>;

    /// Whether a text in this format contains a role; `Some(false)` if it is another Leastwise
    /// document, and `None` if it is something else.
    fn holds_role(&self, _source: &Arc<SourceText>) -> Option<bool> {
        Some(true)
    }

    /// How to make sure that a role is complete, if that depends on the format.
    fn compare_with(&self) -> Option<&'static str> {
        None
    }
}
