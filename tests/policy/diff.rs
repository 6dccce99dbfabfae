//! Changes between two versions of a policy.

use serde_json::{Value, json};

use crate::policy::harness::{CLOUDBLUE, TICKETING, TICKETING_2, file, leastwise, policy, root};

#[test]
fn human_format() {
    insta::assert_snapshot!(leastwise(&["policy", "diff", TICKETING, TICKETING_2]).stdout);
}

#[test]
fn customer_note() {
    let run = leastwise(&[
        "policy",
        "diff",
        TICKETING,
        TICKETING_2,
        "--format",
        "markdown",
    ]);
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn the_json_agrees_with_its_schema() {
    let schema = std::fs::read_to_string(root().join("schemas/policy-diff.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let run = leastwise(&["policy", "diff", TICKETING, TICKETING_2, "--format", "json"]);
    assert!(jsonschema::is_valid(&schema, &run.json()));
    assert_eq!(run.json()["changes"].as_array().unwrap().len(), 11);
}

/// Every change between two policies.
pub(crate) fn whole(old: &str, new: &str, more: &[&str]) -> Vec<Value> {
    let (folder, before) = file("old.yaml", policy(old));
    let after = folder.path().join("new.yaml");
    std::fs::write(&after, policy(new)).unwrap();
    let mut arguments = vec![
        "policy",
        "diff",
        &before,
        after.to_str().unwrap(),
        "--format",
        "json",
    ];
    arguments.extend(more);
    let run = leastwise(&arguments);
    assert_eq!(run.code, 0, "{run:?}");
    run.json()["changes"].as_array().unwrap().clone()
}

/// Kind, function, operation and condition of every change between two policies.
pub(crate) fn changes(old: &str, new: &str, more: &[&str]) -> Vec<Value> {
    whole(old, new, more)
        .into_iter()
        .map(|c| {
            json!([
                c["kind"],
                c["function"],
                c["operation"],
                c["when"],
                c["widening"]
            ])
        })
        .collect()
}

pub(crate) fn row(row: &str) -> String {
    format!("permissions:\n  Finance:\n    Agreements: {row}\n")
}

#[test]
fn levels() {
    let cell = |old: &str, new: &str| changes(&row(old), &row(new), &[]);
    let one =
        |kind: &str, widening: bool| vec![json!([kind, "Agreements", "edit", null, widening])];
    assert_eq!(cell("{}", "{ edit: My }"), one("newly-required", true));
    assert_eq!(
        cell("{ edit: None }", "{ edit: All }"),
        one("newly-required", true)
    );
    assert_eq!(cell("{ edit: My }", "{ edit: All }"), one("widened", true));
    assert_eq!(
        cell(
            "{ edit: { level: { min: My, max: My } } }",
            "{ edit: { level: { min: My } } }"
        ),
        one("widened", true)
    );
    assert_eq!(
        cell("{ edit: All }", "{ edit: My }"),
        one("narrowed", false)
    );
    assert_eq!(
        cell("{ edit: { level: { min: My } } }", "{ edit: My }"),
        one("narrowed", false)
    );
    assert_eq!(
        cell("{ edit: All }", "{}"),
        one("no-longer-required", false)
    );
    assert_eq!(
        cell("{ edit: All }", "{ edit: { level: All, purpose: x } }"),
        one("purpose-changed", false)
    );
    assert_eq!(
        cell("{ edit: All }", "{ edit: { level: All, note: x } }"),
        Vec::<Value>::new()
    );
    // A row without levels says that they are unknown, which differs from None.
    assert_eq!(cell("{ edit: None }", "{}"), one("widened", true));
}

#[test]
fn spelling_and_order_change_nothing() {
    let old = "permissions:\n  Finance:\n    Agreements: { edit: All }\n    Invoicing: { inquire: All }\n";
    let new = "permissions:\n  FINANCE:\n    invoicing: { inquire: { level: All } }\n    \" agreements\": { edit: [All] }\n";
    assert_eq!(changes(old, new, &[]), Vec::<Value>::new());
}

#[test]
fn a_complete_module_is_reported_once() {
    let old = "permissions:\n  Project:\n    Project Tickets: { inquire: My }\n    Project Headers: { inquire: All }\n";
    let new = "permissions:\n  Project:\n    \"*\": { inquire: All }\n";
    assert_eq!(
        changes(old, new, &[]),
        [
            json!(["newly-required", "*", "inquire", null, true]),
            json!(["widened", "Project Tickets", "inquire", null, true])
        ]
    );
}

#[test]
fn conditional_changes_name_their_condition() {
    let features = "features: { a: { title: A }, b: { title: B, default: true } }\n";
    let old = format!(
        "{features}{}",
        row("{ inquire: { level: All, when: b }, edit: { level: My, when: a } }")
    );
    let new = format!(
        "{features}{}",
        row("{ inquire: All, edit: { level: All, when: a }, add: { level: All, phase: setup } }")
    );
    assert_eq!(
        changes(&old, &new, &[]),
        [
            json!([
                "newly-required",
                "Agreements",
                "inquire",
                "without the feature b",
                true
            ]),
            json!(["newly-required", "Agreements", "add", "during setup", true]),
            json!(["widened", "Agreements", "edit", "with the feature a", true]),
        ]
    );
    assert_eq!(
        changes(
            &old,
            &new,
            &["--feature", "a", "--phase", "setup", "--feature", "b"]
        ),
        [
            json!(["newly-required", "Agreements", "add", null, true]),
            json!(["widened", "Agreements", "edit", null, true]),
        ]
    );
}

#[test]
fn features_members_and_lists() {
    let old = format!(
        "features: {{ a: {{ title: A }}, b: {{ title: B }} }}\nmember: {{ license_class: API, level: Corporate }}\nunlisted: None\n{}",
        row("{ customize: { allow: [X / Y], disallow: [P / Q] } }")
    );
    let new = format!(
        "features: {{ a: {{ title: A, requires: c }}, c: {{ title: C }} }}\nmember: {{ license_class: Full }}\nunlisted: My\ncoverage: partial\n{}",
        row("{ customize: { allow: [X / Z] } }")
    );
    let kinds: Vec<Value> = changes(&old, &new, &[])
        .into_iter()
        .map(|c| c[0].clone())
        .collect();
    assert_eq!(
        kinds,
        [
            "customize-widened",
            "customize-widened",
            "unlisted-raised",
            "customize-narrowed",
            "feature-added",
            "feature-removed",
            "feature-changed",
            "member-changed",
            "member-changed",
            "coverage-changed"
        ]
    );
}

#[test]
fn the_exit_code_depends_on_the_changes() {
    let code = |old: &str, new: &str, fail_on: &str| {
        leastwise(&["policy", "diff", old, new, "--fail-on", fail_on]).code
    };
    assert_eq!(code(TICKETING, TICKETING_2, "widening"), 1);
    assert_eq!(code(TICKETING, TICKETING_2, "never"), 0);
    assert_eq!(code(CLOUDBLUE, CLOUDBLUE, "any"), 0);
    let (folder, old) = file("old.yaml", policy(&row("{ edit: All }")));
    let new = folder.path().join("new.yaml");
    std::fs::write(&new, policy(&row("{ edit: My }"))).unwrap();
    assert_eq!(code(&old, new.to_str().unwrap(), "widening"), 0);
    assert_eq!(code(&old, new.to_str().unwrap(), "any"), 1);
    assert_eq!(code(&old, "no/such.yaml", "any"), 3);
    assert_eq!(code(&old, "no-such-policy", "any"), 2);
}

#[test]
fn a_note_without_changes_is_not_empty() {
    let run = leastwise(&[
        "policy", "diff", CLOUDBLUE, CLOUDBLUE, "--format", "markdown",
    ]);
    assert!(
        run.stdout.contains("Existing roles need no change."),
        "{}",
        run.stdout
    );
}

#[test]
fn policy_text_is_escaped_in_a_note() {
    let purpose =
        "{ edit: { level: All, purpose: '<script>x</script> **b** [l](x) | `c` \u{202e}' } }";
    let (folder, old) = file("old.yaml", policy(&row("{}")));
    let new = folder.path().join("new.yaml");
    std::fs::write(&new, policy(&row(purpose))).unwrap();
    let run = leastwise(&[
        "policy",
        "diff",
        &old,
        new.to_str().unwrap(),
        "--format",
        "markdown",
    ]);
    assert!(
        run.stdout
            .contains(r"&lt;script>x&lt;/script> \*\*b\*\* \[l\](x) \| \`c\`"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains('\u{202e}'));
}

/// The versions of the first table: exactly the changes that its publisher made.
#[test]
fn the_first_table_from_20_5_to_21_0() {
    let old = "cloudblue-reseller-marketplace-20.5";
    let diff = leastwise(&["policy", "diff", old, CLOUDBLUE, "--format", "json"]).json();
    let levels: Vec<Value> = diff["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|change| change["kind"] != "purpose-changed")
        .map(|c| json!([c["kind"], c["function"], c["operation"]]))
        .collect();
    assert_eq!(
        levels,
        [
            json!(["newly-required", "Product Catalog", "edit"]),
            json!(["newly-required", "API Reports", "inquire"]),
            json!(["no-longer-required", "Invoicing", "inquire"]),
            // It is unknown whether the older page was read completely.
            json!(["coverage-changed", null, null]),
        ]
    );
}
