//! The rules: their list, and the page of each.

use std::io::{self, Write};

use serde::Serialize;

use crate::compare::rules;
use crate::report::{RuleInfo, Severity};

/// What is told of a rule, as JSON.
#[derive(Debug, Serialize)]
pub(super) struct RuleFacts {
    rule: String,
    severity: Severity,
    summary: &'static str,
    page: String,
    url: String,
}

pub(super) fn facts(info: &RuleInfo) -> RuleFacts {
    RuleFacts {
        rule: info.id.name().to_owned(),
        severity: info.severity,
        summary: info.summary,
        page: text(info),
        url: info.id.url(),
    }
}

pub(super) fn all() -> Vec<RuleFacts> {
    rules::all().iter().map(|rule| facts(&rule.info)).collect()
}

pub(super) fn list(out: &mut impl Write) -> io::Result<()> {
    for rule in rules::all() {
        let info = &rule.info;
        writeln!(out, "{:<22} {:<8} {}", info.id, info.severity, info.summary)?;
    }
    Ok(())
}

pub(super) fn page(info: &RuleInfo, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "# {}\n\n{}: {}\n",
        info.id, info.severity, info.summary
    )?;
    out.write_all(text(info).as_bytes())
}

/// The page, without the space that a doc comment puts before each line.
fn text(info: &RuleInfo) -> String {
    let mut text = String::with_capacity(info.page.len());
    for line in info.page.lines() {
        text.push_str(line.strip_prefix(' ').unwrap_or(line));
        text.push('\n');
    }
    text
}
