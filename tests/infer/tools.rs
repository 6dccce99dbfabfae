//! Recordings of more tools (proxies, monitors, test runners), and truncated files.

use serde_json::json;

use crate::infer::harness::{BASE, infer, with_input};

/// A recording of two reads, of which the second was refused.
fn check(kind: &str, text: &str) {
    let found = infer(text);
    assert_eq!(found["totals"]["records"], 2, "{kind}: {found}\n{text}");
    assert_eq!(
        found["needs"][0]["function"], "Service Tickets",
        "{kind}: {found}"
    );
    assert_eq!(
        found["refused"][0]["path"], "/service/boards",
        "{kind}: {found}"
    );
    assert!(!found.to_string().contains("SECRET"), "{kind}");
}

fn har(version: &str, creator: &str, extra: &serde_json::Value) -> String {
    let entry = |path: &str, status: u16| {
        let mut entry = json!({
            "startedDateTime": "2026-11-27T08:00:00.000+01:00", "time": 12,
            "request": {"method": "GET", "url": format!("{BASE}{path}"), "httpVersion": "HTTP/1.1",
                "headers": [{"name": "Authorization", "value": "Basic SECRET"}], "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0},
            "response": {"status": status, "statusText": "", "httpVersion": "HTTP/1.1", "headers": [], "cookies": [],
                "content": {"size": 0, "mimeType": "application/json"}, "redirectURL": "", "headersSize": -1, "bodySize": 0},
            "cache": {}, "timings": {"send": 0, "wait": 1, "receive": 1},
        });
        if let (Some(entry), Some(extra)) = (entry.as_object_mut(), extra.as_object()) {
            entry.extend(extra.clone());
        }
        entry
    };
    json!({"log": {"version": version, "creator": {"name": creator, "version": "1"}, "pages": [],
        "entries": [entry("/service/tickets?clientId=SECRET", 200), entry("/service/boards", 403)]}})
    .to_string()
}

#[test]
fn har_of_browsers_and_proxies() {
    for (version, creator, extra) in [
        ("1.1", "Firebug", json!({})),
        (
            "1.2",
            "WebInspector",
            json!({"_initiator": {"type": "script"}, "_resourceType": "fetch"}),
        ),
        (
            "1.2",
            "Firefox",
            json!({"pageref": "page_1", "serverIPAddress": "203.0.113.1"}),
        ),
        (
            "1.2",
            "Charles Proxy",
            json!({"connection": "1", "_charlesStatus": "COMPLETE"}),
        ),
        (
            "1.2",
            "Fiddler",
            json!({"comment": "[#1]", "connection": "ClientPort:1;EgressPort:2"}),
        ),
        ("1.2", "mitmproxy", json!({"_websocketMessages": null})),
    ] {
        check(creator, &har(version, creator, &extra));
    }
    check(
        "HAR with a BOM",
        &format!("\u{feff}{}", har("1.2", "Fiddler", &json!({}))),
    );
}

#[test]
fn a_cut_recording_is_never_complete() {
    let text = har("1.2", "WebInspector", &json!({}));
    for part in [text.len() * 6 / 10, text.len() * 8 / 10, text.len() - 2] {
        let run = with_input(
            &["infer", "-", "--format", "json"],
            &text.as_bytes()[..part],
        );
        if run.code == 0 {
            assert_eq!(run.json()["complete"], false, "{part}");
        } else {
            assert_eq!(run.code, 3, "{run:?}");
        }
    }
}

#[test]
fn newman_reports() {
    let execution = |path: &[&str], code: u16| {
        json!({"item": {"name": "x"},
            "request": {"method": "GET", "header": [{"key": "Authorization", "value": "Basic SECRET"}],
                "url": {"protocol": "https", "host": ["api-na", "myconnectwise", "net"],
                    "path": ["v4_6_release", "apis", "3.0", path[0], path[1]], "query": [{"key": "clientId", "value": "SECRET"}]}},
            "response": {"code": code, "status": "x", "responseTime": 12}})
    };
    let report = json!({"collection": {"info": {"name": "x", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": []},
        "run": {"stats": {}, "executions": [execution(&["service", "tickets"], 200), execution(&["service", "boards"], 403)]}});
    check("Newman", &report.to_string());
}

#[test]
fn logs_of_servers() {
    let line = |path: &str, status: u16| {
        format!(
            "2026-11-27 08:00:00 10.0.0.1 GET /v4_6_release/apis/3.0{path} - 443 - 10.0.0.2 python-requests/2 - {status} 0 0 12\n"
        )
    };
    let fields = "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\n";
    check(
        "IIS",
        &format!(
            "{fields}{}{}",
            line("/service/tickets", 200),
            line("/service/boards", 403)
        ),
    );
    for (kind, pattern) in [
        (
            "combined",
            "10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] \"GET /v4_6_release/apis/3.0PATH HTTP/1.1\" STATUS 5 \"-\" \"x\"\n",
        ),
        (
            "vhost",
            "api.example.com:443 10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] \"GET /v4_6_release/apis/3.0PATH HTTP/1.1\" STATUS 5\n",
        ),
        (
            "nginx main with times",
            "10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] \"GET /v4_6_release/apis/3.0PATH HTTP/1.1\" STATUS 5 \"-\" \"x\" \"-\" rt=0.012 uct=\"0.001\" urt=\"0.011\"\n",
        ),
        (
            "nginx JSON",
            "{\"time\":\"2026-11-27T08:00:00+00:00\",\"request_method\":\"GET\",\"request_uri\":\"/v4_6_release/apis/3.0PATH\",\"status\":\"STATUS\",\"http_authorization\":\"Basic SECRET\"}\n",
        ),
        (
            "squid",
            "1764230400.123    12 10.0.0.1 TCP_MISS/STATUS 512 GET https://api-na.myconnectwise.net/v4_6_release/apis/3.0PATH - HIER_DIRECT/203.0.113.1 application/json\n",
        ),
        (
            "haproxy",
            "Nov 27 08:00:00 lb haproxy[1]: 10.0.0.1:5 [27/Nov/2026:08:00:00.000] fe be/s1 0/0/1/11/12 STATUS 512 - - ---- 1/1/0/0/0 0/0 \"GET /v4_6_release/apis/3.0PATH HTTP/1.1\"\n",
        ),
        (
            "Caddy",
            "{\"level\":\"info\",\"ts\":1764230400.1,\"logger\":\"http.log.access\",\"request\":{\"method\":\"GET\",\"host\":\"x\",\"uri\":\"/v4_6_release/apis/3.0PATH\",\"headers\":{\"Authorization\":[\"SECRET\"]}},\"status\":STATUS}\n",
        ),
        (
            "mitmdump",
            "10.0.0.1:5000: GET https://api-na.myconnectwise.net/v4_6_release/apis/3.0PATH HTTP/2.0\n     << HTTP/2.0 STATUS x 5b\n",
        ),
    ] {
        let text: String = [("/service/tickets", 200), ("/service/boards", 403)]
            .into_iter()
            .map(|(path, status)| {
                pattern
                    .replace("PATH", path)
                    .replace("STATUS", &status.to_string())
            })
            .collect();
        check(kind, &text);
    }
}

#[test]
fn exports_of_monitors() {
    // Application Insights: a CSV of dependencies, and the JSON of a query.
    check(
        "Application Insights CSV",
        &format!(
            "timestamp [UTC],id,target,type,name,data,success,resultCode,duration\n\"11/27/2026, 8:00:00.000 AM\",a,api-na.myconnectwise.net,HTTP,GET /v4_6_release/apis/3.0/service/tickets,{BASE}/service/tickets?clientId=SECRET,True,200,12\n\"11/27/2026, 8:00:01.000 AM\",b,api-na.myconnectwise.net,HTTP,GET /v4_6_release/apis/3.0/service/boards,{BASE}/service/boards,False,403,12\n"
        ),
    );
    let row = |path: &str, code: &str| {
        json!([
            "2026-11-27T08:00:00Z",
            "api-na.myconnectwise.net",
            "HTTP",
            format!("GET /v4_6_release/apis/3.0{path}"),
            format!("{BASE}{path}"),
            code
        ])
    };
    check(
        "Application Insights query",
        &json!({"tables": [{"name": "PrimaryResult",
            "columns": [{"name": "timestamp", "type": "datetime"}, {"name": "target", "type": "string"}, {"name": "type", "type": "string"}, {"name": "name", "type": "string"}, {"name": "data", "type": "string"}, {"name": "resultCode", "type": "string"}],
            "rows": [row("/service/tickets", "200"), row("/service/boards", "403")]}]})
        .to_string(),
    );
    let item = |path: &str, code: &str| {
        json!({"name": "AppDependencies", "time": "2026-11-27T08:00:00Z", "data": {"baseType": "RemoteDependencyData",
            "baseData": {"name": format!("GET /v4_6_release/apis/3.0{path}"), "data": format!("{BASE}{path}"), "resultCode": code}}})
        .to_string()
    };
    check(
        "Application Insights export",
        &format!(
            "{}\n{}\n",
            item("/service/tickets", "200"),
            item("/service/boards", "403")
        ),
    );
    let tag = |path: &str, status: u16| {
        json!({"traceID": "a", "operationName": "HTTP GET", "tags": [{"key": "http.method", "value": "GET"},
            {"key": "http.url", "value": format!("{BASE}{path}")}, {"key": "http.status_code", "value": status}, {"key": "span.kind", "value": "client"}]})
    };
    check(
        "Jaeger",
        &json!({"data": [{"traceID": "a", "spans": [tag("/service/tickets", 200), tag("/service/boards", 403)]}]}).to_string(),
    );
    check(
        "semicolons",
        &format!(
            "Date;Method;URL;Status\n27.11.2026;GET;{BASE}/service/tickets;200\n27.11.2026;GET;{BASE}/service/boards;403\n"
        ),
    );
    let span = |path: &str, status: u16| {
        json!({"name": "GET", "kind": "SPAN_KIND_CLIENT", "startTimeUnixNano": "1764230400000000000",
            "attributes": [{"key": "http.request.method", "value": {"stringValue": "GET"}}, {"key": "url.full", "value": {"stringValue": format!("{BASE}{path}")}},
                {"key": "http.response.status_code", "value": {"intValue": status.to_string()}}]})
    };
    check(
        "OpenTelemetry",
        &json!({"resourceSpans": [{"scopeSpans": [{"spans": [span("/service/tickets", 200), span("/service/boards", 403)]}]}]}).to_string(),
    );
    // One line for each export.
    let line = |path, status| {
        json!({"resourceSpans": [{"scopeSpans": [{"spans": [span(path, status)]}]}]}).to_string()
    };
    check(
        "OpenTelemetry lines",
        &format!(
            "{}\n{}\n",
            line("/service/tickets", 200),
            line("/service/boards", 403)
        ),
    );
}
