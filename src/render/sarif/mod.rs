//! SARIF 2.1.0 for GitHub code scanning, Azure DevOps and editors.

mod document;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use document::{
    Artifact, Configuration, Described, Descriptor, Driver, Fingerprints, Found, FoundProperties,
    Invocation, Logical, Message, Notification, Physical, Place, Reference, Region, RuleProperties,
    RunEnd, Suppression, Tool,
};

use super::snippet::Texts;
use super::uri::Uri;
use super::{Renderer, finding_text, json_text};
use crate::model::{Level, Location, Operation, escape_controls};
use crate::report::{
    BaselineState, Finding, InputError, Outcome, RoleReport, RuleId, RuleInfo, RunSummary, Severity,
};
use crate::risk::RiskSeverity;

/// SARIF 2.1.0, with every rule, with or without findings. Each result is written at once, so that
/// a run of any length needs the memory of one role; the rules follow.
#[derive(Debug)]
pub struct Sarif {
    rules: Vec<&'static RuleInfo>,
    begun: bool,
    /// The highest risk of each rule's findings.
    highest: BTreeMap<RuleId, RiskSeverity>,
}

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const ROOT: &str = "%SRCROOT%";
const INPUT_ERROR: &str = "input-error";

impl Sarif {
    /// A report that lists these rules.
    pub fn new(rules: impl IntoIterator<Item = &'static RuleInfo>) -> Self {
        Self {
            rules: rules.into_iter().collect(),
            begun: false,
            highest: BTreeMap::new(),
        }
    }
}

/// A message as plain text. SARIF gives braces and links a meaning, and names are untrusted: braces
/// are doubled, as specified, and links are broken up.
fn message(text: &str) -> Message {
    let text = escape_controls(text);
    Message {
        text: text
            .replace('{', "{{")
            .replace('}', "}}")
            .replace("](", "] ("),
        markdown: None,
    }
}

fn sentences(lines: &[String]) -> Message {
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

fn rule(info: &RuleInfo, risk: Option<RiskSeverity>) -> Descriptor {
    let page: Vec<&str> = info
        .page
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let page = page.join("\n").trim().to_owned();
    let what = page.split("\n\n").nth(1).unwrap_or(info.summary);
    Descriptor {
        id: info.id.name(),
        short_description: message(info.summary),
        full_description: Some(message(&what.replace('\n', " "))),
        help: Some(Message {
            // The page is ours, and its line breaks are intended.
            text: page.replace('{', "{{").replace('}', "}}"),
            markdown: Some(page.replace('{', "{{").replace('}', "}}")),
        }),
        help_uri: Some(info.id.url()),
        default_configuration: Configuration {
            level: info.severity.word(),
        },
        properties: Some(RuleProperties {
            tags: ["permissions", "connectwise"],
            precision: "very-high",
            problem_severity: problem_severity(info.severity),
            security_severity: risk.map(security_severity),
        }),
    }
}

fn physical(file: &str, location: Option<&Location>) -> Physical {
    let artifact_location = match Uri::of_path(file) {
        Uri::Relative(uri) => Artifact {
            uri,
            uri_base_id: Some(ROOT),
        },
        Uri::Absolute(uri) => Artifact {
            uri,
            uri_base_id: None,
        },
    };
    // Code scanning requires a region; if something is missing, it is the first character.
    let (start, end) = location.map_or(((1, 1), (1, 1)), |at| {
        ((at.line, at.column), (at.end_line, at.end_column))
    });
    Physical {
        artifact_location,
        region: Some(Region {
            start_line: start.0,
            start_column: start.1,
            end_line: end.0,
            end_column: end.1,
        }),
    }
}

fn logical(finding: &Finding) -> Vec<Logical> {
    let operation = finding.operation.map(Operation::title);
    let names = [
        finding.module.as_deref(),
        finding.function.as_deref(),
        operation,
    ];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    let Some(last) = names.last() else {
        return Vec::new();
    };
    let kind = match (finding.operation, &finding.function) {
        (Some(_), _) => "operation",
        (None, Some(_)) => "function",
        (None, None) => "module",
    };
    vec![Logical {
        name: escape_controls(last).into_owned(),
        fully_qualified_name: escape_controls(&names.join("/")).into_owned(),
        kind,
    }]
}

impl Sarif {
    /// Writes what comes before a result: the beginning of the document, or a comma.
    fn separate(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.begun {
            return out.write_all(b",\n        ");
        }
        self.begin(out)?;
        out.write_all(b"\n        ")
    }

    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.begun = true;
        write!(
            out,
            "{{\n  \"$schema\": \"{SCHEMA}\",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n    {{\n      \
             \"results\": ["
        )
    }

    fn found<'a>(&self, report: &'a RoleReport, finding: &'a Finding) -> Found<'a> {
        let place = finding_text::place(finding);
        let others = finding
            .locations
            .iter()
            .filter(|other| place.is_none_or(|place| !std::ptr::eq(place, *other)));
        Found {
            rule_id: finding.rule.name(),
            rule_index: self.rules.iter().position(|rule| rule.id == finding.rule),
            level: finding.severity.word(),
            message: sentences(&finding_text::lines(finding)),
            locations: [Place {
                id: None,
                physical_location: physical(&report.source, place),
                logical_locations: logical(finding),
                message: place.map(|place| message(&place.label)),
            }],
            related_locations: others
                .enumerate()
                .map(|(index, other)| Place {
                    id: Some(index + 1),
                    physical_location: physical(&other.file, Some(other)),
                    logical_locations: Vec::new(),
                    message: Some(message(&other.label)),
                })
                .collect(),
            partial_fingerprints: Fingerprints {
                own: &finding.fingerprint,
                github: format!("{}:1", finding.fingerprint),
            },
            suppressions: finding
                .waiver
                .iter()
                .map(|waiver| Suppression {
                    kind: "external",
                    status: "accepted",
                    justification: escape_controls(&waiver.reason).into_owned(),
                })
                .collect(),
            baseline_state: finding.baseline.map(BaselineState::word),
            rank: finding.risk.as_ref().map(|risk| rank(risk.severity)),
            properties: FoundProperties {
                role: finding_text::role_name(report),
                policies: &finding.policies,
                required: finding.required.map(|range| range.to_string()),
                granted: finding.granted.map(Level::word),
                purpose: finding.purpose.as_deref(),
                security_severity: finding
                    .risk
                    .as_ref()
                    .map(|risk| security_severity(risk.severity)),
                risk: finding.risk.as_ref(),
            },
        }
    }
}

fn notification(error: &InputError) -> Notification {
    let (file, place) = finding_text::error_place(error);
    Notification {
        descriptor: Reference {
            id: INPUT_ERROR,
            index: 0,
        },
        level: "error",
        message: sentences(&finding_text::error_lines(error)),
        locations: file
            .map(|file| Place {
                id: None,
                physical_location: physical(file, place),
                logical_locations: Vec::new(),
                message: place.map(|place| message(&place.label)),
            })
            .into_iter()
            .collect(),
    }
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
            self.separate(out)?;
            json_text::nested(&self.found(report, finding), 4, out)?;
        }
        Ok(())
    }

    fn error(&mut self, _: &InputError, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        if self.begun {
            out.write_all(b"\n      ],")?;
        } else {
            self.begin(out)?;
            out.write_all(b"],")?;
        }
        let end = RunEnd {
            tool: Tool {
                driver: Driver {
                    name: "leastwise",
                    version: env!("CARGO_PKG_VERSION"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: self
                        .rules
                        .iter()
                        .map(|info| rule(info, self.highest.get(&info.id).copied()))
                        .collect(),
                    notifications: [Descriptor {
                        id: INPUT_ERROR,
                        short_description: message("an input could not be read"),
                        full_description: None,
                        help: None,
                        help_uri: None,
                        default_configuration: Configuration { level: "error" },
                        properties: None,
                    }],
                },
            },
            invocations: [Invocation {
                // Findings are a normal result; an incomplete read is not.
                execution_successful: matches!(run.outcome, Outcome::Clean | Outcome::Findings),
                exit_code: run.outcome.exit_code(),
                exit_code_description: run.outcome.word(),
                tool_execution_notifications: run.errors.iter().map(notification).collect(),
            }],
            original_uri_base_ids: BTreeMap::from([(
                ROOT,
                Described {
                    description: message("the current directory"),
                },
            )]),
            column_kind: "unicodeCodePoints",
        };
        // Its members continue the object of the run.
        let mut text = Vec::new();
        json_text::nested(&end, 2, &mut text)?;
        out.write_all(text.strip_prefix(b"{").unwrap_or(&text))?;
        out.write_all(b"\n  ]\n}\n")
    }
}
