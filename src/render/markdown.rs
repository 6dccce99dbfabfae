//! Markdown for a pull request comment or a job summary.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

use super::snippet::Texts;
use super::{Renderer, finding_text, words};
use crate::model::escape_controls;
use crate::page::markdown::fenced as code;
use crate::report::{
    BaselineState, Finding, InputError, Outcome, PolicyName, RoleReport, RunSummary, Severity,
    Subject, Totals,
};

/// Markdown (GitHub's flavor, which GitLab and Azure DevOps also read): a line per role, followed
/// by a collapsible table.
#[derive(Debug, Default)]
pub struct Markdown {
    body: String,
    left: Totals,
    left_errors: usize,
}

/// GitHub's limit is 65,536 characters per comment. The rest is counted.
const ROOM: usize = 60_000;

/// Escapes untrusted prose within a line: no markup, HTML, links, mentions, references to issues,
/// formulas, or ends of table cells.
pub(super) fn prose(text: &str) -> String {
    let text = escape_controls(text);
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            // `&lt;` in a text must not become `<`, and an `&` alone reads better as it is.
            '&' if rest
                .peek()
                .is_some_and(|next| next.is_alphanumeric() || *next == '#') =>
            {
                out.push_str("&amp;");
            }
            '<' => out.push_str("&lt;"),
            // At the beginning of a line it starts a quotation.
            '>' if out.is_empty() => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            // GitHub and GitLab look for people, issues and formulas after these signs once the
            // Markdown is processed; a comment between the sign and the name prevents it.
            '@' | '#' | '!' | '~' | '%' | '$' => {
                let _ = write!(out, "\\{c}<!-- -->");
            }
            // Addresses become links automatically, and `:x:` an emoji.
            ':' if rest.peek().is_some_and(|next| *next != ' ') => out.push_str(":<!-- -->"),
            '.' if ends_with_www(&out) => out.push_str("<!-- -->."),
            '\\' | '`' | '*' | '_' | '[' | ']' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    let mut last = text.bytes().rev();
    (0..3).all(|_| matches!(last.next(), Some(b'w' | b'W')))
}

/// A name as code in a table, where a bar would end the cell even within a fence.
fn code_in_cell(text: &str) -> String {
    format!("<code>{}</code>", prose(text))
}

/// A role by its name and its source.
pub(super) fn named(name: Option<&str>, source: &str) -> String {
    match name {
        Some(name) => format!("{} ({})", code(name), code(source)),
        None => code(source),
    }
}

/// What is wrong with an input, as paragraphs.
pub(super) fn problem(error: &InputError) -> String {
    let mut text = format!("Error: {}\n\n", prose(&error.message));
    if let Some(help) = &error.help {
        let _ = write!(text, "Help: {}\n\n", prose(help));
    }
    text
}

/// The policies, each in code with its version and features, and the other options.
pub(super) fn policies(policies: &[PolicyName]) -> String {
    let names: Vec<String> = policies
        .iter()
        .map(|policy| {
            let mut name = code(&policy.id);
            if let Some(version) = &policy.version {
                let _ = write!(name, " {}", prose(version));
            }
            let features = words::features(policy, code);
            if !features.is_empty() {
                let _ = write!(name, " {features}");
            }
            name
        })
        .collect();
    words::separate(&names, policies)
}

fn compared(report: &RoleReport) -> String {
    let policies = policies(&report.policies);
    match report.chosen.as_ref().and_then(words::chosen) {
        Some(chosen) => format!("{policies} ({})", prose(&chosen)),
        None => policies,
    }
}

const fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "❌ error",
        Severity::Warning => "⚠️ warning",
        Severity::Note => "ℹ️ note",
    }
}

const fn heading(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Clean => "✅",
        Outcome::Findings => "❌",
        Outcome::Inconclusive => "❔",
        Outcome::Invalid => "⛔",
    }
}

fn row(finding: &Finding) -> String {
    let mut state = sign(finding.severity).to_owned();
    if finding.waiver.is_some() {
        state.push_str(", waived");
    } else if finding.baseline == Some(BaselineState::Unchanged) {
        state.push_str(", known");
    }
    let mut parts = vec![prose(&finding.message)];
    if let Some(purpose) = &finding.purpose {
        parts.push(format!("why: {}", prose(purpose)));
    }
    if let Some(help) = &finding.help {
        parts.push(format!("fix: {}", prose(help)));
    }
    if let Some(waiver) = &finding.waiver {
        parts.push(format!("waived: {}", prose(&waiver.reason)));
    }
    let place = finding_text::place(finding).map_or(String::new(), |place| {
        code_in_cell(&format!("{}:{}:{}", place.file, place.line, place.column))
    });
    format!(
        "| {state} | [{}]({}) | {} | {place} |\n",
        finding.rule,
        finding.rule.url(),
        parts.join("<br>")
    )
}

const TABLE: &str = "| | rule | finding, reason and fix | place |\n|---|---|---|---|\n";

impl Markdown {
    fn table(&mut self, findings: &[Finding]) {
        let mut order: Vec<&Finding> = findings.iter().collect();
        order.sort_by_key(|finding| finding_text::rank(finding));
        let mut left = Totals::default();
        let mut rows = String::new();
        let mut full = false;
        for finding in order {
            if !full {
                let row = row(finding);
                full = self.body.len() + rows.len() + row.len() > ROOM;
                if !full {
                    rows.push_str(&row);
                    continue;
                }
            }
            left.count(finding);
            self.left.count(finding);
        }
        if !rows.is_empty() {
            let open = findings
                .iter()
                .any(|finding| finding.severity == Severity::Error);
            let open = if open { " open" } else { "" };
            let _ = write!(
                self.body,
                "<details{open}><summary>{}</summary>\n\n{TABLE}{rows}\n</details>\n\n",
                words::count(findings.len(), "finding")
            );
        }
        if left != Totals::default() {
            let _ = writeln!(self.body, "Not shown here: {}.\n", words::totals(&left));
        }
    }
}

impl Renderer for Markdown {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        if self.body.len() > ROOM {
            for finding in &report.findings {
                self.left.count(finding);
            }
            self.left.roles += 1;
            return Ok(());
        }
        let name = named(report.name.as_deref(), &report.source);
        let _ = write!(self.body, "### {} {name}\n\n", heading(report.outcome));
        if report.subject != Subject::Policy {
            let _ = write!(
                self.body,
                "Compared with {}. {}.\n\n",
                compared(report),
                words::cells(report)
            );
        }
        if let Some(partial) = words::partial(&report.policies) {
            let _ = write!(self.body, "{}.\n\n", prose(&words::capital(&partial)));
        }
        self.table(&report.findings);
        Ok(())
    }

    fn error(&mut self, error: &InputError, _: &mut dyn Write) -> io::Result<()> {
        if self.body.len() > ROOM {
            self.left_errors += 1;
            return Ok(());
        }
        let file = finding_text::error_at(error);
        let file = file.map_or_else(|| "An input".to_owned(), |file| code(&file));
        let problem = problem(error);
        let _ = write!(self.body, "### ⛔ {file} could not be read\n\n{problem}");
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let verdict = words::verdict(run);
        writeln!(out, "## {} leastwise {verdict}\n", heading(run.outcome))?;
        out.write_all(self.body.as_bytes())?;
        let (left, errors) = (&self.left, self.left_errors);
        if *left != Totals::default() || errors > 0 {
            writeln!(
                out,
                "The comment is too long: {}, {} and {} are omitted. The numbers above include them.\n",
                words::totals(left),
                words::count(left.roles, "role"),
                words::count(errors, "unreadable input"),
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn prose_is_not_markup() {
        assert_eq!(prose("*a* <b> [c](d)"), "\\*a\\* &lt;b> \\[c\\](d)");
        assert_eq!(prose("System > Roles & co"), "System > Roles & co");
        assert_eq!(
            prose("> a &lt; &#60;"),
            "&gt; a &amp;lt; &amp;\\#<!-- -->60;"
        );
        assert_eq!(prose("@me #1"), "\\@<!-- -->me \\#<!-- -->1");
        assert_eq!(prose("a\nb"), "a\\\\nb");
    }
}
