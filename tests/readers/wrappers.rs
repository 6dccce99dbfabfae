//! JSON around the settings of a role: it may say that the role is incomplete, or that it is an
//! administrator role; unknown fields of that kind are never skipped.

use serde_json::{Value, json};

use crate::readers::harness::{POLICY, Run, example, leastwise};

fn check(documents: &[Value]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = documents.iter().map(Value::to_string).collect();
    let text = lines.join("\n");
    let arguments = ["check", "-", "-p", POLICY, "--format", "json"];
    leastwise(folder.path(), &arguments, text.as_bytes())
}

fn code(document: Value) -> i32 {
    check(&[document]).code
}

/// A role without findings, and its halves.
fn rows() -> (Value, Value, Value) {
    let rows = example("cloudblue-exact.json");
    let (one, other) = rows.split_at(60);
    (json!(rows), json!(one), json!(other))
}

/// A wrapper of the complete role with more fields.
fn wrapped(more: &Value) -> Value {
    let mut wrapper = json!({ "value": rows().0 });
    let fields = more.as_object().unwrap().clone();
    wrapper.as_object_mut().unwrap().extend(fields);
    wrapper
}

fn message(ran: &Run) -> String {
    let report = ran.json();
    let message = report["errors"][0]["message"].as_str();
    message.unwrap_or_default().to_owned()
}

fn reports_admin(ran: &Run) -> bool {
    let report = ran.json();
    let mut findings = report["roles"][0]["findings"].as_array().unwrap().iter();
    findings.any(|finding| finding["rule"] == "admin-role")
}

#[test]
fn administrator_roles_are_never_guessed() {
    let snapshot = |flag: &Value| {
        json!({
            "schema": "leastwise/role/v1", "role": { "name": "R", "adminFlag": flag },
            "count": 93, "complete": true, "settings": rows().0,
        })
    };
    for flag in [
        json!("true"),
        json!("False"),
        json!("yes"),
        json!(1),
        json!([true]),
        json!({}),
    ] {
        for document in [
            snapshot(&flag),
            wrapped(&json!({ "adminFlag": flag })),
            wrapped(&json!({ "role": { "adminFlag": flag } })),
        ] {
            let ran = check(&[document]);
            assert_eq!(ran.code, 3, "{flag}");
            let said = message(&ran);
            assert!(said.contains("expected true, false or null"), "{said}");
            assert!(ran.json()["errors"][0]["locations"][0]["line"].is_number());
        }
    }
    for flag in [json!(false), json!(null)] {
        assert_eq!(code(snapshot(&flag)), 0, "{flag}");
        assert_eq!(code(wrapped(&json!({ "adminFlag": flag }))), 0, "{flag}");
    }
}

#[test]
fn an_administrator_mark_is_not_revoked_by_a_later_one() {
    let inside = |flag: Value| json!({ "adminFlag": flag, "settings": rows().0 });
    let twice = format!(
        "{{\"adminFlag\":true,\"adminFlag\":false,\"value\":{}}}",
        rows().0
    );
    let documents = [
        wrapped(&json!({ "adminFlag": true })).to_string(),
        wrapped(&json!({ "admin_flag": true })).to_string(),
        wrapped(&json!({ "AdminFlag": true })).to_string(),
        wrapped(&json!({ "role": { "name": "A", "adminFlag": true } })).to_string(),
        wrapped(&json!({ "securityRole": { "admin_flag": true } })).to_string(),
        json!({ "adminFlag": true, "data": inside(json!(null)) }).to_string(),
        json!({ "adminFlag": false, "data": inside(json!(true)) }).to_string(),
        twice.clone(),
        twice.replace("true,\"adminFlag\":false", "false,\"adminFlag\":true"),
    ];
    for document in documents {
        let folder = tempfile::tempdir().unwrap();
        let arguments = ["check", "-", "-p", POLICY, "--format", "json"];
        let ran = leastwise(folder.path(), &arguments, document.as_bytes());
        let start = &document[..60];
        assert_eq!(ran.code, 1, "{start}");
        assert!(reports_admin(&ran), "{start}");
    }
}

#[test]
fn two_wrapped_roles_are_not_combined() {
    let (_, one, other) = rows();
    let role = |more: Value, rows: &Value| {
        let mut role = more;
        role["settings"] = rows.clone();
        role
    };
    for (first, second) in [
        (
            json!({ "name": "A", "adminFlag": true }),
            json!({ "name": "B" }),
        ),
        (json!({ "name": "A" }), json!({ "name": "B" })),
        (json!({ "adminFlag": true }), json!({ "adminFlag": false })),
        (
            json!({ "role": { "id": 1 } }),
            json!({ "role": { "id": 2 } }),
        ),
    ] {
        let pair = [role(first.clone(), &one), role(second.clone(), &other)];
        for documents in [pair.to_vec(), vec![json!(pair)]] {
            let ran = check(&documents);
            assert_eq!(ran.code, 3, "{first} {second}");
            let said = message(&ran);
            assert!(said.contains("the file contains two roles"), "{said}");
        }
    }
    // Two pages of one role.
    let page = |rows| role(json!({ "name": "A", "adminFlag": false }), rows);
    assert_eq!(check(&[page(&one), page(&other)]).code, 0);
    let nameless = role(json!({}), &other);
    let ran = check(&[
        role(json!({ "name": "A", "adminFlag": true }), &one),
        nameless,
    ]);
    assert!(reports_admin(&ran));
    assert_eq!(ran.json()["roles"][0]["name"], "A");
}

#[test]
fn a_more_rows_mark_is_detected_at_every_nesting_level() {
    for more in [
        json!({ "hasMore": true }),
        json!({ "hasMore": "True" }),
        json!({ "has_more": 1 }),
        json!({ "truncated": true }),
        json!({ "isLast": false }),
        json!({ "last": false }),
        json!({ "complete": false }),
        json!({ "nextPage": 2 }),
        json!({ "next": { "href": "https://x" } }),
        json!({ "links": { "next": "https://x" } }),
        json!({ "_links": { "next": { "href": "https://x" } } }),
        json!({ "links": [{ "rel": "self", "href": "x" }, { "rel": "next", "href": "y" }] }),
        json!({ "paging": { "nextLink": "https://x" } }),
        json!({ "@odata.nextLink": "https://x" }),
        json!({ "total": 180 }),
        json!({ "total": "180" }),
        json!({ "total": 180.0 }),
        json!({ "count": "180" }),
        json!({ "totalRecords": 180 }),
        json!({ "total_count": 180 }),
        json!({ "meta": { "total": 180 } }),
        json!({ "pagination": { "total_pages": 2 } }),
        json!({ "page": { "number": 0, "totalPages": 4 } }),
        json!({ "totalPages": 2 }),
        json!({ "lastPage": 2 }),
        json!({ "lastPage": false }),
    ] {
        assert_eq!(code(wrapped(&more)), 4, "{more}");
        // The same within another wrapper, which does not mention it.
        let mut outer = json!({ "data": { "settings": rows().0 } });
        outer
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        assert_eq!(code(outer), 4, "{more}");
        assert_eq!(code(json!({ "data": wrapped(&more) })), 4, "{more}");
    }
}

#[test]
fn a_wrapper_marked_as_complete_is_complete() {
    for said in [
        json!({}),
        json!({ "hasMore": false, "next": null, "nextLink": "", "total": 93, "count": 93 }),
        json!({ "hasMore": "false", "total": "93", "totalPages": 1, "isLast": true, "last": true }),
        json!({ "links": { "self": "x", "last": "y", "next": null }, "page": 1, "pageSize": 1000 }),
        json!({ "total": null, "count": "", "meta": { "total": 93.0, "took": 12 } }),
        json!({ "_links": {}, "links": [], "errors": null, "name": "A" }),
        json!({ "role": { "name": "A" }, "roleType": { "id": 1, "name": "Standard" } }),
    ] {
        assert_eq!(code(wrapped(&said)), 0, "{said}");
        let mut outer = json!({ "total": 93, "count": 93 });
        outer["data"] = wrapped(&said);
        assert_eq!(code(outer), 0, "{said}");
    }
    // A later page overrides the paging information of the previous one.
    let (_, one, other) = rows();
    let page = |rows: &Value, number: u8| json!({ "value": rows, "hasMore": number == 1, "totalPages": 2, "total": 93 });
    assert_eq!(check(&[page(&one, 1), page(&other, 2)]).code, 0);
    assert_eq!(code(json!([page(&one, 1), page(&other, 2)])), 0);
    assert_eq!(check(&[page(&one, 2), page(&other, 1)]).code, 4);
}

#[test]
fn an_unknown_wrapper_value_is_an_error_with_its_position() {
    for (said, expected) in [
        (json!({ "hasMore": "perhaps" }), "true or false"),
        (json!({ "isLast": [] }), "true or false"),
        (json!({ "total": "many" }), "a whole number"),
        (json!({ "total": -1 }), "a whole number"),
        (json!({ "count": 92.5 }), "a whole number"),
        (
            json!({ "meta": { "total": { "value": 93 } } }),
            "a whole number",
        ),
        (json!({ "totalPages": true }), "a whole number"),
    ] {
        let ran = check(&[wrapped(&said)]);
        assert_eq!(ran.code, 3, "{said}");
        assert!(message(&ran).contains(expected), "{}", message(&ran));
    }
}

#[test]
fn settings_next_to_others_are_not_dropped() {
    let (all, one, other) = rows();
    let mut deep = other.clone();
    for _ in 0..30 {
        deep = json!([deep]);
    }
    let mut after = vec![json!({})];
    after.extend(other.as_array().unwrap().clone());
    for pages in [
        json!([[], other]),
        json!([null, other]),
        json!(after),
        deep,
        json!({ "a": { "b": other[0] } }),
    ] {
        let ran = check(&[json!({ "pages": pages, "value": one })]);
        assert_eq!(ran.code, 3, "{pages}");
        let said = message(&ran);
        assert!(
            said.contains("several lists of settings: `pages` and `value`"),
            "{said}"
        );
    }
    let twice = format!("{{\"value\":{one},\"value\":{other}}}");
    let folder = tempfile::tempdir().unwrap();
    let ran = leastwise(
        folder.path(),
        &["check", "-", "-p", POLICY, "--format", "json"],
        twice.as_bytes(),
    );
    assert_eq!(
        message(&ran),
        "this object contains several lists of settings: `value` twice"
    );
    // Objects without settings may appear next to them.
    let other = json!({ "value": all, "log": [[], [null, { "a": [1] }]], "empty": [] });
    assert_eq!(code(other), 0);
}

#[test]
fn an_unusual_more_rows_mark_is_inconclusive() {
    for more in [
        json!({ "meta": { "pagination": { "total": 180, "total_pages": 2, "links": { "next": "x" } } } }),
        json!({ "headers": { "Link": "<https://x?page=2>; rel=\"next\"" } }),
        json!({ "headers": { "link": "<https://x>; rel='next last'" } }),
        json!({ "headers": [{ "links": ["<https://x>; rel=next"] }] }),
        json!({ "moreRecords": true }),
        json!({ "moreRowsAvailable": 1 }),
        json!({ "remaining": 68 }),
        json!({ "remainingRecords": "68" }),
        json!({ "meta": { "page": { "info": { "hasNextPage": true } } } }),
        json!({ "nextOffset": 25 }),
        json!({ "next_page_url": "https://x" }),
        json!({ "continuation": { "token": "abc" } }),
        json!({ "@odata.continuationToken": "abc" }),
        json!({ "totalRecordCount": 180 }),
        json!({ "grandTotal": 180 }),
        json!({ "resultIncomplete": true }),
        json!({ "allRecords": false }),
        json!({ "done": false }),
    ] {
        assert_eq!(code(wrapped(&more)), 4, "{more}");
    }
}

#[test]
fn a_wrapper_without_paging_is_complete() {
    for said in [
        json!({ "meta": { "pagination": { "total": 93, "links": { "next": null, "self": "x" } } } }),
        json!({ "headers": { "Link": "<https://x?page=1>; rel=\"last\"", "api-current-version": "2025.1" } }),
        json!({ "moreRecords": false, "remaining": 0, "done": true, "grandTotal": 93 }),
        json!({ "totalTime": 12, "totalBytes": 70000, "retryCount": 0 }),
    ] {
        assert_eq!(code(wrapped(&said)), 0, "{said}");
    }
}

#[test]
fn an_unknown_wrapper_field_is_a_note() {
    for (said, key) in [
        (json!({ "batch": 7 }), "batch"),
        (json!({ "info": { "isFiltered": true } }), "isFiltered"),
        (json!({ "source": "https://example.com/roles" }), "source"),
    ] {
        let ran = check(&[wrapped(&said)]);
        assert_eq!(ran.code, 0, "{said}");
        let findings = ran.json()["roles"][0]["findings"].clone();
        let noted = findings.as_array().unwrap().iter().any(|finding| {
            finding["rule"] == "reader-note" && finding["message"].as_str().unwrap().contains(key)
        });
        assert!(noted, "{said} {findings}");
    }
}

#[test]
fn an_administrator_mark_is_read_everywhere() {
    let (all, ..) = rows();
    let mut marked = all.clone();
    for row in marked.as_array_mut().unwrap() {
        row["adminFlag"] = true.into();
    }
    assert!(reports_admin(&check(std::slice::from_ref(&marked))));
    assert!(reports_admin(&check(&[json!({ "value": marked })])));
    for wrapper in [
        json!({ "role": [{ "adminFlag": true }] }),
        json!({ "securityRoles": [{ "id": 63, "adminFlag": true }] }),
        json!({ "security": { "adminFlag": true } }),
        json!({ "isAdmin": true }),
    ] {
        assert!(reports_admin(&check(&[wrapped(&wrapper)])), "{wrapper}");
    }
    // A person who is an administrator does not make the role one.
    let person = json!({ "createdBy": { "adminFlag": true } });
    assert_eq!(code(wrapped(&person)), 0);
    let mut one = all;
    one[3]["adminFlag"] = false.into();
    assert_eq!(check(&[one]).code, 0);
}

#[test]
fn rows_of_two_roles_are_an_error() {
    let (all, ..) = rows();
    for field in ["roleName", "role", "securityRoleId", "Role_Name"] {
        let mut two = all.clone();
        for (index, row) in two.as_array_mut().unwrap().iter_mut().enumerate() {
            row[field] = if index < 40 { "A" } else { "B" }.into();
        }
        let ran = check(&[two]);
        assert_eq!(ran.code, 3, "{field} {ran:?}");
        assert!(message(&ran).contains("two roles"), "{}", message(&ran));
    }
}
