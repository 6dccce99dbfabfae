//! SARIF 2.1.0 for GitHub code scanning, Azure DevOps and editors.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde_json::{Value, json};

use super::json_text::{Items, stated};
use super::snippet::Texts;
use super::uri::Uri;
use super::{Renderer, finding_text};
use crate::model::{Level, Location, Operation, escape_controls};
use crate::report::{
    BaselineState, Finding, InputError, Outcome, RoleReport, RuleId, RuleInfo, RunSummary, Severity,
};
use crate::risk::RiskSeverity;

/// SARIF 2.1.0, with every rule, with or without findings. The rules follow the results.
#[derive(Debug)]
pub struct Sarif {
    rules: Vec<&'static RuleInfo>,
    results: Items,
    /// The highest risk of each rule's findings; GitHub shows it for all of them.
    highest: BTreeMap<RuleId, RiskSeverity>,
}

/// What precedes the results.
const HEAD: &str = r#"{
  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "results": ["#;

const ROOT: &str = "%SRCROOT%";
const INPUT_ERROR: &str = "input-error";

/// A message as plain text. SARIF gives braces and links a meaning, and names are untrusted: braces
/// are doubled, as specified, and links are broken up.
fn message(text: &str) -> Value {
    let text = escape_controls(text);
    json!({ "text": doubled(&text).replace("](", "] (") })
}

fn doubled(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn sentences(lines: &[String]) -> Value {
    message(&lines.join(". "))
}

const fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "recommendation",
    }
}

/// The risk as a score on the scale of GitHub: above 9 critical, from 7 high, from 4 medium.
const fn security_severity(severity: RiskSeverity) -> &'static str {
    match severity {
        RiskSeverity::Critical => "9.5",
        RiskSeverity::High => "8.0",
        RiskSeverity::Medium => "5.5",
        RiskSeverity::Low => "2.0",
    }
}

/// The risk as a rank on the scale of SARIF, from 0 to 100.
const fn rank(severity: RiskSeverity) -> f32 {
    match severity {
        RiskSeverity::Critical => 95.0,
        RiskSeverity::High => 80.0,
        RiskSeverity::Medium => 55.0,
        RiskSeverity::Low => 20.0,
    }
}

fn rule(info: &RuleInfo, risk: Option<RiskSeverity>) -> Value {
    let page: Vec<&str> = info
        .page
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let page = page.join("\n").trim().to_owned();
    let what = page.split("\n\n").nth(1).unwrap_or(info.summary);
    // The page is ours, and its line breaks are intended.
    let help = doubled(&page);
    json!({
        "id": info.id,
        "shortDescription": message(info.summary),
        "fullDescription": message(&what.replace('\n', " ")),
        "help": { "text": help, "markdown": help },
        "helpUri": info.id.url(),
        "defaultConfiguration": { "level": info.severity },
        "properties": stated(json!({
            "tags": ["permissions", "connectwise"],
            "precision": "very-high",
            "problem.severity": problem_severity(info.severity),
            "security-severity": risk.map(security_severity),
        })),
    })
}

fn physical(file: &str, location: Option<&Location>) -> Value {
    let (uri, base) = match Uri::of_path(file) {
        Uri::Relative(uri) => (uri, Some(ROOT)),
        Uri::Absolute(uri) => (uri, None),
    };
    // Code scanning requires a region; if something is missing, it is the first character.
    let (start, end) = location.map_or(((1, 1), (1, 1)), |at| {
        ((at.line, at.column), (at.end_line, at.end_column))
    });
    json!({
        "artifactLocation": stated(json!({ "uri": uri, "uriBaseId": base })),
        "region": {
            "startLine": start.0, "startColumn": start.1,
            "endLine": end.0, "endColumn": end.1,
        },
    })
}

fn logical(finding: &Finding) -> Option<Value> {
    let operation = finding.operation.map(Operation::title);
    let names = [
        finding.module.as_deref(),
        finding.function.as_deref(),
        operation,
    ];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    let last = names.last()?;
    let kind = match (finding.operation, &finding.function) {
        (Some(_), _) => "operation",
        (None, Some(_)) => "function",
        (None, None) => "module",
    };
    Some(json!([{
        "name": escape_controls(last),
        "fullyQualifiedName": escape_controls(&names.join("/")),
        "kind": kind,
    }]))
}

impl Sarif {
    /// A report that lists these rules.
    pub fn new(rules: impl IntoIterator<Item = &'static RuleInfo>) -> Self {
        Self {
            rules: rules.into_iter().collect(),
            results: Items::new(HEAD, 4),
            highest: BTreeMap::new(),
        }
    }

    fn result(&self, report: &RoleReport, finding: &Finding) -> Value {
        let place = finding_text::place(finding);
        let others = finding
            .locations
            .iter()
            .filter(|other| place.is_none_or(|place| !std::ptr::eq(place, *other)));
        let related: Vec<Value> = others
            .zip(1..)
            .map(|(other, id)| {
                json!({
                    "id": id,
                    "physicalLocation": physical(&other.file, Some(other)),
                    "message": message(&other.label),
                })
            })
            .collect();
        let suppressions = finding.waiver.iter().map(|waiver| {
            json!({
                "kind": "external",
                "status": "accepted",
                "justification": escape_controls(&waiver.reason),
            })
        });
        let risk = finding.risk.as_ref().map(|risk| risk.severity);
        stated(json!({
            "ruleId": finding.rule,
            "ruleIndex": self.rules.iter().position(|rule| rule.id == finding.rule),
            "level": finding.severity,
            "message": sentences(&finding_text::lines(finding)),
            "locations": [stated(json!({
                "physicalLocation": physical(&report.source, place),
                "logicalLocations": logical(finding),
                "message": place.map(|place| message(&place.label)),
            }))],
            "relatedLocations": (!related.is_empty()).then_some(related),
            "partialFingerprints": {
                "leastwise/v1": finding.fingerprint,
                // The only one that GitHub uses. The number after the colon counts occurrences.
                "primaryLocationLineHash": format!("{}:1", finding.fingerprint),
            },
            "suppressions": suppressions.collect::<Vec<_>>(),
            "baselineState": finding.baseline.map(BaselineState::word),
            "rank": risk.map(rank),
            // The subject of the finding, unescaped, for programs.
            "properties": stated(json!({
                "role": finding_text::role_name(report),
                "policies": finding.policies,
                "required": finding.required.map(|range| range.to_string()),
                "granted": finding.granted.map(Level::word),
                "purpose": finding.purpose,
                "security-severity": risk.map(security_severity),
                "risk": finding.risk,
            })),
        }))
    }
}

fn notification(error: &InputError) -> Value {
    let (file, place) = finding_text::error_place(error);
    let location = file.map(|file| {
        stated(json!({
            "physicalLocation": physical(file, place),
            "message": place.map(|place| message(&place.label)),
        }))
    });
    json!({
        "descriptor": { "id": INPUT_ERROR, "index": 0 },
        "level": "error",
        "message": sentences(&finding_text::error_lines(error)),
        "locations": Vec::from_iter(location),
    })
}

impl Renderer for Sarif {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for finding in &report.findings {
            if let Some(risk) = &finding.risk {
                let highest = self.highest.entry(finding.rule).or_insert(risk.severity);
                *highest = risk.severity.max(*highest);
            }
            let result = self.result(report, finding);
            self.results.push(&result, out)?;
        }
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let rules = self.rules.iter();
        let rules = rules.map(|info| rule(info, self.highest.get(&info.id).copied()));
        let errors = run.errors.iter().map(notification);
        let end = json!({
            "tool": { "driver": {
                "name": "leastwise",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.collect::<Vec<_>>(),
                "notifications": [{
                    "id": INPUT_ERROR,
                    "shortDescription": message("an input could not be read"),
                    "defaultConfiguration": { "level": "error" },
                }],
            } },
            "invocations": [{
                // Findings are a normal result; an incomplete read is not.
                "executionSuccessful": matches!(run.outcome, Outcome::Clean | Outcome::Findings),
                "exitCode": run.outcome.exit_code(),
                "exitCodeDescription": run.outcome.word(),
                "toolExecutionNotifications": errors.collect::<Vec<_>>(),
            }],
            "originalUriBaseIds": { ROOT: { "description": message("the current directory") } },
            "columnKind": "unicodeCodePoints",
        });
        self.results.end(&end, out)?;
        out.write_all(b"\n  ]\n}\n")
    }
}
