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
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

use super::snippet::Texts;
use super::spool::Spool;
use super::{Renderer, finding_text, words};
use crate::page::{self, Page, escape};
use crate::report::{Cells, InputError, RoleReport, RuleId, RuleInfo, RunSummary, Subject};
use ids::Ids;
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
    /// The heading level at this depth below the role's own.
    const fn heading(self, below: u8) -> u8 {
        match self {
            Self::Page => 1 + below,
            Self::Part => 2 + below,
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
            self.policies(&mut text, run, &mut Ids::default());
            return out.write_all(text.as_bytes());
        }
        toolbar(&mut text, self.shown());
        text.push_str("<main id=\"main\">\n");
        if let Some(report) = self.only(run).map(Arc::clone) {
            let mut ids = self.first_ids.clone();
            let view = RoleView::new(&report, "", &mut ids);
            head::role(&mut text, &view, Depth::Page, Some(run));
            self.configuration(&mut text, &mut ids);
            findings::list(&mut text, &view, Depth::Page);
            matrix::modules(&mut text, &view, Depth::Page);
        } else {
            self.several(&mut text, run, out)?;
        }
        self.explained(&mut text);
        footer(&mut text);
        text.push_str("</main>\n");
        text.push_str(
            "<aside id=\"panel\" aria-labelledby=\"panel-title\" tabindex=\"-1\" hidden></aside>\n\
             <p id=\"said\" class=\"h\" role=\"status\"></p>\n",
        );
        out.write_all(text.as_bytes())
    }

    /// The page of a run over policies: the findings in each.
    fn policies(&self, out: &mut String, run: &RunSummary, ids: &mut Ids) {
        let _ = writeln!(
            out,
            "<main id=\"main\">\n<header class=\"head {}\">\n<p class=\"kicker\">leastwise · likely mistakes in policies</p>\n<h1>Policies</h1>\n{}\n</header>",
            head::class(run.outcome),
            head::verdict_of(run),
        );
        out.push_str(&self.errors_section());
        for report in &self.policies {
            if report.findings.is_empty() {
                continue;
            }
            let view = RoleView::new(report, "", ids);
            let _ = writeln!(
                out,
                "<section class=\"findings\" id=\"{}\">\n<h2>{}</h2>\n<p class=\"quiet\">In <code>{}</code></p>",
                view.id,
                escape(head::name(report)),
                escape(&report.source)
            );
            findings::plain(out, &view);
            out.push_str("</section>\n");
        }
        self.explained(out);
        let _ = writeln!(
            out,
            "<footer>\n<p>leastwise {}</p>\n</footer>\n</main>",
            env!("CARGO_PKG_VERSION")
        );
    }

    fn errors_section(&self) -> String {
        if self.errors.is_empty() {
            return String::new();
        }
        format!(
            "<section class=\"errors\">\n<h2>Read errors</h2>\n<ul class=\"found\">\n{}</ul>\n</section>\n",
            self.errors
        )
    }

    /// Findings about the waivers.
    fn configuration(&self, out: &mut String, ids: &mut Ids) {
        for report in &self.configuration {
            let view = RoleView::new(report, "configuration-", ids);
            let _ = writeln!(
                out,
                "<section class=\"configuration\">\n<h2>Waivers</h2>\n<p class=\"quiet\">Of {}</p>",
                escape(&report.source)
            );
            findings::plain(out, &view);
            out.push_str("</section>\n");
        }
    }

    /// The rules with findings, with links to their pages.
    fn explained(&self, out: &mut String) {
        let other = |rule: RuleId| {
            let reports = self.configuration.iter().chain(&self.policies);
            let mut findings = reports.flat_map(|report| &report.findings);
            findings.any(|finding| finding.rule == rule)
        };
        let rules = self.rules.iter();
        let rules: Vec<_> = rules
            .filter(|rule| self.found.contains(&rule.id) || other(rule.id))
            .collect();
        if rules.is_empty() {
            return;
        }
        out.push_str("<section class=\"rules\">\n<h2>Rules in this report</h2>\n<dl>\n");
        for rule in rules {
            let _ = writeln!(
                out,
                "<dt><a href=\"{}\">{}</a></dt><dd>{}</dd>",
                escape(&rule.id.url()),
                rule.id,
                escape(rule.summary)
            );
        }
        out.push_str("</dl>\n</section>\n");
    }
}

/// Search and filters; hidden without the script.
fn toolbar(out: &mut String, cells: Cells) {
    out.push_str(
        "<form id=\"bar\" role=\"search\" aria-label=\"Levels and findings\" hidden>\n\
         <label class=\"find\"><span class=\"h\">Search functions, purposes and policies</span>\
         <input id=\"search\" type=\"search\" placeholder=\"Search functions, purposes, policies  ( / )\" autocomplete=\"off\" spellcheck=\"false\"></label>\n\
         <fieldset><legend class=\"h\">Show</legend>",
    );
    let options = [
        ("all", "All", cells.cells),
        ("m", "Missing", cells.missing),
        ("e", "Excess", cells.excess),
        ("w", "Waived", cells.waived),
        ("q", "Unsure", cells.unverifiable),
        ("s", "Satisfied", cells.satisfied),
    ];
    for (value, label, number) in options {
        if matches!(value, "w" | "q") && number == 0 {
            continue;
        }
        let _ = write!(
            out,
            "<label class=\"{value}\"><input type=\"radio\" name=\"show\" value=\"{value}\"{}><span>{label} <b>{number}</b></span></label>",
            if value == "all" { " checked" } else { "" }
        );
    }
    out.push_str(
        "</fieldset>\n<button type=\"button\" id=\"expand\">Expand all</button>\n\
         <p id=\"shown\" role=\"status\"></p>\n</form>\n",
    );
}

fn footer(out: &mut String) {
    let _ = writeln!(
        out,
        "<footer>\n<p>leastwise {}. A role is not the only limit on an API member: its structure level, location and excluded service boards also restrict what it sees, and no role shows them.</p>\n</footer>",
        env!("CARGO_PKG_VERSION")
    );
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
        findings::error(&mut self.errors, error);
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
