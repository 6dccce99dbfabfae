//! Sentences that several formats share.

use std::fmt::Write as _;

use crate::model::{Phase, escape_controls};
use crate::report::{
    Chosen, Outcome, PolicyName, RoleReport, RunSummary, Severity, Subject, Totals, Waiver, and,
};

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

/// `1 error is`, `2 errors are`.
pub(super) fn are(number: usize, what: &str) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!("{} {verb}", count(number, what))
}

/// The non-zero counts of findings.
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
        parts.push(format!("{} in the baseline", totals.unchanged));
    }
    if totals.waived > 0 {
        parts.push(format!("{} waived", totals.waived));
    }
    if parts.is_empty() {
        "no findings".to_owned()
    } else {
        parts.join(", ")
    }
}

/// A waiver in one line: reason, expiry date and owner.
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

/// The display name of the role.
pub(super) fn role_name(report: &RoleReport) -> String {
    let source = escape_controls(&report.source);
    match &report.name {
        Some(name) => format!("{} ({source})", escape_controls(name)),
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

/// Policies with their active features: `a 2.0 with x and y; b`.
pub(super) fn named(policies: &[PolicyName]) -> String {
    let names: Vec<String> = policies.iter().map(policy).collect();
    separate(&names, policies)
}

/// A list of policy names, separated so that the text after one cannot be read as part of the next.
pub(super) fn separate(names: &[String], policies: &[PolicyName]) -> String {
    let parts = |policy: &PolicyName| policy.features.len() + policy.features_off.len();
    if policies.iter().any(|policy| parts(policy) > 0) {
        names.join("; ")
    } else {
        and(names)
    }
}

/// Active and inactive features of a policy: `with x, without y and z`. `name` formats the name of
/// a feature.
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

/// A policy by its id, with its version and active features.
fn policy(policy: &PolicyName) -> String {
    let mut name = policy.id.clone();
    if let Some(version) = &policy.version {
        let _ = write!(name, " {}", escape_controls(version));
    }
    let features = features(policy, str::to_owned);
    if !features.is_empty() {
        let _ = write!(name, " {}", escape_controls(&features));
    }
    name
}

/// Which tables are incomplete, as a clause: a role that is clean by such a table may still lack
/// permissions.
pub(super) fn partial(policies: &[PolicyName]) -> Option<String> {
    let ids: Vec<&str> = policies
        .iter()
        .filter(|policy| policy.partial)
        .map(|policy| policy.id.as_str())
        .collect();
    match (ids.as_slice(), policies.len()) {
        ([], _) => None,
        (_, 1) => Some(
            "the policy's table is incomplete; the integration may need more permissions"
                .to_owned(),
        ),
        ([one], _) => Some(format!(
            "the table of {one} is incomplete; the integration may need more permissions"
        )),
        (several, _) => Some(format!(
            "the tables of {} are incomplete; the integrations may need more permissions",
            and(several)
        )),
    }
}

/// Options other than policies and features that differ from the defaults, under the names of their
/// flags.
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
    if !chosen.rules_off.is_empty() {
        let rules: Vec<&str> = chosen.rules_off.iter().map(|off| off.rule.name()).collect();
        parts.push(format!("off: {}", rules.join(" ")));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Capitalizes a sentence.
pub(super) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Number of users that a heading names.
const SHOWN: usize = 5;

/// The API members that use a role, if known.
pub(super) fn users(report: &RoleReport) -> Option<String> {
    if let Some(member) = &report.member {
        return Some(format!(
            "the effective permissions of {}",
            escape_controls(&member.to_string())
        ));
    }
    let users = report.used_by.as_ref()?;
    if users.is_empty() {
        return Some("used by no API member".to_owned());
    }
    let mut names: Vec<String> = users
        .iter()
        .take(SHOWN)
        .map(|user| escape_controls(&user.to_string()).into_owned())
        .collect();
    if users.len() > SHOWN {
        names.push(format!("{} more", users.len() - SHOWN));
    }
    Some(format!("used by the API members {}", names.join(", ")))
}

/// The cells of a role in one line that adds up.
pub(super) fn cells(report: &RoleReport) -> String {
    let cells = &report.summary;
    let parts: Vec<String> = [
        (cells.satisfied, "satisfied"),
        (cells.missing, "missing"),
        (cells.excess, "excess"),
        (cells.waived, "waived"),
        (cells.unverifiable, "not verifiable"),
        (cells.ignored, "ignored"),
        (cells.not_used, "not used"),
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

/// The result of the run, as a sentence.
pub(super) fn verdict(run: &RunSummary) -> String {
    match baseline(run) {
        Some(baseline) => format!("{}; {baseline}", ended(run)),
        None => ended(run),
    }
}

/// The age of the baseline, and whether it can be pruned.
fn baseline(run: &RunSummary) -> Option<String> {
    let baseline = run.baseline?;
    let age = match baseline.age {
        0 => "from today".to_owned(),
        days => format!("{} old", count(usize::try_from(days).unwrap_or(0), "day")),
    };
    let mut text = format!(
        "the baseline is {age} and contains {}",
        count(baseline.known, "finding")
    );
    if baseline.gone > 0 {
        let _ = write!(text, ", of which {} fixed", baseline.gone);
    }
    Some(text)
}

/// The levels that a run found to be excessive, where nothing is missing and something is reported:
/// the integration works, but the role is not clean.
fn only_excess(run: &RunSummary) -> Option<usize> {
    let totals = &run.totals;
    let reported = totals.open() > 0;
    // A waived finding may be a missing level.
    let missing = run.cells.missing + totals.waived > 0;
    (run.outcome == Outcome::Clean && !missing && reported && run.cells.excess > 0)
        .then_some(run.cells.excess)
}

/// The color of the result, as an SGR sequence.
pub(super) fn verdict_style(run: &RunSummary) -> &'static str {
    match run.outcome {
        Outcome::Clean if only_excess(run).is_some() => "1;33",
        Outcome::Clean => "1;32",
        Outcome::Findings | Outcome::Invalid => "1;31",
        Outcome::Inconclusive => "1;33",
    }
}

/// The result of a run over policies.
fn linted(run: &RunSummary) -> String {
    let policies = match run.policies {
        1 => "1 policy".to_owned(),
        number => format!("{number} policies"),
    };
    let word = match run.outcome {
        Outcome::Clean if run.totals.findings() == 0 => "clean",
        Outcome::Clean => "passed",
        Outcome::Findings | Outcome::Inconclusive => "failed",
        Outcome::Invalid => "invalid",
    };
    let unread = match run.errors.len() {
        0 => String::new(),
        number => format!("{}, ", count(number, "read error")),
    };
    format!("{word}: {policies}, {unread}{}", totals(&run.totals))
}

/// Why a run is inconclusive.
fn doubts(run: &RunSummary) -> String {
    let unread = run.errors.len().saturating_sub(run.unconfirmed_policies);
    let roles = match run.incomplete_roles + unread {
        0 => None,
        1 if run.totals.roles <= 1 => Some("the role is incomplete"),
        1 => Some("a role is incomplete"),
        _ => Some("some roles are incomplete"),
    };
    let policies = match run.unconfirmed_policies {
        0 => None,
        1 => Some("a policy has unconfirmed guesses"),
        _ => Some("some policies have unconfirmed guesses"),
    };
    let doubts: Vec<_> = roles.into_iter().chain(policies).collect();
    doubts.join(" and ")
}

fn ended(run: &RunSummary) -> String {
    if run.subject == Subject::Policy {
        return linted(run);
    }
    let excluded = match run.excluded.len() {
        0 => String::new(),
        number => format!(", {number} excluded"),
    };
    let checked = count(run.totals.roles, "role");
    let roles = format!("{checked}{excluded}");
    let found = totals(&run.totals);
    match run.outcome {
        Outcome::Clean if run.totals.findings() == 0 => format!("clean: {roles}, {found}"),
        Outcome::Clean => match only_excess(run) {
            Some(levels) => {
                let plural = if run.totals.roles == 1 { "" } else { "s" };
                let levels = count(levels, "excessive level");
                format!("OK for the integration{plural}; {levels} ({roles}, {found})")
            }
            None => format!("passed: {roles}, {found}"),
        },
        Outcome::Findings => format!("failed: {roles}, {found}"),
        Outcome::Inconclusive => {
            let doubts = doubts(run);
            format!("inconclusive: {doubts}; {checked} checked{excluded}, {found}")
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
            let inputs = count(inputs.len(), "input");
            format!("invalid: {problems} in {inputs}; {checked} compared, {found}")
        }
    }
}
