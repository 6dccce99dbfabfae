//! Printing: one file a format. A renderer receives what a run has to tell and knows nothing of
//! where it came from.

mod annotated;
mod audit;
mod csv;
mod drawing;
mod github;
mod gitlab;
mod group;
mod html;
mod human;
mod inferred;
mod json;
mod json_text;
mod jsonl;
mod junit;
mod lint;
mod markdown;
mod parts;
mod plain;
mod plan;
mod policy_diff;
mod roles;
mod sarif;
mod snippet;
mod tap;
mod uri;
mod words;
mod wrap;

use std::io::{self, Write};
use std::sync::Arc;

pub use annotated::Annotated;
pub use audit::{AuditLook, audit_as_csv, audit_as_markdown, audit_for_people};
pub use csv::Csv;
pub use github::GitHub;
pub use gitlab::GitLab;
pub use html::Html;
pub use human::{Detail, Human, Look};
pub use inferred::{inferred_as_html, inferred_as_markdown, inferred_for_people};
pub use json::{Json, ReportDocument};
pub use jsonl::JsonLines;
pub use junit::JUnit;
pub use lint::{LintDocument, LintFormat, LintRun, LintedPolicy};
pub use markdown::Markdown;
pub use plain::Plain;
pub use plan::{PlanDocument, PlanFormat, PlanLook, Plans};
#[cfg(feature = "live")]
pub(crate) use plan::{asks, left, one, policies, verdict};
pub use policy_diff::{diff_as_note, diff_for_people};
pub use roles::{identification_for_people, role_diff_for_people};
pub use sarif::Sarif;
pub use snippet::Texts;
pub use tap::Tap;

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

    /// Whether the format consists of commands of a CI system, with all text in them escaped.
    fn writes_commands(&self) -> bool {
        false
    }
}

impl<R: Renderer + ?Sized> Renderer for Box<R> {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        texts: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        (**self).role(report, texts, out)
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        (**self).error(error, out)
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        (**self).finish(run, out)
    }

    fn writes_commands(&self) -> bool {
        (**self).writes_commands()
    }
}
