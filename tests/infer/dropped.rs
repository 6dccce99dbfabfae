//! Nothing is dropped silently: what shows a request and is none that can be read is counted.

use serde_json::{Value, json};

use crate::infer::harness::{BASE, infer, with_input};

fn read(text: &str) -> Value {
    infer(text.replace("BASE", BASE))
}

/// Requests that were read, and lines or entries that were not.
fn counts(found: &Value) -> (u64, u64) {
    let recording = &found["recordings"][0];
    (
        recording["requests"].as_u64().unwrap(),
        recording["unread"].as_u64().unwrap(),
    )
}

#[test]
fn objects_without_a_method_are_unread() {
    let whole = json!({"method": "GET", "url": "BASE/service/tickets", "status": 200});
    for (object, expected) in [
        (
            json!({"event": "api_call", "endpoint": "GET finance/agreements", "status": 403}),
            (2, 0),
        ),
        (
            json!({"call": "POST /service/tickets", "status": 403}),
            (2, 0),
        ),
        (
            json!({"level": "error", "status": 403, "url": "BASE/finance/invoices"}),
            (1, 1),
        ),
        (
            json!({"req": {"path": "/v4_6_release/apis/3.0/finance/invoices"}, "status": 403}),
            (1, 1),
        ),
        (
            json!({"endpoint": "finance/invoices", "status": 403}),
            (1, 1),
        ),
        (json!({"msg": "reading BASE/finance/invoices"}), (1, 1)),
        (json!({"msg": "base is BASE"}), (1, 0)),
        (
            json!({"item": {"id": 1, "_info": {"board_href": "BASE/service/boards/1"}}}),
            (1, 0),
        ),
        (
            json!({"url": "https://www.example.com/a", "status": 403}),
            (1, 0),
        ),
    ] {
        let text = format!("{whole}\n{object}\n");
        let found = read(&text);
        assert_eq!(counts(&found), expected, "{text}: {found}");
    }
}

#[test]
fn lines_without_a_method_are_unread() {
    for (line, expected) in [
        ("INFO reading BASE/finance/invoices", (1, 1)),
        ("INFO base is BASE/", (1, 0)),
        ("Location: BASE/finance/invoices/5", (1, 0)),
        ("# BASE/finance/invoices", (1, 0)),
    ] {
        let text = format!("INFO GET BASE/service/tickets -> 200\n{line}\n");
        let found = read(&text);
        assert_eq!(counts(&found), expected, "{text}: {found}");
    }
}

#[test]
fn a_host_that_was_taken_out_does_not_hide_the_request() {
    for url in [
        "<redacted>/company/contacts/5",
        "[REDACTED]/company/contacts/5",
        "***/company/contacts/5",
        "████/v4_6_release/apis/3.0/company/contacts/5",
        "XXXX/v4_6_release/apis/3.0/company/contacts/5",
        "https://[REDACTED]/company/contacts/5",
        "https://***/v4_6_release/apis/3.0/company/contacts/5",
        "cw.example/v4_6_release/apis/3.0/company/contacts/5",
        "{{cw}}company/contacts/5",
        "${BASE_URL}company/contacts/5",
    ] {
        let found = infer(format!("PATCH {url} 403\n"));
        assert_eq!(
            found["refused"][0]["path"], "/company/contacts/{id}",
            "{url}: {found}"
        );
    }
    let found = infer("PATCH <redacted>/something/else 200\nGET /service/tickets\n");
    assert_eq!(found["totals"]["counted"], 1, "{found}");
}

#[test]
fn variables_of_postman_need_no_slash() {
    let item =
        |method: &str, url: &str| json!({"name": "x", "request": {"method": method, "url": url}});
    let collection = json!({"info": {"name": "x"}, "item": [
        item("GET", "{{cw}}finance/invoices"), item("LINK", "{{cw}}time/entries")]});
    let found = infer(collection.to_string());
    assert_eq!(found["needs"][0]["function"], "Invoicing", "{found}");
    // What another method does is not known.
    assert_eq!(found["totals"]["counted"], 1, "{found}");
    assert_eq!(found["not_understood"][0]["method"], "LINK", "{found}");
}

#[test]
fn requests_of_powershell_without_an_address_are_unread() {
    let text = "VERBOSE: GET BASE/service/tickets with 0-byte payload\nVERBOSE: Requested HTTP/1.1 DELETE with 0-byte payload\nVERBOSE: received 12-byte response of content type application/json\nVERBOSE: POST with 20-byte payload\n";
    let found = read(text);
    assert_eq!(counts(&found), (1, 2), "{found}");
}

#[test]
fn the_name_of_an_action_is_no_id() {
    for (path, function) in [
        ("/finance/agreements/search", "Agreements"),
        ("/company/configurations/search", "Configurations"),
    ] {
        let found = infer(format!("POST {BASE}{path} -> 200\n"));
        let need = &found["needs"][0];
        assert_eq!(need["function"], function, "{found}");
        assert_eq!(need["operation"], "inquire", "{found}");
        assert_eq!(need["grade"], "inferred", "{found}");
        assert_eq!(need["example"]["path"], path, "{found}");
    }
}

#[test]
fn a_log_that_was_cut_in_its_last_line_is_not_complete() {
    for (text, expected) in [
        (
            "GET BASE/service/tickets 200\nDELETE BASE/company/companies/5",
            (1, 1),
        ),
        (
            "GET BASE/service/tickets -> 200\nPATCH BASE/service",
            (1, 1),
        ),
        (
            "GET BASE/service/tickets -> 200\nPATCH BASE/service/tickets/5 -> 40",
            (1, 1),
        ),
        (
            "INFO GET BASE/service/tickets\nINFO Response 200\nINFO DELETE BASE/company/compa",
            (1, 1),
        ),
        (
            "INFO GET BASE/service/tickets\nINFO Response 200\nINFO DELETE BASE/company/companies/5\nINFO Response 4",
            (2, 0),
        ),
        (
            "1.2.3.4 - - [x] \"GET /service/tickets HTTP/1.1\" 200 5\n1.2.3.4 - - [x] \"DELETE /company/compa",
            (1, 1),
        ),
    ] {
        let found = read(text);
        assert_eq!(found["complete"], false, "{text}: {found}");
        assert_eq!(counts(&found), expected, "{text}: {found}");
        assert_eq!(found["totals"]["counted"], 1, "{text}: {found}");
    }
    for text in [
        "GET BASE/service/tickets\nDELETE BASE/company/companies/5",
        "GET BASE/service/tickets 200\nDELETE BASE/company/companies/5 204",
        "GET BASE/service/tickets 200\nDELETE BASE/company/companies/5\nINFO done",
    ] {
        let found = read(text);
        assert_eq!(found["complete"], true, "{text}: {found}");
        assert_eq!(found["totals"]["records"], 2, "{text}: {found}");
    }
}

#[test]
fn calls_in_code_name_their_address() {
    let found = read("fetch('BASE/company/contacts',{method:'POST'})\n");
    assert_eq!(
        found["needs"][0]["example"]["path"], "/company/contacts",
        "{found}"
    );
    assert_eq!(found["needs"][0]["operation"], "add");
}

#[test]
fn packed_files_are_named() {
    for (bytes, name) in [
        (&b"PK\x03\x04\x14\x00"[..], "a ZIP archive"),
        (b"7z\xbc\xaf\x27\x1c\x00", "a 7z archive"),
        (b"\x28\xb5\x2f\xfd\x00", "a Zstandard file"),
        (b"\xfd7zXZ\x00\x00", "an xz file"),
    ] {
        let run = with_input(&["infer", "-"], bytes);
        assert_eq!(run.code, 3, "{run:?}");
        assert!(
            run.stderr.contains(&format!("this file is {name}")),
            "{run:?}"
        );
        assert!(run.stderr.contains("extract it"), "{run:?}");
    }
}
