//! Changes between two versions: each is reported once, with its subject.

use serde_json::{Value, json};

use crate::policy::diff::{changes, row, whole};

#[test]
fn a_level_of_two_new_features_is_reported_once() {
    let new = format!(
        "features: {{ a: {{ title: A }}, b: {{ title: B }} }}\n{}",
        row("{ inquire: { level: All, when: [a, b] } }")
    );
    let listed: Vec<Value> = changes(&row("{}"), &new, &[])
        .into_iter()
        .filter(|c| c[0] != "feature-added")
        .collect();
    assert_eq!(
        listed,
        [json!([
            "newly-required",
            "Agreements",
            "inquire",
            "with the feature a",
            false
        ])]
    );
}

#[test]
fn a_module_change_is_not_repeated_for_a_removed_function() {
    let old = "permissions:\n  Project:\n    Project Headers: { edit: My }\n";
    let new = "permissions:\n  Project:\n    \"*\": { inquire: All }\n  Finance:\n    Agreements: { inquire: All }\n";
    assert_eq!(
        changes(old, new, &[]),
        [
            json!(["newly-required", "*", "inquire", null, true]),
            json!(["newly-required", "Agreements", "inquire", null, true]),
            json!(["no-longer-required", "Project Headers", "edit", null, false]),
        ]
    );
}

#[test]
fn a_feature_of_only_one_version_can_be_disabled() {
    let new = format!(
        "features: {{ b: {{ title: B, default: true }} }}\n{}",
        row("{ inquire: { level: All, when: b } }")
    );
    let listed = changes(&row("{}"), &new, &["--no-feature", "b"]);
    assert_eq!(listed, [json!(["feature-added", null, null, null, false])]);
}

#[test]
fn a_change_has_a_subject_and_a_purpose() {
    let changes = whole(
        &row("{ edit: { level: All, purpose: old }, customize: { allow: [X / Y] } }"),
        &format!(
            "features: {{ a: {{ title: A }} }}\n{}",
            row("{ edit: { level: All, purpose: new }, customize: { allow: [X / Z] } }")
        ),
        &[],
    );
    let about: Vec<Value> = changes
        .iter()
        .map(|c| json!([c["module"], c["function"], c["operation"], c["item"]]))
        .collect();
    assert_eq!(
        about,
        [
            json!(["Finance", "Agreements", null, "allow `X / Z`"]),
            json!(["Finance", "Agreements", null, "allow `X / Y`"]),
            json!(["Finance", "Agreements", "edit", null]),
            json!([null, null, null, "a"]),
        ]
    );
    assert_eq!(
        (&changes[2]["old_purpose"], &changes[2]["purpose"]),
        (&json!("old"), &json!("new"))
    );
    let changes = whole(
        "unlisted: None\nmember: { level: Corporate }\npermissions: {}\n",
        "unlisted: My\nmember: { level: Branch }\npermissions: {}\n",
        &[],
    );
    assert_eq!(
        (&changes[0]["old"], &changes[0]["new"]),
        (
            &json!({ "min": "None", "max": "None" }),
            &json!({ "min": "None", "max": "My" })
        )
    );
    assert_eq!(changes[1]["item"], "level");
}

#[test]
fn a_contradiction_in_one_version_is_a_change() {
    let features = "features: { a: { title: A }, b: { title: B } }\n";
    let with = |level: &str| {
        let limit = "{ level: { max: My }, when: a }";
        let row = row(&format!(
            "{{ inquire: [{limit}, {{ level: {level}, when: b }}] }}"
        ));
        format!("{features}{row}")
    };
    let found: Vec<Value> = changes(&with("My"), &with("All"), &[])
        .into_iter()
        .filter(|c| c[0] == "contradiction")
        .collect();
    assert_eq!(
        found,
        [json!([
            "contradiction",
            null,
            null,
            "with the features a and b",
            false
        ])]
    );
}

#[test]
fn a_new_integration_is_a_change() {
    let policy = |applies: &str| format!("{applies}{}", row("{ inquire: All }"));
    let applies = "applies: { connectwise: \">=2022.1\", edition: Premium }\n";
    let one = json!(["applies-changed", null, null, null, false]);
    assert_eq!(
        changes(&policy(""), &policy(applies), &[]),
        [one.clone(), one]
    );
}

#[test]
fn conditional_levels_and_an_explicit_none_are_changes() {
    let features = "coverage: partial\nfeatures: { a: { title: A }, b: { title: B } }\n";
    let policy = |cell: &str| format!("{features}{}", row(&format!("{{ edit: My{cell} }}")));
    for (cell, when) in [
        (
            ", inquire: { level: All, when: a, phase: setup }",
            json!("with the feature a, during setup"),
        ),
        (", delete: None", Value::Null),
    ] {
        let found = changes(&policy(""), &policy(cell), &[]);
        assert_eq!(found.len(), 1, "{cell} {found:?}");
        assert_eq!(found[0][3], when, "{cell}");
    }
    let two = format!(
        "{features}{}",
        row("{ edit: My, when: a, inquire: { level: All, when: b } }")
    );
    let without = format!("{features}{}", row("{ edit: My, when: a }"));
    let found = changes(&without, &two, &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0][3], "with the features a and b");
}
