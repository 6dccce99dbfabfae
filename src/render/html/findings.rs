//! The findings, most severe first; accepted ones are collapsed at the end.

use std::collections::HashMap;

use askama::Template;

use super::super::entry::Entry as Texts;
use super::super::{finding_text, words};
use super::Depth;
use super::view::{RoleView, Row};
use crate::model::{Document, Location};
use crate::page::filters;
use crate::report::{BaselineState, Finding, FindingRisk, InputError, RuleId, Totals};

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
#[derive(Template)]
#[template(path = "render/html/findings.html")]
pub(super) struct Findings<'a> {
    /// The level of the first heading.
    level: u8,
    /// Where in ConnectWise the changes are made.
    path: Option<String>,
    groups: Vec<Group<'a>>,
}

/// The findings of one section.
struct Group<'a> {
    kind: Kind,
    open: bool,
    severities: String,
    list: Found<'a>,
}

impl<'a> Findings<'a> {
    /// The changes, if there are any.
    pub(super) fn of(view: &'a RoleView<'a>, depth: Depth) -> Option<Self> {
        let findings = &view.report.findings;
        if findings.is_empty() {
            return None;
        }
        let remedy = findings.iter().find_map(|f| f.remedy.as_ref());
        let path = remedy.map(|remedy| {
            let path: Vec<&str> = remedy.path.iter().take(3).map(|step| &**step).collect();
            path.join(" > ")
        });
        let groups = Kind::ALL.into_iter().filter_map(|kind| {
            let found: Vec<&Finding> = findings.iter().filter(|f| Kind::of(f) == kind).collect();
            if found.is_empty() {
                return None;
            }
            let open = match kind {
                Kind::Accepted => false,
                Kind::Whole => true,
                Kind::Missing => found.len() <= OPEN_MISSING,
                Kind::Excess | Kind::Other => found.len() <= OPEN,
            };
            Some(Group {
                kind,
                open,
                severities: severities(&found),
                list: Found::of(view, &found),
            })
        });
        Some(Self {
            level: depth.heading(),
            path,
            groups: groups.collect(),
        })
    }
}

/// A list of findings by function.
#[derive(Template)]
#[template(path = "render/html/found.html")]
pub(super) struct Found<'a> {
    entries: Vec<Entry<'a>>,
    /// Functions with identical findings, which are shown once.
    alike: Vec<(&'a Finding, &'a Row<'a>)>,
}

/// The findings about one function, or one about the whole role.
struct Entry<'a> {
    heading: Option<Heading<'a>>,
    items: Vec<Item<'a>>,
    rules: String,
    places: String,
}

/// The function of an entry.
struct Heading<'a> {
    id: &'a str,
    label: String,
    /// What to change in it.
    set: Option<String>,
}

struct Item<'a> {
    finding: &'a Finding,
    /// The id of the function, if the message names it.
    link: Option<&'a str>,
    text: &'a str,
}

impl<'a> Found<'a> {
    /// All findings of a report.
    pub(super) fn all(view: &'a RoleView<'a>) -> Self {
        Self::of(view, &view.report.findings.iter().collect::<Vec<_>>())
    }

    /// Findings about the same function are grouped, since they are fixed in one place. So are
    /// functions that are not in the catalog.
    fn of(view: &'a RoleView<'a>, findings: &[&'a Finding]) -> Self {
        let mut groups: Vec<Vec<&Finding>> = Vec::new();
        let mut of_row: HashMap<usize, usize> = HashMap::new();
        let mut alike = Vec::new();
        for finding in findings {
            if finding.rule == RuleId::UnknownFunction
                && finding.is_open()
                && let Some(row) = view.row_of(finding)
            {
                alike.push((*finding, row));
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
        let entries = groups.iter().map(|group| Entry::of(view, group));
        Self {
            entries: entries.collect(),
            alike,
        }
    }
}

impl<'a> Entry<'a> {
    fn of(view: &'a RoleView<'a>, group: &[&'a Finding]) -> Self {
        let row = group.first().and_then(|finding| view.row_of(finding));
        let label = row.map(Row::label).unwrap_or_default();
        // The heading names the function, so messages omit it.
        let prefix = row.map_or(String::new(), |_| format!("{label}: "));
        let named = row.filter(|_| group.iter().any(|f| f.message.starts_with(&prefix)));
        let link = row.filter(|_| named.is_none()).map(|row| row.id.as_str());
        let items = group.iter().map(|finding| Item {
            finding,
            link,
            text: finding
                .message
                .strip_prefix(&prefix)
                .unwrap_or(&finding.message),
        });
        let mut rules: Vec<&str> = Vec::new();
        let mut texts: Vec<String> = Vec::new();
        for finding in group {
            if !rules.contains(&finding.rule.name()) {
                rules.push(finding.rule.name());
            }
            places(&finding.locations, &mut texts);
        }
        Self {
            items: items.collect(),
            heading: named.map(|row| Heading {
                id: &row.id,
                label,
                set: set(group),
            }),
            rules: rules.join(", "),
            places: texts.join(" · "),
        }
    }
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

/// What to change in the function, for its heading.
fn set(group: &[&Finding]) -> Option<String> {
    if group.iter().any(|finding| !finding.is_open()) {
        return None;
    }
    let texts = Texts {
        findings: group.to_vec(),
    };
    Some(texts.set()).filter(|set| !set.is_empty())
}

/// The severity and the reason of a risk, with the kinds of harm and who says so.
fn risk(risk: &FindingRisk) -> String {
    let families: Vec<&str> = risk.families.iter().map(|family| family.word()).collect();
    format!(
        "{}: {} ({}; {})",
        risk.severity.word(),
        risk.reason.trim_end_matches('.'),
        families.join(", "),
        risk.basis.phrase()
    )
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
#[derive(Template)]
#[template(path = "render/html/error.html")]
pub(super) struct ReadError<'a> {
    error: &'a InputError,
    at: String,
}

impl<'a> ReadError<'a> {
    pub(super) fn new(error: &'a InputError) -> Self {
        let at = finding_text::error_at(error).unwrap_or_else(|| "an input".to_owned());
        Self { error, at }
    }
}
