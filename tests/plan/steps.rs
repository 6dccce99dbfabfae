//! The steps of a plan, their order, and its remarks.

use serde_json::{Value, json};

use crate::plan::harness::{POLICY, Sandbox, row};
use crate::plan::runs::steps;

#[test]
fn optional_steps_do_not_fail_a_plan() {
    let policy = "schema: leastwise/policy/v1\nid: lists\ntitle: Lists\npermissions:\n  System:\n    \
                  Table Setup:\n      inquire: All\n      customize: { allow: [Service / Source] }\n";
    let place = Sandbox::new()
        .and("p.yaml", policy)
        .and_role("role.json", |rows| {
            row(rows, "Table Setup")["inquireLevel"] = json!("All");
        });
    let arguments = ["role.json", "-p", "p.yaml", "--unlisted", "allow"];
    let run = place.plan(&[&arguments[..], &["--format", "json"]].concat());
    assert_eq!(steps(&run.json()).len(), 1, "{run:?}");
    assert_eq!(run.json()["roles"][0]["outcome"], "clean");
    assert_eq!(run.json()["outcome"], "clean");
}

#[test]
fn the_steps_of_a_row_are_its_columns_and_then_its_list() {
    let policy = "schema: leastwise/policy/v1\nid: lists\ntitle: Lists\npermissions:\n  System:\n    \
                  Table Setup:\n      inquire: All\n      \
                  customize: { allow: [Service / Source, Company / Status] }\n";
    let role = json!({
        "schema": "leastwise/role/v1",
        "role": { "name": "Tried", "adminFlag": false },
        "complete": true,
        "count": 1,
        "settings": [{
            "moduleDescription": "System", "moduleFunctionDescription": "Table Setup",
            "addLevel": "All", "editLevel": "None", "deleteLevel": "My", "inquireLevel": "None"
        }],
        "customize_items": [{
            "customizeIdentifier": "SystemTableSetup", "itemIdentifier": "General / Security"
        }]
    });
    let place = Sandbox::new()
        .and("p.yaml", policy)
        .and("role.json", role.to_string());
    let arguments = ["role.json", "-p", "p.yaml", "--customize-items", "allowed"];
    let run = place.plan(&[&arguments[..], &["--format", "json"]].concat());
    let listed: Vec<String> = steps(&run.json())
        .iter()
        .map(|step| {
            let about = step["operation"].as_str().or(step["item"].as_str());
            let [kind, because] = ["kind", "because"].map(|key| step[key].as_str().unwrap());
            let about = about.unwrap_or_default();
            format!("{} {kind} {about}: {because}", step["number"])
        })
        .collect();
    assert_eq!(
        listed,
        [
            "1 lower add: no policy asks for it",
            "2 lower delete: no policy asks for it",
            "3 raise inquire: All is needed",
            "4 allow Company / Status: it is missing from the list",
            "5 allow Service / Source: it is missing from the list",
            "6 disallow General / Security: no policy asks for it",
        ]
    );
}

#[test]
fn a_new_role_gets_only_required_levels() {
    let policy = "schema: leastwise/policy/v1\nid: p\ntitle: P\npermissions:\n  Finance:\n    \
                  Agreements: { inquire: { level: All, purpose: Reads }, add: { level: { max: My } } }\n";
    let other = "schema: leastwise/policy/v1\nid: q\ntitle: Q\npermissions:\n  Finance:\n    \
                 Agreements: { inquire: { level: { max: All }, purpose: Never mind } }\n";
    let place = Sandbox::new().and("p.yaml", policy).and("q.yaml", other);
    let admin = crate::plan::harness::root().join("examples/roles/admin-snapshot.json");
    let policies = ["-p", "p.yaml", "-p", "q.yaml", "--format", "json"];
    let run = place.plan(&[&[admin.to_str().unwrap()], &policies[..]].concat());
    let [step] = <[Value; 1]>::try_from(steps(&run.json())).unwrap();
    assert_eq!(step["operation"], "inquire");
    assert_eq!(step["because"], "a new role needs it");
    assert_eq!(
        (&step["purpose"], &step["policies"]),
        (&json!("Reads"), &json!(["p"]))
    );
}

#[test]
fn the_lists_of_a_replaced_administrator_role_must_be_checked() {
    let policy = "schema: leastwise/policy/v1\nid: p\ntitle: P\npermissions:\n  System:\n    \
                  Table Setup: { inquire: All, customize: { allow: [Service / Source] } }\n";
    let place = Sandbox::new().and("p.yaml", policy);
    let admin = crate::plan::harness::root().join("examples/roles/admin-snapshot.json");
    let arguments = [admin.to_str().unwrap(), "-p", "p.yaml", "--format", "json"];
    let listed: Vec<Value> = steps(&place.plan(&arguments).json())
        .iter()
        .map(|step| json!([step["kind"], step["because"]]))
        .collect();
    assert_eq!(
        listed,
        [
            json!(["set", "a new role needs it"]),
            json!(["look", "the role does not exist yet"]),
        ]
    );
}

#[test]
fn an_unknown_function_is_a_remark_if_it_can_fail() {
    let place = Sandbox::new()
        .and_role("role.json", |rows| {
            let mut unknown = rows[0].clone();
            for name in ["moduleFunctionName", "moduleFunctionDescription"] {
                unknown[name] = json!("Telepathy");
            }
            for level in ["addLevel", "editLevel", "deleteLevel", "inquireLevel"] {
                unknown[level] = json!("None");
            }
            rows.push(unknown);
        })
        .and(
            "strict.yaml",
            "schema: leastwise/config/v1\nseverities: { unknown-function: warning }\n",
        );
    let plan = |more: &[&str]| {
        let arguments = ["role.json", "-p", POLICY, "--format", "json"];
        place.plan(&[&arguments[..], more].concat()).json()["roles"][0].clone()
    };
    let quiet = plan(&["--no-config"]);
    assert_eq!(
        (&quiet["remarks"], &quiet["outcome"]),
        (&json!([]), &json!("clean"))
    );
    let strict = plan(&["--config", "strict.yaml"]);
    assert_eq!(strict["remarks"][0]["rule"], "unknown-function");
    assert_eq!(strict["outcome"], "findings");
}

#[test]
fn a_remark_that_is_a_note_is_not_a_step() {
    let policy = "schema: leastwise/policy/v1\nid: p\ntitle: P\nmember: { level: Corporate }\n\
                  permissions:\n  Finance:\n    Agreements: { inquire: All }\n";
    let role = json!({
        "schema": "leastwise/role/v1",
        "used_by": [{ "identifier": "api1", "level": "Branch" }],
        "count": 1,
        "complete": true,
        "settings": [{
            "moduleDescription": "Finance", "moduleFunctionDescription": "Agreements",
            "addLevel": "None", "editLevel": "None", "deleteLevel": "None", "inquireLevel": "All"
        }],
    });
    let place = Sandbox::new()
        .and("p.yaml", policy)
        .and("role.json", role.to_string());
    let run = place.plan(&["role.json", "-p", "p.yaml", "--format", "json"]);
    let plan = &run.json()["roles"][0];
    assert_eq!(plan["remarks"][0]["rule"], "member-setting");
    assert_eq!(plan["outcome"], "clean");
}

#[test]
fn a_change_lists_its_side_effects() {
    let policy = "schema: leastwise/policy/v1\nid: p\ntitle: P\nfeatures: { f: { title: F } }\n\
                  permissions:\n  Finance:\n    Agreements:\n      \
                  inquire: { level: All, phase: setup }\n      add: { level: All, when: f }\n      \
                  edit: None\n";
    let role = json!({
        "schema": "leastwise/role/v1",
        "count": 1,
        "complete": true,
        "settings": [{
            "moduleDescription": "Finance", "moduleFunctionDescription": "Agreements",
            "addLevel": "All", "editLevel": "All", "deleteLevel": "None", "inquireLevel": "All"
        }],
    });
    let place = Sandbox::new()
        .and("p.yaml", policy)
        .and("role.json", role.to_string());
    let arguments = ["role.json", "-p", "p.yaml", "--format", "json"];
    let listed: Vec<Value> = steps(&place.plan(&arguments).json())
        .iter()
        .map(|step| json!([step["operation"], step["because"], step["hint"]]))
        .collect();
    assert_eq!(
        listed,
        [
            json!([
                "add",
                "only the feature `f`, which is off, asks for it",
                "if the feature is in use, skip this and use `--feature f`"
            ]),
            json!(["edit", "the policy says None", null]),
            json!([
                "inquire",
                "needed only during setup",
                "during setup, skip this and use `--phase setup`"
            ]),
        ]
    );
}

#[test]
fn a_waived_administrator_role_is_listed_and_not_replaced() {
    let config = "schema: leastwise/config/v1\nwaivers: [{ rule: admin-role, reason: r }]\n";
    let place = Sandbox::new().and("leastwise.yaml", config);
    let admin = crate::plan::harness::root().join("examples/roles/admin-snapshot.json");
    let arguments = [admin.to_str().unwrap(), "-p", POLICY, "--format", "json"];
    let plan = place.plan(&arguments).json()["roles"][0].clone();
    assert_eq!(plan["way"], "in-place");
    assert_eq!(plan["kept"][0]["rule"], "admin-role");
    assert_eq!(plan["kept"][0]["waiver"]["reason"], "r");
}

#[test]
fn rows_of_an_administrator_role_are_ignored() {
    let row = |level: &str| {
        json!({
            "moduleDescription": "Finance", "moduleFunctionDescription": "Agreements",
            "addLevel": level, "editLevel": level, "deleteLevel": level, "inquireLevel": level
        })
    };
    let role = json!({
        "schema": "leastwise/role/v1",
        "role": { "name": "Admin", "adminFlag": true },
        "count": 2,
        "complete": true,
        "settings": [row("All"), row("None")],
    });
    let place = Sandbox::new().and("role.json", role.to_string());
    let run = place.plan(&["role.json", "-p", POLICY, "--format", "json"]);
    let rules: Vec<Value> = run.json()["roles"][0]["remarks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|remark| remark["rule"].clone())
        .collect();
    assert_eq!(rules, ["admin-role"]);
}

#[test]
fn an_unread_level_is_set_with_the_reason() {
    let place = Sandbox::new().and_role("role.json", |rows| {
        rows.retain(|row| row["moduleFunctionDescription"] != "Agreements");
        row(rows, "API Reports")["inquireLevel"] = json!(null);
        let contacts = row(rows, "Contacts").as_object_mut().unwrap();
        contacts.retain(|key, _| key != "inquireLevel");
    });
    let run = place.plan(&["role.json", "-p", POLICY, "--format", "json"]);
    let mut listed: Vec<String> = steps(&run.json())
        .iter()
        .map(|step| step["because"].as_str().unwrap().to_owned())
        .collect();
    listed.sort();
    listed.dedup();
    assert_eq!(
        listed,
        [
            "the role has no level for it",
            "the role has no row for this function",
            "the role states no level (null)",
        ]
    );
}

#[test]
fn changes_are_levels_and_items_without_lists_to_check() {
    let policy = "schema: leastwise/policy/v1\nid: p\ntitle: P\npermissions:\n  System:\n    \
                  Table Setup:\n      inquire: All\n      customize: { allow: [Service / Source] }\n";
    let mut role = json!({
        "schema": "leastwise/role/v1",
        "role": { "name": "Tried", "adminFlag": false },
        "complete": true,
        "count": 1,
        "settings": [{
            "moduleDescription": "System", "moduleFunctionDescription": "Table Setup",
            "addLevel": "All", "editLevel": "None", "deleteLevel": "None", "inquireLevel": "None"
        }],
        "customize_items": []
    });
    let printed = |role: &Value| {
        let place = Sandbox::new()
            .and("p.yaml", policy)
            .and("role.json", role.to_string());
        let arguments = ["role.json", "-p", "p.yaml", "--customize-items", "allowed"];
        place.plan(&arguments).stdout
    };
    let text = printed(&role);
    assert!(text.contains("3 changes"), "{text}");
    role.as_object_mut().unwrap().remove("customize_items");
    let text = printed(&role);
    assert!(text.contains("2 changes"), "{text}");
}
