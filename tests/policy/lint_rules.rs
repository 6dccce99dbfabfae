//! Each rule of the policy linter: what it reports and what it does not.

use crate::policy::harness::{TODAY, file, leastwise, policy};

pub(crate) const SOURCE: &str = "sources: [{ url: https://example.com, retrieved: 2026-11-01 }]\n";

/// The rules with findings in a policy, with the function and the message.
fn found(text: &str) -> Vec<String> {
    let (_folder, path) = file("x.yaml", policy(&format!("{SOURCE}{text}")));
    of(&path, &[])
}

fn of(path: &str, more: &[&str]) -> Vec<String> {
    let mut arguments = vec!["policy", "lint", path, TODAY, "--format", "json"];
    arguments.extend(more);
    let run = leastwise(&arguments);
    let document = run.json();
    assert_eq!(document["errors"], serde_json::json!([]), "{path}");
    let findings = document["policies"][0]["findings"].as_array().unwrap();
    findings
        .iter()
        .filter(|finding| finding["waiver"].is_null())
        .map(|finding| {
            let function = finding["function"].as_str().unwrap_or("-");
            let operations: Vec<&str> = finding["operations"]
                .as_array()
                .unwrap()
                .iter()
                .map(|operation| operation.as_str().unwrap())
                .collect();
            format!(
                "{} {function} {}",
                finding["rule"].as_str().unwrap(),
                operations.join(",")
            )
            .trim_end()
            .to_owned()
        })
        .collect()
}

fn rows(rows: &str) -> Vec<String> {
    found(&format!("permissions:\n  Finance:\n{rows}"))
}

const NOTHING: [&str; 0] = [];

#[test]
fn missing_purpose() {
    assert_eq!(
        rows("    Agreements: { inquire: All, edit: All }"),
        ["missing-purpose Agreements edit,inquire"]
    );
    assert_eq!(
        rows("    Agreements: { inquire: All, purpose: x }"),
        NOTHING
    );
    assert_eq!(
        rows("    Agreements: { inquire: { level: All, purpose: \" \" } }"),
        ["missing-purpose Agreements inquire"]
    );
    assert_eq!(rows("    Agreements: { inquire: None }"), NOTHING);
    assert_eq!(
        rows("    Agreements: { inquire: All, status: legacy }"),
        NOTHING
    );
}

#[test]
fn unknown_name() {
    assert_eq!(
        rows("    Agreemnts: { inquire: All, purpose: x }"),
        ["unknown-name Agreemnts"]
    );
    assert_eq!(
        rows("    AGREEMENTS: { inquire: All, purpose: x }"),
        NOTHING
    );
    assert_eq!(rows("    \"*\": { inquire: All, purpose: x }"), NOTHING);
    let module = "permissions:\n  Fnance:\n    Foo: { inquire: All, purpose: x }\n    Bar: { inquire: All, purpose: x }\n";
    assert_eq!(found(module), ["unknown-name -"]);
}

#[test]
fn a_shifted_column() {
    let why = "purpose: x";
    assert_eq!(
        rows(&format!(
            "    Agreements: {{ inquire: All, delete: All, {why} }}"
        )),
        ["delete-without-edit Agreements delete"]
    );
    assert_eq!(
        rows(&format!(
            "    Agreements: {{ inquire: My, edit: All, delete: All, {why} }}"
        )),
        ["edit-without-inquire Agreements edit"]
    );
    assert_eq!(
        rows(&format!(
            "    Agreements: {{ inquire: All, edit: All, delete: My, {why} }}"
        )),
        NOTHING
    );
    // The row of the complete module reads, so this row need not repeat it.
    assert_eq!(
        rows(&format!(
            "    \"*\": {{ inquire: All, {why} }}\n    Agreements: {{ edit: All, {why} }}"
        )),
        NOTHING
    );
    // A feature may add the rest: its absence may be a choice.
    let feature = "features: { f: { title: F } }\npermissions:\n  Finance:\n    Agreements:\n      purpose: x\n      inquire: All\n      edit: { level: All, when: f }\n      delete: All\n";
    assert_eq!(found(feature), NOTHING);
}

#[test]
fn extended_policies_are_included() {
    let folder = tempfile::tempdir().unwrap();
    let base = policy(&format!(
        "{SOURCE}permissions:\n  Finance:\n    Agreements: {{ inquire: All, purpose: x }}\n"
    ));
    std::fs::write(folder.path().join("base.yaml"), base).unwrap();
    let more = policy(&format!(
        "{SOURCE}extends: ./base.yaml\npermissions:\n  Finance:\n    Agreements: {{ edit: All, purpose: x }}\n"
    ));
    let path = folder.path().join("more.yaml");
    std::fs::write(&path, more.replace("id: x", "id: y")).unwrap();
    assert_eq!(of(path.to_str().unwrap(), &[]), NOTHING);
}

#[test]
fn level_not_offered() {
    let row = |level: &str| {
        found(&format!(
            "permissions:\n  Companies:\n    Company Maintenance:\n      inquire: {{ level: All, purpose: x }}\n      edit: {{ level: {level}, purpose: x }}\n"
        ))
    };
    assert_eq!(row("My"), ["level-not-offered Company Maintenance edit"]);
    assert_eq!(row("All"), NOTHING);
    assert_eq!(row("{ min: My, max: All }"), NOTHING);
}

#[test]
fn unknown_customize() {
    let on = |function: &str| {
        rows(&format!(
            "    {function}: {{ inquire: All, purpose: x, customize: {{ allow: [A / B] }} }}"
        ))
    };
    assert_eq!(on("Invoicing"), ["unknown-customize Invoicing"]);
    assert_eq!(on("Agreements"), NOTHING);
}

#[test]
fn all_everywhere() {
    let all = "{ inquire: All, add: All, edit: All, delete: All, purpose: x }";
    assert_eq!(
        rows(&format!("    Agreements: {all}\n    Invoicing: {all}")),
        ["all-everywhere -"]
    );
    assert_eq!(rows(&format!("    Agreements: {all}")), NOTHING);
    assert_eq!(
        rows(&format!(
            "    Agreements: {all}\n    Invoicing: {{ inquire: All, purpose: x }}"
        )),
        NOTHING
    );
    let three = "{ inquire: All, add: All, edit: All, purpose: x }";
    assert_eq!(
        rows(&format!("    Agreements: {three}\n    Invoicing: {three}")),
        NOTHING
    );
}

#[test]
fn empty_policies_and_rows() {
    assert_eq!(found("permissions: {}\n"), ["empty-policy -"]);
    assert_eq!(
        rows("    Agreements: {}"),
        ["empty-policy -", "empty-row Agreements"]
    );
    assert_eq!(
        rows("    Agreements: { inquire: None }\n    Invoicing: { note: x }"),
        ["empty-row Invoicing"]
    );
}

#[test]
fn unused_feature() {
    let text = "features:\n  a: { title: A }\n  b: { title: B, requires: c }\n  c: { title: C }\npermissions:\n  Finance:\n    Agreements: { inquire: { level: All, purpose: x, when: b } }\n";
    assert_eq!(found(text), ["unused-feature -"]);
}

#[test]
fn sources() {
    let rows = "permissions:\n  Finance:\n    Agreements: { inquire: All, purpose: x }\n";
    let with = |sources: &str, more: &[&str]| {
        let (_folder, path) = file("x.yaml", policy(&format!("{sources}{rows}")));
        of(&path, more)
    };
    let at = |day: &str| format!("sources: [{{ url: x, retrieved: {day} }}]\n");
    assert_eq!(with("", &[]), ["no-source -"]);
    assert_eq!(with(&at("2025-11-23"), &[]), NOTHING);
    assert_eq!(with(&at("2025-11-22"), &[]), ["stale-source -"]);
    assert_eq!(
        with(&at("2026-11-01"), &["--stale-after", "21"]),
        ["stale-source -"]
    );
    assert_eq!(with(&at("2026-11-24"), &[]), ["stale-source -"]);
    assert_eq!(with(&at("yesterday"), &[]), ["stale-source -"]);
    assert_eq!(with("sources: [{ url: x }]\n", &[]), ["stale-source -"]);
}

#[test]
fn setup_phase() {
    let with = |phase: &str| {
        rows(&format!(
            "    Agreements: {{ inquire: {{ level: All, purpose: Needed during setup{phase} }} }}"
        ))
    };
    assert_eq!(with(""), ["setup-phase Agreements inquire"]);
    assert_eq!(with(", phase: setup"), NOTHING);
    assert_eq!(with(", phase: run"), NOTHING);
}

#[test]
fn open_range() {
    let with = |level: &str| rows(&format!("    Agreements: {{ inquire: {level} }}"));
    assert_eq!(
        with("{ level: { min: None } }"),
        ["open-range Agreements inquire"]
    );
    assert_eq!(
        with("{ level: { min: None }, note: the page says so }"),
        NOTHING
    );
    assert_eq!(with("{ level: { min: None, max: My } }"), NOTHING);
}

#[test]
fn contradiction() {
    let text = "features: { f: { title: F } }\npermissions:\n  Finance:\n    Agreements:\n      purpose: x\n      inquire: [{ level: { max: My } }, { level: All, when: f }]\n";
    assert_eq!(found(text), ["contradiction -"]);
    assert_eq!(
        rows(
            "    Agreements: { purpose: x, inquire: [{ level: { max: My } }, { level: All, phase: setup }] }"
        ),
        ["contradiction -"]
    );
}

#[test]
fn a_contradiction_that_only_two_features_make() {
    let features = "features: { f: { title: F }, g: { title: G } }\npermissions:\n  Finance:\n";
    let with = |row: &str| {
        found(&format!(
            "{features}    Agreements: {{ purpose: x, {row} }}\n"
        ))
    };
    let limit = "{ level: { max: My }, when: f }";
    assert_eq!(
        with(&format!("inquire: [{limit}, {{ level: All, when: g }}]")),
        ["contradiction -"]
    );
    // A feature and the setup phase.
    assert_eq!(
        with(&format!(
            "inquire: [{limit}, {{ level: All, when: g, phase: setup }}]"
        )),
        ["contradiction -"]
    );
    for accepted in [
        "My, when: g",
        "All, when: g, status: planned",
        "All, when: g, status: legacy",
    ] {
        let row = format!("inquire: [{limit}, {{ level: {accepted} }}]");
        assert_eq!(with(&row), NOTHING, "{accepted}");
    }
    // The limit of a complete module and the requirement of a function.
    assert_eq!(
        found(&format!(
            "{features}    \"*\": {{ purpose: x, inquire: {limit} }}\n    Agreements: {{ purpose: x, inquire: {{ level: All, when: g }} }}\n"
        )),
        ["contradiction -"]
    );
}

#[test]
fn never_applies() {
    let row = |versions: &str| {
        rows(&format!(
            "    Agreements: {{ purpose: x, inquire: All, applies: {{ connectwise: \"{versions}\" }} }}"
        ))
    };
    for never in [">=2022.2, <2022.1", ">2022.1, <2022.2", "=2022.1, =2022.2"] {
        assert_eq!(row(never), ["never-applies Agreements"], "{never}");
    }
    for some in [">=2022.1, <2022.2", ">2022.1, <2022.3", "=2022.1"] {
        assert_eq!(row(some), NOTHING, "{some}");
    }
    let policy = "applies: { connectwise: \">=2022.1\" }\n";
    let old = "permissions:\n  Finance:\n    Agreements: { purpose: x, inquire: All, applies: { connectwise: \"<2022.1\" } }\n";
    assert_eq!(
        found(&format!("{policy}{old}")),
        ["never-applies Agreements"]
    );
    assert_eq!(
        found(&format!(
            "applies: {{ connectwise: \"<2022.1, >2022.1\" }}\n{old}"
        )),
        ["never-applies -"]
    );
}

#[test]
fn unconfirmed() {
    let text = "unconfirmed: [{ guess: x, module: Finance, function: agreements }]\npermissions:\n  Finance:\n    Agreements: { inquire: All, purpose: x }\n";
    assert_eq!(found(text), ["unconfirmed Agreements"]);
}

#[test]
fn exceptions_suppress_only_what_they_name() {
    let with = |exception: &str| {
        found(&format!(
            "exceptions: [{{ {exception}, reason: the page says so }}]\npermissions:\n  Finance:\n    Agreements: {{ inquire: All }}\n    Invoicing: {{ inquire: All }}\n"
        ))
    };
    let (one, other) = (
        "missing-purpose Agreements inquire",
        "missing-purpose Invoicing inquire",
    );
    assert_eq!(with("rule: missing-purpose"), NOTHING);
    assert_eq!(with("rule: missing-purpose, module: finance"), NOTHING);
    assert_eq!(
        with("rule: missing-purpose, module: Finance, function: agreements"),
        [other]
    );
    assert_eq!(with("rule: missing-purpose, function: Invoicing"), [one]);
    let unused = |function: &str| format!("unused-exception {function}").trim_end().to_owned();
    assert_eq!(
        with("rule: missing-purpose, module: Sales"),
        [one, other, &unused("-")]
    );
    assert_eq!(with("rule: no-source"), [one, other, &unused("-")]);
    assert_eq!(with("rule: no-such-rule"), [one, other, &unused("-")]);
}

#[test]
fn a_reason_about_the_setup_matters_if_a_level_is_granted() {
    let row = |level: &str| {
        rows(&format!(
            "    Agreements: {{ inquire: {{ level: {level}, purpose: Read during setup }} }}"
        ))
    };
    assert_eq!(row("All"), ["setup-phase Agreements inquire"]);
    assert_eq!(row("None"), NOTHING);
}

#[test]
fn a_broader_level_matters_if_the_other_could_be_higher() {
    let row = |levels: &str| {
        found(&format!(
            "permissions:\n  Companies:\n    Company Maintenance: {{ inquire: All, purpose: x, {levels} }}\n"
        ))
    };
    assert_eq!(
        row("edit: My, delete: All"),
        [
            "level-not-offered Company Maintenance edit",
            "delete-without-edit Company Maintenance delete",
        ]
    );
    assert_eq!(row("delete: { level: All, status: legacy }"), NOTHING);
}

/// Findings of `unserved-purpose` in a policy with rows of the module Service Desk.
fn unserved(head: &str, row: &str) -> Vec<String> {
    let text = format!("{head}permissions:\n  Service Desk:\n{row}\n");
    let all = found(&text).into_iter();
    all.filter(|found| found.starts_with("unserved-purpose"))
        .collect()
}

#[test]
fn unserved_purpose() {
    let row = |purpose: &str, levels: &str| {
        unserved(
            "",
            &format!("    Service Tickets: {{ purpose: \"{purpose}\", {levels} }}"),
        )
    };
    let found = |operations: &[&str]| -> Vec<String> {
        let lines = operations.iter();
        lines
            .map(|operation| format!("unserved-purpose Service Tickets {operation}"))
            .collect()
    };
    let read = "inquire: All";
    assert_eq!(row("Creates tickets for alerts", read), found(&["add"]));
    assert_eq!(
        row("Creates, updates and deletes service tickets", read),
        found(&["add", "edit"])
    );
    assert_eq!(row("Calls `POST /service/tickets`.", read), found(&["add"]));
    assert_eq!(
        row(
            "Sends patch https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/1",
            read
        ),
        NOTHING
    );
    assert_eq!(
        row(
            "Sends PATCH https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/1",
            read
        ),
        found(&["edit"])
    );
    assert_eq!(
        row("Creates tickets", "inquire: All, add: None"),
        found(&["add"])
    );
    for levels in [
        "inquire: All, add: My",
        "inquire: All, add: { level: All, optional: true, purpose: x }",
        "inquire: All, add: { level: { min: None, max: All }, purpose: x }",
        "inquire: All, add: { level: All, phase: setup, purpose: x }",
    ] {
        assert_eq!(row("Creates tickets", levels), NOTHING, "{levels}");
    }
    for purpose in [
        "Does not create tickets",
        "Creates project tickets",
        "Creates ticket notes",
        "Reminds technicians to create tickets",
        "Reads tickets that users create",
        "Deletes tickets",
        "Never calls POST /service/tickets",
        "POST /sales/activities",
    ] {
        assert_eq!(row(purpose, read), NOTHING, "{purpose}");
    }
}

#[test]
fn unserved_purpose_reads_every_text_about_the_integration() {
    let row = "    Service Tickets: { purpose: x, inquire: All }";
    let add = ["unserved-purpose Service Tickets add"];
    assert_eq!(unserved("summary: Creates tickets from alerts\n", row), add);
    assert_eq!(
        unserved("purposes: { Service Desk: Creates tickets }\n", row),
        add
    );
    assert_eq!(
        unserved("features: { a: { title: Creating tickets } }\n", row),
        add
    );
    assert_eq!(
        unserved("summary: Creates contacts\n", row),
        ["unserved-purpose Contacts add"]
    );
    // What the policy does not say is not known.
    assert_eq!(
        unserved("coverage: partial\nsummary: Creates contacts\n", row),
        NOTHING
    );
    assert_eq!(
        unserved("unlisted: All\nsummary: Creates contacts\n", row),
        NOTHING
    );
    assert_eq!(
        unserved(
            "summary: Creates tickets\n",
            "    Service Tickets: { note: the levels are not known }"
        ),
        NOTHING
    );
    assert_eq!(
        unserved(
            "summary: Creates tickets\n",
            "    \"*\": { purpose: x, add: All, inquire: All }"
        ),
        NOTHING
    );
    assert_eq!(
        unserved(
            "exceptions: [{ rule: unserved-purpose, reason: the vendor says so }]\nsummary: Creates tickets\n",
            row
        ),
        NOTHING
    );
}

#[test]
fn no_policy_of_the_library_has_a_purpose_that_it_does_not_serve() {
    let run = leastwise(&["policy", "lint", TODAY, "--format", "json"]);
    let document = run.json();
    let policies = document["policies"].as_array().unwrap();
    assert!(policies.len() >= 60, "{}", policies.len());
    assert!(!run.stdout.contains("\"unserved-purpose\""));
}
