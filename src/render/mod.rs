//! Output formats, one file each. A renderer receives the results of a run and does not know where
//! they came from.

mod audit;
mod concise;
mod csv;
mod entry;
mod finding_text;
mod full;
mod github;
mod github_log;
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
mod plain;
mod plan;
mod policy_diff;
mod roles;
mod sarif;
mod snippet;
mod spool;
mod statistics;
mod tap;
mod uri;
mod words;
mod wrap;

use std::io::{self, Write};
use std::sync::Arc;

pub use audit::{
    AuditLook, audit_as_csv, audit_as_html, audit_as_markdown, audit_as_oscal, levels_as_csv,
    people_as_csv, print_audit, requests_as_csv, review_as_csv,
};
pub use concise::Concise;
pub use csv::Csv;
pub use full::{Detail, Full, Look};
pub use github::GitHub;
pub use github_log::GithubLog;
pub use gitlab::GitLab;
pub use html::Html;
pub use human::Human;
pub use inferred::{inferred_as_html, inferred_as_markdown, inferred_for_people};
pub use json::{Json, ReportDocument};
pub use jsonl::JsonLines;
pub use junit::JUnit;
pub use lint::{LintDocument, LintJson, LintedPolicy};
pub use markdown::Markdown;
pub use plain::Plain;
pub use plan::{PlanDocument, PlanFormat, PlanLook, Plans};
#[cfg(feature = "live")]
pub(crate) use plan::{asks, left, one, policies, verdict};
pub use policy_diff::{diff_as_note, print_policy_diff};
pub use roles::{print_identification, print_role_diff};
pub use sarif::Sarif;
pub use spool::{Spool, Storage};
pub use statistics::Statistics;
pub use tap::Tap;
#[cfg(feature = "cli")]
pub(crate) use words::count;
#[cfg(feature = "cli")]
pub(crate) use wrap::wrapped;

pub use crate::report::Texts;
use crate::report::{InputError, RoleReport, RunSummary};

/// Writes a JSON document without control characters.
pub fn write_json<T: serde::Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    json_text::document(value, out)
}

/// An output format: receives each role as it is done, then the end of the run.
///
/// Every method may write; a format with a single document writes it at the end. `finish` is always
/// called, so that every document is complete.
pub trait Renderer {
    /// A role was compared. `texts` contain the sources of its locations.
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        texts: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()>;

    /// An input could not be read. The run has all of them at its end.
    fn error(&mut self, _: &InputError, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// The run has ended.
    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()>;

    /// Whether the format consists of commands of a CI system, with all text escaped.
    fn writes_commands(&self) -> bool {
        false
    }
}
