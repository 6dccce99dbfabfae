//! Rules for roles and for policies: their list, and the page of each.

use std::io::{self, Write};

use serde::Serialize;

use crate::compare::rules;
use crate::policy::lint;
use crate::report::{RuleInfo, Severity};

/// Page of a rule.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Page {
    pub(super) rule: &'static str,
    severity: Severity,
    summary: &'static str,
    #[serde(rename = "page")]
    text: String,
    url: String,
}

/// The rules about roles and those about policies, each with a title.
fn groups() -> [(&'static str, Vec<Page>); 2] {
    let of_check = rules::all().iter().map(|rule| page(&rule.info));
    let of_lint = lint::rules().iter().map(|rule| page(&rule.info));
    [
        ("Rules of `leastwise check`:", of_check.collect()),
        ("\nRules of `leastwise policy lint`:", of_lint.collect()),
    ]
}

fn page(info: &RuleInfo) -> Page {
    Page {
        rule: info.id.name(),
        severity: info.severity,
        summary: info.summary,
        text: text(info.page),
        url: info.id.url(),
    }
}

/// Every rule.
pub(super) fn all() -> impl Iterator<Item = Page> {
    groups().into_iter().flat_map(|(_, pages)| pages)
}

pub(super) fn list(out: &mut impl Write) -> io::Result<()> {
    for (title, pages) in groups() {
        writeln!(out, "{title}")?;
        for page in pages {
            writeln!(
                out,
                "  {:<22} {:<8} {}",
                page.rule, page.severity, page.summary
            )?;
        }
    }
    Ok(())
}

pub(super) fn print(page: &Page, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "# {}\n\n{}: {}\n",
        page.rule, page.severity, page.summary
    )?;
    out.write_all(page.text.as_bytes())
}

/// A page without the leading space of doc comment lines.
fn text(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    for line in page.lines() {
        text.push_str(line.strip_prefix(' ').unwrap_or(line));
        text.push('\n');
    }
    text
}
