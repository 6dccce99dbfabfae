//! GitLab's code quality report, which merge requests show.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use super::snippet::Texts;
use super::{Renderer, finding_text, json_text};
use crate::report::{InputError, RoleReport, RunSummary, Severity};

/// GitLab's code quality report.
#[derive(Debug, Default)]
pub struct GitLab {
    issues: Vec<Issue>,
    /// Number of uses of each fingerprint: GitLab shows only one issue per fingerprint.
    used: HashMap<String, usize>,
}

#[derive(Debug, Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Debug, Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl GitLab {
    fn push(&mut self, mut issue: Issue) {
        let count = self.used.entry(issue.fingerprint.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            // Two roles of the same name have the same fingerprints, distinguished by order.
            issue.fingerprint = format!("{}-{count}", issue.fingerprint);
        }
        self.issues.push(issue);
    }
}

impl Place {
    fn new(file: &str, lines: Option<(usize, usize)>) -> Self {
        let (begin, end) = lines.unwrap_or((1, 1));
        Self {
            path: finding_text::in_repository(file).to_owned(),
            lines: Lines { begin, end },
        }
    }
}

impl Renderer for GitLab {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        for finding in &report.findings {
            let place = finding_text::place(finding);
            let severity = match finding.severity {
                // The format has no word for accepted findings: they get the lowest severity and a
                // remark.
                _ if !finding.is_open() => "info",
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            };
            let mut lines = finding_text::lines(finding);
            if finding.waiver.is_some() {
                lines.rotate_right(1);
            } else if !finding.is_open() {
                lines.insert(0, "in the baseline".to_owned());
            }
            self.push(Issue {
                description: lines.join("; "),
                check_name: finding.rule.name(),
                fingerprint: finding.fingerprint.clone(),
                severity,
                location: Place::new(
                    &report.source,
                    place.map(|place| (place.line, place.end_line)),
                ),
            });
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, _: &mut dyn Write) -> io::Result<()> {
        let (file, place) = finding_text::error_place(error);
        self.push(Issue {
            description: finding_text::error_lines(error).join("; "),
            check_name: "input-error",
            fingerprint: error.fingerprint(),
            severity: "blocker",
            location: Place::new(
                file.unwrap_or("(no file)"),
                place.map(|place| (place.line, place.end_line)),
            ),
        });
        Ok(())
    }

    fn finish(&mut self, _: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        json_text::document(&std::mem::take(&mut self.issues), out)
    }
}
