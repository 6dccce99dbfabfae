//! What to change: every finding once, the gravest first, what is accepted folded at the end.

use std::fmt::Write as _;

use super::super::{parts, words};
use super::view::{RoleView, Row};
use super::{Depth, ids};
use crate::model::Location;
use crate::page::escape;
use crate::report::{BaselineState, Finding, InputError};

/// Of more findings than this the page shows the headline and lets them be unfolded.
const OPEN: usize = 25;

/// Which list a finding stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// About the role as a whole.
    Whole,
    Missing,
    Excess,
    /// About a function, and no level of it.
    Other,
    /// Waived, or known to the baseline.
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
        } else if finding.rule.is_shortfall() {
            Self::Missing
        } else if finding.cells > 0 {
            Self::Excess
        } else {
            Self::Other
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Whole => "About the whole role",
            Self::Missing => "Missing",
            Self::Excess => "Too much",
            Self::Other => "Also",
            Self::Accepted => "Accepted for now",
        }
    }
}

/// What to change in a role.
pub(super) fn list(out: &mut String, view: &RoleView<'_>, depth: Depth) {
    let findings = &view.report.findings;
    if findings.is_empty() {
        return;
    }
    let level = depth.heading(1);
    let _ = writeln!(
        out,
        "<section class=\"findings\">\n<h{level}>What to change</h{level}>"
    );
    for kind in Kind::ALL {
        let of_kind: Vec<&Finding> = findings.iter().filter(|f| Kind::of(f) == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let open = match kind {
            Kind::Accepted => false,
            Kind::Whole | Kind::Missing => true,
            Kind::Excess | Kind::Other => of_kind.len() <= OPEN,
        };
        let inner = level + 1;
        let _ = writeln!(
            out,
            "<details class=\"group\"{}><summary><h{inner}>{}</h{inner}> <span class=\"quiet\">{}</span></summary>\n<ul class=\"found\">",
            if open { " open" } else { "" },
            kind.title(),
            words::count(of_kind.len(), "finding"),
        );
        for finding in of_kind {
            item(out, view, finding);
        }
        out.push_str("</ul>\n</details>\n");
    }
    out.push_str("</section>\n");
}

/// Findings without a role.
pub(super) fn plain(out: &mut String, view: &RoleView<'_>) {
    out.push_str("<ul class=\"found\">\n");
    for finding in &view.report.findings {
        item(out, view, finding);
    }
    out.push_str("</ul>\n");
}

/// The class of a finding: how it is filtered and coloured.
fn class(finding: &Finding) -> &'static str {
    if finding.waiver.is_some() {
        "w"
    } else if finding.rule.is_shortfall() {
        "m"
    } else if finding.cells > 0 {
        "e"
    } else {
        "o"
    }
}

/// Where in the matrix a finding is.
fn target(row: &Row<'_>, finding: &Finding) -> String {
    match finding.operation {
        Some(operation) if finding.cells > 0 => ids::cell(&row.id, operation),
        _ => row.id.clone(),
    }
}

fn item(out: &mut String, view: &RoleView<'_>, finding: &Finding) {
    let message = match view.row_of(finding) {
        Some(row) => format!(
            "<a href=\"#{}\">{}</a>",
            target(row, finding),
            escape(&finding.message)
        ),
        None => escape(&finding.message),
    };
    let _ = write!(
        out,
        "<li class=\"{} {}\" data-fingerprint=\"{}\"><p class=\"what\">{message} <span class=\"tag\">{}</span>",
        class(finding),
        finding.severity,
        finding.fingerprint,
        finding.severity,
    );
    if finding.baseline == Some(BaselineState::Unchanged) {
        out.push_str(" <span class=\"tag\">known to the baseline</span>");
    }
    out.push_str("</p>");
    if let Some(waiver) = &finding.waiver {
        line(out, "waived", &words::waiver(waiver));
    }
    if let Some(purpose) = &finding.purpose {
        line(out, "why", purpose);
    }
    if let Some(help) = &finding.help {
        line(out, "fix", help);
    }
    let _ = write!(
        out,
        "<p class=\"at\">{} · {} · {}</p></li>\n",
        places(&finding.locations),
        finding.rule,
        finding.fingerprint
    );
}

fn line(out: &mut String, what: &str, told: &str) {
    let _ = write!(
        out,
        "<p class=\"{what}\"><b>{what}</b> <span>{}</span></p>",
        escape(told)
    );
}

/// The places that show a finding, each file once.
fn places(locations: &[Location]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for place in locations {
        let text = match &place.cell {
            Some(cell) => format!("{} {cell}", place.file),
            None => format!("{}:{}:{}", place.file, place.line, place.column),
        };
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    escape(&texts.join(" · "))
}

/// An input that could not be read.
pub(super) fn error(out: &mut String, error: &InputError) {
    let (file, place) = parts::error_place(error);
    let at = match (file, place) {
        (Some(file), Some(at)) => format!("{file}:{}:{}", at.line, at.column),
        (Some(file), None) => file.to_owned(),
        (None, _) => "an input".to_owned(),
    };
    let _ = write!(
        out,
        "<li class=\"q\"><p class=\"what\"><code>{}</code> {}</p>",
        escape(&at),
        escape(&error.message)
    );
    if let Some(help) = &error.help {
        line(out, "help", help);
    }
    out.push_str("</li>\n");
}
