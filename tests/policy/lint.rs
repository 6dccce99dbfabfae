//! Output and exit codes of the policy linter.

use crate::policy::harness::{CLOUDBLUE, ODD, TODAY, file, leastwise, policy};

#[test]
fn the_whole_library_is_linted() {
    let run = leastwise(&["policy", "lint", TODAY, "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let listed = leastwise(&["policy", "list"]).stdout.lines().count();
    assert_eq!(run.json()["summary"]["policies"], listed);
    assert_eq!(run.json()["schema"], "leastwise/lint/v1");
}

#[test]
fn the_first_policy_is_clean() {
    let run = leastwise(&["policy", "lint", CLOUDBLUE, TODAY, "--fail-on", "note"]);
    assert_eq!(run.code, 0);
    assert_eq!(run.stdout, "clean: 1 policy, no findings\n");
}

#[test]
fn an_odd_policy_in_human_format() {
    let run = leastwise(&["policy", "lint", ODD, TODAY]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn an_odd_policy_in_plain_format() {
    insta::assert_snapshot!(leastwise(&["policy", "lint", ODD, TODAY, "--format", "plain"]).stdout);
}

#[test]
fn the_json_agrees_with_its_schema() {
    let schema =
        std::fs::read_to_string(crate::policy::harness::root().join("schemas/lint.schema.json"))
            .unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let run = leastwise(&[
        "policy",
        "lint",
        ODD,
        "no/such.yaml",
        TODAY,
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 3);
    let document = run.json();
    let errors: Vec<String> = validator
        .iter_errors(&document)
        .map(|e| e.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(document["outcome"], "invalid");
    assert_eq!(document["errors"].as_array().unwrap().len(), 1);
    let found = document["policies"][0]["findings"].as_array().unwrap();
    let waived: Vec<_> = found.iter().filter(|f| !f["waiver"].is_null()).collect();
    assert_eq!(waived.len(), 1);
    assert_eq!(
        waived[0]["waiver"]["reason"],
        "the vendor's table really says so"
    );
    let place = &found[0]["locations"][0];
    assert_eq!(
        (&place["line"], &place["document"]),
        (&32.into(), &"policy".into())
    );
}

#[test]
fn the_severity_decides_the_exit_code() {
    let rows = "permissions:\n  Finance:\n    Agreements: { inquire: All, note: x }\n";
    let (_folder, path) = file("x.yaml", policy(rows));
    for (fail_on, code) in [("error", 0), ("warning", 1), ("note", 1), ("never", 0)] {
        for format in ["human", "plain", "json"] {
            let run = leastwise(&[
                "policy",
                "lint",
                &path,
                TODAY,
                "--fail-on",
                fail_on,
                "--format",
                format,
            ]);
            assert_eq!(run.code, code, "{fail_on} {format}");
        }
    }
}

#[test]
fn an_unreadable_policy_does_not_prevent_linting_others() {
    let (_folder, path) = file("x.yaml", "id: [");
    let run = leastwise(&["policy", "lint", &path, ODD, TODAY, "--format", "plain"]);
    assert_eq!(run.code, 3);
    assert!(run.stdout.contains("contradiction"), "{}", run.stdout);
    let run = leastwise(&["policy", "lint", "no-such-policy"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no policy"), "{}", run.stderr);
}

#[test]
fn the_rules_are_explained() {
    let run = leastwise(&["explain", "delete-without-edit"]);
    assert_eq!(run.code, 0);
    insta::assert_snapshot!(run.stdout);
    let run = leastwise(&["explain", "delete-without-edt"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `delete-without-edit`?"));
}

#[test]
fn hostile_text_does_not_reach_the_screen() {
    let rows = "sources: [{ url: x, title: \"\\e[31mred\" }]\npermissions:\n  \"Fin\\e[2Jance\":\n    \"A\\u202Eb\": { inquire: All }\n";
    let (_folder, path) = file("x.yaml", policy(rows));
    for format in ["human", "plain", "json"] {
        let run = leastwise(&["policy", "lint", &path, TODAY, "--format", format]);
        assert!(
            !run.stdout.contains(['\u{1b}', '\u{202e}']),
            "{format}: {}",
            run.stdout
        );
    }
}
