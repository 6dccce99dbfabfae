//! Which format a recording has: one line never decides for all others.

use serde_json::Value;

use crate::infer::harness::{BASE, infer};

fn log(line: &str) -> String {
    format!(
        "2026-11-27 08:00:01 INFO GET {BASE}/service/tickets -> 200\n\
         {line}\n\
         2026-11-27 08:00:02 INFO POST {BASE}/company/contacts -> 403\n\
         {line}\n"
    )
}

fn check(text: &str) -> Value {
    let found = infer(text);
    assert_eq!(found["totals"]["records"], 2, "{text}: {found}");
    assert_eq!(found["needs"][0]["function"], "Service Tickets", "{text}");
    assert_eq!(found["refused"][0]["path"], "/company/contacts", "{text}");
    found
}

#[test]
fn words_that_look_like_headings_do_not_make_a_table() {
    for line in [
        "2026-11-27 08:00:02 ERROR Request failed with status code 403",
        "Retrying request after status 429",
        "call returned status 200",
        "request finished, response ok",
        "Sync request for ticket 5: result ok",
        "Making request, code path A",
        "Loading endpoint type list",
        "INFO Sending method url and status to trace",
        "the request; its method; its status",
        "method | url | status | follow",
        "System.Net.Http.HttpRequestException: Response status code does not indicate success: 403 (Forbidden).",
        "VERBOSE: Requested HTTP/1.1 DELETE with 0-byte payload",
    ] {
        check(&log(line));
        check(&format!("{line}\n{}", log("INFO next")));
    }
}

#[test]
fn an_error_block_of_powershell_is_no_table() {
    let found = check(&format!(
        "VERBOSE: GET {BASE}/service/tickets with 0-byte payload\n\
         VERBOSE: received 12-byte response of content type application/json\n\
         VERBOSE: POST {BASE}/company/contacts with 9-byte payload\n\
         Invoke-RestMethod : The remote server returned an error: (403) Forbidden.\n\
         At line:1 char:1\n\
         + Invoke-RestMethod -Uri $u\n\
         + ~~~~~\n\
         \x20   + CategoryInfo          : InvalidOperation: (System.Net.HttpWebRequest:HttpWebRequest) [Invoke-RestMethod], WebException\n\
         \x20   + FullyQualifiedErrorId : WebCmdletWebResponseException,Microsoft.PowerShell.Commands.InvokeRestMethodCommand\n"
    ));
    assert_eq!(found["recordings"][0]["format"], "PowerShell transcript");
}

#[test]
fn a_table_without_rows_is_named_as_one() {
    let run = crate::infer::harness::with_input(&["infer", "-"], b"Method,URL,Status\n");
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stderr.contains("(read as table)"), "{run:?}");
}

#[test]
fn a_table_between_blanks_needs_rows_that_fit() {
    let found = infer(format!(
        "Method URL Status\nGET {BASE}/service/tickets 200\nPOST {BASE}/company/contacts 403\n"
    ));
    assert_eq!(found["recordings"][0]["format"], "table", "{found}");
    assert_eq!(found["totals"]["refused"], 1);
}
