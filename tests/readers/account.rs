//! Every field of a row and of what is around the rows is used, reported or an error.

use serde_json::{Value, json};

use crate::readers::harness::{POLICY, Run, example, export_csv, leastwise};

fn check(document: &Value) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["check", "-", "-p", POLICY, "--format", "json"];
    leastwise(folder.path(), &arguments, document.to_string().as_bytes())
}

fn around(more: &Value) -> Value {
    let mut wrapper = json!({ "value": example("cloudblue-exact.json") });
    let fields = more.as_object().unwrap().clone();
    wrapper.as_object_mut().unwrap().extend(fields);
    wrapper
}

fn with_fields(fields: impl Fn(usize) -> Value) -> Value {
    let mut rows = example("cloudblue-exact.json");
    for (index, row) in rows.iter_mut().enumerate() {
        let more = fields(index).as_object().unwrap().clone();
        row.as_object_mut().unwrap().extend(more);
    }
    json!(rows)
}

#[test]
fn fields_that_may_mean_more_rows_are_inconclusive() {
    let link = "<https://h/x?page=2>; rel=\"next\"";
    for more in [
        json!({ "meta": { "pagination": { "total": 180, "total_pages": 2, "links": { "next": "https://h" } } } }),
        json!({ "headers": { "Link": link } }),
        json!({ "headers": { "link": [link] } }),
        json!({ "headers": [{ "name": "Link", "value": link }] }),
        json!({ "headers": [["Link", link]] }),
        json!({ "headers": format!("HTTP/1.1 200 OK\r\nLink: {link}\r\n") }),
        json!({ "headers": { "X-Total-Count": "180" } }),
        json!({ "headers": { "Content-Range": "items 0-92/180" } }),
        json!({ "moreRecords": true }),
        json!({ "more_available": "yes" }),
        json!({ "nextRecordsUrl": "/x" }),
        json!({ "done": false }),
        json!({ "pagingToken": { "continuation": "abc" } }),
        json!({ "recordsTotal": 180 }),
        json!({ "remaining": 87 }),
        json!({ "summary": "1-93 of 180" }),
        json!({ "somewhere": "https://h/settings?page=2" }),
        json!({ "offset": 60 }),
        json!({ "previous": "https://h/x?page=1" }),
        json!({ "pageSize": 93 }),
        json!({ "errors": ["the list was cut"] }),
        json!({ "status": 206 }),
    ] {
        let ran = check(&around(&more));
        assert_eq!(ran.code, 4, "{more}: {}", ran.stdout);
    }
}

#[test]
fn fields_that_do_not_mean_more_rows_are_reported() {
    for (more, label) in [
        (json!({ "took": 1234 }), "took"),
        (json!({ "cached": true }), "cached"),
        (json!({ "request": { "traceId": "abc" } }), "traceId"),
    ] {
        let ran = check(&around(&more));
        assert_eq!(ran.code, 0, "{more}");
        assert!(ran.stdout.contains(&format!("`{label}`")), "{more}");
    }
    let whole = json!({ "total": 93, "pageSize": 93, "endCursor": "x", "hasNextPage": false });
    assert_eq!(check(&around(&whole)).code, 0);
}

#[test]
fn fields_of_rows_identify_the_role() {
    for fields in [
        json!({ "adminFlag": true }),
        json!({ "AdminFlag": true }),
        json!({ "is_admin": true }),
        json!({ "securityRole": { "adminFlag": true } }),
    ] {
        let ran = check(&with_fields(|_| fields.clone()));
        assert_eq!(ran.code, 1, "{fields}: {}", ran.stdout);
        assert!(ran.stdout.contains("admin-role"));
    }
    for marked in [0, 1, 50] {
        let ran = check(&with_fields(|row| {
            let field = if row == marked {
                "adminFlag"
            } else {
                "sortOrder"
            };
            json!({ "_info": { field: true } })
        }));
        assert!(ran.stdout.contains("admin-role"), "row {marked}");
    }
    assert_eq!(
        check(&with_fields(|_| json!({ "adminFlag": "True" }))).code,
        3
    );
    let ran = check(&with_fields(
        |row| json!({ "roleName": if row < 60 { "A" } else { "B" } }),
    ));
    assert_eq!(ran.code, 3);
    assert!(ran.stdout.contains("two roles"));
    let ran = check(&with_fields(|row| json!({ "role": { "id": row / 60 } })));
    assert_eq!(ran.code, 3);
    let ran = check(&with_fields(|_| json!({ "color": "red" })));
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains("`color`"));
    let inner = example("cloudblue-exact.json")[0].clone();
    assert_eq!(
        check(&with_fields(|_| json!({ "children": [inner.clone()] }))).code,
        3
    );
}

#[test]
fn the_role_around_the_settings_is_read_in_an_array_too() {
    let ran = check(&around(
        &json!({ "role": [{ "name": "A", "adminFlag": true }] }),
    ));
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    let two = json!({ "role": [{ "name": "A" }, { "name": "B" }] });
    assert_eq!(check(&around(&two)).code, 3);
    let ran = check(&around(
        &json!({ "role": { "name": "A", "inactiveFlag": true } }),
    ));
    assert!(
        ran.stdout.contains("is inactive in ConnectWise"),
        "{}",
        ran.stdout
    );
}

fn check_file(name: &str, text: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    let arguments = ["check", name, "-p", POLICY, "--format", "json"];
    leastwise(folder.path(), &arguments, b"")
}

#[test]
fn a_column_can_mark_an_administrator_role() {
    let text = export_csv(&example("cloudblue-exact.json"), ',');
    let with = |flag: &str| {
        let mut lines = text.lines();
        let first = format!("{},\"adminFlag\"\n", lines.next().unwrap());
        lines.fold(first, |text, line| format!("{text}{line},\"{flag}\"\n"))
    };
    let ran = check_file("role.csv", &with("True"));
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("admin-role"));
    assert_eq!(check_file("role.csv", &with("False")).code, 0);
    assert_eq!(check_file("role.csv", &with("perhaps")).code, 3);
}

#[test]
fn a_row_of_an_export_without_a_module_is_not_of_the_module_above() {
    let mut role = example("cloudblue-exact.json");
    role[40]["moduleDescription"] = json!("");
    role[40]["moduleName"] = json!("");
    let ran = check_file("role.csv", &export_csv(&role, ','));
    assert_eq!(ran.code, 3, "{}", ran.stdout);
    assert!(ran.stdout.contains("names no module"));
}

#[test]
fn overlong_names_are_rejected() {
    let long = "x".repeat(1001);
    let mut role = example("cloudblue-exact.json");
    role[40]["moduleFunctionDescription"] = json!(long);
    let yaml = format!("permissions:\n  Finance:\n    {long}: {{ add: All }}\n");
    for (file, text) in [
        ("role.json", json!(role).to_string()),
        ("role.csv", export_csv(&role, ',')),
        ("role.yaml", yaml),
    ] {
        let ran = check_file(file, &text);
        assert_eq!(ran.code, 3, "{file}: {}", ran.stdout);
        assert!(
            ran.stdout.contains("exceeds the limit of 1000 characters"),
            "{file}"
        );
    }
}
