//! `leastwise explain` on variants of requests, commands and errors, and on custom rules.

use serde_json::Value;

use crate::language::harness::{Sandbox, explain};

fn answer(input: &str) -> Value {
    let run = explain(&[input, "--format", "json"]);
    assert_eq!(run.code, 0, "{input}: {run:?}");
    assert!(!format!("{run:?}").contains("DUMMY-SECRET"), "{run:?}");
    run.json()
}

#[test]
fn the_same_request_is_found_in_every_form() {
    const TICKET: &str = "/service/tickets/{id}";
    for input in [
        "PATCH /service/tickets/7",
        "patch service/tickets/7/",
        "PATCH /Service/Tickets/7#top",
        "PATCH https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/7?conditions=summary='DUMMY-SECRET'",
        "PATCH https://API-AU.MYCONNECTWISE.NET/V2026_4/APIS/3.0/SERVICE/TICKETS/7",
        "PATCH https://cw.example.com/v4_6_release/apis/3.0/service/tickets/7",
        "PATCH https://psa.example.com:8443/v4_6_release/apis/3.0//service//tickets/7//",
        "PATCH /v4_6_release/apis/3.0/v4_6_release/apis/3.0/service/tickets/7",
        "PATCH {{baseUrl}}/service/tickets/{{ticketId}}",
        "PATCH api-eu.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/7",
        "curl -X=PATCH --url https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/7 -d@DUMMY-SECRET.json -u DUMMY-SECRET",
        "curl.exe ^\"https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/7^\" ^\r\n -X ^\"PATCH^\" ^\r\n -H ^\"Authorization: Basic DUMMY-SECRET^\"",
        "Invoke-RestMethod -Uri \"https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/7\" -Method Patch -Headers @{ Authorization = 'Basic DUMMY-SECRET' }",
        "http PATCH https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/7 op=replace clientId:DUMMY-SECRET",
        "wget --method=PATCH --header='clientId: DUMMY-SECRET' https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/7",
    ] {
        let found = answer(input);
        assert_eq!(found["answer"], "function", "{input}: {found}");
        assert_eq!(found["request"]["method"], "PATCH", "{input}");
        assert_eq!(found["request"]["path"], TICKET, "{input}");
        assert_eq!(found["needs"][0]["function"], "Service Tickets", "{input}");
        assert_eq!(found["needs"][0]["operation"], "edit", "{input}");
    }
}

#[test]
fn an_error_in_a_log_or_a_trace_shows_its_request() {
    for input in [
        "2026-11-01 10:00:00 ERROR PATCH https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/7 -> 403 {\"code\":\"Security\",\"message\":\"You do not have security permission to perform this action.\"}",
        "> PATCH /v4_6_release/apis/3.0/service/tickets/7 HTTP/1.1\n> Authorization: Basic DUMMY-SECRET\n> clientId: DUMMY-SECRET\n>\n< HTTP/1.1 403 Forbidden\n<\n{\"code\":\"Security\",\"message\":\"You do not have security permission to perform this action.\"}",
    ] {
        let found = answer(input);
        assert_eq!(found["kind"], "error", "{input}: {found}");
        assert_eq!(found["answer"], "missing-permission", "{input}: {found}");
        assert_eq!(found["status"], 403, "{input}");
        assert_eq!(found["request"]["path"], "/service/tickets/{id}", "{found}");
        assert_eq!(found["needs"][0]["function"], "Service Tickets", "{found}");
        let text = explain(&[input]).stdout;
        assert!(
            text.contains("Service Desk / Service Tickets: Edit"),
            "{text}"
        );
        assert!(!text.contains("DUMMY-SECRET"), "{text}");
    }
}

#[test]
fn errors_of_programs_are_classified() {
    for (input, kind) in [
        ("403", "possibly-missing-permission"),
        ("403 Forbidden", "possibly-missing-permission"),
        ("HTTP/1.1 403 Forbidden", "possibly-missing-permission"),
        (
            "403 {\"code\":\"Forbidden\",\"message\":\"Forbidden\"}",
            "possibly-missing-permission",
        ),
        (
            "AxiosError: Request failed with status code 403",
            "possibly-missing-permission",
        ),
        (
            "Invoke-RestMethod : The remote server returned an error: (403) Forbidden.",
            "possibly-missing-permission",
        ),
        (
            "curl: (22) The requested URL returned error: 403",
            "possibly-missing-permission",
        ),
        (
            "{\"code\":\"Security\",\"message\":\"You do not have security permission to perform this action.\"}",
            "missing-permission",
        ),
        (
            "403 <html><head><title>403 Forbidden</title></head></html>",
            "not-connectwise",
        ),
        (
            "<html><head><title>502 Bad Gateway</title></head></html>",
            "server",
        ),
        (
            "401 {\"code\":\"Unauthorized\",\"message\":\"clientId is missing\"}",
            "clientId",
        ),
        ("401", "credentials"),
        ("429", "rate-limit"),
        ("404", "endpoint"),
        ("503", "server"),
    ] {
        assert_eq!(answer(input)["answer"], kind, "{input}");
    }
    let text = explain(&["403"]).stdout;
    for part in [
        "SSL is required",
        "leastwise explain \"METHOD PATH\"",
        "--role FILE",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn an_unknown_path_and_a_wrong_method_name_what_is_published() {
    let found = answer("GET /company/companys");
    assert_eq!(found["answer"], "not-understood");
    assert_eq!(found["near"], "/company/companies");
    let text = explain(&["GET /company/companys"]).stdout;
    assert!(
        text.contains("Did you mean `/company/companies`?"),
        "{text}"
    );
    let text = explain(&["DELETE /system/apiMembers/1"]).stdout;
    assert!(
        text.contains("Published methods of this path: GET, PUT, PATCH."),
        "{text}"
    );
}

#[test]
fn other_readings_and_notes_are_printed() {
    let text = explain(&["GET /finance/taxCodes"]).stdout;
    assert!(
        text.contains("Another reading: Finance / Invoicing ("),
        "{text}"
    );
    let found = answer("GET /finance/taxCodes");
    assert_eq!(found["other_readings"][0]["function"], "Invoicing");
    assert!(!found["sources"].as_array().unwrap().is_empty());
}

#[test]
fn explanations_follow_the_published_schema() {
    let schema = explain_schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for input in [
        "GET /service/boards",
        "/service/tickets/7",
        "GET /company/noSuchThing",
        "GET https://www.example.com/x",
        "OPTIONS /service/tickets",
        "403",
        "404 {\"code\":\"NotFound\",\"message\":\"Contact 1 not found\"}",
    ] {
        let found = answer(input);
        let errors: Vec<String> = validator
            .iter_errors(&found)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{input}: {errors:?}");
    }
}

fn explain_schema() -> Value {
    crate::harness::leastwise(&["schema", "explain"]).json()
}

#[test]
fn rules_of_your_own_count_first() {
    let folder = Sandbox::new().and(
        "leastwise.yaml",
        "schema: leastwise/config/v1
guards:
  - request: GET /system/securityRoles/**
    module: System
    function: Security
    source: refused on 2026-11-02
  - request: /system/info
    answer: none
",
    );
    let run = folder.run(&[
        "explain",
        "GET /system/securityRoles/63/settings",
        "--format",
        "json",
    ]);
    let found = run.json();
    assert_eq!(found["answer"], "function", "{run:?}");
    assert_eq!(found["needs"][0]["function"], "Security");
    assert_eq!(found["needs"][0]["operation"], "inquire");
    assert_eq!(
        found["own_rule"],
        "leastwise.yaml, line 3: refused on 2026-11-02"
    );
    let run = folder.run(&["explain", "GET /system/info"]);
    assert!(run.stdout.contains("No permission is needed."), "{run:?}");
    let folder = folder.and("requests.txt", "GET /system/securityRoles\n");
    let run = folder.run(&["infer", "requests.txt", "--format", "json"]);
    assert_eq!(run.json()["needs"][0]["function"], "Security", "{run:?}");
    let run = folder.run(&["infer", "requests.txt", "--format", "json", "--no-config"]);
    assert_eq!(run.json()["needs"].as_array().unwrap().len(), 0, "{run:?}");
}

#[test]
fn wrong_rules_are_errors_with_their_place() {
    for (guard, message) in [
        (
            "request: GET /x/y\n    module: Sytem\n    function: Security",
            "did you mean `System`?",
        ),
        (
            "request: GET /x/y\n    module: Finance\n    function: Agrements",
            "did you mean `Agreements`?",
        ),
        (
            "request: GET tickets\n    answer: none",
            "`GET tickets` is not a request",
        ),
        ("request: GET /a/*/b\n    answer: none", "is not a request"),
        ("request: GET /x/y", "needs a `module` and a `function`"),
        (
            "request: GET /x/y\n    module: System\n    function: Security\n    answer: none",
            "not both",
        ),
        (
            "request: GET /x/y\n    answer: none\n    operation: edit",
            "cannot have an `operation`",
        ),
        (
            "request: GET /x/{id}\n    answer: none\n  - request: get /x/{other}/\n    answer: none",
            "two entries",
        ),
        ("request: GET /x/y\n    answer: nothing", "nothing"),
        ("path: GET /x/y", "request"),
    ] {
        let text = format!("schema: leastwise/config/v1\nguards:\n  - {guard}\n");
        let folder = Sandbox::new().and("leastwise.yaml", &text);
        let run = folder.run(&["explain", "GET /service/boards"]);
        assert_eq!(run.code, 3, "{guard}: {run:?}");
        assert!(run.stderr.contains(message), "{guard}: {}", run.stderr);
        assert!(run.stderr.contains("leastwise.yaml"), "{guard}: {run:?}");
    }
}

#[test]
fn an_error_is_read_from_standard_input() {
    let body = b"{\"code\":\"Security\",\"message\":\"SSL is required.\"}\n";
    let run = crate::harness::run_with(&crate::harness::root(), &["explain", "-"], &[], body);
    assert!(run.stdout.starts_with("Wrong host. "), "{run:?}");
}

#[test]
fn an_error_with_an_address_and_no_method_shows_the_request() {
    for input in [
        "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/boards?pageSize=4",
        "403 Forbidden (https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/boards)",
    ] {
        let found = answer(input);
        assert_eq!(found["kind"], "error", "{input}: {found}");
        assert_eq!(
            found["request"]["path"], "/service/boards",
            "{input}: {found}"
        );
        let text = explain(&[input]).stdout;
        assert!(
            text.contains("The text shows this address, and no method:"),
            "{text}"
        );
        assert!(text.contains("POST /service/boards"), "{text}");
    }
}

#[test]
fn calls_in_code_are_requests() {
    const URL: &str = "https://api-na.myconnectwise.net/v4_6_release/apis/3.0/company/contacts";
    for (input, method) in [
        ("fetch('URL',{method:'POST'})", "POST"),
        (
            "await fetch(\"URL\", { \"method\": \"POST\", headers })",
            "POST",
        ),
        ("fetch(`URL`)", "GET"),
        ("const r = await axios.post('URL', body)", "POST"),
        ("requests.get(\"URL\", headers=h)", "GET"),
        ("requests.request('POST', f\"URL\")", "POST"),
        ("client.PostAsJsonAsync(\"URL\", x)", "POST"),
    ] {
        let found = answer(&input.replace("URL", URL));
        assert_eq!(found["request"]["method"], method, "{input}: {found}");
        assert_eq!(
            found["request"]["path"], "/company/contacts",
            "{input}: {found}"
        );
    }
}

#[test]
fn variables_and_escapes_in_an_address_are_shown_as_they_are() {
    let found = answer("{{baseUrl}}finance/invoices");
    assert_eq!(found["request"]["path"], "/finance/invoices", "{found}");
    let found = answer("https://x.example/v4_6_release/apis/3.0/service%2Ftickets%2F5");
    assert_eq!(
        found["request"]["path"], "/service%2Ftickets%2F5",
        "{found}"
    );
    assert_eq!(found["answer"], "not-understood", "{found}");
    let found = answer("POST /finance/agreements/search");
    assert_eq!(
        found["request"]["path"], "/finance/agreements/search",
        "{found}"
    );
    assert_eq!(found["needs"][0]["operation"], "inquire", "{found}");
    assert_eq!(
        found["published_methods"].as_array().unwrap().len(),
        0,
        "{found}"
    );
}

#[test]
fn the_request_right_before_the_message_is_the_refused_one() {
    let found = answer(
        "INFO GET /company/companies 200\nINFO PATCH /company/contacts/5 400\nINFO POST /finance/agreements\nERROR {\"code\":\"Security\",\"message\":\"You do not have security permission to perform this action.\",\"errors\":null}\n",
    );
    assert_eq!(found["answer"], "missing-permission", "{found}");
    assert_eq!(found["request"]["method"], "POST", "{found}");
    assert_eq!(found["request"]["path"], "/finance/agreements", "{found}");
}

#[test]
fn what_a_program_prints_is_no_body_of_something_else() {
    for input in [
        "Error 403 { attempt: 1 }",
        "AxiosError: Request failed with status code 403\n  config: {\n    timeout: 0\n  }",
    ] {
        let found = answer(input);
        assert_eq!(found["answer"], "possibly-missing-permission", "{input}");
    }
    let found = answer("403 {\"ray\": 1}");
    assert_eq!(found["answer"], "not-connectwise", "{found}");
}
