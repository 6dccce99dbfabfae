//! The report as one HTML page: the whole role as `ConnectWise` lays it out, with each granted and
//! each required level.
//!
//! The page works without its script: findings, purposes, collapsible modules. The script adds
//! search, filters, a panel for details, and copying.

mod findings;
mod head;
mod ids;
mod matrix;
mod picture;
mod roles;
mod verdict;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use askama::Template;

use super::snippet::Texts;
use super::spool::Spool;
use super::{Renderer, words};
use crate::page::{self, Page};
use crate::report::{Cells, InputError, RoleReport, RuleId, RuleInfo, RunSummary, Subject};
use findings::{Findings, Found, ReadError};
use head::{Head, RunVerdict};
use ids::Ids;
use matrix::Matrix;
use view::RoleView;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// Number of roles that are expanded when the page opens.
const OPEN: usize = 5;

/// Number of roles shown level by level, to limit the size of the page. Of the others, counts and
/// findings are shown.
const WHOLE: usize = 200;

/// One page for a whole run. Each role is laid out at once and kept in a [`Spool`]: the page begins
/// with what is known only at the end.
#[derive(Debug)]
pub struct Html {
    rules: Vec<&'static RuleInfo>,
    configuration: Vec<Arc<RoleReport>>,
    /// The policies, if the run is about them.
    policies: Vec<Arc<RoleReport>>,
    errors: String,
    /// Number of roles.
    count: usize,
    /// Rules with findings.
    found: BTreeSet<RuleId>,
    ids: Ids,
    /// The ids before the first role, if it turns out to be the only one.
    first_ids: Ids,
    first: Option<Arc<RoleReport>>,
    /// The rows of the list of roles.
    index: Spool,
    /// Each role without its levels, after a byte that says whether it is clean.
    sections: Spool,
    /// The roles that are shown level by level, by their number.
    whole: BTreeMap<usize, Arc<RoleReport>>,
    /// Those of them without findings.
    right: Vec<usize>,
}

/// Heading depth: a single role is the page, one of several is a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    Page,
    Part,
}

impl Depth {
    /// The level of the first heading below the role's own.
    const fn heading(self) -> u8 {
        match self {
            Self::Page => 2,
            Self::Part => 3,
        }
    }
}

impl Html {
    /// Links to the rules with findings.
    pub fn new(rules: impl IntoIterator<Item = &'static RuleInfo>) -> Self {
        Self {
            rules: rules.into_iter().collect(),
            configuration: Vec::new(),
            policies: Vec::new(),
            errors: String::new(),
            count: 0,
            found: BTreeSet::new(),
            ids: Ids::default(),
            first_ids: Ids::default(),
            first: None,
            index: Spool::default(),
            sections: Spool::default(),
            whole: BTreeMap::new(),
            right: Vec::new(),
        }
    }

    /// Keeps the list of roles and the roles here until the end of the run.
    #[must_use]
    pub fn with_spools(mut self, index: Spool, sections: Spool) -> Self {
        self.index = index;
        self.sections = sections;
        self
    }

    /// The only role of the page, if it has just one.
    fn only(&self, run: &RunSummary) -> Option<&Arc<RoleReport>> {
        self.first
            .as_ref()
            .filter(|_| self.count == 1 && run.errors.is_empty())
    }

    fn body(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        if run.subject == Subject::Policy {
            self.policies(&mut text, run);
            return out.write_all(text.as_bytes());
        }
        push(&mut text, &Toolbar::of(self.shown()));
        text.push_str("<main id=\"main\">\n");
        if let Some(report) = self.only(run).map(Arc::clone) {
            let mut ids = self.first_ids.clone();
            let view = RoleView::new(&report, "", &mut ids);
            push(&mut text, &Head::new(&view, Depth::Page, Some(run)));
            self.waivers(&mut text, &mut ids);
            changes_and_levels(&mut text, &view, Depth::Page);
        } else {
            self.several(&mut text, run, out)?;
        }
        let rules = self.rules();
        push(&mut text, &End { rules });
        out.write_all(text.as_bytes())
    }

    /// The page of a run over policies: the findings in each.
    fn policies(&self, out: &mut String, run: &RunSummary) {
        let mut ids = Ids::default();
        let found = self.policies.iter();
        let found = found.filter(|report| !report.findings.is_empty());
        let page = Policies {
            run,
            verdict: RunVerdict::of(run),
            errors: &self.errors,
            views: found
                .map(|report| RoleView::new(report, "", &mut ids))
                .collect(),
            rules: self.rules(),
        };
        push(out, &page);
    }

    /// Findings about the waivers.
    fn waivers(&self, out: &mut String, ids: &mut Ids) {
        for report in &self.configuration {
            let view = &RoleView::new(report, "configuration-", ids);
            push(out, &Waivers { view });
        }
    }

    /// The rules with findings.
    fn rules(&self) -> Vec<&'static RuleInfo> {
        let other = |rule: RuleId| {
            let reports = self.configuration.iter().chain(&self.policies);
            let mut findings = reports.flat_map(|report| &report.findings);
            findings.any(|finding| finding.rule == rule)
        };
        let rules = self.rules.iter().copied();
        rules
            .filter(|rule| self.found.contains(&rule.id) || other(rule.id))
            .collect()
    }
}

/// The changes to a role, then its levels.
fn changes_and_levels(out: &mut String, view: &RoleView<'_>, depth: Depth) {
    if let Some(findings) = Findings::of(view, depth) {
        push(out, &findings);
    }
    if let Some(matrix) = Matrix::of(view, depth) {
        push(out, &matrix);
    }
}

/// Appends a filled template.
fn push(out: &mut String, template: &impl Template) {
    // Writing to a String cannot fail.
    let _ = template.render_into(out);
    out.push('\n');
}

/// Search and filters; hidden without the script.
#[derive(Template)]
#[template(path = "render/html/toolbar.html")]
struct Toolbar {
    /// Which levels to show: the value, its label, and how many there are.
    options: Vec<(&'static str, &'static str, usize)>,
}

impl Toolbar {
    fn of(cells: Cells) -> Self {
        let mut options = vec![
            ("all", "All", cells.cells),
            ("m", "Missing", cells.missing),
            ("e", "Excess", cells.excess),
            ("w", "Waived", cells.waived),
            ("q", "Unsure", cells.unverifiable),
            ("s", "Satisfied", cells.satisfied),
        ];
        options.retain(|(value, _, number)| *number > 0 || !matches!(*value, "w" | "q"));
        Self { options }
    }
}

/// The page of a run over policies.
#[derive(Template)]
#[template(path = "render/html/policies.html")]
struct Policies<'a> {
    run: &'a RunSummary,
    verdict: RunVerdict,
    /// Markup.
    errors: &'a str,
    views: Vec<RoleView<'a>>,
    rules: Vec<&'static RuleInfo>,
}

/// Findings about the waivers.
#[derive(Template)]
#[template(path = "render/html/waivers.html")]
struct Waivers<'a> {
    view: &'a RoleView<'a>,
}

/// What follows the roles: the rules with findings, with links to their pages.
#[derive(Template)]
#[template(path = "render/html/end.html")]
struct End {
    rules: Vec<&'static RuleInfo>,
}

fn title(only: Option<&RoleReport>, run: &RunSummary) -> String {
    match only {
        Some(report) => format!("{}: {} – leastwise", head::name(report), run.outcome.word()),
        None => format!("{} – leastwise", words::verdict(run)),
    }
}

impl Renderer for Html {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        match report.subject {
            Subject::Role => self.keep(report),
            Subject::Configuration => {
                self.configuration.push(Arc::clone(report));
                Ok(())
            }
            Subject::Policy => {
                self.policies.push(Arc::clone(report));
                Ok(())
            }
        }
    }

    fn error(&mut self, error: &InputError, _: &mut dyn Write) -> io::Result<()> {
        push(&mut self.errors, &ReadError::new(error));
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let title = title(self.only(run).map(|report| &**report), run);
        Page {
            language: "en",
            title: &title,
            styles: &[page::STYLE, STYLE],
            // The script filters levels.
            script: (run.subject == Subject::Role).then_some(SCRIPT),
            body: "",
        }
        .write_with(out, |out| self.body(run, out))
    }
}
