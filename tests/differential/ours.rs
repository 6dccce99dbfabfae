//! Leastwise's result for a pair, in the format of the reference.

use std::collections::HashMap;
use std::sync::Arc;

use leastwise::compare::{CustomizeItems, Options, Unlisted, compare};
use leastwise::config::waiver_file;
use leastwise::model::{Problem, SourceText};
use leastwise::policy::{Bases, Choices, Phase, Policy, ResolveError, Version, library, resolve};
use leastwise::report::{FailOn, Finding, RuleId, Severity, Waivers};
use leastwise::role;
use serde_json::{Value, json};

/// The policies of a pair by name, or else those of the library.
struct Given<'a>(&'a Value);

impl Bases for Given<'_> {
    fn find(&self, name: &str, from: &str) -> Option<Result<SourceText, Problem>> {
        match self.0.get(name).and_then(Value::as_str) {
            Some(text) => Some(Ok(SourceText::new(name, text))),
            None => library::Library.find(name, from),
        }
    }
}

/// The result in the form of `leastwise_reference.check`.
pub(crate) fn findings_of(pair: &Value) -> Value {
    let options = &pair["options"];
    let texts = pair["policies"].as_array().unwrap().iter().enumerate();
    let policies: Result<Vec<Policy>, _> = texts
        .map(|(index, text)| policy(index, text.as_str().unwrap(), &pair["bases"]))
        .collect();
    let policies = match policies {
        Ok(policies) => policies,
        Err(problems) => return unreadable("policy", &problems),
    };
    let choices = Choices {
        on: words(&options["on"]),
        off: words(&options["off"]),
        phase: match options["phase"].as_str() {
            Some("setup") => Phase::Setup,
            _ => Phase::Run,
        },
        connectwise: options["connectwise"]
            .as_str()
            .map(|text| Version::parse(text).unwrap()),
    };
    let requirements = match resolve(&policies.iter().collect::<Vec<_>>(), &choices) {
        Ok(requirements) => requirements,
        Err(ResolveError::Conflicts(_)) => return json!({ "refused": "conflict" }),
        Err(ResolveError::Choice(_)) => return json!({ "refused": "choice" }),
    };
    let text = pair["role"].as_str().unwrap();
    let role = match role::read("role.json", text.into(), &role::ReadOptions::default()) {
        Ok(role) => role,
        Err(problems) => return unreadable("role", &problems),
    };
    let chosen = options_of(options);
    let mut report = compare(&requirements, &role, &chosen);
    let mut waivers = waivers_of(options);
    waivers.mark(&mut report, role.identity());
    report.conclude(chosen.fail_on, None);
    let findings: Vec<Value> = report.findings.iter().map(finding_as_json).collect();
    let about: Vec<Value> = waivers
        .findings()
        .iter()
        .map(|finding| json!([finding.rule.name(), finding.severity.word()]))
        .collect();
    json!({
        "outcome": report.outcome,
        "summary": report.summary,
        "findings": findings,
        "waivers": about,
    })
}

fn policy(index: usize, text: &str, bases: &Value) -> Result<Policy, Vec<Problem>> {
    let source = Arc::new(SourceText::new(format!("policy{index}.yaml"), text));
    Policy::parse_with(source, &Given(bases))
}

/// An unreadable input is a difference: the generator creates none.
fn unreadable(what: &str, problems: &[Problem]) -> Value {
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    json!({ "refused": format!("{what}: {}", problems.join("; ")) })
}

fn words(list: &Value) -> Vec<String> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .map(|word| word.as_str().unwrap().to_owned())
        .collect()
}

fn severity(word: &str) -> Severity {
    Severity::ALL
        .into_iter()
        .find(|severity| severity.word() == word)
        .unwrap()
}

fn options_of(options: &Value) -> Options {
    let severities = options["severities"].as_object().into_iter().flatten();
    let severities: HashMap<RuleId, Severity> = severities
        .map(|(rule, word)| {
            (
                RuleId::from_name(rule).unwrap(),
                severity(word.as_str().unwrap()),
            )
        })
        .collect();
    Options {
        unlisted: options["unlisted"].as_str().map(|word| match word {
            "allow" => Unlisted::Allow,
            "note" => Unlisted::Note,
            "warning" => Unlisted::Warning,
            _ => Unlisted::Error,
        }),
        customize_items: options["customize_items"].as_str().map(|word| match word {
            "allowed" => CustomizeItems::Allowed,
            _ => CustomizeItems::Disallowed,
        }),
        severities,
        fail_on: match options["fail_on"].as_str() {
            Some("never") => FailOn::Never,
            Some(word) => FailOn::At(severity(word)),
            None => FailOn::At(Severity::Error),
        },
        count_unknown: false,
        record_passes: false,
        record_matrix: false,
        ..Options::default()
    }
}

fn waivers_of(options: &Value) -> Waivers {
    let waivers = options.get("waivers").cloned().unwrap_or(json!([]));
    let text = json!({ "schema": "leastwise/waivers/v1", "waivers": waivers }).to_string();
    let source = Arc::new(SourceText::new("waivers.yaml", text));
    let rules = waiver_file(&source).unwrap();
    Waivers::new(rules, "2026-11-24".parse().unwrap(), 30)
}

fn finding_as_json(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule.name(),
        "severity": finding.severity,
        "module": finding.module,
        "function": finding.function,
        "operation": finding.operation,
        "item": finding.item,
        "required": finding.required,
        "granted": finding.granted,
        "waived": finding.waiver.is_some(),
    })
}
