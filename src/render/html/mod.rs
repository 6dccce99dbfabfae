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
mod verdict;
mod view;

use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

use super::snippet::Texts;
use super::{Renderer, finding_text, words};
use crate::page::{self, Page, escape};
use crate::report::{
    Cells, InputError, Outcome, RoleReport, RuleId, RuleInfo, RunSummary, Subject,
};
use ids::Ids;
use view::RoleView;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// Number of roles that are expanded when the page opens.
const OPEN: usize = 5;

/// Number of roles shown level by level, to limit the size of the page. Of the others, counts and
/// findings are shown.
const WHOLE: usize = 200;

/// One page for a whole run.
#[derive(Debug)]
pub struct Html {
    rules: Vec<&'static RuleInfo>,
    roles: Vec<Arc<RoleReport>>,
    configuration: Vec<Arc<RoleReport>>,
    /// The policies, if the run is about them.
    policies: Vec<Arc<RoleReport>>,
    errors: String,
    /// Which roles are shown level by level: those with findings and those without.
    whole: [Vec<usize>; 2],
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
            roles: Vec::new(),
            configuration: Vec::new(),
            policies: Vec::new(),
            errors: String::new(),
            whole: Default::default(),
        }
    }

    /// The only role of the page, if it has just one.
    fn only(&self, run: &RunSummary) -> Option<&RoleReport> {
        match self.roles.as_slice() {
            [one] if run.errors.is_empty() => Some(one),
            _ => None,
        }
    }

    fn body(&self, run: &RunSummary) -> String {
        let mut ids = Ids::default();
        let mut out = String::new();
        if run.subject == Subject::Policy {
            self.policies(&mut out, run, &mut ids);
            return out;
        }
        toolbar(&mut out, self.shown());
        out.push_str("<main id=\"main\">\n");
        if let Some(report) = self.only(run) {
            let view = RoleView::new(report, "", &mut ids);
            head::role(&mut out, &view, Depth::Page, Some(run));
            self.configuration(&mut out, &mut ids);
            findings::list(&mut out, &view, Depth::Page);
            matrix::modules(&mut out, &view, Depth::Page);
        } else {
            self.several(&mut out, run, &mut ids);
        }
        self.explained(&mut out);
        footer(&mut out);
        out.push_str("</main>\n");
        out.push_str(
            "<aside id=\"panel\" aria-labelledby=\"panel-title\" tabindex=\"-1\" hidden></aside>\n\
             <p id=\"said\" class=\"h\" role=\"status\"></p>\n",
        );
        out
    }

    /// Keeps a role level by level while there is room: one with findings replaces one without.
    fn keep(&mut self, report: &Arc<RoleReport>) {
        let at = self.roles.len();
        let [right, wrong] = &mut self.whole;
        let is_right = report.findings.is_empty();
        if report.matrix.is_none() {
            return self.roles.push(Arc::clone(report));
        }
        if right.len() + wrong.len() >= WHOLE {
            let place = if is_right { None } else { right.pop() };
            let Some(place) = place else {
                return self.roles.push(Arc::new(report.without_matrix()));
            };
            if let Some(other) = self.roles.get_mut(place) {
                *other = Arc::new(other.without_matrix());
            }
        }
        if is_right { right } else { wrong }.push(at);
        self.roles.push(Arc::clone(report));
    }

    /// The notice if not all roles are shown level by level.
    fn rest(&self) -> Option<String> {
        let [right, wrong] = &self.whole;
        let shown = right.len() + wrong.len();
        let others = self
            .roles
            .len()
            .checked_sub(shown)
            .filter(|others| *others > 0)?;
        (shown >= WHOLE).then(|| {
            format!(
                "<p class=\"quiet\">{shown} roles are shown level by level, those with findings first; of {}, only counts and findings. A report with fewer roles shows all levels.</p>\n",
                words::count(others, "other")
            )
        })
    }

    /// The number of levels that the page shows.
    fn shown(&self) -> Cells {
        let mut cells = Cells::default();
        for report in self.roles.iter().filter(|report| report.matrix.is_some()) {
            cells += report.summary;
        }
        cells
    }

    fn several(&self, out: &mut String, run: &RunSummary, ids: &mut Ids) {
        let title = match (self.roles.len(), run.errors.len()) {
            (0, _) => "No role could be compared".to_owned(),
            (number, 0) => words::count(number, "security role"),
            (number, errors) => format!(
                "{}, and {} in inputs that could not be read",
                words::count(number, "security role"),
                words::count(errors, "problem")
            ),
        };
        let _ = writeln!(
            out,
            "<header class=\"head {}\">\n{}<h1>{title}</h1>\n{}\n</header>",
            head::class(run.outcome),
            head::kicker(),
            head::verdict_of(run),
        );
        out.push_str(&self.errors_section());
        self.configuration(out, ids);
        let views: Vec<RoleView<'_>> = self
            .roles
            .iter()
            .enumerate()
            .map(|(index, report)| {
                let prefix = if index == 0 {
                    String::new()
                } else {
                    format!("role-{}-", index + 1)
                };
                RoleView::new(report, &prefix, ids)
            })
            .collect();
        head::index(out, &views);
        out.extend(self.rest());
        let open = views.len() <= OPEN;
        for view in &views {
            let unfolded = open && view.report.outcome != Outcome::Clean;
            let _ = writeln!(
                out,
                "<details class=\"role\"{}><summary>",
                if unfolded { " open" } else { "" }
            );
            head::summary(out, view);
            let _ = writeln!(out, "</summary>\n<div id=\"{}\">", view.id);
            head::role(out, view, Depth::Part, None);
            findings::list(out, view, Depth::Part);
            matrix::modules(out, view, Depth::Part);
            out.push_str("</div>\n</details>\n");
        }
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
        let reports = || {
            self.roles
                .iter()
                .chain(&self.configuration)
                .chain(&self.policies)
        };
        let found = |rule: RuleId| {
            reports().any(|report| report.findings.iter().any(|finding| finding.rule == rule))
        };
        let rules: Vec<_> = self.rules.iter().filter(|rule| found(rule.id)).collect();
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
            Subject::Configuration => self.configuration.push(Arc::clone(report)),
            Subject::Policy => self.policies.push(Arc::clone(report)),
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, _: &mut dyn Write) -> io::Result<()> {
        findings::error(&mut self.errors, error);
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        Page {
            language: "en",
            title: &title(self.only(run), run),
            styles: &[page::STYLE, STYLE],
            // The script filters levels.
            script: (run.subject == Subject::Role).then_some(SCRIPT),
            body: &self.body(run),
        }
        .write(out)
    }
}
