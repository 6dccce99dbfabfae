//! The top of a role: the verdict, the comparison, and a picture of the whole role.

use askama::Template;

use super::super::{finding_text, words};
use super::view::{Mark, RoleView};
use super::{Depth, picture};
use crate::page::filters;
use crate::report::{Finding, Outcome, PolicyName, RoleReport, RunSummary};

/// The style class of an outcome.
pub(super) const fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Clean => "clean",
        Outcome::Findings => "failed",
        Outcome::Inconclusive => "inconclusive",
        Outcome::Invalid => "invalid",
    }
}

/// An outcome as a badge; passed looks different from clean.
#[derive(Template)]
#[template(path = "render/html/badge.html")]
pub(super) struct Badge {
    class: &'static str,
    passed: bool,
    word: String,
}

impl Badge {
    fn new(outcome: Outcome, open: bool, word: &str) -> Self {
        Self {
            class: class(outcome),
            passed: outcome == Outcome::Clean && open,
            word: word.to_owned(),
        }
    }

    /// The badge of one role.
    pub(super) fn of(report: &RoleReport) -> Self {
        let word = match report.outcome {
            Outcome::Clean if report.findings.is_empty() => "clean",
            Outcome::Clean => "passed",
            Outcome::Findings => "failed",
            Outcome::Inconclusive => "inconclusive",
            Outcome::Invalid => "invalid",
        };
        let open = report.findings.iter().any(Finding::is_open);
        Self::new(report.outcome, open, word)
    }
}

/// The outcome of the whole run.
pub(super) struct RunVerdict {
    pub(super) badge: Badge,
    pub(super) text: String,
}

impl RunVerdict {
    pub(super) fn of(run: &RunSummary) -> Self {
        let text = words::verdict(run);
        let (word, rest) = text.split_once(": ").unwrap_or(("", &text));
        Self {
            badge: Badge::new(run.outcome, run.totals.open() > 0, word),
            text: rest.to_owned(),
        }
    }
}

/// The display name of the role.
pub(super) fn name(report: &RoleReport) -> &str {
    match report.identity.as_str() {
        "" => finding_text::role_name(report),
        identity => identity,
    }
}

/// A row of the list of all roles: outcome, name, counts.
#[derive(Template)]
#[template(path = "render/html/index_row.html")]
pub(super) struct IndexRow<'a> {
    pub(super) report: &'a RoleReport,
    pub(super) id: &'a str,
}

/// Whether every level of the role could be checked.
fn is_decided(report: &RoleReport) -> bool {
    report.outcome != Outcome::Inconclusive && report.summary.unverifiable == 0
}

/// A count of levels; a zero is shown only if all levels could be checked.
fn number(report: &RoleReport, counted: usize) -> String {
    match counted {
        _ if is_decided(report) => counted.to_string(),
        0 => "?".to_owned(),
        counted => format!("{counted} or more"),
    }
}

/// The top of one role.
#[derive(Template)]
#[template(path = "render/html/head.html")]
pub(super) struct Head<'a> {
    view: &'a RoleView<'a>,
    report: &'a RoleReport,
    is_page: bool,
    /// The outcome of the run, if it is another: waivers belong to the whole run, and an expired
    /// one fails it, whatever the role.
    other_run: Option<RunVerdict>,
    /// The run with its baseline, which belongs to the run, not to a role.
    baseline: Option<String>,
    /// The size of a cell in the picture.
    side: usize,
}

impl<'a> Head<'a> {
    pub(super) fn new(view: &'a RoleView<'a>, depth: Depth, run: Option<&RunSummary>) -> Self {
        let report = view.report;
        let other = run.filter(|run| run.outcome != report.outcome);
        let same = run.filter(|run| run.outcome == report.outcome);
        Self {
            view,
            report,
            is_page: depth == Depth::Page,
            other_run: other.map(RunVerdict::of),
            baseline: same
                .filter(|run| run.baseline.is_some())
                .map(words::verdict),
            side: picture::side(view),
        }
    }

    const fn class(&self) -> &'static str {
        class(self.report.outcome)
    }

    fn chosen(&self) -> Option<String> {
        self.report.chosen.as_ref().and_then(words::chosen)
    }

    /// The number of levels of each kind with its style and word, which is also the legend.
    fn counts(&self) -> impl Iterator<Item = (&'static str, usize, &'static str)> {
        let cells = &self.report.summary;
        let counted = [
            (Mark::Missing, cells.missing),
            (Mark::Excess, cells.excess),
            (Mark::WaivedMissing, cells.waived),
            (Mark::Unverifiable, cells.unverifiable),
            (Mark::Ignored, cells.ignored),
            (Mark::Satisfied, cells.satisfied),
            (Mark::NotUsed, cells.not_used),
        ];
        let decided = is_decided(self.report);
        let shown = counted.into_iter().filter(move |(mark, number)| {
            // "0 missing" may be shown only if all levels could be checked.
            let always = matches!(mark, Mark::Missing | Mark::Excess | Mark::Satisfied);
            *number > 0 || always && decided
        });
        shown.map(|(mark, number)| {
            let word = match mark {
                Mark::WaivedMissing => "waived",
                mark => mark.word(),
            };
            (mark.class(), number, word)
        })
    }
}

/// The active features of a policy.
fn features(policy: &PolicyName) -> String {
    words::features(policy, |name| format!("`{name}`"))
}
