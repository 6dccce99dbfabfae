//! The detailed report for a terminal: every finding, drawn by miette with all its places.

use std::io::{self, Write};
use std::sync::Arc;

use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};

use super::Renderer;
use super::group::{groups, message, names_and_levels};
use super::miette_diagnostic::MietteDiagnostic;
use super::snippet::{Excerpts, Texts};
use super::words;
use super::wrap::{painted, wrapped};
use crate::model::{Location, escape_controls};
use crate::report::{
    BaselineState, Finding, InputError, Outcome, RoleReport, RunSummary, Severity, Subject,
};

/// Number of warnings and notes drawn in full; the rest get one line each.
const DRAWN: usize = 10;

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

    pub(super) fn draw(&self, drawing: &MietteDiagnostic, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        // MietteDiagnostic into a String fails only on inconsistent labels; the text is then shown without a
        // drawing.
        if self.handler.render_report(&mut text, drawing).is_err() {
            text = format!("{}\n", drawing.message);
        }
        out.write_all(text.trim_end().as_bytes())?;
        out.write_all(b"\n\n")
    }

    pub(super) fn excerpts(&self, locations: &[Location], texts: &Texts<'_>) -> Excerpts {
        let width = self.look.width.saturating_sub(12).max(24);
        Excerpts::cut(&locations.iter().collect::<Vec<_>>(), texts, width)
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
        for line in wrapped(margin, text, self.look.width, |line| {
            self.paint(style, line)
        }) {
            writeln!(out, "{line}")?;
        }
        Ok(())
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
            (Some(_), _) => help.extend(
                first
                    .help
                    .as_ref()
                    .map(|help| format!("{label}{}", escape_controls(help))),
            ),
            (None, _) => help.extend(
                first
                    .help
                    .as_ref()
                    .map(|help| escape_controls(help).into_owned()),
            ),
        }
        let excerpts = self.excerpts(&locations, texts);
        self.draw(
            &MietteDiagnostic {
                code: Some(first.rule.name()),
                url: Some(first.rule.url()),
                message: escape_controls(&message(group)).into_owned(),
                severity: if first.waiver.is_some() && first.rule.is_about_policies() {
                    Severity::Note
                } else {
                    first.severity
                },
                help: Some(help.join("\n")).filter(|help| !help.is_empty()),
                labels: excerpts.labels(),
                excerpts,
            },
            out,
        )
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

    /// The result of the run.
    pub(super) fn verdict(&self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let waived = run.totals.waived;
        if run.subject == Subject::Policy && waived > 0 && self.look.detail != Detail::All {
            let waived = words::count(waived, "finding");
            writeln!(out, "{waived} waived by exceptions; --verbose shows them")?;
        }
        self.write_text(out, words::verdict_style(run), "", &words::verdict(run))
    }

    fn line(&self, group: &[Finding], out: &mut dyn Write) -> io::Result<()> {
        let Some(first) = group.first() else {
            return Ok(());
        };
        let style = match first.severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Note => "36",
        };
        let place = first.locations.first();
        let place = place.map_or_else(String::new, |place| format!(" (line {})", place.line));
        let kind = if first.waiver.is_some() {
            "waived"
        } else {
            first.severity.word()
        };
        let head = self.paint(style, &format!("{kind}[{}]", first.rule));
        let message = match names_and_levels(group) {
            Some((names, levels)) => format!("{names}: {levels}"),
            None => first.message.clone(),
        };
        let message = match &first.waiver {
            Some(waiver) => format!("{message}: {}", words::waiver(waiver)),
            None => message,
        };
        writeln!(out, "  {head} {}{place}", escape_controls(&message))
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
        let (mut drawn, mut notes, mut known) = (0, report.suppressed_notes, 0);
        let mut lines = Vec::new();
        let mut waived = Vec::new();
        for group in groups(&report.findings) {
            let Some(first) = group.first() else { continue };
            match first.severity {
                // Waived findings get one line; baselined ones are counted.
                _ if !all && first.waiver.is_some() => waived.push(group),
                _ if !all && !first.is_open() => known += group.len(),
                Severity::Error => self.finding(group, texts, out)?,
                _ if self.look.detail == Detail::Errors => {}
                Severity::Note if !all && !first.fails => notes += group.len(),
                _ if all || drawn < DRAWN => {
                    drawn += 1;
                    self.finding(group, texts, out)?;
                }
                _ => lines.push(group),
            }
        }
        for group in &lines {
            self.line(group, out)?;
        }
        if !lines.is_empty() {
            let text = words::one_line_each(lines.len(), "finding");
            writeln!(out, "  {text}\n")?;
        }
        if self.look.detail == Detail::Errors && report.outcome == Outcome::Clean {
            return Ok(());
        }
        if report.subject == Subject::Configuration {
            return Ok(());
        }
        self.heading(report, out)?;
        for group in &waived {
            self.line(group, out)?;
        }
        if known > 0 {
            let known = words::count(known, "finding");
            let text = format!("{known} in the baseline, not shown; --verbose shows all");
            self.write_text(out, "", "  ", &text)?;
        }
        if notes > 0 && self.look.detail != Detail::Errors {
            let notes = words::count(notes, "note");
            let text = format!("{notes} not shown; --verbose shows all");
            self.write_text(out, "", "  ", &text)?;
        }
        writeln!(out)
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        let problem = error.problem();
        let mut texts = Texts::default();
        if let (Some(source), Some(place)) = (&problem.source, problem.locations.first()) {
            texts.add(place.document, source);
        }
        let excerpts = self.excerpts(&problem.locations, &texts);
        let message = match (&problem.file, problem.locations.first()) {
            (Some(file), None) => format!("`{file}`: {}", problem.message),
            _ => problem.message.clone(),
        };
        self.draw(
            &MietteDiagnostic {
                code: Some("invalid-input"),
                url: None,
                message: escape_controls(&message).into_owned(),
                severity: Severity::Error,
                help: problem
                    .help
                    .as_deref()
                    .map(|help| escape_controls(help).into_owned()),
                labels: excerpts.labels(),
                excerpts,
            },
            out,
        )
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        self.verdict(run, out)
    }
}
