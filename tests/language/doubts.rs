//! Unknown and unchecked values are never reported as correct.

use serde_json::{Value, json};

use crate::language::harness::{NOTHING, Sandbox, setting, whole, with_items};

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A directory with one policy and a role of one row.
fn with_row(policy: &str, module: &str, function: &str, levels: [&str; 4]) -> Sandbox {
    let role = whole(&[setting(module, function, levels)]).to_string();
    Sandbox::with_policy(policy).and("role.json", &role)
}

const NONE: [&str; 4] = ["None", "None", "None", "None"];

#[test]
fn a_function_without_a_level_is_a_note_and_not_clean() {
    let policy =
        "permissions:\n  Finance:\n    Agreements:\n      purpose: bills\n      note: No level.\n";
    let folder = with_row(policy, "Finance", "Agreements", NONE);
    let run = folder.checked(&["--format", "json"]);
    assert_eq!(run.results(), ["unstated-level note Agreements"]);
    let finding = &run.findings()[0];
    assert_eq!(finding["purpose"], "bills");
    assert!(
        finding["help"]
            .as_str()
            .unwrap()
            .ends_with("its note: No level.")
    );
    let text = folder.checked(&[]).stdout;
    assert!(text.contains("passed: 1 role, 1 note"), "{text}");
    // Another row of the same policy that states a level counts.
    let whole = policy.replace(
        "permissions:\n  Finance:\n",
        "permissions:\n  Finance:\n    \"*\": { inquire: { level: { min: None } } }\n",
    );
    let folder = with_row(&whole, "Finance", "Agreements", NONE);
    let run = folder.checked(&["--format", "json"]);
    assert_eq!(run.results(), NOTHING);
}

#[test]
fn a_list_in_one_policy_does_not_limit_another_without_one() {
    let items = ["Service / Service Board", "Invoicing / Billing Cycle"];
    let row = setting("System", "Table Setup", ["None", "None", "None", "All"]);
    let role = with_items(whole(&[row]), &items).to_string();
    let lists = "permissions:\n  System:\n    Table Setup:\n      inquire: All\n      customize: { allow: [Service / Service Board] }\n";
    let other = "schema: leastwise/policy/v1\nid: other\ntitle: Other\npermissions:\n  System:\n    Table Setup:\n      inquire: ";
    let results = |level: &str| {
        let folder = Sandbox::with_policy(lists)
            .and("role.json", &role)
            .and("other.yaml", format!("{other}{level}\n"));
        folder
            .checked(&[
                "-p",
                "other.yaml",
                "--format",
                "json",
                "--customize-items",
                "allowed",
            ])
            .results()
    };
    assert_eq!(results("All"), NOTHING);
    // A policy that accepts the function and does not need it imposes no limit.
    assert_eq!(
        results("{ level: { max: All } }"),
        ["customize-excess warning Table Setup Invoicing / Billing Cycle"]
    );
}

#[test]
fn every_feature_that_needs_a_level_is_named() {
    let policy = "features:\n  one: { title: One }\n  two: { title: Two }\npermissions:\n  Finance:\n    \
                  Agreements:\n      edit:\n        - { level: All, when: one }\n        - { level: My, when: two }\n";
    let levels = ["None", "All", "None", "None"];
    let folder = with_row(policy, "Finance", "Agreements", levels);
    let run = folder.checked(&["--format", "plain"]);
    assert!(
        run.stdout
            .contains("only the features `one` or `two`, which are off, ask for it"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("without one and two"), "{}", run.stdout);
    let plan = one_line(
        &folder
            .run(&["plan", "role.json", "-p", "policy.yaml"])
            .stdout,
    );
    assert!(
        plan.contains("if one of them is in use, skip this and use `--feature` with its name"),
        "{plan}"
    );
}

/// A response of the API, as a bare array: the first rows of a role.
fn cut(rows: usize) -> String {
    let example = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/examples/roles/cloudblue-exact.json"
    );
    let text = std::fs::read_to_string(example).unwrap();
    let mut all: Vec<Value> = serde_json::from_str(&text).unwrap();
    for row in &mut all {
        for level in ["addLevel", "editLevel", "deleteLevel", "inquireLevel"] {
            row[level] = json!("None");
        }
    }
    all.truncate(rows);
    json!(all).to_string()
}

#[test]
fn a_possibly_truncated_file_is_reported_with_every_clean_result() {
    let policy =
        "permissions:\n  Companies:\n    Contacts: { inquire: { level: { min: None } } }\n";
    let folder = Sandbox::with_policy(policy)
        .and("cut.json", cut(60))
        .and("whole.json", cut(93));
    let run = |command: &str, role: &str, format: &str| {
        one_line(
            &folder
                .run(&[command, role, "-p", "policy.yaml", "--format", format])
                .stdout,
        )
    };
    let human = run("check", "cut.json", "human");
    assert!(
        human.contains("no row for 33 of the 93 known functions"),
        "{human}"
    );
    assert!(
        human.contains("completeness cannot be determined from this file"),
        "{human}"
    );
    let page = run("check", "cut.json", "html");
    assert!(
        page.contains("but completeness cannot be determined from this file"),
        "{page}"
    );
    let plan = run("plan", "cut.json", "plain");
    assert!(!plan.contains("Nothing to do"), "{plan}");
    assert!(plan.contains("in the existing rows"), "{plan}");
    assert!(run("plan", "whole.json", "plain").contains("Nothing to do"));
}

#[test]
fn unstated_and_accepted_levels_are_not_reported_as_required() {
    let policy = "permissions:\n  Companies:\n    Contacts: { inquire: All }\n";
    let all = ["All", "All", "All", "All"];
    let folder = with_row(policy, "Companies", "Contacts", all);
    let plan = folder.run(&[
        "plan",
        "role.json",
        "-p",
        "policy.yaml",
        "--unlisted",
        "allow",
    ]);
    let plan = one_line(&plan.stdout);
    assert!(
        plan.contains(
            "No level has to change. 3 levels are in excess, not reported because of an option"
        ),
        "{plan}"
    );
    let waived = "schema: leastwise/config/v1\npolicies: [policy.yaml]\nwaivers:\n  - { rule: admin-role, reason: known }\n  \
                  - { rule: missing-level, reason: known }\n";
    let lacks = whole(&[setting("Companies", "Contacts", NONE)]);
    let mut admin = lacks.clone();
    admin["role"] = json!({ "name": "Admin", "adminFlag": true });
    let folder = Sandbox::with_policy(policy)
        .and("leastwise.yaml", waived)
        .and("admin.json", admin.to_string())
        .and("lacks.json", lacks.to_string());
    let plan = one_line(&folder.run(&["plan", "admin.json"]).stdout);
    assert!(
        plan.contains("No level of this role can be checked: it is an administrator role"),
        "{plan}"
    );
    // For a role that cannot be checked, it is unknown whether the other waiver is needed.
    let text = folder.run(&["check", "admin.json"]).stdout;
    assert!(!text.contains("matches no finding"), "{text}");
    let page = folder
        .run(&["check", "lacks.json", "--format", "html"])
        .stdout;
    assert!(
        page.contains("No new missing or excessive permissions; 1 waived"),
        "{page}"
    );
    assert!(!page.contains("No level is asked for"), "{page}");
}

#[test]
fn a_module_row_is_not_a_function_of_that_name() {
    let policy = "permissions:\n  Service Desk:\n    \"*\": { inquire: All }\n";
    let folder = with_row(policy, "Companies", "Contacts", NONE);
    let text = folder.checked(&["--format", "plain"]).stdout;
    assert!(
        text.contains("no row for any function in Service Desk"),
        "{text}"
    );
    assert!(!text.contains("> *"), "{text}");
}
