//! The first example: one role, changed in one place at a time.

use serde_json::{Value, json};

use crate::check::harness::{POLICY, check_rows, example, leastwise, row, rows};

#[test]
fn the_exact_role_is_clean() {
    let run = leastwise(&[
        "check",
        &example("cloudblue-exact"),
        "-p",
        POLICY,
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.findings(), Vec::<Value>::new());
    assert_eq!(run.json()["outcome"], "clean");
    let summary = &run.json()["roles"][0]["summary"];
    assert_eq!(summary["satisfied"], 11);
    assert_eq!(summary["cells"], 4 * rows("cloudblue-exact").len());
    assert!(rows("cloudblue-exact").len() >= 93);
}

#[test]
fn a_missing_delete_is_one_finding_with_its_purpose() {
    let mut role = rows("cloudblue-exact");
    row(&mut role, "Agreements")["deleteLevel"] = json!("None");
    let run = check_rows(&role);
    assert_eq!(run.code, 1);
    let findings = run.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    let finding = &findings[0];
    assert_eq!(finding["rule"], "missing-level");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["module"], "Finance");
    assert_eq!(finding["function"], "Agreements");
    assert_eq!(finding["operation"], "delete");
    assert_eq!(finding["required"], json!({ "min": "All", "max": "All" }));
    assert_eq!(finding["granted"], "None");
    assert_eq!(
        finding["purpose"],
        "Required to synchronize deleted resources from Reseller Marketplace to ConnectWise"
    );
    assert_eq!(finding["policies"], json!([POLICY]));
    assert_eq!(finding["remedy"]["set"], "Delete Level");
    assert_eq!(finding["remedy"]["to"], "All");
    let path = [
        "System",
        "Security Roles",
        "(this role)",
        "Finance",
        "Agreements",
    ];
    assert_eq!(finding["remedy"]["path"], json!(path));
}

#[test]
fn the_committed_example_is_the_same_role() {
    let mut role = rows("cloudblue-exact");
    row(&mut role, "Agreements")["deleteLevel"] = json!("None");
    assert_eq!(rows("cloudblue-missing-delete"), role);
}

#[test]
fn a_raised_edit_is_one_excess_level() {
    let mut role = rows("cloudblue-exact");
    row(&mut role, "Contacts")["editLevel"] = json!("All");
    let run = check_rows(&role);
    assert_eq!(run.code, 0);
    let findings = run.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["rule"], "excess-level");
    assert_eq!(findings[0]["severity"], "warning");
    assert_eq!(findings[0]["function"], "Contacts");
    assert_eq!(findings[0]["operation"], "edit");
    assert_eq!(findings[0]["remedy"]["to"], "None");
}

#[test]
fn an_unlisted_function_is_one_excess_function() {
    let mut role = rows("cloudblue-exact");
    row(&mut role, "Opportunity")["inquireLevel"] = json!("My");
    let run = check_rows(&role);
    assert_eq!(run.code, 0);
    let findings = run.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["rule"], "excess-function");
    assert_eq!(findings[0]["granted"], "My");
}

#[test]
fn a_removed_row_is_a_missing_function() {
    let mut role = rows("cloudblue-exact");
    role.retain(|row| row["moduleFunctionDescription"] != "Agreements");
    let run = check_rows(&role);
    assert_eq!(run.code, 1);
    let findings = run.findings();
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert_eq!(findings[0]["rule"], "missing-function");
    assert_eq!(findings[0]["operation"], json!(null));
    // An array may be one page of several.
    assert_eq!(findings[1]["rule"], "reader-note");
    assert_eq!(run.json()["roles"][0]["summary"]["missing"], 4);
}

#[test]
fn one_page_is_inconclusive() {
    let run = check_rows(&rows("cloudblue-exact")[..25]);
    assert_eq!(run.code, 4);
    assert_eq!(run.json()["outcome"], "inconclusive");
    let findings = run.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["rule"], "incomplete-role");
    assert_eq!(run.json()["roles"][0]["summary"]["unverifiable"], 5);
}

#[test]
fn a_required_null_level_is_not_reported_as_missing() {
    let mut role = rows("cloudblue-exact");
    row(&mut role, "API Reports")["inquireLevel"] = json!(null);
    row(&mut role, "Opportunity")["inquireLevel"] = json!(null);
    let findings = check_rows(&role).findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["rule"], "operation-not-offered");
    assert_eq!(findings[0]["granted"], json!(null));
}

#[test]
fn an_absent_level_grants_nothing() {
    let mut role = rows("cloudblue-exact");
    row(&mut role, "Contacts")
        .as_object_mut()
        .unwrap()
        .remove("inquireLevel");
    let findings = check_rows(&role).findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["rule"], "missing-level");
    assert_eq!(findings[0]["granted"], json!(null));
}

#[test]
fn the_function_is_found_by_name_and_by_identifier() {
    let mut role = rows("cloudblue-exact");
    let agreements = row(&mut role, "Agreements").as_object_mut().unwrap();
    agreements.remove("moduleFunctionDescription");
    agreements.insert("moduleFunctionName".into(), json!("Agreements"));
    let contacts = row(&mut role, "Contacts").as_object_mut().unwrap();
    contacts.remove("moduleFunctionDescription");
    contacts.remove("moduleFunctionName");
    contacts.insert("moduleFunctionIdentifier".into(), json!("Contacts"));
    assert_eq!(check_rows(&role).findings(), Vec::<Value>::new());
}

#[test]
fn identical_duplicates_are_a_note_and_contradicting_ones_an_error() {
    let mut role = rows("cloudblue-exact");
    let again = row(&mut role, "Agreements").clone();
    role.push(again);
    let run = check_rows(&role);
    assert_eq!(run.code, 0);
    assert_eq!(run.findings()[0]["rule"], "duplicate-row");
    assert_eq!(run.findings()[0]["severity"], "note");

    role.last_mut().unwrap()["deleteLevel"] = json!("None");
    let run = check_rows(&role);
    assert_eq!(run.code, 1);
    let rules: Vec<_> = run.findings().iter().map(|f| f["rule"].clone()).collect();
    assert_eq!(rules, ["missing-level", "duplicate-row"]);
}

#[test]
fn an_administrator_role_is_one_error_and_no_level_is_compared() {
    let run = leastwise(&[
        "check",
        &example("admin-snapshot"),
        "-p",
        POLICY,
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 1);
    let findings = run.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["rule"], "admin-role");
    let summary = &run.json()["roles"][0]["summary"];
    assert_eq!(summary["unverifiable"], summary["cells"]);
    assert_eq!(run.json()["roles"][0]["name"], "Admin");
}

#[test]
fn a_row_that_is_not_in_the_catalog_is_a_note() {
    let mut role = rows("cloudblue-exact");
    let mut new = row(&mut role, "Agreements").clone();
    new["moduleFunctionDescription"] = json!("Agreemants of the Future");
    new["moduleFunctionName"] = json!("AgrFuture");
    for level in ["addLevel", "editLevel", "deleteLevel", "inquireLevel"] {
        new[level] = json!("None");
    }
    role.push(new);
    let run = check_rows(&role);
    assert_eq!(run.code, 0);
    assert_eq!(run.findings().len(), 1);
    assert_eq!(run.findings()[0]["rule"], "unknown-function");
}

#[test]
fn a_member_with_other_settings_is_a_note() {
    let policy = "schema: leastwise/policy/v1\nid: x\ntitle: X\nmember: { level: Corporate }\npermissions: {}\n";
    let (folder, policy) = crate::check::harness::file("policy.yaml", policy);
    let members = json!([
        { "identifier": "api1", "level": "Branch" },
        { "identifier": "api2", "level": "corporate" },
        { "identifier": "gone", "level": "Branch", "inactive": true },
        { "identifier": "unknown" },
    ]);
    let snapshot = json!({
        "schema": "leastwise/role/v1", "used_by": members, "settings": rows("cloudblue-exact"),
    });
    let role = folder.path().join("role.json");
    std::fs::write(&role, snapshot.to_string()).unwrap();
    let role = role.to_str().unwrap();
    let run = leastwise(&[
        "check",
        role,
        "-p",
        &policy,
        "--unlisted",
        "allow",
        "--format",
        "json",
    ]);
    let findings = run.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["rule"], "member-setting");
    assert_eq!(findings[0]["severity"], "note");
    assert_eq!(
        findings[0]["message"],
        "the structure level of `api1` is `Branch`, but the policy requires `Corporate`"
    );
    assert_eq!(
        findings[0]["help"],
        "check the member: System > Members > API Members > api1"
    );
    assert_eq!(findings[0]["policies"], json!(["x"]));
    assert_eq!(findings[0]["locations"][0]["label"], "requires `Corporate`");
}

#[test]
fn an_absent_level_has_precedence_over_null_in_duplicate_rows() {
    let mut rows = rows("cloudblue-exact");
    let mut again = row(&mut rows, "Agreements").clone();
    row(&mut rows, "Agreements")["deleteLevel"] = Value::Null;
    again.as_object_mut().unwrap().remove("deleteLevel");
    rows.push(again);
    let run = check_rows(&rows);
    let about: Vec<Value> = run
        .findings()
        .into_iter()
        .filter(|finding| finding["operation"] == "delete")
        .collect();
    assert_eq!(about.len(), 1, "{about:?}");
    assert_eq!(about[0]["rule"], "missing-level");
}

#[test]
fn a_finding_about_the_role_names_every_policy() {
    for role in ["admin-snapshot", "cloudblue-first-page"] {
        let path = example(role);
        let run = leastwise(&["check", &path, "-p", POLICY, "--format", "json"]);
        let findings = run.findings();
        let whole = findings
            .iter()
            .find(|finding| finding["function"].is_null());
        assert_eq!(whole.unwrap()["policies"], json!([POLICY]), "{role}");
    }
}

#[test]
fn contradicting_rows_that_no_policy_needs_are_excessive() {
    let mut rows = rows("cloudblue-exact");
    let mut again = row(&mut rows, "Opportunity").clone();
    row(&mut rows, "Opportunity")["addLevel"] = Value::Null;
    again["addLevel"] = json!("All");
    rows.push(again);
    let rules: Vec<Value> = check_rows(&rows)
        .findings()
        .iter()
        .filter(|finding| finding["operation"] == "add")
        .map(|finding| finding["rule"].clone())
        .collect();
    assert_eq!(rules, ["excess-function"]);
}

#[test]
fn an_unstated_level_is_shown_once_at_its_row() {
    let mut rows = rows("cloudblue-exact");
    let agreements = row(&mut rows, "Agreements").as_object_mut().unwrap();
    agreements.remove("deleteLevel");
    let findings = check_rows(&rows).findings();
    let places: Vec<&Value> = findings[0]["locations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|place| place["document"] == "role")
        .map(|place| &place["label"])
        .collect();
    assert_eq!(places, ["has no level for delete"]);
}
