//! Every recording gives the expected answer.

use serde_json::Value;

use crate::infer::harness::{expected, leastwise, names, reduced};

const KEYS: [&str; 9] = [
    "complete",
    "totals",
    "needs",
    "possible",
    "refused",
    "unknown_guard",
    "not_understood",
    "proves_nothing",
    "needs_nothing",
];

#[test]
fn every_recording_gives_the_expected_answer() {
    let mut wrong = Vec::new();
    for name in names() {
        let expected = expected(&name);
        let mut arguments = vec!["infer", &name, "--format", "json"];
        let policy = expected["compare"]["policy"].as_str();
        if let Some(policy) = policy {
            arguments.extend(["-p", policy]);
        }
        let run = leastwise(&arguments);
        assert_eq!(run.code, 0, "{name} {run:?}");
        let found = run.json();
        let keys = KEYS.into_iter().chain(policy.map(|_| "compare"));
        for key in keys {
            let (found, expected) = (reduced(&found[key], &expected[key]), &expected[key]);
            if found != *expected {
                wrong.push(format!(
                    "{name} {key}\n  found    {found}\n  expected {expected}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_report_fits_its_schema() {
    let schema: Value = serde_json::from_str(&leastwise(&["schema", "inferred"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for name in names() {
        let run = leastwise(&[
            "infer",
            &name,
            "--format",
            "json",
            "-p",
            "cloudblue-reseller-marketplace",
        ]);
        let found = run.json();
        let errors: Vec<String> = validator
            .iter_errors(&found)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{name} {errors:?}");
        assert_eq!(found["schema"], "leastwise/inferred/v1");
    }
}

#[test]
fn every_human_format_has_the_needs_and_the_warning() {
    for format in ["human", "markdown", "html"] {
        let run = leastwise(&["infer", "ticket-bot.nginx.log", "--format", format]);
        assert_eq!(run.code, 0, "{run:?}");
        for text in [
            "Service Tickets",
            "unofficial",
            "2026-11-27T08:00:00Z",
            "36 ConnectWise requests",
            "Perhaps needed",
            "Refused",
        ] {
            assert!(run.stdout.contains(text), "{format} {text}\n{}", run.stdout);
        }
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn several_recordings_are_one_report() {
    let run = leastwise(&[
        "infer",
        "ticket-bot.nginx.log",
        "wanted.requests.txt",
        "--format",
        "json",
    ]);
    let found = run.json();
    assert_eq!(found["totals"]["records"], 54);
    assert_eq!(found["recordings"].as_array().unwrap().len(), 2);
}
