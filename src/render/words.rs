//! Sentences that several formats share.

use std::fmt::Write as _;

use crate::model::{Phase, harmless};
use crate::report::{
    Chosen, Outcome, PolicyName, RoleReport, RunSummary, Severity, Totals, Waiver, and,
};

/// `1 error`, `2 errors`.
pub(super) fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

/// The counts of findings, those that are there.
pub(super) fn totals(totals: &Totals) -> String {
    let mut parts: Vec<String> = [
        (Severity::Error, totals.error),
        (Severity::Warning, totals.warning),
        (Severity::Note, totals.note),
    ]
    .into_iter()
    .filter(|(_, number)| *number > 0)
    .map(|(severity, number)| count(number, severity.word()))
    .collect();
    if totals.unchanged > 0 {
        parts.push(format!("{} known to the baseline", totals.unchanged));
    }
    if totals.waived > 0 {
        parts.push(format!("{} waived", totals.waived));
    }
    if parts.is_empty() {
        "nothing found".to_owned()
    } else {
        parts.join(", ")
    }
}

/// A waiver in one line: the reason, until when, and who answers for it.
pub(super) fn waiver(waiver: &Waiver) -> String {
    let mut text = waiver.reason.clone();
    if let Some(last) = waiver.expires {
        let _ = write!(text, " (until {last})");
    }
    for (what, value) in [("owner", &waiver.owner), ("ticket", &waiver.ticket)] {
        if let Some(value) = value {
            let _ = write!(text, ", {what} {value}");
        }
    }
    text
}

/// The role, as a person knows it.
pub(super) fn role_name(report: &RoleReport) -> String {
    let source = harmless(&report.source);
    match &report.name {
        Some(name) => format!("{} ({source})", harmless(name)),
        None => source.into_owned(),
    }
}

/// The policies that a role was compared with.
pub(super) fn policies(report: &RoleReport) -> String {
    if report.policies.is_empty() {
        return "no policy".to_owned();
    }
    named(&report.policies)
}

/// Policies with the features of theirs that count: `a 2.0 with x and y; b`.
pub(super) fn named(policies: &[PolicyName]) -> String {
    let names: Vec<String> = policies.iter().map(policy).collect();
    separate(&names, policies)
}

/// Names of policies in a row. What stands behind one must not be read as that of the next.
pub(super) fn separate(names: &[String], policies: &[PolicyName]) -> String {
    let parts = |policy: &PolicyName| policy.features.len() + policy.features_off.len();
    if policies.iter().any(|policy| parts(policy) > 0) {
        names.join("; ")
    } else {
        and(names)
    }
}

/// Which features of a policy count, and which do not: `with x, without y and z`. `name` writes a
/// feature's name.
pub(super) fn features(policy: &PolicyName, name: impl Fn(&str) -> String) -> String {
    let listed = |features: &[String]| {
        let names: Vec<String> = features.iter().map(|feature| name(feature)).collect();
        and(&names)
    };
    let parts: Vec<String> = [
        ("with", &policy.features),
        ("without", &policy.features_off),
    ]
    .into_iter()
    .filter(|(_, features)| !features.is_empty())
    .map(|(how, features)| format!("{how} {}", listed(features)))
    .collect();
    parts.join(", ")
}

/// A policy by its id, with its version and its features that count.
fn policy(policy: &PolicyName) -> String {
    let mut name = policy.id.clone();
    if let Some(version) = &policy.version {
        let _ = write!(name, " {}", harmless(version));
    }
    let features = features(policy, str::to_owned);
    if !features.is_empty() {
        let _ = write!(name, " {}", harmless(&features));
    }
    name
}

/// Which tables are known only in part, in a sentence without an end: what is clean by such a table
/// may still lack something.
pub(super) fn partial(policies: &[PolicyName]) -> Option<String> {
    let ids: Vec<&str> = policies
        .iter()
        .filter(|policy| policy.partial)
        .map(|policy| policy.id.as_str())
        .collect();
    match (ids.as_slice(), policies.len()) {
        ([], _) => None,
        (_, 1) => Some("the policy's table is known only in part: more may be needed".to_owned()),
        ([one], _) => Some(format!(
            "the table of {one} is known only in part: more may be needed"
        )),
        (several, _) => Some(format!(
            "the tables of {} are known only in part: more may be needed",
            and(several)
        )),
    }
}

/// What was chosen beside policies and features, under the names of the flags, where it is not what
/// counts by itself.
pub(super) fn chosen(chosen: &Chosen) -> Option<String> {
    let mut parts = Vec::new();
    if chosen.phase == Phase::Setup {
        parts.push("phase setup".to_owned());
    }
    if let Some(version) = &chosen.connectwise {
        parts.push(format!("connectwise {version}"));
    }
    if let Some(unlisted) = chosen.unlisted {
        parts.push(format!("unlisted {}", unlisted.word()));
    }
    if let Some(items) = chosen.customize_items {
        parts.push(format!("customize-items {}", items.word()));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A sentence with its first letter large.
pub(super) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// How many users of a role a heading names.
const SHOWN: usize = 5;

/// Who uses a role, where the source says so: who is affected by what was found.
pub(super) fn users(report: &RoleReport) -> Option<String> {
    if let Some(member) = &report.member {
        return Some(format!(
            "the own rights of {}",
            harmless(&member.to_string())
        ));
    }
    let users = report.used_by.as_ref()?;
    if users.is_empty() {
        return Some("used by no API member".to_owned());
    }
    let mut names: Vec<String> = users
        .iter()
        .take(SHOWN)
        .map(|user| harmless(&user.to_string()).into_owned())
        .collect();
    if users.len() > SHOWN {
        names.push(format!("{} more", users.len() - SHOWN));
    }
    Some(format!("used by the API members {}", names.join(", ")))
}

/// What became of the cells of a role, as one line that adds up.
pub(super) fn cells(report: &RoleReport) -> String {
    let cells = &report.summary;
    let parts: Vec<String> = [
        (cells.satisfied, "satisfied"),
        (cells.missing, "missing"),
        (cells.excess, "too much"),
        (cells.waived, "waived"),
        (cells.unverifiable, "not verifiable"),
        (cells.ignored, "ignored"),
        (cells.unconcerned, "not concerned"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| format!("{number} {what}"))
    .collect();
    let parts = if parts.is_empty() {
        "nothing to compare".to_owned()
    } else {
        parts.join(", ")
    };
    format!("{}: {parts}", count(cells.cells, "level"))
}

/// How the run ended, as a sentence.
pub(super) fn verdict(run: &RunSummary) -> String {
    match baseline(run) {
        Some(baseline) => format!("{}; {baseline}", ended(run)),
        None => ended(run),
    }
}

/// What is told of the baseline: how old it is, and whether it could be smaller.
fn baseline(run: &RunSummary) -> Option<String> {
    let baseline = run.baseline?;
    let age = match baseline.age {
        0 => "of today".to_owned(),
        days => format!("{} old", count(usize::try_from(days).unwrap_or(0), "day")),
    };
    let mut text = format!(
        "the baseline is {age} and knows {}",
        count(baseline.known, "finding")
    );
    if baseline.gone > 0 {
        let _ = write!(text, ", of which {} no longer there", baseline.gone);
    }
    Some(text)
}

fn ended(run: &RunSummary) -> String {
    let roles = count(run.totals.roles, "role");
    let found = totals(&run.totals);
    match run.outcome {
        Outcome::Clean
            if run.totals.warning + run.totals.note + run.totals.waived + run.totals.unchanged
                == 0 =>
        {
            format!("clean: {roles}, {found}")
        }
        Outcome::Clean => format!("passed: {roles}, {found}"),
        Outcome::Findings => format!("failed: {roles}, {found}"),
        Outcome::Inconclusive => {
            format!("inconclusive: not every role was read whole; {roles}, {found}")
        }
        Outcome::Invalid => {
            let mut inputs: Vec<_> = run
                .errors
                .iter()
                .map(|error| error.file.as_deref())
                .collect();
            inputs.sort_unstable();
            inputs.dedup();
            let problems = count(run.errors.len(), "problem");
            format!(
                "invalid: {} in {}; {roles} compared, {found}",
                problems,
                count(inputs.len(), "input")
            )
        }
    }
}
