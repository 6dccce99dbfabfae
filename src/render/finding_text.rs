//! Shared text of machine-readable formats: subject, place and disposition of a finding.

use std::cmp::Reverse;

use crate::model::{Document, Location, Operation, escape_controls};
use crate::report::{BaselineState, FailOn, Finding, InputError, RoleReport, RuleId, Severity};

/// How a finding affects the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Disposition<'a> {
    /// The role is incomplete: the run is inconclusive, regardless of `--fail-on`.
    Inconclusive,
    /// It fails the run.
    Fails,
    /// Its severity is below `--fail-on`.
    Tolerated,
    /// It is in the baseline.
    Known,
    /// It is waived, for this reason.
    Waived(&'a str),
}

impl<'a> Disposition<'a> {
    pub(super) fn of(finding: &'a Finding, fail_on: FailOn) -> Self {
        if let Some(waiver) = &finding.waiver {
            Self::Waived(&waiver.reason)
        } else if finding.rule == RuleId::IncompleteRole {
            Self::Inconclusive
        } else if finding.baseline == Some(BaselineState::Unchanged) {
            Self::Known
        } else if fail_on.fails(finding.severity) {
            Self::Fails
        } else {
            Self::Tolerated
        }
    }

    /// Why the finding does not fail the run; `None` if it does.
    pub(super) fn skip_reason(self, severity: Severity) -> Option<String> {
        match self {
            Self::Inconclusive | Self::Fails => None,
            Self::Tolerated => Some(format!("{severity}, below --fail-on")),
            Self::Known => Some(format!("{severity}, in the baseline")),
            // The message of the finding follows.
            Self::Waived(reason) => {
                let reason = escape_controls(reason.trim_end_matches('.'));
                Some(format!("waived: {reason}"))
            }
        }
    }
}

/// Order of importance: waived and baselined findings come last.
pub(super) fn rank(finding: &Finding) -> (bool, bool, Reverse<Severity>) {
    (
        finding.waiver.is_some(),
        finding.baseline == Some(BaselineState::Unchanged),
        Reverse(finding.severity),
    )
}

/// The subject of a requirement or a finding. It does not depend on whether the role meets the
/// requirement, so that test histories show one test.
fn subject(
    module: Option<&str>,
    function: Option<&str>,
    operation: Option<Operation>,
    item: Option<&str>,
) -> String {
    let names: Vec<_> = module
        .into_iter()
        .chain(function)
        .map(escape_controls)
        .collect();
    let mut text = names.join(" / ");
    if let Some(operation) = operation {
        text.push_str(": ");
        text.push_str(operation.column());
    }
    if let Some(item) = item {
        text.push_str(" (");
        text.push_str(&escape_controls(item));
        text.push(')');
    }
    text
}

/// The subject of a finding; includes the rule if the finding is about more than one operation.
pub(super) fn finding_subject(finding: &Finding) -> String {
    let (module, function) = (finding.module.as_deref(), finding.function.as_deref());
    let item = finding.item.as_deref();
    let subject = subject(module, function, finding.operation, item);
    match (subject.as_str(), finding.operation) {
        ("", _) => finding.rule.name().to_owned(),
        (_, Some(_)) => subject,
        (_, None) => format!("{subject}: {}", finding.rule),
    }
}

/// The subjects of what is right: the met requirements, and the rules without findings.
pub(super) fn passed(report: &RoleReport) -> impl Iterator<Item = String> {
    let requirements = report.passed.iter().map(|pass| {
        let (module, function) = (Some(pass.module.as_str()), Some(pass.function.as_str()));
        subject(module, function, Some(pass.operation), None)
    });
    let rules = report.rules_passed.iter().map(ToString::to_string);
    requirements.chain(rules)
}

/// A short description of what was checked.
pub(super) fn role_name(report: &RoleReport) -> &str {
    report.name.as_deref().unwrap_or(&report.source)
}

/// The place in what was checked: the role, the configuration, or the policy of `policy lint`; none
/// if the finding is about something that is missing.
pub(super) fn place(finding: &Finding) -> Option<&Location> {
    let mut places = finding.locations.iter();
    places.find(|place| place.document != Document::Policy || finding.rule.is_about_policies())
}

/// The file of an input that could not be read, and the place in it.
pub(super) fn error_place(error: &InputError) -> (Option<&str>, Option<&Location>) {
    let place = error.locations.first();
    let file = place.map(|place| place.file.as_str());
    (file.or(error.file.as_deref()), place)
}

/// The file and the place of an input that could not be read: `role.json:2:1`.
pub(super) fn error_at(error: &InputError) -> Option<String> {
    let (file, place) = error_place(error);
    let file = file?.to_owned();
    Some(match place {
        Some(at) => format!("{file}:{}:{}", at.line, at.column),
        None => file,
    })
}

/// The lines of a finding: one sentence each, without line breaks.
pub(super) fn lines(finding: &Finding) -> Vec<String> {
    let mut lines = vec![escape_controls(&finding.message).into_owned()];
    if let Some(purpose) = &finding.purpose {
        lines.push(format!("why: {}", escape_controls(purpose)));
    }
    if let Some(help) = &finding.help {
        lines.push(format!("fix: {}", escape_controls(help)));
    }
    if let Some(waiver) = &finding.waiver {
        lines.push(format!("waived: {}", escape_controls(&waiver.reason)));
    }
    lines
}

/// The lines of an input that could not be read.
pub(super) fn error_lines(error: &InputError) -> Vec<String> {
    let mut lines = vec![escape_controls(&error.message).into_owned()];
    if let Some(help) = &error.help {
        lines.push(format!("help: {}", escape_controls(help)));
    }
    lines
}

/// A path without `./`, for systems that match it with the files of a repository.
pub(super) fn in_repository(file: &str) -> &str {
    let mut file = file;
    while let Some(rest) = file.strip_prefix("./") {
        file = rest.trim_start_matches('/');
    }
    file
}
