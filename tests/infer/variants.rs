//! The same requests in every format, and in variants of each.

use std::io::Write;

use serde_json::{Value, json};

use crate::infer::harness::{BASE, infer, with_input};

/// Method, path and status in every recording of this module.
const REQUESTS: [(&str, &str, u16); 5] = [
    (
        "GET",
        "/service/tickets?pageSize=5&clientId=DUMMY-SECRET-1",
        200,
    ),
    ("POST", "/service/tickets", 201),
    ("GET", "/company/companies/250", 200),
    ("GET", "/service/boards", 403),
    ("DELETE", "/company/contacts/9", 500),
];

fn all(mut line: impl FnMut(&str, String, u16) -> String) -> String {
    REQUESTS
        .into_iter()
        .map(|(method, path, status)| line(method, format!("{BASE}{path}"), status))
        .collect()
}

/// Requirements, refusals and inconclusive requests, abbreviated.
fn short(found: &Value) -> Value {
    let rows = |list: &str, keys: [&str; 3]| -> Vec<Value> {
        let rows = found[list].as_array().unwrap().iter();
        rows.map(|row| json!([row[keys[0]], row[keys[1]], row[keys[2]]]))
            .collect()
    };
    json!({
        "records": found["totals"]["records"],
        "needs": rows("needs", ["function", "operation", "requests"]),
        "refused": rows("refused", ["method", "path", "requests"]),
        "nothing": rows("proves_nothing", ["path", "status", "reason"]),
    })
}

fn check(text: impl AsRef<[u8]>) {
    let text = text.as_ref();
    let found = infer(text);
    let expected = json!({
        "records": 5,
        "needs": [
            ["Company Maintenance", "inquire", 1],
            ["Service Tickets", "add", 1],
            ["Service Tickets", "inquire", 1],
        ],
        "refused": [["GET", "/service/boards", 1]],
        "nothing": [["/company/contacts/{id}", 500, "server-error"]],
    });
    let shown = String::from_utf8_lossy(text);
    assert_eq!(short(&found), expected, "{shown}");
    assert_eq!(found["complete"], true, "{shown}");
    assert!(!found.to_string().contains("SECRET"));
}

/// In every encoding and with every line end.
fn check_every_encoding(text: &str) {
    check(text);
    check(text.replace('\n', "\r\n"));
    check(text.trim_end());
    check(format!("\u{feff}{text}"));
    let units = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(unit)
            .collect()
    };
    check(units(u16::to_le_bytes));
    check(units(u16::to_be_bytes));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(text.as_bytes()).unwrap();
    check(packed.finish().unwrap());
}

#[test]
fn access_logs() {
    let path = |url: &str| {
        url.strip_prefix("https://api-na.myconnectwise.net")
            .unwrap()
            .to_owned()
    };
    check_every_encoding(&all(|method, url, status| {
        format!(
            "10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] \"{method} {} HTTP/1.1\" {status} 5 \"-\" \"x/1\"\n",
            path(&url)
        )
    }));
    check(all(|method, url, status| {
        format!(
            "api.example:443 10.0.0.1 - bob [27/Nov/2026:08:00:00 +0100] \"{method} {} HTTP/2.0\" {status} -\n",
            path(&url)
        )
    }));
    check(all(|method, url, status| {
        format!(
            "http 2026-11-27T08:00:00.0Z app/x 10.0.0.1:1 10.0.0.2:2 0.0 0.1 0.0 {status} {status} 34 366 \"{method} {url} HTTP/1.1\" \"curl/8\" - -\n"
        )
    }));
    check(all(|method, url, status| {
        format!(
            "DEBUG:urllib3.connectionpool:https://api-na.myconnectwise.net:443 \"{method} {} HTTP/1.1\" {status} None\n",
            path(&url)
        )
    }));
    let bytes = all(|method, url, status| {
        format!(
            "10.0.0.1 - \u{1}\u{1} [27/Nov/2026:08:00:00 +0000] \"{method} {} HTTP/1.1\" {status} 5\n",
            path(&url)
        )
    });
    // Not UTF-8.
    check(
        bytes
            .bytes()
            .map(|byte| if byte == 1 { 0xe9 } else { byte })
            .collect::<Vec<_>>(),
    );
}

#[test]
fn application_logs() {
    check_every_encoding(&all(|method, url, status| {
        format!("2026-11-27 08:00:00 INFO {method} {url} -> {status} (12 ms)\n")
    }));
    check(all(|method, url, status| {
        format!("[08:00:00] INFO HTTP Request: {method} {url} \"HTTP/1.1 {status} X\"\n")
    }));
    check(all(|method, url, status| {
        format!(
            "t=2026-11-27T08:00:00Z level=info method={method} url=\"{url}\" status={status} ms=200\n"
        )
    }));
    check(all(|method, url, status| {
        format!(
            "08:00 Sending {method} request to '{url}'\n08:00 Received response: {status} in 200 ms\n"
        )
    }));
    check(all(|method, url, status| {
        format!(
            "--> {method} {url}\nX: y\n--> END {method}\n<-- {status} {url} (200ms)\n<-- END HTTP\n"
        )
    }));
    check(all(|method, url, status| {
        format!("\u{1b}[36m{method}\u{1b}[0m {url} \u{1b}[32m{status}\u{1b}[0m 12.5 ms - 3\n")
    }));
    check(all(|method, url, status| {
        format!("Request: {method} {url}\n  StatusCode: {status}\n")
    }));
    check(all(|method, url, status| {
        format!("{method} {url} => {status}\n")
    }));
}

#[test]
fn tables() {
    let rows = |separator: &str, quote: &str| {
        let mut text = [
            "Status",
            "HTTP Verb",
            "Time (ms)",
            "Request URL",
            "Logged At",
        ]
        .join(separator)
            + "\n";
        text += &all(|method, url, status| {
            let cells = [
                &status.to_string(),
                method,
                "200",
                &format!("{quote}{url}{quote}"),
                "2026-11-27 08:00:00",
            ];
            cells.join(separator) + "\n"
        });
        text
    };
    check_every_encoding(&rows(",", "\""));
    check(rows(";", ""));
    check(rows("\t", ""));
    check(rows("|", "\""));
    let iis = "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time cs-method cs-uri-stem cs-uri-query sc-status sc-win32-status time-taken\n";
    check(
        iis.to_owned()
            + &all(|method, url, status| {
                let path = url
                    .strip_prefix("https://api-na.myconnectwise.net")
                    .unwrap();
                let (stem, query) = path.split_once('?').unwrap_or((path, "-"));
                format!("2026-11-27 08:00:00 {method} {stem} {query} {status} 0 200\n")
            }),
    );
    let mut html = "<!DOCTYPE html>\n<html><body><table><thead><tr><th>URL</th><th>Response Code</th><th>Method</th></tr></thead><tbody>\n".to_owned();
    html += &all(|method, url, status| {
        let url = url.replace('&', "&amp;");
        format!("<tr><td><a href=\"#\">{url}</a></td><td>{status}</td>\n<td> {method} </td></tr>\n")
    });
    check_every_encoding(&(html + "</tbody></table></body></html>"));
}

#[test]
fn json_lines() {
    check_every_encoding(&all(|method, url, status| {
        json!({"ts": 1_795_766_400, "method": method, "url": url, "status": status}).to_string()
            + "\n"
    }));
    check(all(|method, url, status| {
        json!({"httpMethod": method.to_lowercase(), "requestUri": url, "statusCode": status.to_string()}).to_string() + "\n"
    }));
    check(all(|method, url, status| {
        json!({"req": {"method": method, "url": url, "headers": {"clientId": "DUMMY-SECRET-2"}}, "res": {"statusCode": status}, "msg": "done"}).to_string() + "\n"
    }));
    check(all(|method, url, status| {
        json!({"message": format!("{method} {url} -> {status}"), "level": "info"}).to_string()
            + "\n"
    }));
    check(all(|method, url, status| {
        json!({"request": format!("{method} {url} HTTP/1.1"), "status": status, "bytes": 200})
            .to_string()
            + "\n"
    }));
    check(all(|method, url, status| {
        json!({"@timestamp": "2026-11-27T08:00:00Z", "http": {"request": {"method": method}, "response": {"status_code": status}}, "url": {"full": url}}).to_string() + "\n"
    }));
    check(all(|method, url, status| {
        format!(
            "2026-11-27 INFO {}\n",
            json!({"verb": method, "uri": url, "code": status})
        )
    }));
    let list: Vec<Value> = REQUESTS
        .iter()
        .map(|(method, path, status)| json!({"method": method, "endpoint": format!("{BASE}{path}"), "response": {"code": status}}))
        .collect();
    check(serde_json::to_string_pretty(&list).unwrap());
    check(json!({"exported": true, "requests": list}).to_string());
}

#[test]
fn transcripts_of_powershell() {
    check_every_encoding(&format!(
        "**********************\nWindows PowerShell transcript start\n**********************\n{}",
        all(|method, url, status| {
            let answer = if status < 400 {
                "VERBOSE: received 12-byte response of content type application/json".to_owned()
            } else {
                format!(
                    "Invoke-RestMethod : The remote server returned an error: ({status}) X.\nAt line:1 char:1\n+ Invoke-RestMethod -Method {method} -Uri '{url}'"
                )
            };
            format!("VERBOSE: {method} {url} with 0-byte payload\n{answer}\n")
        })
    ));
    check(all(|method, url, status| {
        let answer = if status < 400 {
            "VERBOSE: Received HTTP/1.1 response of content type application/json of unknown size"
                .to_owned()
        } else {
            format!(
                "Invoke-RestMethod: Response status code does not indicate success: {status} (X)."
            )
        };
        format!("VERBOSE: HTTP/1.1 {method} {url} with -1-byte payload\n{answer}\n")
    }));
}

#[test]
fn traces_of_curl() {
    let trace = |version: &str| {
        all(|method, url, status| {
            let path = url
                .strip_prefix("https://api-na.myconnectwise.net")
                .unwrap()
                .to_owned();
            format!(
                "$ curl -v -X {method} \\\n  -H 'clientId: DUMMY-SECRET-3' \\\n  '{url}'\n*   Trying 203.0.113.7:443...\n> {method} {path} {version}\n> Host: api-na.myconnectwise.net\n> clientId: DUMMY-SECRET-3\n>\n< {version} {status}\n< content-type: application/json\n<\n* Connection #0 left intact\n"
            )
        })
    };
    check_every_encoding(&trace("HTTP/1.1"));
    check(trace("HTTP/2"));
}

#[test]
fn har_and_other_documents() {
    let entries: Vec<Value> = REQUESTS
        .iter()
        .map(|(method, path, status)| json!({
            "startedDateTime": "2026-11-27T08:00:00Z",
            "request": {"method": method, "url": format!("{BASE}{path}"), "headers": [{"name": "clientId", "value": "DUMMY-SECRET-4"}]},
            "response": {"status": status, "content": {"encoding": "base64", "text": ""}},
        }))
        .collect();
    let har = json!({"log": {"version": "1.2", "entries": entries}});
    check_every_encoding(&har.to_string());
    check_every_encoding(&serde_json::to_string_pretty(&har).unwrap());
    for [method_key, url_key, status_key] in [
        [
            "http.request.method",
            "url.full",
            "http.response.status_code",
        ],
        ["http.method", "http.url", "http.status_code"],
    ] {
        let span = |kind: Value| -> Vec<Value> {
            REQUESTS
                .iter()
                .map(|(method, path, status)| {
                    json!({"kind": kind, "attributes": [
                        {"key": method_key, "value": {"stringValue": method}},
                        {"key": url_key, "value": {"stringValue": format!("{BASE}{path}")}},
                        {"key": status_key, "value": {"intValue": status}},
                    ]})
                })
                .collect()
        };
        let mut spans = span(json!(3));
        spans.extend(span(json!(2)));
        check(json!({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).to_string());
        let lines: Vec<String> = span(json!("SPAN_KIND_CLIENT"))
            .iter()
            .map(|span| json!({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}).to_string())
            .collect();
        check(lines.join("\n"));
    }
    let nodes: Vec<Value> = (0..)
        .zip(REQUESTS)
        .map(|(number, (method, path, _))| json!({"name": format!("n{number}"), "type": "n8n-nodes-base.httpRequest", "parameters": {"method": method, "url": format!("={BASE}{path}")}}))
        .collect();
    let runs: serde_json::Map<String, Value> = (0..)
        .zip(REQUESTS)
        .map(|(number, (_, _, status))| {
            let run = if status < 400 {
                json!({"startTime": 1, "data": {"main": [[{"json": {"id": 1}}]]}})
            } else {
                json!({"startTime": 1, "error": {"httpCode": status.to_string()}})
            };
            (format!("n{number}"), json!([run]))
        })
        .collect();
    let execution =
        json!({"data": {"resultData": {"runData": runs}}, "workflowData": {"nodes": nodes}});
    check(execution.to_string());
    check(json!([execution]).to_string());
    check(json!({"data": [execution]}).to_string());
}

/// Functions and operations of a list.
fn cells(found: &Value, list: &str) -> Vec<String> {
    let rows = found[list].as_array().unwrap().iter();
    rows.map(|row| {
        format!(
            "{} {}",
            row["function"].as_str().unwrap(),
            row["operation"].as_str().unwrap()
        )
    })
    .collect()
}

#[test]
fn bodies_decide_conditions_in_every_format_that_has_them() {
    let url = format!("{BASE}/service/tickets/4");
    let patch = r#"[{"op":"replace","path":"status","value":{"id":9}}]"#;
    let answer = r#"{"id":4,"closedFlag":true}"#;
    let texts = [
        json!({"log": {"entries": [{
            "request": {"method": "PATCH", "url": url, "postData": {"text": patch}},
            "response": {"status": 200, "content": {"text": "eyJpZCI6NCwiY2xvc2VkRmxhZyI6dHJ1ZX0=", "encoding": "base64"}},
        }]}})
        .to_string(),
        json!({"method": "PATCH", "url": url, "status": 200, "request_body": patch, "response_body": answer}).to_string(),
        format!("$ curl -v -X PATCH --data-raw '{patch}' {url}\n> PATCH /v4_6_release/apis/3.0/service/tickets/4 HTTP/2\n> Host: api-na.myconnectwise.net\n>\n< HTTP/2 200\n<\n{answer}\n"),
        format!("INFO PATCH {url} payload={patch}\nINFO Response status 200: {answer}\n"),
    ];
    for text in texts {
        let found = infer(&text);
        assert_eq!(
            cells(&found, "needs"),
            ["Close Service Tickets edit", "Service Tickets edit"],
            "{text}"
        );
        assert_eq!(cells(&found, "possible"), Vec::<String>::new(), "{text}");
    }
    // Without bodies the condition stays open.
    let found = infer(format!("PATCH {url} -> 200\n"));
    assert_eq!(cells(&found, "possible"), ["Close Service Tickets edit"]);
}

#[test]
fn unanswered_and_failed_requests_prove_nothing() {
    let found = infer(
        "> GET /v4_6_release/apis/3.0/service/tickets HTTP/1.1\n> Host: api-na.myconnectwise.net\n",
    );
    assert_eq!(cells(&found, "needs"), ["Service Tickets inquire"]);
    for text in [
        json!({"log": {"entries": [{"request": {"method": "GET", "url": format!("{BASE}/service/tickets")}, "response": {"status": 0}}]}}).to_string(),
        format!("GET {BASE}/service/tickets\nerror: connect ETIMEDOUT 203.0.113.7:443\n"),
        json!({"method": "GET", "url": format!("{BASE}/service/tickets"), "error": "ECONNRESET"}).to_string(),
    ] {
        let found = infer(&text);
        assert_eq!(found["proves_nothing"][0]["reason"], "no-response", "{text}");
        assert_eq!(found["proves_nothing"][0]["status"], Value::Null, "{text}");
    }
}

#[test]
fn a_recording_of_many_lines_is_counted_line_by_line() {
    let line = |number: u64| {
        format!(
            "10.0.0.1 - - [27/Nov/2026:08:{:02}:{:02} +0000] \"GET /v4_6_release/apis/3.0/service/tickets/{number} HTTP/1.1\" 200 5\n",
            number / 60 % 60,
            number % 60
        )
    };
    let text: String = (0..20_000).map(line).collect();
    let found = infer(text);
    assert_eq!(found["needs"][0]["requests"], 20_000);
    assert_eq!(found["first_seen"], "2026-11-27T08:00:00Z");
    assert_eq!(found["last_seen"], "2026-11-27T08:59:59Z");
}

#[test]
fn lists_in_any_notation() {
    for text in [
        "get service/tickets\nPOST /company/contacts\n",
        "- GET `/service/tickets`\n- POST `/company/contacts`\n",
        "| Method | Path |\n| --- | --- |\n| GET | /service/tickets |\n| POST | /company/contacts |\n",
        "1. GET /service/tickets - reads\n2. POST /company/contacts: adds\n",
        "GET,/service/tickets\nPOST,/company/contacts\n",
        "GET\t/service/tickets\nPOST\t/company/contacts\n",
        "### read\nGET {{baseUrl}}/service/tickets?x={{ id }} HTTP/1.1\nAccept: */*\n\n### add\nPOST {{baseUrl}}/company/contacts\n",
    ] {
        let found = infer(text);
        assert_eq!(
            cells(&found, "needs"),
            ["Contacts add", "Service Tickets inquire"],
            "{text}"
        );
        assert_eq!(found["totals"]["records"], 2, "{text}");
        assert_eq!(found["complete"], true, "{text}");
    }
}

#[test]
fn a_request_without_a_method_is_counted_as_unread() {
    let list = "/service/tickets\nGET /company/companies\nhttps://api-na.myconnectwise.net/v4_6_release/apis/3.0/finance/agreements\nnot/a/path in a sentence\n";
    let run = with_input(&["infer", "-", "--format", "json"], list.as_bytes());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.json()["recordings"][0]["unread"], 2, "{run:?}");
    let run = with_input(&["infer", "-"], list.as_bytes());
    assert!(
        run.stdout.contains("2 lines or entries could not be read"),
        "{run:?}"
    );
}
