//! `customize`, compared with the items in a snapshot.

use serde_json::{Value, json};

use crate::language::harness::{NOTHING, Run, Sandbox, setting, whole, with_items};

const ALLOWED: [&str; 2] = ["--customize-items", "allowed"];
const DISALLOWED: [&str; 2] = ["--customize-items", "disallowed"];

/// Checks a member whose Table Setup list has these items.
fn check(customize: &str, items: &[&str], more: &[&str]) -> Run {
    check_role(customize, &with_items(member(), items), more)
}

/// A member with full access to Table Setup, limited by its list.
fn member() -> Value {
    whole(&[setting(
        "System",
        "Table Setup",
        ["None", "None", "None", "All"],
    )])
}

fn check_role(customize: &str, role: &Value, more: &[&str]) -> Run {
    let policy = format!(
        "permissions:\n  System:\n    Table Setup:\n      inquire: All\n      \
         purpose: Reads tables\n      customize: {customize}\n"
    );
    let folder = Sandbox::with_policy(&policy).and("role.json", role.to_string());
    folder.checked(&[&["--format", "json"], more].concat())
}

const TWO: &str = "{ allow: [Company / Company Type, Service / Source] }";

#[test]
fn a_required_item_must_be_allowed() {
    let run = check(TWO, &["Company / Company Type"], &ALLOWED);
    assert_eq!(
        run.results(),
        ["customize-missing error Table Setup Service / Source"]
    );
    assert_eq!(run.findings()[0]["purpose"], "Reads tables");
    assert_eq!(run.code, 1);
    let run = check(TWO, &["company/company type", "Service / Source"], &ALLOWED);
    assert_eq!(run.results(), NOTHING);
}

#[test]
fn an_item_that_no_policy_needs_is_excessive() {
    let items = [
        "Company / Company Type",
        "Service / Source",
        "General / Security",
    ];
    let run = check(TWO, &items, &ALLOWED);
    assert_eq!(
        run.results(),
        ["customize-excess warning Table Setup General / Security"]
    );
}

#[test]
fn a_required_item_must_not_be_disallowed() {
    // They cannot show that no others are allowed: that stays open.
    let open = "customize-unverifiable note Table Setup";
    let run = check(TWO, &["General / Security"], &DISALLOWED);
    assert_eq!(run.results(), [open]);
    let run = check(TWO, &["Service / Source"], &DISALLOWED);
    assert_eq!(
        run.results(),
        ["customize-missing error Table Setup Service / Source", open]
    );
}

#[test]
fn a_forbidden_item_must_not_be_allowed() {
    let list = "{ disallow: [General / Security] }";
    let run = check(list, &["General / Security", "Service / Source"], &ALLOWED);
    assert_eq!(
        run.results(),
        ["customize-excess warning Table Setup General / Security"]
    );
    let run = check(list, &["Service / Source"], &DISALLOWED);
    assert_eq!(
        run.results(),
        ["customize-excess warning Table Setup General / Security"]
    );
    let run = check(list, &["General / Security"], &DISALLOWED);
    assert_eq!(run.results(), NOTHING);
}

#[test]
fn all_items_can_be_required() {
    let run = check("{ all: true }", &[], &DISALLOWED);
    assert_eq!(run.results(), NOTHING);
    let run = check("{ all: true }", &["Service / Source"], &DISALLOWED);
    assert_eq!(
        run.results(),
        ["customize-missing error Table Setup Service / Source"]
    );
    // A list of allowed items cannot show that none is missing.
    let run = check("{ all: true }", &["Service / Source"], &ALLOWED);
    assert_eq!(run.results(), ["customize-unverifiable note Table Setup"]);
}

#[test]
fn a_pattern_means_every_matching_item() {
    let list = "{ allow: [Company / *] }";
    let run = check(
        list,
        &["Company / Company Type", "Company / Status"],
        &ALLOWED,
    );
    assert_eq!(run.results(), NOTHING);
    let run = check(list, &["Service / Source"], &ALLOWED);
    assert_eq!(
        run.results(),
        [
            "customize-missing error Table Setup Company / *",
            "customize-excess warning Table Setup Service / Source",
        ]
    );
}

#[test]
fn a_recommended_list_is_never_missing_and_excess_is_a_note() {
    let list = "{ allow: [Service / Source], optional: true }";
    assert_eq!(check(list, &[], &ALLOWED).results(), NOTHING);
    let run = check(list, &["General / Security"], &ALLOWED);
    assert_eq!(
        run.results(),
        ["customize-excess note Table Setup General / Security"]
    );
}

#[test]
fn a_partial_list_allows_more_items() {
    let list = "{ allow: [Service / Source], partial: true }";
    let run = check(list, &["Service / Source", "General / Security"], &ALLOWED);
    assert_eq!(run.results(), NOTHING);
    let run = check(list, &["General / Security"], &ALLOWED);
    assert_eq!(
        run.results(),
        ["customize-missing error Table Setup Service / Source"]
    );
}

#[test]
fn unreadable_lists_are_reported_and_never_pass() {
    let unverifiable = ["customize-unverifiable note Table Setup"];
    // The source does not contain the lists.
    let run = check_role(TWO, &member(), &ALLOWED);
    assert_eq!(run.results(), unverifiable);
    // The snapshot does not say whether the items are allowed or disallowed.
    let run = check(TWO, &["Service / Source"], &[]);
    assert_eq!(run.results(), unverifiable);
    let help = run.findings()[0]["help"].to_string();
    assert!(help.contains("--customize-items allowed"), "{help}");
    // The items are numbers.
    let run = check(TWO, &["17", "4"], &ALLOWED);
    assert_eq!(run.results(), unverifiable);
}

#[test]
fn an_item_cannot_be_both_allowed_and_disallowed() {
    let run = check("{ allow: [A / B], disallow: [A / B] }", &[], &ALLOWED);
    assert_eq!(run.code, 3);
    assert!(
        run.stdout
            .contains("`A / B` is both allowed and disallowed"),
        "{run:?}"
    );
}

#[test]
fn unverifiable_lists_are_reported_with_the_items_to_check() {
    let help = |customize: &str| {
        let run = check_role(customize, &member(), &ALLOWED);
        let help = run.findings()[0]["help"].as_str().unwrap().to_owned();
        let (_, action) = help.split_once("Customize: ").unwrap();
        action.to_owned()
    };
    assert_eq!(
        help(TWO),
        "check that these are allowed, and no others: `Company / Company Type`, `Service / Source`"
    );
    assert_eq!(
        help("{ allow: [Service / Source], disallow: [General / Security] }"),
        "check that these are allowed, and no others: `Service / Source`; and that these are not allowed: \
         `General / Security`"
    );
    assert_eq!(help("{ all: true }"), "check that every item is allowed");
}

#[test]
fn an_item_that_two_policies_need_is_reported_once_with_both_purposes_and_positions() {
    let policy = |id: &str, purpose: &str| {
        let purpose = match purpose {
            "" => String::new(),
            text => format!("      purpose: {text}\n"),
        };
        crate::language::harness::completed(&format!(
            "id: {id}\npermissions:\n  System:\n    Table Setup:\n      inquire: All\n{purpose}      customize: {{ allow: [Service / Source] }}\n"
        ))
    };
    let shown = |purposes: [&str; 2]| {
        let role = json!({
            "schema": "leastwise/role/v1",
            "role": { "name": "Tried", "adminFlag": false },
            "complete": true,
            "count": 1,
            "settings": [{
                "moduleDescription": "System", "moduleFunctionDescription": "Table Setup",
                "addLevel": "None", "editLevel": "None", "deleteLevel": "None",
                "inquireLevel": "All"
            }],
            "customize_items": []
        });
        let run = Sandbox::new()
            .and("one.yaml", policy("one", purposes[0]))
            .and("two.yaml", policy("two", purposes[1]))
            .and("role.json", role.to_string())
            .run(
                &[
                    &["check", "role.json", "-p", "one.yaml", "-p", "two.yaml"][..],
                    &["--format", "json"],
                    &ALLOWED,
                ]
                .concat(),
            );
        let [finding] = <[Value; 1]>::try_from(run.findings()).unwrap();
        let files: Vec<Value> = finding["locations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|place| place["file"].clone())
            .collect();
        assert_eq!(files, ["role.json", "one.yaml", "two.yaml"]);
        assert_eq!(finding["policies"], json!(["one", "two"]));
        finding["purpose"].clone()
    };
    assert_eq!(shown(["Reads it", "Reads it"]), "Reads it");
    assert_eq!(shown(["Reads it", "Sets it"]), "Reads it; Sets it");
    assert_eq!(shown(["", "Sets it"]), "Sets it");
}

/// Whether the list had the same name in ConnectWise's API under an older name of the function is not known.
#[test]
fn a_list_under_an_older_name_of_the_function_is_not_verifiable() {
    let policy = format!(
        "permissions:\n  System:\n    Table Setup:\n      inquire: All\n      \
         formerly: {{ name: Old Tables, before: \"2022.1\" }}\n      customize: {TWO}\n"
    );
    let role = whole(&[setting(
        "System",
        "Old Tables",
        ["None", "None", "None", "All"],
    )]);
    let role = with_items(role, &["Company / Company Type"]);
    let folder = Sandbox::with_policy(&policy).and("role.json", role.to_string());
    let arguments = ["--format", "json", "--connectwise", "2020.4"];
    let run = folder.checked(&[&arguments[..], &ALLOWED].concat());
    let results = run.results();
    let about: Vec<&String> = results
        .iter()
        .filter(|result| result.starts_with("customize-"))
        .collect();
    assert_eq!(about, ["customize-unverifiable note Old Tables"]);
}
