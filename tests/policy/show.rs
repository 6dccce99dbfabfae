//! The effective table with its origins, and the role that a policy describes.

use crate::policy::harness::{CLOUDBLUE, TICKETING, file, leastwise, policy};

#[test]
fn the_effective_table_says_where_each_level_comes_from() {
    insta::assert_snapshot!(leastwise(&["policy", "show", TICKETING, "--resolved"]).stdout);
}

#[test]
fn options_change_the_result() {
    let choices = [
        "--feature",
        "billing",
        "--no-feature",
        "time",
        "--phase",
        "setup",
    ];
    let mut arguments = vec!["policy", "show", TICKETING, "--resolved"];
    arguments.extend(choices);
    let shown = leastwise(&arguments).stdout;
    insta::assert_snapshot!(shown);
    let run = leastwise(&[
        "policy",
        "show",
        TICKETING,
        "--resolved",
        "--feature",
        "biling",
    ]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("did you mean `billing`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_json_agrees_with_its_schema() {
    let schema = std::fs::read_to_string(
        crate::policy::harness::root().join("schemas/requirements.schema.json"),
    )
    .unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let run = leastwise(&["policy", "show", TICKETING, "--as", "json"]);
    let document = run.json();
    assert!(jsonschema::is_valid(&schema, &document));
    let tickets = &document["functions"][0];
    assert_eq!(tickets["function"], "Service Tickets");
    let origin = &tickets["operations"][0]["origins"][0];
    assert_eq!(
        (origin["line"].clone(), origin["file"].clone()),
        (22.into(), TICKETING.into())
    );
}

#[test]
fn the_role_that_a_policy_describes_is_clean_under_it() {
    for (policy, choices) in [
        (CLOUDBLUE, vec![]),
        (TICKETING, vec![]),
        (TICKETING, vec!["--feature", "billing"]),
        (TICKETING, vec!["--phase", "setup"]),
    ] {
        let mut arguments = vec!["policy", "show", policy, "--as", "role"];
        arguments.extend(&choices);
        let role = leastwise(&arguments);
        assert_eq!(role.code, 0, "{role:?}");
        let (_folder, path) = file("role.json", role.stdout);
        let mut arguments = vec![
            "check",
            &path,
            "-p",
            policy,
            "--fail-on",
            "warning",
            "--format",
            "json",
        ];
        arguments.extend(&choices);
        let run = leastwise(&arguments);
        assert_eq!(run.code, 0, "{run:?}");
        let summary = &run.json()["summary"];
        assert_eq!(
            (&summary["error"], &summary["warning"]),
            (&0.into(), &0.into())
        );
    }
}

#[test]
fn a_role_goes_into_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("role.json");
    let path = path.to_str().unwrap();
    let run = leastwise(&["policy", "show", CLOUDBLUE, "--as", "role", "-o", path]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    let text = std::fs::read_to_string(path).unwrap();
    let role: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(role["schema"], "leastwise/role/v1");
    assert_eq!(role["role"]["name"], "CloudBlue Reseller Marketplace");
    assert_eq!(role["count"], role["settings"].as_array().unwrap().len());
}

#[test]
fn a_function_that_the_catalog_does_not_know_is_in_the_role() {
    let rows = "permissions:\n  Unknown:\n    \"*\": { inquire: My }\n    Foo: { edit: All }\n  Project:\n    \"*\": { inquire: All }\n";
    let (_folder, policy) = file("x.yaml", crate::policy::harness::policy(rows));
    let role = leastwise(&["policy", "show", &policy, "--as", "role"]);
    let settings = role.json()["settings"].as_array().unwrap().clone();
    let of = |module: &str| -> Vec<_> {
        let of = settings
            .iter()
            .filter(|row| row["moduleDescription"] == module);
        of.map(|row| (row["editLevel"].clone(), row["inquireLevel"].clone()))
            .collect()
    };
    assert_eq!(of("Unknown"), [("All".into(), "My".into())]);
    assert!(of("Project").len() > 5);
    assert!(
        of("Project")
            .iter()
            .all(|levels| *levels == ("None".into(), "All".into()))
    );
    let (_folder, path) = file("role.json", role.stdout);
    assert_eq!(
        leastwise(&["check", &path, "-p", &policy, "--fail-on", "warning"]).code,
        0
    );
}

#[test]
fn unconfirmed_guesses_are_a_warning_and_are_kept_in_output() {
    let text = policy(
        "unconfirmed:\n  - { guess: Add or Edit, module: Finance, function: Invoicing, operations: [add, edit] }\npermissions:\n  Finance:\n    Invoicing: { inquire: All }\n",
    );
    let (_folder, path) = file("x.yaml", text);
    let warning = "warning: the policy `x` is a draft with one unconfirmed guess";
    for arguments in [
        vec!["policy", "show", &path, "--resolved", "--as", "policy"],
        vec!["policy", "merge", &path, "--as", "policy"],
        vec!["policy", "diff", &path, &path],
    ] {
        let run = leastwise(&arguments);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.stderr.contains(warning), "{run:?}");
        assert!(
            arguments[1] == "diff" || run.stdout.contains("guess: \"Add or Edit\""),
            "{run:?}"
        );
    }
    let run = leastwise(&["policy", "lint", &path, "--format", "json"]);
    let findings = run.json()["policies"][0]["findings"].clone();
    assert_eq!(findings[0]["rule"], "unconfirmed");
    assert_eq!(
        findings[0]["operations"],
        serde_json::json!(["add", "edit"])
    );
}
