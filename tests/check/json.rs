//! The JSON report against its published schema, with a third-party validator.

use serde_json::Value;

use crate::check::harness::{POLICY, example, file, leastwise, root};

fn schema(name: &str) -> jsonschema::Validator {
    let text = std::fs::read(root().join(format!("schemas/{name}.schema.json"))).unwrap();
    jsonschema::validator_for(&serde_json::from_slice::<Value>(&text).unwrap()).unwrap()
}

#[test]
fn every_kind_of_report_matches_the_schema() {
    let validator = schema("report");
    let (_folder, broken) = file("broken.json", "[{\"addLevel\": \"All\"");
    let bad_policy = "tests/inputs/policies/many-mistakes.yaml";
    for arguments in [
        vec![example("cloudblue-exact")],
        vec![example("cloudblue-missing-delete")],
        vec![example("cloudblue-too-much")],
        vec![example("cloudblue-first-page")],
        vec![example("admin-snapshot")],
        vec![broken, example("cloudblue-exact")],
        vec!["absent.json".to_owned()],
        vec![
            example("cloudblue-exact"),
            "-p".to_owned(),
            bad_policy.to_owned(),
        ],
    ] {
        let mut all = vec!["check", "-p", POLICY, "--format", "json"];
        all.extend(arguments.iter().map(String::as_str));
        let report = leastwise(&all).json();
        let errors: Vec<String> = validator
            .iter_errors(&report)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{all:?}");
    }
}

#[test]
fn a_report_without_a_field_is_invalid() {
    let validator = schema("report");
    let mut report = leastwise(&[
        "check",
        &example("cloudblue-exact"),
        "-p",
        POLICY,
        "--format",
        "json",
    ])
    .json();
    report.as_object_mut().unwrap().remove("outcome");
    assert!(!validator.is_valid(&report));
}

#[test]
fn the_examples_and_the_library_match_their_schemas() {
    let snapshot: Value =
        serde_json::from_slice(&std::fs::read(root().join(example("admin-snapshot"))).unwrap())
            .unwrap();
    assert!(schema("role").is_valid(&snapshot));
    let validator = schema("policy");
    for id in leastwise::policy::library::ids() {
        let text = leastwise::policy::library::text(id).unwrap();
        let value: Value = serde_saphyr::from_str(text).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{id}");
    }
}

/// The bytes, lines and columns of a report, compared with the files.
#[test]
fn every_position_is_correct() {
    for role in [
        "cloudblue-missing-delete",
        "cloudblue-too-much",
        "admin-snapshot",
    ] {
        let run = leastwise(&["check", &example(role), "-p", POLICY, "--format", "json"]);
        for finding in run.findings() {
            let places = finding["locations"].as_array().unwrap();
            assert_eq!(places[0]["document"], "role");
            for place in places {
                let text =
                    std::fs::read_to_string(root().join(place["file"].as_str().unwrap())).unwrap();
                let number = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
                let bytes =
                    |at: usize| usize::try_from(place["bytes"][at].as_u64().unwrap()).unwrap();
                let line = text.lines().nth(number("line") - 1).unwrap();
                let by_line: String = line
                    .chars()
                    .skip(number("column") - 1)
                    .take(number("end_column") - number("column"))
                    .collect();
                assert_eq!(by_line, text[bytes(0)..bytes(1)]);
                assert!(!by_line.is_empty(), "{place}");
            }
        }
    }
}

#[test]
fn the_fingerprint_does_not_depend_on_lines_and_messages() {
    let one = leastwise(&[
        "check",
        &example("cloudblue-missing-delete"),
        "-p",
        POLICY,
        "--format",
        "json",
    ]);
    let rows = crate::check::harness::rows("cloudblue-missing-delete");
    let (_folder, path) = file(
        "cloudblue-missing-delete.json",
        serde_json::to_string(&rows).unwrap(),
    );
    let other = leastwise(&["check", &path, "-p", POLICY, "--format", "json"]);
    assert_eq!(
        one.findings()[0]["fingerprint"],
        other.findings()[0]["fingerprint"]
    );
}
