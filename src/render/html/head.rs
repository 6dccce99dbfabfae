//! The top of a role: the verdict, the comparison, and a picture of the whole role.

use std::fmt::Write as _;

use super::super::words;
use super::verdict::verdict;
use super::view::{Mark, RoleView};
use super::{Depth, picture};
use crate::model::escape_controls;
use crate::page::escape;
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

/// The kind of page.
pub(super) fn kicker() -> String {
    "<p class=\"kicker\">leastwise · permissions of security roles</p>\n".to_owned()
}

/// The outcome of a role, in a word.
fn word(report: &RoleReport) -> &'static str {
    match report.outcome {
        Outcome::Clean if report.findings.is_empty() => "clean",
        Outcome::Clean => "passed",
        Outcome::Findings => "failed",
        Outcome::Inconclusive => "inconclusive",
        Outcome::Invalid => "invalid",
    }
}

fn badge(report: &RoleReport) -> String {
    let open = report.findings.iter().any(Finding::is_open);
    mark(report.outcome, open, word(report))
}

/// An outcome as a badge; passed looks different from clean.
fn mark(outcome: Outcome, open: bool, word: &str) -> String {
    let passed = if outcome == Outcome::Clean && open {
        " passed"
    } else {
        ""
    };
    format!("<b class=\"badge {}{passed}\">{word}</b>", class(outcome))
}

/// The outcome of the whole run.
pub(super) fn verdict_of(run: &RunSummary) -> String {
    let text = words::verdict(run);
    let (word, rest) = text.split_once(": ").unwrap_or(("", &text));
    let totals = &run.totals;
    let open = totals.error + totals.warning + totals.note > 0;
    format!(
        "<p class=\"verdict\">{} <span>{}</span></p>",
        mark(run.outcome, open, word),
        escape(rest)
    )
}

/// The summary line of a collapsed role.
pub(super) fn summary(out: &mut String, view: &RoleView<'_>) {
    let _ = writeln!(
        out,
        "<h2>{}</h2> {} <span class=\"quiet\">{}</span>",
        escape(name(view.report)),
        badge(view.report),
        verdict(view)
    );
}

/// The display name of the role.
pub(super) fn name(report: &RoleReport) -> &str {
    match report.identity.as_str() {
        "" => super::finding_text::role_name(report),
        identity => identity,
    }
}

/// What precedes the rows of the list of all roles.
pub(super) const INDEX: &str = "<nav aria-label=\"Roles\">\n<table class=\"index\">\n<thead><tr><th scope=\"col\">Outcome</th>\
         <th scope=\"col\">Role</th><th scope=\"col\">Missing</th><th scope=\"col\">Excess</th>\
         <th scope=\"col\">Waived</th><th scope=\"col\">Compared with</th></tr></thead>\n<tbody>\n";

/// What follows the rows.
pub(super) const INDEX_END: &str = "</tbody>\n</table>\n</nav>\n";

/// A row of the list of all roles: outcome, name, counts.
pub(super) fn index_row(view: &RoleView<'_>) -> String {
    let report = view.report;
    format!(
        "<tr><td>{}</td><th scope=\"row\"><a href=\"#{}\">{}</a></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        badge(report),
        view.id,
        escape(&words::role_name(report)),
        number(report, report.summary.missing),
        number(report, report.summary.excess),
        report.summary.waived,
        escape(&words::policies(report)),
    )
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
pub(super) fn role(out: &mut String, view: &RoleView<'_>, depth: Depth, run: Option<&RunSummary>) {
    let report = view.report;
    let _ = writeln!(out, "<header class=\"head {}\">", class(report.outcome));
    if depth == Depth::Page {
        let _ = writeln!(out, "{}<h1>{}</h1>", kicker(), escape(name(report)));
        // Waivers belong to the whole run: an expired one fails it, whatever the role.
        let run = run.filter(|run| run.outcome != report.outcome);
        if let Some(run) = run {
            let _ = writeln!(out, "{}", verdict_of(run));
        }
        let _ = writeln!(
            out,
            "<p class=\"verdict{}\">{}{} <span>{}</span></p>",
            if run.is_some() { " second" } else { "" },
            if run.is_some() { "The role: " } else { "" },
            badge(report),
            verdict(view),
        );
    }
    if let Some(partial) = words::partial(&report.policies) {
        let _ = writeln!(
            out,
            "<p class=\"partial\">{}.</p>",
            escape(&words::capital(&partial))
        );
    }
    facts(out, view);
    // The baseline belongs to the run, not to a role.
    if let Some(run) = run.filter(|run| run.baseline.is_some() && run.outcome == report.outcome) {
        let _ = writeln!(
            out,
            "<p class=\"quiet\">The run: {}</p>",
            escape(&words::verdict(run))
        );
    }
    counts(out, view);
    picture::whole(out, view);
    out.push_str("</header>\n");
}

fn facts(out: &mut String, view: &RoleView<'_>) {
    let report = view.report;
    out.push_str("<dl class=\"facts\">\n");
    let mut fact = |what: &str, text: String| {
        let _ = writeln!(out, "<div><dt>{what}</dt><dd>{text}</dd></div>");
    };
    let mut policies = String::from("<ol class=\"policies\">");
    for (index, policy) in report.policies.iter().enumerate() {
        let version = policy.version.as_ref().map(|version| format!(" {version}"));
        let _ = write!(
            policies,
            "<li data-called=\"{}\">{}{} <code>{}</code>{}</li>",
            escape(view.policy(index)),
            escape(&policy.title),
            escape(version.as_deref().unwrap_or_default()),
            escape(&policy.id),
            features(policy),
        );
    }
    policies.push_str("</ol>");
    if !report.policies.is_empty() {
        fact("Compared with", policies);
    }
    if let Some(chosen) = report.chosen.as_ref().and_then(words::chosen) {
        fact("Chosen", escape(&chosen));
    }
    fact(
        "Read from",
        format!("<code>{}</code>", escape(&report.source)),
    );
    if let Some(time) = &report.fetched_at {
        fact("Fetched", escape(time));
    }
    if let Some(users) = words::users(report) {
        fact("Who", escape(&escape_controls(&users)));
    }
    out.push_str("</dl>\n");
}

/// The active features of a policy, and whether its table is complete.
fn features(policy: &PolicyName) -> String {
    let features = words::features(policy, |name| format!("<code>{}</code>", escape(name)));
    let mut text = if features.is_empty() {
        features
    } else {
        format!(" {features}")
    };
    if policy.partial {
        text.push_str(" <em>incomplete</em>");
    }
    text
}

/// The number of levels of each kind, which is also the legend.
fn counts(out: &mut String, view: &RoleView<'_>) {
    let cells = &view.report.summary;
    let _ = write!(
        out,
        "<ul class=\"counts\" aria-label=\"{} in all\">",
        words::count(cells.cells, "level")
    );
    let counted = [
        (Mark::Missing, cells.missing),
        (Mark::Excess, cells.excess),
        (Mark::WaivedMissing, cells.waived),
        (Mark::Unverifiable, cells.unverifiable),
        (Mark::Ignored, cells.ignored),
        (Mark::Satisfied, cells.satisfied),
        (Mark::NotUsed, cells.not_used),
    ];
    for (mark, number) in counted {
        // "0 missing" may be shown only if all levels could be checked.
        let always = matches!(mark, Mark::Missing | Mark::Excess | Mark::Satisfied);
        if number == 0 && !(always && is_decided(view.report)) {
            continue;
        }
        let none = if number == 0 { " none" } else { "" };
        let word = match mark {
            Mark::WaivedMissing => "waived",
            mark => mark.word(),
        };
        let _ = write!(
            out,
            "<li class=\"{}{none}\"><b>{number}</b> {word}</li>",
            mark.class()
        );
    }
    out.push_str("</ul>\n");
}
