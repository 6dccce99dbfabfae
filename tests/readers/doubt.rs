//! A partly read role is never called clean.

use std::fs;

use serde_json::{Value, json};

use crate::readers::harness::{POLICY, Run, example, leastwise, shapes};

fn check(input: &[u8]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["check", "-", "-p", POLICY, "--format", "json"];
    leastwise(folder.path(), &arguments, input)
}

fn check_rows(rows: &[Value]) -> Run {
    check(json!(rows).to_string().as_bytes())
}

fn findings(ran: &Run, rule: &str) -> Vec<String> {
    let report = ran.json();
    let findings = report["roles"][0]["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["rule"] == rule)
        .map(|finding| finding["message"].as_str().unwrap().to_owned())
        .collect()
}

fn error(ran: &Run) -> (String, String) {
    let report = ran.json();
    let text = |field: &str| {
        report["errors"][0][field]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    (text("message"), text("help"))
}

fn extra(label: &str, name: &str, level: &str) -> Value {
    json!({
        "moduleDescription": "Finance", "moduleFunctionDescription": label,
        "moduleFunctionName": name, "addLevel": "None", "editLevel": "None",
        "deleteLevel": "None", "inquireLevel": level,
    })
}

#[test]
fn an_operation_without_any_level_makes_the_role_incomplete() {
    for (field, title) in [("deleteLevel", "Delete"), ("inquireLevel", "Inquire")] {
        let mut rows = example("cloudblue-exact.json");
        for row in &mut rows {
            row.as_object_mut().unwrap().remove(field);
        }
        let snapshot = json!({
            "schema": "leastwise/role/v1", "count": rows.len(), "complete": true, "settings": rows,
        });
        for ran in [check_rows(&rows), check(snapshot.to_string().as_bytes())] {
            assert_eq!(ran.code, 4, "{field}");
            assert_eq!(
                findings(&ran, "incomplete-role"),
                [format!("no row of the role states `{title}`")]
            );
            assert_eq!(
                findings(&ran, "reader-note"),
                [format!("no row has `{field}`")]
            );
        }
        // Null is a value, and one row with the field shows that it was requested.
        rows[0][field] = Value::Null;
        assert!(findings(&check_rows(&rows), "incomplete-role").is_empty());
    }
}

#[test]
fn a_table_without_a_column_is_incomplete_too() {
    let rows = example("cloudblue-exact.json");
    let mut table = "Module,Function,Add Level,Edit Level,Inquire Level\n".to_owned();
    for row in &rows {
        let cell = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
        let cells = [
            "moduleDescription",
            "moduleFunctionDescription",
            "addLevel",
            "editLevel",
            "inquireLevel",
        ];
        table += &(cells.map(cell).join(",") + "\n");
    }
    let ran = check(table.as_bytes());
    assert_eq!(ran.code, 4, "{}", ran.stdout);
    // No policy asks for it, and such levels are not reported.
    let folder = tempfile::tempdir().unwrap();
    let policy = "schema: leastwise/policy/v1\nid: x\ntitle: X\npermissions:\n  Finance:\n    \
                  Agreements:\n      inquire: { level: All, purpose: reads }\n";
    fs::write(folder.path().join("p.yaml"), policy).unwrap();
    for (unlisted, code) in [("error", 4), ("allow", 0)] {
        let arguments = ["check", "-", "-p", "p.yaml", "--unlisted", unlisted];
        let ran = leastwise(folder.path(), &arguments, table.as_bytes());
        assert_eq!(ran.code, code, "{unlisted}: {}{}", ran.stdout, ran.stderr);
    }
}

#[test]
fn an_unknown_field_with_a_level_is_an_error() {
    for (field, level, help) in [
        ("levelDelete", "All", "did you mean `deleteLevel`?"),
        ("deleteAccess", "None", "did you mean `deleteLevel`?"),
        ("del", "My", "did you mean `deleteLevel`?"),
        ("delLevel", "All", "did you mean `deleteLevel`?"),
        ("Delete_level", "All", "did you mean `deleteLevel`?"),
        ("DELETE_LEVEL", "All", "did you mean `deleteLevel`?"),
        (
            "xyz",
            "All",
            "expected `addLevel`, `editLevel`, `deleteLevel` or `inquireLevel`",
        ),
    ] {
        let mut rows = example("cloudblue-exact.json");
        for row in &mut rows {
            let row = row.as_object_mut().unwrap();
            row.remove("deleteLevel");
            row.insert(field.to_owned(), json!(level));
        }
        let ran = check_rows(&rows);
        assert_eq!(ran.code, 3, "{field}");
        let said = format!("`{field}` is not a field of a role setting");
        assert_eq!(error(&ran), (said, help.to_owned()));
    }
    // A name may be the word of a level, and a text next to all four levels is not a level.
    let mut rows = example("cloudblue-exact.json");
    rows[0]["note"] = json!("All");
    let row = rows[1].as_object_mut().unwrap();
    row.remove("deleteLevel");
    row.insert("moduleIdentifier".to_owned(), json!("All"));
    assert_eq!(check_rows(&rows).code, 0);
}

#[test]
fn a_row_count_equal_to_a_common_page_size_is_incomplete() {
    let rows = example("cloudblue-exact.json");
    // The last functions are cut off, and unknown functions fill the page.
    let page = |size: usize, kept: usize| {
        let mut page = rows[..kept].to_vec();
        while page.len() < size {
            let name = format!("Another {}", page.len());
            page.push(extra(&name, &name, "None"));
        }
        page
    };
    for size in [50, 100, 200, 250, 500] {
        let ran = check_rows(&page(size, 50));
        assert_eq!(ran.code, 4, "{size}");
        let messages = findings(&ran, "incomplete-role");
        assert!(
            messages[0].contains(&format!("exactly {size} rows")),
            "{messages:?}"
        );
    }
    // The row count is a page size by coincidence, and no known function is missing.
    assert_eq!(check_rows(&page(100, 93)).code, 0);
    // Another row count is not a page size; missing functions are reported.
    let ran = check_rows(&page(101, 80));
    let messages = findings(&ran, "reader-note");
    assert!(
        messages[0].contains("no row for 13 of the 93 known functions"),
        "{messages:?}"
    );
    // If the rows were counted and all read, no guess is needed.
    let counted = json!({
        "schema": "leastwise/role/v1", "count": 100, "complete": true, "settings": page(100, 80),
    });
    let ran = check(counted.to_string().as_bytes());
    assert!(findings(&ran, "incomplete-role").is_empty());
    assert!(findings(&ran, "reader-note").is_empty());
}

#[test]
fn a_partial_role_lists_missing_functions_in_every_format() {
    let rows = example("cloudblue-exact.json");
    let shapes = shapes(&rows[..80]);
    assert!(shapes.len() > 12);
    for (shape, bytes) in shapes {
        // The file contains the row count: a difference is reported as missing rows.
        if shape == "wrapped.json" {
            continue;
        }
        let ran = check(&bytes);
        let messages = findings(&ran, "reader-note");
        assert!(
            messages
                .iter()
                .any(|note| note.contains("no row for 13 of the 93 known functions")),
            "{shape}: {messages:?}"
        );
    }
}

#[test]
fn one_row_is_reported_in_the_singular() {
    let ran = check_rows(&example("cloudblue-exact.json")[..1]);
    let messages = findings(&ran, "incomplete-role");
    assert!(
        messages[0].contains("has rows for only one function, but"),
        "{messages:?}"
    );
}

#[test]
fn a_short_name_does_not_hide_what_another_function_grants() {
    let mut rows = example("cloudblue-exact.json");
    let granted = |ran: &Run| {
        let messages = findings(ran, "excess-function");
        messages.iter().any(|message| message.contains("Renewal"))
    };
    // The start of its label is the name of a function that may have the level.
    rows.push(extra("Agreements Renewal", "Agreements", "All"));
    let ran = check_rows(&rows);
    assert!(granted(&ran), "{}", ran.stdout);
    assert!(findings(&ran, "duplicate-row").is_empty());
    // It is not the start, and another row has the label of that function.
    rows.pop();
    rows.push(extra("Contract Renewal", "Agreements", "All"));
    let ran = check_rows(&rows);
    assert!(granted(&ran), "{}", ran.stdout);
    assert!(findings(&ran, "duplicate-row").is_empty());
    // A label that a tenant chose, and that no other row has.
    rows.pop();
    let own = rows
        .iter_mut()
        .find(|row| row["moduleFunctionDescription"] == "Agreements")
        .unwrap();
    own["moduleFunctionDescription"] = json!("Verträge");
    own["moduleFunctionName"] = json!("Agreements");
    let ran = check_rows(&rows);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
}

#[test]
fn an_empty_level_is_an_error_in_yaml() {
    let role = |line: &str| {
        format!("permissions:\n  Finance:\n    Agreements:\n      inquire: All\n      {line}\n")
    };
    for line in ["delete:", "delete: ~", "delete: null"] {
        let ran = check(role(line).as_bytes());
        assert_eq!(ran.code, 3, "{line}");
        let (message, _) = error(&ran);
        assert!(message.contains("an empty value"), "{line}: {message}");
        let report = ran.json();
        assert_eq!(report["errors"][0]["locations"][0]["line"], 5, "{line}");
    }
    let ran = check(format!("admin:\n{}", role("edit: All")).as_bytes());
    assert_eq!(ran.code, 3);
}

#[test]
fn an_empty_statement_in_a_policy_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for (line, message) in [
        ("delete: []", "`delete` for `Agreements` is an empty list"),
        (
            "delete: { level: {}, purpose: x }",
            "this range states neither `min` nor `max`, and would accept every level",
        ),
    ] {
        let policy = format!(
            "schema: leastwise/policy/v1\nid: x\ntitle: X\npermissions:\n  Finance:\n    \
             Agreements:\n      inquire: {{ level: All, purpose: reads }}\n      {line}\n"
        );
        fs::write(folder.path().join("p.yaml"), policy).unwrap();
        let role = json!(example("cloudblue-exact.json")).to_string();
        let arguments = ["check", "-", "-p", "p.yaml", "--format", "json"];
        let ran = leastwise(folder.path(), &arguments, role.as_bytes());
        assert_eq!(ran.code, 3, "{line}");
        assert_eq!(error(&ran).0, message);
    }
}
