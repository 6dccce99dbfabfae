//! The roles of the page: each is laid out when it arrives, and written at the end.

use std::io::{self, Write};
use std::sync::Arc;

use askama::Template;

use super::head::{Badge, Head, IndexRow, RunVerdict};
use super::view::RoleView;
use super::{Depth, Html, OPEN, WHOLE, changes_and_levels, head, push, verdict};
use crate::render::words;
use crate::report::{Cells, Outcome, RoleReport, RunSummary};

impl Html {
    /// Lays out a role, and keeps it level by level while there is room: one with findings replaces
    /// one without.
    pub(super) fn keep(&mut self, report: &Arc<RoleReport>) -> io::Result<()> {
        let at = self.count;
        self.count += 1;
        self.found
            .extend(report.findings.iter().map(|finding| finding.rule));
        if at == 0 {
            self.first_ids = self.ids.clone();
            self.first = Some(Arc::clone(report));
        } else {
            self.ids.next_role();
        }
        let prefix = prefix(at);
        let mut view = RoleView::new(report, &prefix, &mut self.ids);
        let mut row = String::new();
        push(
            &mut row,
            &IndexRow {
                report,
                id: &view.id,
            },
        );
        self.index.push(row.as_bytes())?;
        view.leave_out_levels();
        let mut section = vec![u8::from(report.outcome == Outcome::Clean)];
        section.extend(part(&view).into_bytes());
        self.sections.push_record(&section)?;
        if report.matrix.is_none() {
            return Ok(());
        }
        let is_right = report.findings.is_empty();
        if self.whole.len() >= WHOLE {
            let place = if is_right { None } else { self.right.pop() };
            let Some(place) = place else { return Ok(()) };
            self.whole.remove(&place);
        }
        if is_right {
            self.right.push(at);
        }
        self.whole.insert(at, Arc::clone(report));
        Ok(())
    }

    /// The notice if not all roles are shown level by level.
    fn rest(&self) -> Option<String> {
        let shown = self.whole.len();
        let others = self.count.checked_sub(shown).filter(|others| *others > 0)?;
        (shown >= WHOLE).then(|| {
            format!(
                "<p class=\"quiet\">{shown} roles are shown level by level, those with findings first; of {}, only counts and findings. A report with fewer roles shows all levels.</p>\n",
                words::count(others, "other")
            )
        })
    }

    /// The number of levels that the page shows.
    pub(super) fn shown(&self) -> Cells {
        let mut cells = Cells::default();
        for report in self.whole.values() {
            cells += report.summary;
        }
        cells
    }

    pub(super) fn several(
        &mut self,
        text: &mut String,
        run: &RunSummary,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let title = match (self.count, run.errors.len()) {
            (0, _) => "No role could be compared".to_owned(),
            (number, 0) => words::count(number, "security role"),
            (number, errors) => format!(
                "{}, and {} in inputs that could not be read",
                words::count(number, "security role"),
                words::count(errors, "problem")
            ),
        };
        let top = Several {
            run,
            title,
            verdict: RunVerdict::of(run),
            errors: &self.errors,
        };
        push(text, &top);
        let mut ids = self.ids.clone();
        self.waivers(text, &mut ids);
        if self.count > 1 {
            text.push_str(INDEX);
            out.write_all(std::mem::take(text).as_bytes())?;
            self.index.copy_to(out)?;
            text.push_str(INDEX_END);
        }
        text.extend(self.rest());
        out.write_all(std::mem::take(text).as_bytes())?;
        let open = self.count <= OPEN;
        let mut at = 0;
        let (whole, first_ids) = (&self.whole, &self.first_ids);
        self.sections.records(|record| {
            let (clean, short) = record.split_first().unwrap_or((&0, &[]));
            let unfolded = open && *clean == 0;
            writeln!(
                out,
                "<details class=\"role\"{}><summary>",
                if unfolded { " open" } else { "" }
            )?;
            match whole.get(&at) {
                Some(report) => {
                    // The same ids as when it was laid out: the list of roles links to one.
                    let mut ids = if at == 0 {
                        first_ids.clone()
                    } else {
                        ids.clone()
                    };
                    if at > 0 {
                        ids.next_role();
                    }
                    let view = RoleView::new(report, &prefix(at), &mut ids);
                    out.write_all(part(&view).as_bytes())?;
                }
                None => out.write_all(short)?,
            }
            at += 1;
            Ok(())
        })
    }
}

/// What precedes the rows of the list of all roles.
const INDEX: &str = "<nav aria-label=\"Roles\">\n<table class=\"index\">\n<thead><tr><th scope=\"col\">Outcome</th>\
         <th scope=\"col\">Role</th><th scope=\"col\">Missing</th><th scope=\"col\">Excess</th>\
         <th scope=\"col\">Waived</th><th scope=\"col\">Compared with</th></tr></thead>\n<tbody>\n";

/// What follows the rows.
const INDEX_END: &str = "</tbody>\n</table>\n</nav>\n";

/// Distinguishes the ids of a role from those of the others.
fn prefix(at: usize) -> String {
    if at == 0 {
        String::new()
    } else {
        format!("role-{}-", at + 1)
    }
}

/// One of several roles, after the opening of its element.
fn part(view: &RoleView<'_>) -> String {
    let mut out = String::new();
    push(&mut out, &Summary { view });
    push(&mut out, &Head::new(view, Depth::Part, None));
    changes_and_levels(&mut out, view, Depth::Part);
    out.push_str("</div>\n</details>\n");
    out
}

/// The top of a page with several roles.
#[derive(Template)]
#[template(path = "render/html/several.html")]
struct Several<'a> {
    run: &'a RunSummary,
    title: String,
    verdict: RunVerdict,
    /// Markup.
    errors: &'a str,
}

/// The summary line of a collapsed role.
#[derive(Template)]
#[template(path = "render/html/summary.html")]
struct Summary<'a> {
    view: &'a RoleView<'a>,
}
