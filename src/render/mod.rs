//! Printing: one file a format. A renderer receives what a run has to tell and knows nothing of
//! where it came from.

mod human;
mod json;
mod json_text;
mod lint;
mod plain;
mod policy_diff;
mod snippet;
mod words;

use std::io::{self, Write};
use std::sync::Arc;

pub use human::{Detail, Human, Look};
pub use json::{Json, ReportDocument};
pub use lint::{LintDocument, LintFormat, LintRun, LintedPolicy};
pub use plain::Plain;
pub use policy_diff::{diff_as_note, diff_for_people};
pub use snippet::Texts;

use crate::report::{InputError, RoleReport, RunSummary};

/// Writes a JSON document in which nothing acts on a terminal.
pub fn write_json<T: serde::Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    json_text::document(value, out)
}

/// Something that prints what a run has to tell: each role as it is done, then the end.
///
/// Every method may write; a format that is one document writes it at the end. Whatever happens
/// to the inputs, `finish` is called, so that every document is complete.
pub trait Renderer {
    /// A role was compared. `texts` hold what its locations point into.
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        texts: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()>;

    /// An input could not be read.
    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()>;

    /// The run is over.
    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()>;
}
