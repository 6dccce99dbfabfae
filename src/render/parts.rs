//! What several machine formats say alike of a finding: its subject, its place, its weight.

use std::cmp::Reverse;

use crate::model::{Document, Location, Operation, harmless};
use crate::report::{BaselineState, FailOn, Finding, InputError, RoleReport, RuleId, Severity};

/// What a run makes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing<'a> {
    /// The role was not read whole: the run is inconclusive, whatever `--fail-on` says.
    Inconclusive,
    /// It makes the run fail.
    Fails,
    /// It is less grave than `--fail-on`.
    Tolerated,
    /// The baseline knows it.
    Known,
    /// It is waived, for this reason.
    Waived(&'a str),
}

impl<'a> Standing<'a> {
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

    /// Why the finding does not make the run fail; `None` where it does.
    pub(super) fn excuse(self, severity: Severity) -> Option<String> {
        match self {
            Self::Inconclusive | Self::Fails => None,
            Self::Tolerated => Some(format!("{severity}, less than --fail-on")),
            Self::Known => Some(format!("{severity}, known to the baseline")),
            Self::Waived(reason) => Some(format!("waived: {}", harmless(reason))),
        }
    }
}

/// The order in which findings deserve to be seen: what is waived or known comes last.
pub(super) fn rank(finding: &Finding) -> (bool, bool, Reverse<Severity>) {
    (
        finding.waiver.is_some(),
        finding.baseline == Some(BaselineState::Unchanged),
        Reverse(finding.severity),
    )
}

/// The name of what a requirement or a finding is about. It is the same whether the role meets
/// the requirement or not, so that a system that follows tests over time sees one test.
pub(super) fn subject(
    module: Option<&str>,
    function: Option<&str>,
    operation: Option<Operation>,
    item: Option<&str>,
) -> String {
    let names: Vec<_> = module.into_iter().chain(function).map(harmless).collect();
    let mut text = names.join(" / ");
    if let Some(operation) = operation {
        text.push_str(": ");
        text.push_str(operation.column());
    }
    if let Some(item) = item {
        text.push_str(" (");
        text.push_str(&harmless(item));
        text.push(')');
    }
    text
}

/// The subject of a finding; the rule tells apart those that are about more than one operation.
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

/// Who was checked, in few words.
pub(super) fn role_name(report: &RoleReport) -> &str {
    report.name.as_deref().unwrap_or(&report.source)
}

/// The place in the role, or in the configuration, that shows a finding; a finding about what is
/// not there has none.
pub(super) fn place(finding: &Finding) -> Option<&Location> {
    let mut places = finding.locations.iter();
    places.find(|place| place.document != Document::Policy)
}

/// The file of an input that could not be read, and the place in it.
pub(super) fn error_place(error: &InputError) -> (Option<&str>, Option<&Location>) {
    let place = error.locations.first();
    let file = place.map(|place| place.file.as_str());
    (file.or(error.file.as_deref()), place)
}

/// What is told of a finding, a sentence a line, without line breaks in any.
pub(super) fn told(finding: &Finding) -> Vec<String> {
    let mut lines = vec![harmless(&finding.message).into_owned()];
    if let Some(purpose) = &finding.purpose {
        lines.push(format!("why: {}", harmless(purpose)));
    }
    if let Some(help) = &finding.help {
        lines.push(format!("fix: {}", harmless(help)));
    }
    if let Some(waiver) = &finding.waiver {
        lines.push(format!("waived: {}", harmless(&waiver.reason)));
    }
    lines
}

/// What is told of an input that could not be read.
pub(super) fn error_told(error: &InputError) -> Vec<String> {
    let mut lines = vec![harmless(&error.message).into_owned()];
    if let Some(help) = &error.help {
        lines.push(format!("help: {}", harmless(help)));
    }
    lines
}

/// A path as systems want it that match it with the files of a repository: without `./`.
pub(super) fn in_repository(file: &str) -> &str {
    let mut file = file;
    while let Some(rest) = file.strip_prefix("./") {
        file = rest.trim_start_matches('/');
    }
    file
}
