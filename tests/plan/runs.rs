//! Exit codes of plans; an unfinished role is never reported as done.

use serde_json::{Value, json};

use crate::plan::harness::{POLICY, Sandbox, leastwise, row};

fn two_steps(rows: &mut [Value]) {
    row(rows, "Agreements")["deleteLevel"] = json!("None");
    row(rows, "Contacts")["editLevel"] = json!("All");
}

pub(crate) fn steps(plan: &Value) -> Vec<Value> {
    let lists = |value: &Value, key: &str| value[key].as_array().unwrap().clone();
    let modules = lists(&plan["roles"][0], "modules");
    let functions = modules.iter().flat_map(|module| lists(module, "functions"));
    functions
        .flat_map(|function| lists(&function, "steps"))
        .collect()
}

#[test]
fn nothing_to_do_is_0_and_steps_are_1() {
    let place = Sandbox::new()
        .and_role("exact.json", |_| {})
        .and_role("role.json", |rows| two_steps(rows));
    let run = place.plan(&["exact.json", "-p", POLICY]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("Nothing to do"), "{run:?}");
    let run = place.plan(&["role.json", "-p", POLICY, "--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    let document = run.json();
    assert_eq!(document["outcome"], "findings");
    let listed: Vec<(u64, &str, &str, &str)> = steps(&document)
        .iter()
        .map(|step| {
            let text =
                |key: &str| -> &'static str { step[key].as_str().unwrap().to_owned().leak() };
            (
                step["number"].as_u64().unwrap(),
                text("kind"),
                text("from"),
                text("to"),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [(1, "lower", "All", "None"), (2, "raise", "None", "All")]
    );
}

#[test]
fn steps_can_be_waived_by_the_fingerprint_of_check() {
    let place = Sandbox::new().and_role("role.json", |rows| two_steps(rows));
    let document = place
        .plan(&["role.json", "-p", POLICY, "--format", "json"])
        .json();
    let fingerprint = steps(&document)[1]["fingerprint"]
        .as_str()
        .unwrap()
        .to_owned();
    let place = place.and(
        "leastwise.yaml",
        format!(
            "schema: leastwise/config/v1\nwaivers:\n  - fingerprint: \"{fingerprint}\"\n    \
             reason: Deletes by hand until spring\n    expires: 2027-03-01\n"
        ),
    );
    let run = place.plan(&[
        "role.json",
        "-p",
        POLICY,
        "--today",
        "2026-11-24",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    let document = run.json();
    assert_eq!(steps(&document).len(), 1);
    let kept = &document["roles"][0]["kept"][0];
    assert_eq!(kept["waiver"]["reason"], "Deletes by hand until spring");
    let run = place.plan(&["role.json", "-p", POLICY, "--today", "2026-11-24"]);
    assert!(
        run.stdout.contains("1 accepted finding is not planned"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("waived: Deletes by hand until spring"),
        "{}",
        run.stdout
    );
    // An expired waiver accepts nothing.
    let run = place.plan(&[
        "role.json",
        "-p",
        POLICY,
        "--today",
        "2027-03-02",
        "--format",
        "json",
    ]);
    assert_eq!(steps(&run.json()).len(), 2);
}

#[test]
fn an_incomplete_role_is_4_and_never_done() {
    for rows in [0, 25, 40] {
        let place = Sandbox::new().and_role("role.json", |all| all.truncate(rows));
        for format in ["plain", "markdown", "json", "html"] {
            let run = place.plan(&["role.json", "-p", POLICY, "--format", format]);
            assert_eq!(run.code, 4, "{run:?}");
            assert!(!run.stdout.contains("Nothing to do"), "{run:?}");
        }
        let document = place
            .plan(&["role.json", "-p", POLICY, "--format", "json"])
            .json();
        assert_eq!(document["outcome"], "inconclusive");
        // Only what the file does not show has to be checked by hand.
        let all = steps(&document);
        assert!(all.iter().all(|step| step["kind"] == "set"), "{all:?}");
        assert!(!all.is_empty());
    }
}

#[test]
fn an_administrator_role_is_replaced() {
    let run = leastwise(&[
        "plan",
        "examples/roles/admin-snapshot.json",
        "-p",
        POLICY,
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 1);
    let document = run.json();
    assert_eq!(document["roles"][0]["way"], "new-role");
    assert_eq!(
        document["roles"][0]["path"],
        json!(["System", "Security Roles", "(a new role)"])
    );
    let steps = steps(&document);
    assert_eq!(steps.len(), 11);
    assert!(steps.iter().all(|step| step["kind"] == "set"), "{steps:?}");
}

#[test]
fn findings_without_a_step_are_reported_and_fail() {
    let place = Sandbox::new().and_role("role.json", |rows| {
        let mut again = row(rows, "Opportunity").clone();
        again["moduleFunctionName"] = json!("Other");
        row(rows, "Opportunity")["addLevel"] = json!(null);
        rows.push(again);
    });
    let run = place.plan(&["role.json", "-p", POLICY]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stdout.contains("No change in the role fixes this"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains("the role lists Sales / Opportunity twice"),
        "{}",
        run.stdout
    );
}

#[test]
fn missing_rows_and_null_levels_must_be_checked() {
    let place = Sandbox::new().and_role("role.json", |rows| {
        rows.retain(|row| row["moduleFunctionDescription"] != "Agreements");
        row(rows, "API Reports")["inquireLevel"] = json!(null);
    });
    let run = place.plan(&["role.json", "-p", POLICY, "--format", "json"]);
    assert_eq!(run.code, 1);
    let steps = steps(&run.json());
    assert_eq!(steps.len(), 5);
    assert!(
        steps
            .iter()
            .all(|step| step["kind"] == "set" && step["hint"].is_string()),
        "{steps:?}"
    );
}

#[test]
fn an_unverified_list_is_never_nothing_to_do() {
    let policy = "schema: leastwise/policy/v1\nid: lists\ntitle: Lists\npermissions:\n  System:\n    \
                  Table Setup:\n      inquire: All\n      customize: { allow: [Service / Source] }\n";
    let place = Sandbox::new()
        .and("p.yaml", policy)
        .and_role("role.json", |rows| {
            for row in rows.iter_mut() {
                for level in ["addLevel", "editLevel", "deleteLevel", "inquireLevel"] {
                    row[level] = json!("None");
                }
            }
            row(rows, "Table Setup")["inquireLevel"] = json!("All");
        });
    let run = place.plan(&["role.json", "-p", "p.yaml"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout
            .contains("No level has to change. 1 Customize list to check"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains("check that these are allowed, and no others: Service /"),
        "{}",
        run.stdout
    );
    let run = place.plan(&["role.json", "-p", "p.yaml", "--unlisted", "allow"]);
    assert!(!run.stdout.contains("Nothing to do"), "{}", run.stdout);
}

#[test]
fn a_setup_is_in_progress_or_over() {
    let policy = "schema: leastwise/policy/v1\nid: s\ntitle: S\npermissions:\n  System:\n    \
                  Table Setup:\n      add: { level: All, phase: setup, purpose: Registers a source }\n";
    let place = Sandbox::new()
        .and("p.yaml", policy)
        .and_role("role.json", |rows| {
            row(rows, "Table Setup")["addLevel"] = json!("All");
        });
    let arguments = ["role.json", "-p", "p.yaml"];
    let run = place.plan(&arguments);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stdout.contains("needed only during setup"),
        "{}",
        run.stdout
    );
    let run = place.plan(&[&arguments[..], &["--phase", "setup"]].concat());
    assert_eq!(run.code, 1, "the other levels stay too much");
    assert!(
        !run.stdout.contains("needed only during setup"),
        "{}",
        run.stdout
    );
}

#[test]
fn unreadable_inputs_still_give_complete_documents() {
    let place = Sandbox::new()
        .and_role("role.json", |rows| two_steps(rows))
        .and("broken.json", "{ \"a\": ")
        .and("broken.yaml", "schema: leastwise/config/v1\nnothing: 1\n");
    let run = place.plan(&["role.json", "broken.json", "-p", POLICY, "--format", "json"]);
    assert_eq!(run.code, 3, "{run:?}");
    let document = run.json();
    assert_eq!(document["outcome"], "invalid");
    assert_eq!(document["roles"].as_array().unwrap().len(), 1);
    assert_eq!(document["errors"].as_array().unwrap().len(), 1);
    for arguments in [
        &[
            "role.json",
            "-p",
            POLICY,
            "--format",
            "json",
            "--config",
            "broken.yaml",
        ][..],
        &["role.json", "-p", "broken.yaml", "--format", "json"],
    ] {
        let run = place.plan(arguments);
        assert_eq!(run.code, 3, "{run:?}");
        assert_eq!(run.json()["outcome"], "invalid");
        assert!(!run.json()["errors"].as_array().unwrap().is_empty());
    }
    let run = place.plan(&[
        "role.json",
        "-p",
        POLICY,
        "-o",
        "plan.html",
        "--format",
        "html",
    ]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
    assert!(place.read("plan.html").contains("0 of 2 done"));
}

#[test]
fn wrong_usage_is_2() {
    for arguments in [
        &["plan"][..],
        &["plan", "role.json"],
        &["plan", "role.json", "-p", "no-such-policy"],
        &["plan", "role.json", "-p", POLICY, "--format", "sarif"],
        &["plan", "role.json", "-p", POLICY, "--watch"],
    ] {
        assert_eq!(leastwise(arguments).code, 2, "{arguments:?}");
    }
}
