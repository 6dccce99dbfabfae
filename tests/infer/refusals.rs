//! Refusals in every place of a log: none of them counts as a use.

use serde_json::{Value, json};

use crate::infer::harness::{BASE, SECURITY, infer};

/// Numbers of used, refused and inconclusive requests.
fn totals(text: &str) -> [u64; 3] {
    let found = infer(text);
    ["counted", "refused", "proves_nothing"].map(|key| found["totals"][key].as_u64().unwrap())
}

fn filled(text: &str) -> String {
    text.replace("URL", &format!("{BASE}/service/tickets"))
        .replace("SECURITY", SECURITY)
}

fn all(texts: &[&str], expected: [u64; 3]) {
    for text in texts {
        let text = filled(text);
        assert_eq!(totals(&text), expected, "{text}");
    }
}

const USED: [u64; 3] = [1, 0, 0];
const REFUSED: [u64; 3] = [0, 1, 0];
const NOTHING: [u64; 3] = [0, 0, 1];

#[test]
fn errors_of_powershell_7_hold_the_body_of_the_answer() {
    let line = "VERBOSE: GET URL with 0-byte payload\nInvoke-RestMethod: ";
    for (body, expected) in [
        (SECURITY, REFUSED),
        (
            r#"{"code":"NotFound","message":"Ticket 5 not found"}"#,
            USED,
        ),
        (
            r#"{"code":"InvalidObject","message":"ticket object is invalid","errors":[{"code":"NotFound"}]}"#,
            NOTHING,
        ),
        (
            r#"{"code":"Security","message":"SSL is required."}"#,
            NOTHING,
        ),
        ("A parameter cannot be found.", NOTHING),
    ] {
        for text in [
            format!("{line}{body}\n"),
            format!("{line}{body}\nAt C:\\s.ps1:3 char:5\n"),
            format!("{line}\n\u{1b}[31;1m{body}\u{1b}[0m\n"),
            format!("{}{body}\n", line.replace("Method: ", "Method : ")),
        ] {
            let text = filled(&text);
            assert_eq!(totals(&text), expected, "{text}");
        }
        if let Ok(value) = serde_json::from_str::<Value>(body) {
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            let text = filled(&format!("{line}\n\u{1b}[31;1m{pretty}\u{1b}[0m\n"));
            assert_eq!(totals(&text), expected, "{text}");
        }
    }
    // Windows PowerShell breaks the line.
    let broken = SECURITY.replace("security permission", "\nsecurity permission");
    assert_eq!(totals(&filled(&format!("{line}{broken}\n"))), REFUSED);
}

#[test]
fn a_message_in_a_later_line_is_an_answer() {
    all(
        &[
            "08:00:02 INFO PATCH URL\n08:00:02 ERROR SECURITY\n",
            "08:00:02 INFO PATCH URL\n08:00:02 ERROR Response: SECURITY\n",
            "08:00:02 INFO PATCH URL\n08:00:02 ERROR data: SECURITY\n",
            "08:00:02 INFO PATCH URL\n08:00:02 ERROR You do not have security permission to perform this action.\n",
            "08:00:02 INFO PATCH URL\n08:00:02 INFO trying\n08:00:02 WARN Forbidden\n",
            "08:00:02 INFO PATCH URL\nSECURITY\n",
            "08:00:02 INFO PATCH URL failed: SECURITY\n",
            "08:00:02 INFO PATCH URL\n08:00:03 ERROR PATCH URL failed: SECURITY\n",
            "08:00:02 INFO PATCH URL\n08:00:03 ERROR Failed to PATCH URL: 403\n",
            "08:00:02 INFO PATCH URL\nHTTPError: 403 Client Error\n",
            "08:00:02 INFO PATCH URL\n08:00:02 INFO 403\n",
            "PATCH,URL,Forbidden\n",
        ],
        REFUSED,
    );
    all(
        &[
            "08:00:02 INFO PATCH URL\n08:00:02 ERROR sync failed\n",
            "08:00:02 INFO PATCH URL failed\n",
            "08:00:02 INFO PATCH URL: connect ETIMEDOUT\n",
            "08:00:02 INFO PATCH URL\n08:00:02 ERROR failed for ticket 200\n",
            "08:00:02 INFO PATCH URL\n{\"code\":\"ConnectWiseApi\",\"message\":\"UserNotAuthenticated\"}\n",
        ],
        NOTHING,
    );
    all(
        &[
            "08:00:02 INFO PATCH URL\n08:00:02 INFO 0 failed, error=null\n",
            "08:00:02 INFO PATCH URL payload={\"code\":\"x\",\"message\":\"y\"}\n",
            "08:00:02 INFO PATCH URL\n08:00:02 INFO payload={\"code\":\"x\",\"message\":\"y\"}\n",
        ],
        USED,
    );
}

#[test]
fn a_time_in_brackets_is_no_body() {
    all(&["[08:00] PATCH URL -> 403\n[08:00] next\n"], REFUSED);
}

#[test]
fn objects_without_a_number_as_status() {
    let url = format!("{BASE}/service/tickets");
    let security: Value = serde_json::from_str(SECURITY).unwrap();
    let object = |more: Value| {
        let mut object = json!({"method": "PATCH", "url": url});
        object
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        object.to_string()
    };
    for (more, expected) in [
        (json!({"StatusCode": "Forbidden"}), REFUSED),
        (json!({"statusText": "Forbidden"}), REFUSED),
        (json!({"status_code": "HTTP 403"}), REFUSED),
        (
            json!({"error": {"name": "HTTPError", "message": "Request failed with status code 403"}}),
            REFUSED,
        ),
        (json!({"res": {"status": "forbidden"}}), REFUSED),
        (json!({"msg": "request failed: 403 Forbidden"}), REFUSED),
        (json!({"err": "403 Forbidden"}), REFUSED),
        (
            json!({"error": {"message": "x", "statusCode": 403}}),
            REFUSED,
        ),
        (json!({"message": security["message"]}), REFUSED),
        (json!({"response": security}), REFUSED),
        (json!({"response": SECURITY}), REFUSED),
        (json!({"error": security}), REFUSED),
        (json!({"body": security}), REFUSED),
        (json!({"error": {"response": {"data": security}}}), REFUSED),
        (json!({"status": "BadRequest"}), NOTHING),
        (json!({"StatusCode": "TooManyRequests"}), NOTHING),
        (json!({"status": "error"}), NOTHING),
        (json!({"success": false}), NOTHING),
        (json!({"level": "error"}), NOTHING),
        (json!({"status": 200, "response": security}), NOTHING),
        (
            json!({"response": {"code": "InvalidObject", "message": "x"}}),
            NOTHING,
        ),
        (json!({"StatusCode": "OK"}), USED),
        (json!({"success": true, "level": "info"}), USED),
        (
            json!({"response": {"code": "NotFound", "message": "x"}}),
            USED,
        ),
        (json!({"requestBody": security}), USED),
    ] {
        let text = object(more);
        assert_eq!(totals(&text), expected, "{text}");
    }
}

#[test]
fn a_status_before_the_method() {
    for line in [
        "[GIN] 2026/11/27 - 08:00:00 | STATUS |     1.234567ms |      10.0.0.1 | PATCH     \"/v4_6_release/apis/3.0/service/tickets\"",
        "2026-11-27 08:00:06 STATUS PATCH URL",
        "2026-11-27 08:00:06 INFO STATUS PATCH URL",
        "08:00:06 [STATUS] PATCH URL",
        "STATUS PATCH URL",
        "level=info status=STATUS method=PATCH url=URL",
    ] {
        for (status, expected) in [("403", REFUSED), ("200", USED), ("429", NOTHING)] {
            let text = filled(line).replace("STATUS", status);
            assert_eq!(totals(&text), expected, "{text}");
        }
    }
    all(
        &[
            "Error 403: PATCH URL\n",
            "403 Forbidden: PATCH URL\n",
            "Request failed with status code 403: PATCH URL\n",
            "Job 200 PATCH URL -> 403\n",
            "Got response 200, now PATCH URL\nResponse 403\n",
        ],
        REFUSED,
    );
}

#[test]
fn a_status_anywhere_after_the_request() {
    for after in [
        "- HTTP STATUS",
        "took 200 ms, HTTP STATUS",
        "rc=STATUS",
        "http=STATUS",
        "{\"status\":STATUS}",
        "{\"took\": 5, \"statusCode\": \"STATUS\"}",
        "{STATUS}",
        "page 200 - STATUS",
        ", result: STATUS, 12ms",
        "<STATUS>",
        "12ms STATUS",
        "by sync in 12 ms: STATUS",
        "❌ STATUS",
        "? conditions STATUS",
    ] {
        for (status, expected) in [("403", REFUSED), ("204", USED), ("500", NOTHING)] {
            let text = filled(&format!("PATCH URL {after}\n")).replace("STATUS", status);
            assert_eq!(totals(&text), expected, "{text}");
        }
    }
    all(
        &[
            "PATCH URL failed: Forbidden\n",
            "PATCH URL error=403\n",
            "PATCH URL threw HTTPError 403\n",
            "PATCH URL returned status=Forbidden\n",
            "PATCH URL -> Forbidden\n",
            "PATCH URL (Forbidden)\n",
        ],
        REFUSED,
    );
    all(&["PATCH URL failed: Bad Request\n"], NOTHING);
    all(
        &[
            "PATCH URL payload={\"status\":403}\n",
            "PATCH URL for ticket 403\n",
            "PATCH URL - adds failed contacts\n",
            "PATCH URL {\"status\":{\"id\":403}}\n",
        ],
        USED,
    );
}

#[test]
fn blanks_in_a_query_do_not_end_it() {
    for query in [
        "conditions=identifier = \"a b\"",
        "conditions=code = 200",
        "conditions=code=\"a b\" and id > 200",
        "conditions=(code = 200 or id <= 300)",
        "conditions=name like 'a b' & 200",
        "childConditions=id in (200, 201)",
    ] {
        for (status, expected) in [
            (" 403", REFUSED),
            (" -> 403", REFUSED),
            (" 500", NOTHING),
            ("", USED),
        ] {
            let text = filled(&format!("PATCH URL?{query}{status}\n"));
            assert_eq!(totals(&text), expected, "{text}");
        }
    }
}

#[test]
fn the_handlers_of_net_log_one_request() {
    let start = "info: System.Net.Http.HttpClient.Cw.LogicalHandler[100]\n      Start processing HTTP request POST URL\n";
    let send = "info: System.Net.Http.HttpClient.Cw.ClientHandler[100]\n      Sending HTTP request POST URL\n";
    let received = "info: System.Net.Http.HttpClient.Cw.ClientHandler[101]\n      Received HTTP response headers after 51.1ms - STATUS\n";
    let end = "info: System.Net.Http.HttpClient.Cw.LogicalHandler[101]\n      End processing HTTP request after 55.3ms - STATUS\n";
    for (status, expected) in [("403", REFUSED), ("200", USED)] {
        for text in [
            format!("{start}{send}{received}{end}"),
            format!("{send}{received}"),
            format!("{start}{end}"),
            format!("{start}{send}{received}{end}"),
        ] {
            let text = filled(&text).replace("STATUS", status);
            assert_eq!(totals(&text), expected, "{text}");
            let twice = totals(&format!("{text}{text}"));
            assert_eq!(twice, expected.map(|count| count * 2), "{text}");
        }
        // Two at the same time.
        let one = format!(
            "{start}{}{send}{received}{end}",
            start.replace("URL", "URL/5")
        );
        let other = format!("{send}{received}{end}").replace("URL", "URL/5");
        let text = filled(&format!("{one}{other}")).replace("STATUS", status);
        assert_eq!(totals(&text), expected.map(|count| count * 2), "{text}");
    }
}

#[test]
fn a_traceback_names_the_request_that_failed() {
    let trace = "08:00:01 INFO POST URL/4/notes\n08:00:01 ERROR sync failed\nTraceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    r.raise_for_status()\n  File \"models.py\", line 1021, in raise_for_status\n    raise HTTPError(http_error_msg, response=self)\nrequests.exceptions.HTTPError: 403 Client Error: Forbidden for url: URL/OTHER\n";
    all(&[&trace.replace("OTHER", "4/notes")], REFUSED);
    // An error of another request: this one has no answer, and that one no method.
    let text = filled(&trace.replace("OTHER", "5"));
    assert_eq!(totals(&text), NOTHING, "{text}");
    assert_eq!(infer(&text)["recordings"][0]["unread"], 1, "{text}");
}

#[test]
fn answers_of_requests_under_way_at_once_are_not_attributed() {
    let both = "08:00:00 INFO sending POST URL\n08:00:00 INFO sending PATCH URL/4\n";
    for (answers, expected) in [
        (
            "08:00:01 INFO response 200\n08:00:01 INFO response 403\n",
            [0, 0, 2],
        ),
        (
            "08:00:01 INFO response 403\n08:00:01 INFO response 200\n",
            [0, 0, 2],
        ),
        (
            "08:00:01 INFO response 200\n08:00:01 INFO response 403\nSECURITY\n",
            [0, 0, 2],
        ),
        (
            "08:00:01 INFO response 200\n08:00:01 INFO response 200\n",
            [2, 0, 0],
        ),
        // The second is refused too, or was answered twice; the first proves nothing.
        (
            "08:00:01 INFO response 403\n08:00:01 INFO response 403\n",
            [0, 1, 1],
        ),
    ] {
        let text = filled(&format!("{both}{answers}"));
        assert_eq!(totals(&text), expected, "{text}");
        // A request after them is read as always.
        let more = filled("08:00:02 INFO sending GET URL/5\n08:00:03 INFO response 403\n");
        let after = totals(&format!("{text}{more}"));
        assert_eq!(after, [expected[0], expected[1] + 1, expected[2]], "{text}");
    }
}
