//! GitLab's code quality report, which merge requests show.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde_json::{Value, json};

use super::snippet::Texts;
use super::{Renderer, finding_text, json_text};
use crate::model::Location;
use crate::report::{InputError, RoleReport, RunSummary, Severity};

/// GitLab's code quality report.
#[derive(Debug, Default)]
pub struct GitLab {
    issues: Vec<Value>,
    /// Number of uses of each fingerprint: GitLab shows only one issue per fingerprint.
    used: HashMap<String, usize>,
}

impl GitLab {
    fn push(
        &mut self,
        (check, severity): (&str, &str),
        lines: &[String],
        fingerprint: String,
        (file, place): (&str, Option<&Location>),
    ) {
        let count = self.used.entry(fingerprint.clone()).or_insert(0);
        *count += 1;
        let fingerprint = match count {
            1 => fingerprint,
            // Two roles of the same name have the same fingerprints, distinguished by order.
            _ => format!("{fingerprint}-{count}"),
        };
        let (begin, end) = place.map_or((1, 1), |place| (place.line, place.end_line));
        self.issues.push(json!({
            "description": lines.join("; "),
            "check_name": check,
            "fingerprint": fingerprint,
            "severity": severity,
            "location": {
                "path": finding_text::in_repository(file),
                "lines": { "begin": begin, "end": end },
            },
        }));
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
            self.push(
                (finding.rule.name(), severity),
                &lines,
                finding.fingerprint.clone(),
                (&report.source, finding_text::place(finding)),
            );
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, _: &mut dyn Write) -> io::Result<()> {
        let (file, place) = finding_text::error_place(error);
        self.push(
            ("input-error", "blocker"),
            &finding_text::error_lines(error),
            error.fingerprint(),
            (file.unwrap_or("(no file)"), place),
        );
        Ok(())
    }

    fn finish(&mut self, _: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        json_text::document(&self.issues, out)
    }
}
