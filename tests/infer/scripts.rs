//! Commands of scripts and terminals.

use serde_json::Value;

use crate::infer::harness::{BASE, infer};

fn read(text: &str) -> Value {
    infer(text.replace("BASE", BASE))
}

/// Methods and paths of the needs, one for each function and operation.
fn requests(found: &Value) -> Vec<String> {
    let needs = found["needs"].as_array().unwrap().iter();
    let mut all: Vec<String> = needs
        .map(|need| {
            let example = &need["example"];
            format!(
                "{} {}",
                example["method"].as_str().unwrap(),
                example["path"].as_str().unwrap()
            )
        })
        .collect();
    all.sort();
    all
}

#[test]
fn every_curl_command_is_a_request() {
    for (command, expected) in [
        (
            "curl -s \"BASE/service/tickets?pageSize=1\"",
            "GET /service/tickets",
        ),
        (
            "curl -XDELETE BASE/company/contacts/5",
            "DELETE /company/contacts/{id}",
        ),
        ("curl -d @n.json BASE/time/entries", "POST /time/entries"),
        (
            "curl -T f.json BASE/procurement/purchaseorders/5",
            "PUT /procurement/purchaseorders/{id}",
        ),
        ("curl -I BASE/finance/invoices", "HEAD /finance/invoices"),
        (
            "curl -G BASE/finance/invoices -d pageSize=1",
            "GET /finance/invoices",
        ),
        (
            "curl --json '{\"a\":1}' BASE/company/contacts",
            "POST /company/contacts",
        ),
        (
            "curl -F file=@x BASE/company/contacts",
            "POST /company/contacts",
        ),
        (
            "R=\"$(curl -s -X POST \"BASE/company/contacts\" -d \"$B\")\"",
            "POST /company/contacts",
        ),
        ("r=`curl -s BASE/finance/invoices`", "GET /finance/invoices"),
        (
            "if ! curl -sf BASE/finance/invoices; then",
            "GET /finance/invoices",
        ),
        (
            "/usr/bin/curl -s $BASE/finance/invoices | jq .",
            "GET /finance/invoices",
        ),
        (
            "curl -s BASE/finance/invoices --max-time 403",
            "GET /finance/invoices",
        ),
        (
            "curl -s BASE/finance/invoices # don't fail",
            "GET /finance/invoices",
        ),
        (
            "curl -X PATCH \\\n  -H 'clientId: x' \\\n  BASE/service/tickets/5",
            "PATCH /service/tickets/{id}",
        ),
        (
            "curl -X POST BASE/company/contacts -d '{\n  \"method\": \"GET\",\n  \"firstName\": \"x\"\n}'",
            "POST /company/contacts",
        ),
        ("wget -q BASE/finance/invoices", "GET /finance/invoices"),
        (
            "$r = Invoke-RestMethod -Uri \"BASE/finance/invoices\" -Headers $h",
            "GET /finance/invoices",
        ),
        (
            "Invoke-RestMethod `\n  -Method Delete `\n  -Uri BASE/company/contacts/5",
            "DELETE /company/contacts/{id}",
        ),
        ("(irm BASE/finance/invoices).count", "GET /finance/invoices"),
        (
            "Invoke-RestMethod -Uri BASE/company/contacts -Method Post -Body (@{\n  firstName = 'x'\n} | ConvertTo-Json)",
            "POST /company/contacts",
        ),
    ] {
        // Before and after another command, in a script.
        let other = "curl -s BASE/schedule/entries\n";
        for text in [
            format!("{command}\n"),
            format!("#!/bin/sh\nset -e\n{command}\necho \"request failed\" >&2\n"),
        ] {
            let found = read(&text);
            assert_eq!(requests(&found), [expected], "{text}: {found}");
            assert_eq!(found["totals"]["records"], 1, "{text}");
            assert_eq!(found["recordings"][0]["unread"], 0, "{text}");
        }
        let text = format!("{other}{command}\n{other}");
        let found = read(&text);
        assert_eq!(found["totals"]["records"], 3, "{text}: {found}");
        assert!(requests(&found).contains(&expected.to_owned()), "{text}");
    }
}

#[test]
fn one_line_can_hold_several_requests() {
    for line in [
        "curl BASE/service/tickets BASE/finance/invoices",
        "curl BASE/service/tickets --next BASE/finance/invoices",
        "curl BASE/service/tickets && curl BASE/finance/invoices",
        "curl BASE/service/tickets; curl BASE/finance/invoices",
    ] {
        let found = read(line);
        assert_eq!(
            requests(&found),
            ["GET /finance/invoices", "GET /service/tickets"],
            "{line}"
        );
        assert_eq!(found["totals"]["records"], 2, "{line}");
    }
}

#[test]
fn a_command_without_an_address_is_unread() {
    let found =
        read("curl -s BASE/service/tickets\ncurl -s \"$URL\"\nInvoke-RestMethod @request\n");
    assert_eq!(found["totals"]["records"], 1, "{found}");
    assert_eq!(found["recordings"][0]["unread"], 2, "{found}");
}

#[test]
fn the_output_of_a_command_is_its_answer() {
    for output in [
        "{\"code\":\"Security\",\"message\":\"You do not have security permission to perform this action.\"}",
        "HTTP/1.1 403 Forbidden",
    ] {
        for prompt in ["", "$ ", "PS C:\\> "] {
            let text = format!("{prompt}curl -X DELETE BASE/company/contacts/5\n{output}\n");
            assert_eq!(read(&text)["totals"]["refused"], 1, "{text}");
        }
    }
    let text =
        "$ curl -f BASE/company/contacts/5\ncurl: (22) The requested URL returned error: 403\n";
    assert_eq!(read(text)["totals"]["refused"], 1, "{text}");
    // In a script, the next lines are no output.
    let text = "curl -f BASE/service/tickets\necho \"failed with status 403\"\n";
    assert_eq!(read(text)["totals"]["counted"], 1, "{text}");
}

#[test]
fn a_transcript_shows_the_requests_of_its_commands() {
    let text = "PS C:\\> Invoke-RestMethod -Uri BASE/service/tickets -Verbose\nVERBOSE: GET BASE/service/tickets with 0-byte payload\nVERBOSE: received 12-byte response of content type application/json\n";
    let found = read(text);
    assert_eq!(found["totals"]["records"], 1, "{found}");
}
