//! Linting the text of a policy.

use std::sync::Arc;

use crate::model::{Date, SourceText};
use crate::policy::Policy;
use crate::policy::lint::{LintOptions, STALE_AFTER, report};
use crate::render::{LintJson, Renderer, Texts};
use crate::report::{FailOn, InputError, Outcome, RunSummary, Severity, Subject};

/// Lints the text of a policy: the document `leastwise/lint/v1`, which also holds its errors.
pub fn lint_text(name: &str, text: &str, today: Date) -> String {
    let options = LintOptions {
        today,
        stale_after: STALE_AFTER,
    };
    let mut json = LintJson::default();
    let mut run = RunSummary {
        subject: Subject::Policy,
        ..RunSummary::default()
    };
    let mut out = Vec::new();
    let written = match Policy::parse(Arc::new(SourceText::new(name, text))) {
        Ok(policy) => {
            let mut report = report(&policy, options);
            report.set_outcome(FailOn::At(Severity::Error), None);
            run.add(&report);
            json.role(&Arc::new(report), &Texts::default(), &mut out)
        }
        Err(problems) => {
            run.outcome = Outcome::Invalid;
            run.errors = problems.into_iter().map(InputError::from).collect();
            Ok(())
        }
    };
    // Writing to memory does not fail, and JSON is UTF-8.
    let written = written.and_then(|()| json.finish(&run, &mut out));
    String::from_utf8(written.map(|()| out).unwrap_or_default()).unwrap_or_default()
}
