//! The detailed report for a terminal: every finding, drawn by miette with all its places.

use std::io::{self, Write};
use std::sync::Arc;

use miette::{
    GraphicalReportHandler, GraphicalTheme, MietteDiagnostic, Report, ThemeCharacters, ThemeStyles,
};

use super::Renderer;
use super::group::{groups, message, names_and_levels};
use super::snippet::{Excerpts, Texts};
use super::words;
use super::wrap::{painted, style, write_wrapped};
use crate::model::{Location, escape_controls};
use crate::report::{
    BaselineState, Finding, InputError, Outcome, RoleReport, RunSummary, Severity, Subject,
};

/// Lines of a source closer than this are drawn together.
const NEAR: usize = 6;

/// The detailed report for a terminal.
#[derive(Debug)]
pub struct Full {
    handler: GraphicalReportHandler,
    look: Look,
}

/// Amount of detail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Errors, and roles that are not clean.
    Errors,
    /// Errors in full, some warnings in full and the rest in one line each, notes counted.
    #[default]
    Normal,
    /// Everything in full.
    All,
}

/// Presentation options.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whether to use color.
    pub color: bool,
    /// Whether the terminal supports links.
    pub links: bool,
    /// The width in columns.
    pub width: usize,
    /// Amount of detail.
    pub detail: Detail,
}

impl Full {
    /// A report with these options.
    pub fn new(look: Look) -> Self {
        let Look {
            color,
            links,
            width,
            ..
        } = look;
        let theme = GraphicalTheme {
            characters: ThemeCharacters::unicode(),
            styles: if color {
                ThemeStyles::ansi()
            } else {
                ThemeStyles::none()
            },
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(width)
            .with_context_lines(1)
            .with_links(links && color)
            .with_wrap_lines(true)
            .with_break_words(false)
            // `POST /a/b` is not broken after a slash.
            .with_word_separator(textwrap::WordSeparator::AsciiSpace)
            .with_word_splitter(textwrap::WordSplitter::NoHyphenation);
        Self { handler, look }
    }

    /// Draws a diagnostic with the places in `excerpts`.
    pub(super) fn draw(
        &self,
        mut drawing: MietteDiagnostic,
        mut excerpts: Excerpts,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        drawing.labels = excerpts.labels.take();
        let report = Report::new(drawing).with_source_code(excerpts);
        let mut text = String::new();
        // Drawing into a String fails only on inconsistent labels; the text is then shown without a
        // drawing.
        if self.handler.render_report(&mut text, &*report).is_err() {
            text = report.to_string();
        }
        write!(out, "{}\n\n", text.trim_end())
    }

    /// The number of columns for the excerpts of a drawing.
    pub(super) fn excerpt_width(&self) -> usize {
        self.look.width.saturating_sub(12).max(24)
    }

    pub(super) fn paint(&self, style: &str, text: &str) -> String {
        painted(self.look.color, style, text)
    }

    /// The role, what it was compared with, and how its levels are.
    pub(super) fn heading(&self, report: &RoleReport, out: &mut dyn Write) -> io::Result<()> {
        self.write_text(out, "1", "", &words::role_name(report))?;
        let policies = words::policies(report);
        self.write_text(out, "", "  ", &format!("compared with {policies}"))?;
        if let Some(chosen) = report.chosen.as_ref().and_then(words::chosen) {
            self.write_text(out, "", "  ", &format!("options: {chosen}"))?;
        }
        if let Some(users) = words::users(report) {
            self.write_text(out, "", "  ", &users)?;
        }
        self.write_text(out, "", "  ", &words::cells(report))?;
        if let Some(lacking) = &report.lacking {
            let text = format!("{lacking}; completeness cannot be determined from this file");
            self.write_text(out, "", "  ", &escape_controls(&text))?;
        }
        if let Some(partial) = words::partial(&report.policies) {
            self.write_text(out, "", "  ", &partial)?;
        }
        Ok(())
    }

    /// Writes text, wrapped to the width.
    pub(super) fn write_text(
        &self,
        out: &mut dyn Write,
        style: &str,
        margin: &str,
        text: &str,
    ) -> io::Result<()> {
        let paint = |line: &str| self.paint(style, line);
        write_wrapped(out, margin, text, self.look.width, paint)
    }

    fn finding(&self, group: &[Finding], texts: &Texts<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Some(first) = group.first() else {
            return Ok(());
        };
        let mut locations: Vec<Location> = Vec::new();
        for location in group.iter().flat_map(|finding| &finding.locations) {
            let same = locations.iter_mut().find(|known| {
                (known.document, known.span, &known.file)
                    == (location.document, location.span, &location.file)
            });
            match same {
                Some(known) if known.label == location.label => {}
                Some(known) => known.label = format!("{}, {}", known.label, location.label),
                None => locations.push(location.clone()),
            }
        }
        let mut help = Vec::new();
        if first.baseline == Some(BaselineState::Unchanged) {
            help.push("in the baseline".to_owned());
        }
        if let Some(waiver) = &first.waiver {
            help.push(format!(
                "waived: {}",
                escape_controls(&words::waiver(waiver))
            ));
        }
        if let Some(purpose) = &first.purpose {
            help.push(format!("why: {}", escape_controls(purpose)));
        }
        // A single line needs no label.
        let label = if help.is_empty() { "" } else { "fix: " };
        match (&first.remedy, group) {
            (Some(remedy), [_, _, ..]) => {
                let settings: Vec<String> = group
                    .iter()
                    .filter_map(|finding| finding.remedy.as_ref())
                    .map(|remedy| format!("{} to {}", remedy.set, remedy.to))
                    .collect();
                let path = remedy.path.join(" > ");
                help.push(format!(
                    "{label}{}: set {}",
                    escape_controls(&path),
                    settings.join(", ")
                ));
            }
            (remedy, _) => {
                let label = if remedy.is_some() { label } else { "" };
                let text = first.help.as_deref().map(escape_controls);
                help.extend(text.map(|text| format!("{label}{text}")));
            }
        }
        let severity = if first.waiver.is_some() && first.rule.is_about_policies() {
            Severity::Note
        } else {
            first.severity
        };
        let mut drawing = MietteDiagnostic::new(escape_controls(&message(group)))
            .with_code(first.rule.name())
            .with_url(first.rule.url())
            .with_severity(weight(severity));
        drawing.help = Some(help.join("\n")).filter(|help| !help.is_empty());
        let excerpts = Excerpts::cut(&locations, texts, self.excerpt_width(), NEAR);
        self.draw(drawing, excerpts, out)
    }

    /// The findings in a policy, each in full.
    pub(super) fn policy(
        &self,
        report: &RoleReport,
        texts: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for finding in &report.findings {
            let shown = match self.look.detail {
                Detail::All => true,
                Detail::Normal => finding.waiver.is_none(),
                Detail::Errors => finding.waiver.is_none() && finding.severity == Severity::Error,
            };
            if shown {
                self.finding(std::slice::from_ref(finding), texts, out)?;
            }
        }
        Ok(())
    }

    /// The number of findings that are not shown, if any.
    pub(super) fn hidden(
        &self,
        number: usize,
        what: &str,
        which: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if number == 0 {
            return Ok(());
        }
        let number = words::count(number, what);
        let text = format!("{number}{which} not shown; --verbose shows all");
        self.write_text(out, "", "  ", &text)
    }

    /// The result of the run.
    pub(super) fn verdict(&self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let waived = run.totals.waived;
        if run.subject == Subject::Policy && waived > 0 && self.look.detail != Detail::All {
            let waived = words::count(waived, "finding");
            writeln!(out, "{waived} waived by exceptions; --verbose shows them")?;
        }
        self.write_text(out, words::verdict_style(run), "", &words::verdict(run))
    }

    /// Accepted findings in one line.
    fn waived(&self, group: &[Finding], out: &mut dyn Write) -> io::Result<()> {
        let Some((first, waiver)) = group
            .first()
            .and_then(|first| Some((first, first.waiver.as_ref()?)))
        else {
            return Ok(());
        };
        let place = first.locations.first();
        let place = place.map_or_else(String::new, |place| format!(" (line {})", place.line));
        let head = self.paint(style(first.severity), &format!("waived[{}]", first.rule));
        let message = match names_and_levels(group) {
            Some((names, levels)) => format!("{names}: {levels}"),
            None => first.message.clone(),
        };
        let message = format!("{message}: {}", words::waiver(waiver));
        writeln!(out, "  {head} {}{place}", escape_controls(&message))
    }
}

/// The severity of a drawing.
pub(super) const fn weight(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
        Severity::Note => miette::Severity::Advice,
    }
}

impl Renderer for Full {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        texts: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if report.subject == Subject::Policy {
            return self.policy(report, texts, out);
        }
        let all = self.look.detail == Detail::All;
        let mut known = 0;
        let mut waived = Vec::new();
        for group in groups(&report.findings) {
            let Some(first) = group.first() else { continue };
            // Waived findings get one line; baselined ones are counted.
            if all || first.is_open() && first.severity == Severity::Error {
                self.finding(group, texts, out)?;
            } else if first.waiver.is_some() {
                waived.push(group);
            } else if !first.is_open() {
                known += group.len();
            }
        }
        if self.look.detail == Detail::Errors && report.outcome == Outcome::Clean {
            return Ok(());
        }
        if report.subject == Subject::Configuration {
            return Ok(());
        }
        self.heading(report, out)?;
        for group in &waived {
            self.waived(group, out)?;
        }
        self.hidden(known, "finding", " in the baseline,", out)?;
        writeln!(out)
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        let problem = error.problem();
        let mut texts = Texts::default();
        if let (Some(source), Some(place)) = (&problem.source, problem.locations.first()) {
            texts.add(place.document, source);
        }
        let message = match (&problem.file, problem.locations.first()) {
            (Some(file), None) => format!("`{file}`: {}", problem.message),
            _ => problem.message.clone(),
        };
        let mut drawing = MietteDiagnostic::new(escape_controls(&message))
            .with_code("invalid-input")
            .with_severity(weight(Severity::Error));
        let help = problem.help.as_deref();
        drawing.help = help.map(|help| escape_controls(help).into_owned());
        let excerpts = Excerpts::cut(&problem.locations, &texts, self.excerpt_width(), NEAR);
        self.draw(drawing, excerpts, out)
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        self.verdict(run, out)
    }
}
