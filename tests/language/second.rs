//! Differences from a second implementation that was written from the documents
//! (`tests/reference`), where Leastwise was wrong: regression tests.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::language::harness::{NOTHING, Sandbox, setting, whole, with_items};

/// The messages of a run about a role in JSON, unchanged.
fn check_json(policy: &str, role: &Value, more: &[&str]) -> (i32, Vec<String>) {
    let folder = Sandbox::with_policy(policy).and("role.json", role.to_string());
    let run = folder.checked(&[&["--format", "json"], more].concat());
    (run.code, run.results())
}

/// A row with the given value for Inquire, which may be null, and None for the others.
fn inquire(module: &str, function: &str, level: Option<&str>) -> Value {
    let mut row = setting(module, function, ["None"; 4]);
    row["inquireLevel"] = json!(level);
    row
}

#[test]
fn a_wrapper_that_counts_one_page_does_not_prove_completeness() {
    let rows: Vec<Value> = (0..25)
        .map(|number| inquire("Finance", &format!("Function {number}"), Some("None")))
        .collect();
    for wrapped in [
        json!({ "value": rows, "Count": 25 }),
        json!({ "data": rows, "total": 25 }),
        json!({ "schema": "leastwise/role/v1", "count": 25, "settings": rows }),
    ] {
        let (code, results) = check_json("permissions: {}", &wrapped, &[]);
        assert_eq!(code, 4, "{results:?}");
        assert!(
            results.contains(&"incomplete-role error".to_owned()),
            "{results:?}"
        );
    }
}

#[test]
fn half_of_the_known_functions_is_rounded_correctly() {
    let functions = leastwise::catalog::functions();
    let rows = |count: usize| -> Vec<Value> {
        let some = leastwise::catalog::functions().take(count);
        some.map(|(_, f)| inquire(f.module, f.name, Some("None")))
            .collect()
    };
    let less = functions.len().div_ceil(2) - 1;
    assert_eq!(check_json("permissions: {}", &json!(rows(less)), &[]).0, 4);
    assert_eq!(
        check_json("permissions: {}", &json!(rows(less + 1)), &[]).0,
        0
    );
}

#[test]
fn a_table_with_unknown_rows_still_lists_missing_functions() {
    let functions = leastwise::catalog::functions();
    let mut table = "Module,Function,Add,Edit,Delete,Inquire\n".to_owned();
    let known = functions.len() / 2 - 3;
    let known = functions
        .take(known)
        .map(|(_, f)| (f.module, f.name.to_owned()));
    let unknown = (0..10).map(|number| ("Finance", format!("Function {number}")));
    for (module, function) in known.chain(unknown) {
        writeln!(table, "{module},{function},None,None,None,None").unwrap();
    }
    let folder = Sandbox::with_policy("permissions: {}").and("role.csv", &table);
    let run = folder.run(&["check", "role.csv", "-p", "policy.yaml", "--format", "json"]);
    assert!(
        run.results().contains(&"reader-note note".to_owned()),
        "{:?}",
        run.results()
    );
}

#[test]
fn stated_levels_of_a_partial_table_keep_their_severity() {
    let policy = "coverage: partial\npermissions:\n  Finance:\n    Agreements: { inquire: My, edit: { level: My, phase: setup } }\n";
    let folder = Sandbox::with_policy(policy);
    let role =
        "Finance: { Agreements: { inquire: All, edit: My, add: My }, Invoicing: { add: My } }";
    assert_eq!(
        folder.check(role, &[]).results(),
        [
            "excess-level warning Agreements inquire",
            "setup-level-left warning Agreements edit",
            "excess-function note Invoicing add",
            "excess-level note Agreements add",
        ]
    );
}

#[test]
fn setup_levels_of_a_module_are_reported_as_left_over() {
    let policy = "permissions:\n  Project:\n    \"*\": { edit: { level: All, phase: setup } }\n    Project Tickets: { inquire: My }\n";
    let role =
        "Project: { Project Tickets: { inquire: My, edit: All }, Project Notes: { edit: All } }";
    let expected = [
        "setup-level-left warning Project Tickets edit",
        "setup-level-left warning Project Notes edit",
    ];
    let folder = Sandbox::with_policy(policy);
    assert_eq!(folder.check(role, &[]).results(), expected);
    // A policy does ask for it: this is not a level that no policy asks for.
    assert_eq!(
        folder.check(role, &["--unlisted", "allow"]).results(),
        expected
    );
}

#[test]
fn null_and_none_do_not_depend_on_the_order_of_rows() {
    let null = inquire("Finance", "Agreements", None);
    let none = inquire("Finance", "Agreements", Some("None"));
    let policy = "permissions:\n  Finance:\n    Agreements: { inquire: All }\n";
    for rows in [[null.clone(), none.clone()], [none, null]] {
        let (_, results) = check_json(policy, &whole(&rows), &[]);
        assert!(
            results.contains(&"missing-level error Agreements inquire".to_owned()),
            "{results:?}"
        );
    }
}

#[test]
fn no_list_is_compared_for_an_administrator() {
    let policy = "permissions:\n  System:\n    Table Setup: { customize: { allow: [A / B] } }\n";
    let mut role = whole(&[inquire("System", "Table Setup", Some("All"))]);
    role["role"]["adminFlag"] = json!(true);
    assert_eq!(check_json(policy, &role, &[]).1, ["admin-role error"]);
}

#[test]
fn an_unknown_function_is_reported_in_the_spelling_of_the_role() {
    let folder =
        Sandbox::with_policy("permissions:\n  Project:\n    PROJECT BOARDS: { inquire: All }\n");
    let run = folder.check("Project: { Project Boards: {} }", &[]);
    assert_eq!(
        run.results(),
        [
            "missing-level error Project Boards inquire",
            "unknown-function note Project Boards",
        ]
    );
}

#[test]
fn the_stricter_unlisted_setting_of_two_bases_applies() {
    let base = |id: &str, unlisted: &str| {
        format!(
            "schema: leastwise/policy/v1\nid: {id}\ntitle: B\nunlisted: {unlisted}\npermissions: {{}}\n"
        )
    };
    for extends in ["[./a.yaml, ./b.yaml]", "[./b.yaml, ./a.yaml]"] {
        let folder = Sandbox::with_policy(&format!("extends: {extends}\n"))
            .and("a.yaml", base("a", "None"))
            .and("b.yaml", base("b", "My"));
        assert_eq!(
            folder
                .check("Finance: { Agreements: { inquire: My } }", &[])
                .results(),
            NOTHING
        );
    }
}

#[test]
fn a_member_setting_is_one_finding_for_any_number_of_policies() {
    let base = "schema: leastwise/policy/v1\nid: base\ntitle: B\nmember: { level: Other }\npermissions: {}\n";
    let other = "schema: leastwise/policy/v1\nid: other\ntitle: O\nmember: { level: Corporate }\npermissions: {}\n";
    let mut role = whole(&[inquire("Finance", "Agreements", Some("None"))]);
    role["used_by"] = json!([{ "identifier": "api", "level": "Branch" }]);
    let folder = Sandbox::with_policy("extends: ./base.yaml\nmember: { level: Corporate }\n")
        .and("base.yaml", base)
        .and("other.yaml", other)
        .and("role.json", role.to_string());
    let run = folder.run(&[
        "check",
        "role.json",
        "-p",
        "policy.yaml",
        "-p",
        "other.yaml",
        "--format",
        "json",
    ]);
    assert_eq!(run.results(), ["member-setting note api: structure level"]);
    assert_eq!(run.findings()[0]["policies"], json!(["example", "other"]));
}

/// Checks a member whose Table Setup list has these items.
fn listed(permissions: &str, items: &[&str], sense: &str) -> Vec<String> {
    let role = whole(&[inquire("System", "Table Setup", Some("None"))]);
    let role = with_items(role, items);
    check_json(permissions, &role, &["--customize-items", sense]).1
}

fn table_setup(row: &str) -> String {
    format!("permissions:\n  System:\n    Table Setup: {row}\n")
}

/// These rows have a list and no level, which is reported too.
const UNSTATED: &str = "unstated-level note Table Setup";

#[test]
fn disallowed_items_cannot_prove_that_others_are_allowed() {
    let closed = table_setup("{ customize: { allow: [A / B] } }");
    let open = table_setup("{ customize: { allow: [A / B], partial: true } }");
    assert_eq!(
        listed(&closed, &["C / D"], "disallowed"),
        ["customize-unverifiable note Table Setup", UNSTATED]
    );
    assert_eq!(listed(&open, &["C / D"], "disallowed"), [UNSTATED]);
}

#[test]
fn a_list_with_numeric_items_is_not_compared() {
    assert_eq!(
        listed(
            &table_setup("{ customize: { allow: [A / B] } }"),
            &["A / B", "17"],
            "allowed"
        ),
        ["customize-unverifiable note Table Setup", UNSTATED]
    );
}

#[test]
fn a_list_of_a_planned_row_is_accepted_and_not_missing() {
    let planned = table_setup("{ status: planned, customize: { allow: [A / B] } }");
    assert_eq!(listed(&planned, &["A / B"], "allowed"), NOTHING);
    assert_eq!(listed(&planned, &[], "allowed"), NOTHING);
    assert_eq!(
        listed(&planned, &["C / D"], "allowed"),
        ["customize-excess note Table Setup C / D"]
    );
}

#[test]
fn a_list_with_unnamed_items_is_reported() {
    let policy = table_setup("{ customize: { partial: true, note: The statuses in use. } }");
    let role = whole(&[inquire("System", "Table Setup", Some("None"))]);
    assert_eq!(
        check_json(&policy, &role, &[]).1,
        ["customize-unverifiable note Table Setup", UNSTATED]
    );
}

#[test]
fn an_item_that_two_policies_need_is_missing_once() {
    let folder = Sandbox::with_policy(&table_setup("{ customize: { allow: [A / B] } }")).and(
        "other.yaml",
        "schema: leastwise/policy/v1\nid: other\ntitle: O\npermissions:\n  System:\n    Table Setup: { customize: { allow: [a/b] } }\n",
    );
    let mut role = whole(&[inquire("System", "Table Setup", Some("None"))]);
    role["customize_items"] = json!([]);
    folder.write("role.json", role.to_string());
    let run = folder.run(&[
        "check",
        "role.json",
        "-p",
        "policy.yaml",
        "-p",
        "other.yaml",
        "--format",
        "json",
        "--customize-items",
        "allowed",
    ]);
    assert_eq!(
        run.results(),
        ["customize-missing error Table Setup A / B", UNSTATED]
    );
    assert_eq!(run.findings()[0]["policies"], json!(["example", "other"]));
}

#[test]
fn a_merged_policy_keeps_open_lists() {
    let folder = Sandbox::with_policy(&table_setup(
        "{ customize: { allow: [A / B], partial: true } }",
    ));
    let other = "schema: leastwise/policy/v1\nid: other\ntitle: O\npermissions:\n  System:\n    Table Setup: { customize: { allow: [C / D], optional: true } }\n";
    folder.write("other.yaml", other);
    let merge = ["policy", "merge", "--as", "policy"];
    let merged = |files: &[&str]| folder.run(&[&merge, files].concat()).stdout;
    let one = merged(&["policy.yaml"]);
    assert!(one.contains("partial: true\n"), "{one}");
    let other = merged(&["other.yaml"]);
    assert!(other.contains("optional: true\n"), "{other}");
    let both = merged(&["policy.yaml", "other.yaml"]);
    assert!(
        both.contains("partial: true\n") && !both.contains("C / D"),
        "{both}"
    );
}

#[test]
fn spellings_of_an_unknown_function_are_one_function() {
    let rows = [
        inquire("Project", "Project Boards", Some("My")),
        inquire("Projects", "PROJECT  BOARDS", Some("My")),
    ];
    assert_eq!(
        check_json("permissions: {}", &whole(&rows), &[]).1,
        [
            "excess-function warning Project Boards inquire",
            "duplicate-row note Project Boards",
            "unknown-function note Project Boards",
        ]
    );
}

#[test]
fn a_truncated_name_does_not_combine_functions() {
    let mut rows = [
        inquire("Project", "Project Boards", Some("None")),
        inquire("Project", "Project Bonus", Some("None")),
    ];
    for row in &mut rows {
        row["moduleFunctionName"] = json!("Project Bo");
    }
    let (_, results) = check_json("permissions: {}", &whole(&rows), &[]);
    assert!(
        !results
            .iter()
            .any(|results| results.starts_with("duplicate")),
        "{results:?}"
    );
}
