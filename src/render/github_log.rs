//! The human report for a GitHub workflow log, followed by annotations.

use std::io::{self, Write};
use std::sync::Arc;

use super::snippet::Texts;
use super::{GitHub, Renderer};
use crate::report::{InputError, RoleReport, RunSummary};

/// The human report, followed by annotations of GitHub Actions.
///
/// The runner obeys `::command::` at the beginning of a line and the older `##[command]` anywhere
/// in a line, and the report quotes untrusted names. It is therefore enclosed in `stop-commands`
/// with a token, as GitHub recommends for untrusted output.
pub struct GithubLog {
    report: Box<dyn Renderer>,
    annotations: GitHub,
    token: String,
    begun: bool,
}

impl GithubLog {
    /// The report followed by annotations. `token` must not be guessable.
    pub fn new(report: Box<dyn Renderer>, token: String) -> Self {
        Self {
            report,
            annotations: GitHub::default(),
            token,
            begun: false,
        }
    }

    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        writeln!(out, "::stop-commands::{}", self.token)
    }
}

impl Renderer for GithubLog {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        texts: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.begin(out)?;
        self.report.role(report, texts, out)?;
        self.annotations.role(report, texts, out)
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?;
        self.report.error(error, out)?;
        self.annotations.error(error, out)
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?;
        self.report.finish(run, out)?;
        writeln!(out, "::{}::", self.token)?;
        self.annotations.finish(run, out)
    }

    fn writes_commands(&self) -> bool {
        true
    }
}
