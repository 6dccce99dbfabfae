//! Waivers and baselines: accepted findings stay in every format, marked, and fail no test. Also a
//! hundred thousand findings, more than any role has, to test that the cost is linear.

use std::sync::Arc;
use std::time::{Duration, Instant};

use leastwise::compare::{Options, compare, rules};
use leastwise::render::{
    Csv, GitHub, GitLab, Html, JUnit, Json, JsonLines, Markdown, Plain, Renderer, Sarif, Tap, Texts,
};
use leastwise::report::{BaselineState, FailOn, Outcome, RoleReport, RunSummary, Severity, Waiver};
use leastwise::{policy, role};
use serde_json::Value;

use super::{sarif, scenes};

const FAIL_ON: FailOn = FailOn::At(Severity::Error);

/// A role with one finding.
fn report() -> RoleReport {
    let scenes = scenes::all();
    let scene = scenes
        .iter()
        .find(|scene| scene.name == "findings")
        .unwrap();
    let bytes = std::fs::read(scene.folder.path().join("a.json")).unwrap();
    let policy = policy::library::load(scenes::LIBRARY).unwrap().unwrap();
    let requirements = policy::resolve(&[&policy], &policy::Choices::default()).unwrap();
    let role = role::read("a.json", bytes, &role::ReadOptions::default()).unwrap();
    compare(&requirements, &role, &Options::default())
}

fn print(mut renderer: impl Renderer, report: RoleReport) -> String {
    print_with(&mut renderer, report)
}

fn print_with(renderer: &mut dyn Renderer, report: RoleReport) -> String {
    let mut run = RunSummary {
        outcome: Outcome::Clean,
        ..RunSummary::default()
    };
    let report = Arc::new(report);
    run.add(&report);
    let mut out = Vec::new();
    renderer.role(&report, &Texts::default(), &mut out).unwrap();
    renderer.finish(&run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn rules() -> Sarif {
    Sarif::new(rules::all().iter().map(|rule| &rule.info))
}

fn html() -> Html {
    Html::new(rules::all().iter().map(|rule| &rule.info))
}

fn waived() -> RoleReport {
    let mut report = report();
    report.findings[0].waiver = Some(Waiver {
        reason: "until the <pilot> ends".to_owned(),
        ..Waiver::default()
    });
    report.outcome = Outcome::Clean;
    report
}

fn known(state: BaselineState) -> RoleReport {
    let mut report = report();
    report.findings[0].baseline = Some(state);
    report
}

#[test]
fn a_waived_finding_stays_in_every_format_with_its_reason() {
    let reason = "until the <pilot> ends";
    for text in [
        print(Plain, waived()),
        print(Json::default(), waived()),
        print(JsonLines, waived()),
        print(rules(), waived()),
        print(GitHub::default(), waived()),
        print(GitLab::default(), waived()),
        print(Tap::new(FAIL_ON), waived()),
        print(Csv::default(), waived()),
    ] {
        assert!(text.contains(reason), "{text}");
    }
    for text in [
        print(JUnit::new(FAIL_ON), waived()),
        print(html(), waived()),
    ] {
        assert!(text.contains("until the &lt;pilot&gt; ends"), "{text}");
    }
    let text = print(Markdown::default(), waived());
    assert!(text.contains("until the &lt;pilot> ends"), "{text}");
}

#[test]
fn accepted_findings_fail_no_test() {
    for report in [waived(), known(BaselineState::Unchanged)] {
        let xml = print(JUnit::new(FAIL_ON), report.clone());
        assert!(xml.contains("<skipped "), "{xml}");
        assert!(!xml.contains("<failure "), "{xml}");
        let tap = print(Tap::new(FAIL_ON), report);
        assert!(tap.contains(" # TODO "), "{tap}");
    }
    assert!(print(JUnit::new(FAIL_ON), known(BaselineState::New)).contains("<failure "));
    assert!(print(GitHub::default(), waived()).starts_with("::notice "));
    assert!(print(GitLab::default(), waived()).contains("\"info\""));
}

#[test]
fn sarif_marks_each_kind_of_accepted_finding() {
    let validator = sarif::validator();
    let result = |report: RoleReport| {
        let log: Value = serde_json::from_str(&print(rules(), report)).unwrap();
        assert!(validator.is_valid(&log));
        log["runs"][0]["results"][0].clone()
    };
    let suppression = &result(waived())["suppressions"][0];
    assert_eq!(suppression["kind"], "external");
    assert_eq!(suppression["justification"], "until the <pilot> ends");
    assert_eq!(result(report())["baselineState"], Value::Null);
    assert_eq!(result(known(BaselineState::New))["baselineState"], "new");
    let known = result(known(BaselineState::Unchanged));
    assert_eq!(known["baselineState"], "unchanged");
}

#[test]
#[ignore = "takes minutes without optimization: cargo test --release --test program formats:: -- --ignored"]
fn a_hundred_thousand_findings_take_seconds() {
    let mut report = report();
    let one = report.findings[0].clone();
    report.findings = (0..100_000)
        .map(|number| leastwise::report::Finding {
            fingerprint: format!("{number:016x}"),
            ..one.clone()
        })
        .collect();
    let renderers: [(&str, Box<dyn Renderer>); 11] = [
        ("plain", Box::new(Plain)),
        ("json", Box::new(Json::default())),
        ("jsonl", Box::new(JsonLines)),
        ("sarif", Box::new(rules())),
        ("github", Box::new(GitHub::default())),
        ("gitlab", Box::new(GitLab::default())),
        ("junit", Box::new(JUnit::new(FAIL_ON))),
        ("tap", Box::new(Tap::new(FAIL_ON))),
        ("html", Box::new(html())),
        ("markdown", Box::new(Markdown::default())),
        ("csv", Box::new(Csv::default())),
    ];
    for (name, mut renderer) in renderers {
        let begun = Instant::now();
        let text = print_with(&mut *renderer, report.clone());
        let took = begun.elapsed();
        println!("{name}: {took:?}");
        assert!(took < Duration::from_secs(60), "{name} took {took:?}");
        assert!(!text.is_empty());
    }
}
