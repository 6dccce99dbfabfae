//! The findings, most severe first; accepted ones are collapsed at the end.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::super::entry::Entry;
use super::super::{finding_text, words};
use super::Depth;
use super::view::{RoleView, Row};
use crate::model::{Document, Location};
use crate::page::{escape, message_markup};
use crate::report::{BaselineState, Finding, InputError, RuleId, Totals};

/// Above this number of findings, a list is collapsed. Missing levels have a higher limit, since
/// they break the integration now.
const OPEN: usize = 25;
const OPEN_MISSING: usize = 60;

/// The section of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// About the role as a whole.
    Whole,
    Missing,
    Excess,
    /// About a function, but not its levels.
    Other,
    /// Waived, or in the baseline.
    Accepted,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::Whole,
        Self::Missing,
        Self::Excess,
        Self::Other,
        Self::Accepted,
    ];

    fn of(finding: &Finding) -> Self {
        if !finding.is_open() {
            Self::Accepted
        } else if finding.row.is_none() {
            Self::Whole
        } else if finding.rule.is_missing() {
            Self::Missing
        } else if finding.rule.is_excess() {
            Self::Excess
        } else {
            Self::Other
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Missing => "missing",
            Self::Excess => "excess",
            Self::Other => "other",
            Self::Accepted => "accepted",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Whole => "Whole role",
            Self::Missing => "Missing",
            Self::Excess => "Excess",
            Self::Other => "Also",
            Self::Accepted => "Accepted",
        }
    }
}

/// The changes to a role.
pub(super) fn list(out: &mut String, view: &RoleView<'_>, depth: Depth) {
    let findings = &view.report.findings;
    if findings.is_empty() {
        return;
    }
    let level = depth.heading(1);
    let path = findings.iter().find_map(|f| f.remedy.as_ref());
    let path = path.map(|remedy| remedy.path.iter().take(3).cloned().collect::<Vec<_>>());
    let path = path.map(|path| {
        let path = escape(&path.join(" > "));
        format!("<p class=\"path\">In ConnectWise, go to <span>{path}</span>, then to the module and function below.</p>\n")
    });
    let _ = writeln!(
        out,
        "<section class=\"findings\">\n<h{level}>What to change</h{level}>\n{}",
        path.unwrap_or_default()
    );
    for kind in Kind::ALL {
        let of_kind: Vec<&Finding> = findings.iter().filter(|f| Kind::of(f) == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let open = match kind {
            Kind::Accepted => false,
            Kind::Whole => true,
            Kind::Missing => of_kind.len() <= OPEN_MISSING,
            Kind::Excess | Kind::Other => of_kind.len() <= OPEN,
        };
        let inner = level + 1;
        let _ = writeln!(
            out,
            "<details class=\"group {}\"{}><summary><h{inner}>{}</h{inner}> <span class=\"quiet\">{}</span></summary>\n<ul class=\"found\">",
            kind.class(),
            if open { " open" } else { "" },
            kind.title(),
            severities(&of_kind),
        );
        by_function(out, view, &of_kind);
        out.push_str("</ul>\n</details>\n");
    }
    out.push_str("</section>\n");
}

/// Findings without a role.
pub(super) fn plain(out: &mut String, view: &RoleView<'_>) {
    out.push_str("<ul class=\"found\">\n");
    by_function(out, view, &view.report.findings.iter().collect::<Vec<_>>());
    out.push_str("</ul>\n");
}

/// Findings about the same function are grouped, since they are fixed in one place. So are
/// successive functions with the same findings.
fn by_function(out: &mut String, view: &RoleView<'_>, findings: &[&Finding]) {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut of_row: HashMap<usize, usize> = HashMap::new();
    let mut alike: Vec<(&Finding, String)> = Vec::new();
    for finding in findings {
        if finding.rule == RuleId::UnknownFunction
            && finding.is_open()
            && let Some(row) = view.row_of(finding)
        {
            alike.push((finding, row.label()));
            continue;
        }
        let at = finding.row.and_then(|row| of_row.get(&row).copied());
        if let Some(group) = at.and_then(|at| groups.get_mut(at)) {
            group.push(finding);
            continue;
        }
        if let Some(row) = finding.row {
            of_row.insert(row, groups.len());
        }
        groups.push(vec![finding]);
    }
    for group in groups {
        let row = group.first().and_then(|finding| view.row_of(finding));
        entry(out, row, &group);
    }
    all_alike(out, view, &alike);
}

/// Functions with identical findings, which are shown once.
fn all_alike(out: &mut String, view: &RoleView<'_>, alike: &[(&Finding, String)]) {
    let Some((first, _)) = alike.first() else {
        return;
    };
    let _ = writeln!(
        out,
        "<li class=\"alike\">not in the catalog: <em>{}</em> <small>{}</small><ul>",
        first.severity, first.rule
    );
    for (finding, label) in alike {
        let _ = writeln!(
            out,
            "<li class=\"{} {}\" data-fingerprint=\"{}\"><a href=\"#{}\">{}</a></li>",
            class(finding),
            finding.severity,
            finding.fingerprint,
            view.row_of(finding).map_or("main", |row| &row.id),
            escape(label),
        );
    }
    out.push_str("</ul></li>\n");
}

/// The class of a finding, for filters and colors.
fn class(finding: &Finding) -> &'static str {
    if finding.waiver.is_some() {
        "w"
    } else if finding.rule.is_missing() {
        "m"
    } else if finding.rule.is_excess() {
        "e"
    } else {
        "o"
    }
}

/// `3 errors, 1 note`.
fn severities(findings: &[&Finding]) -> String {
    let mut totals = Totals::default();
    for finding in findings {
        totals.count(finding);
    }
    words::totals(&totals)
}

/// The findings about one function, or one about the whole role.
fn entry(out: &mut String, row: Option<&Row<'_>>, group: &[&Finding]) {
    let Some(row) = row else {
        out.push_str("<li><ul>");
        for finding in group {
            item(out, None, "", finding);
        }
        let _ = writeln!(out, "</ul>{}</li>", disclosure(group));
        return;
    };
    // The heading names the function, so messages omit it.
    let label = row.label();
    let prefix = format!("{label}: ");
    let named = group
        .iter()
        .any(|finding| finding.message.starts_with(&prefix));
    if named {
        let _ = write!(
            out,
            "<li><a href=\"#{}\">{}</a>{}<ul>",
            row.id,
            escape(&label),
            set(group)
        );
    } else {
        out.push_str("<li><ul>");
    }
    for finding in group {
        item(out, (!named).then_some(row), &prefix, finding);
    }
    let _ = writeln!(out, "</ul>{}</li>", disclosure(group));
}

/// What to change in the function, for its heading.
fn set(group: &[&Finding]) -> String {
    let entry = Entry {
        findings: group.to_vec(),
    };
    match entry.set() {
        set if set.is_empty() || group.iter().any(|finding| !finding.is_open()) => String::new(),
        set => format!(" <span class=\"set\">{}</span>", escape(&set)),
    }
}

/// The details of a finding except the change, which follows from the function and the levels.
fn besides(finding: &Finding) -> Option<&str> {
    let help = finding.help.as_deref()?;
    let Some(remedy) = &finding.remedy else {
        return Some(help);
    };
    let rest = help
        .strip_prefix(remedy.sentence().as_str())
        .unwrap_or(help);
    let rest = rest.trim_start_matches([';', ' ']);
    (!rest.is_empty()).then_some(rest)
}

fn item(out: &mut String, row: Option<&Row<'_>>, prefix: &str, finding: &Finding) {
    let said = finding.message.strip_prefix(prefix);
    let said = message_markup(said.unwrap_or(&finding.message));
    let said = match row {
        Some(row) => format!("<a href=\"#{}\">{said}</a>", row.id),
        None => said,
    };
    let operation = finding.operation.filter(|_| finding.cells > 0);
    let _ = write!(
        out,
        "<li class=\"{} {}\" data-fingerprint=\"{}\"{}>{said} <em>{}</em>",
        class(finding),
        finding.severity,
        finding.fingerprint,
        operation.map_or(String::new(), |operation| format!(
            " data-o=\"{operation}\""
        )),
        finding.severity,
    );
    if finding.baseline == Some(BaselineState::Unchanged) {
        out.push_str(" <em>in the baseline</em>");
    }
    if let Some(waiver) = &finding.waiver {
        line(out, "waived", &escape(&words::waiver(waiver)));
    }
    if let Some(purpose) = &finding.purpose {
        line(out, "why", &escape(purpose));
    }
    if let Some(risk) = &finding.risk {
        let families: Vec<&str> = risk.families.iter().map(|family| family.word()).collect();
        let text = format!(
            "{}: {} ({}; {})",
            risk.severity.word(),
            risk.reason.trim_end_matches('.'),
            families.join(", "),
            risk.basis.phrase()
        );
        line(out, "risk", &escape(&text));
    }
    if let Some(help) = besides(finding) {
        if finding.remedy.is_some() {
            // What else to know before the change, which is shown for the whole function.
            line(out, "note", &message_markup(help));
        } else {
            let _ = write!(
                out,
                "<p class=\"fix\"><b>fix</b> <span>{}</span></p>",
                message_markup(help)
            );
        }
    }
    out.push_str("</li>");
}

/// Rules and places of the findings of one entry, in a collapsed block.
fn disclosure(group: &[&Finding]) -> String {
    let mut rules: Vec<&str> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for finding in group {
        if !rules.contains(&finding.rule.name()) {
            rules.push(finding.rule.name());
        }
        places(&finding.locations, &mut texts);
    }
    format!(
        "<details class=\"where\"><summary>{}</summary><small>{}</small></details>",
        rules.join(", "),
        escape(&texts.join(" · "))
    )
}

/// A line below a finding; `text` is markup.
fn line(out: &mut String, what: &str, text: &str) {
    let _ = write!(out, "<p><b>{what}</b> <span>{text}</span></p>");
}

/// Adds the places of a finding: one in the role, and each in a policy.
fn places(locations: &[Location], texts: &mut Vec<String>) {
    let of_role = locations
        .iter()
        .filter(|place| place.document == Document::Role)
        .take(1);
    let others = locations
        .iter()
        .filter(|place| place.document != Document::Role);
    for place in of_role.chain(others) {
        let text = match &place.cell {
            Some(cell) => format!("{} {cell}", place.file),
            None => format!("{}:{}:{}", place.file, place.line, place.column),
        };
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
}

/// An input that could not be read.
pub(super) fn error(out: &mut String, error: &InputError) {
    let (file, place) = finding_text::error_place(error);
    let at = match (file, place) {
        (Some(file), Some(at)) => format!("{file}:{}:{}", at.line, at.column),
        (Some(file), None) => file.to_owned(),
        (None, _) => "an input".to_owned(),
    };
    let _ = write!(
        out,
        "<li><code>{}</code><ul><li class=\"q\">{}",
        escape(&at),
        message_markup(&error.message)
    );
    if let Some(help) = &error.help {
        line(out, "help", &message_markup(help));
    }
    out.push_str("</li></ul></li>\n");
}
