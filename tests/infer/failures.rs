//! Failures without a status, notes of programs after a status, and requests under names.

use crate::infer::harness::{BASE, all, totals};

const REFUSED: [u64; 4] = [0, 1, 0, 0];
const NOTHING: [u64; 4] = [0, 0, 1, 0];

#[test]
fn what_a_program_notes_after_a_status_is_no_body() {
    all(
        &[
            "PATCH URL 403 51ms {\"service\":\"sync\",\"attempt\":1}\n",
            "POST URL 403 {\"requestId\":\"abc\",\"duration\":200}\n",
            "POST URL 403 {\"service\":\"sync\"} []\n",
            "POST URL 403 Forbidden {\"timestamp\":\"2026-11-27T08:00:00Z\",\"level\":\"error\"}\n",
            "POST URL -> 403 body={}\n",
            "POST URL 403 {attempt: 1}\n",
            "POST URL 403 {'attempt': 1}\n",
            "POST URL\n403 Forbidden {\"requestId\":\"abc\"}\n",
            "POST URL 403 {\"service\":\"sync\"}\nSECURITY\n",
        ],
        REFUSED,
    );
    all(
        &[
            "POST URL 403 {\"error\":\"blocked\"}\n",
            "POST URL 403 {\"message\":\"x\"}\n",
            "POST URL 403 {\"note\":\"blocked by the gateway\"}\n",
            "POST URL 403 body={\"ray\":1}\n",
            "POST URL 429 {\"service\":\"sync\"}\n",
        ],
        NOTHING,
    );
}

#[test]
fn objects_without_a_status_can_report_a_failure() {
    let start = r#"{"method":"POST","url":"URL","#;
    for rest in [
        r#""code":"ECONNABORTED","status":null}"#,
        r#""code":"ECONNREFUSED"}"#,
        r#""response_code":0}"#,
        r#""responseCode":0}"#,
        r#""status":"Faulted"}"#,
        r#""resultCode":"Faulted","success":"False"}"#,
        r#""status":"TimedOut"}"#,
        r#""status":"Skipped"}"#,
        r#""status":"ECONNRESET"}"#,
        r#""attempts":[{"status":403},{"status":429}]}"#,
    ] {
        let text = format!("{start}{rest}\n");
        assert_eq!(totals(&text), NOTHING, "{text}");
    }
    for rest in [
        r#""attempts":[{"status":429},{"status":403}]}"#,
        r#""res":403}"#,
        r#""rc":403}"#,
        r#""sc":403}"#,
        r#""status":[403]}"#,
        r#""err":{"message":"Request failed with status code 403"}}"#,
        r#""level":50,"stack":"AxiosError: Request failed with status code 403\n at x"}"#,
        r#""status":403,"err":{"message":"Request failed with status code 403"}}"#,
        r#""config":{"data":"{}"},"status":403}"#,
        r#""body":{"name":"x"},"status":403,"response":{"code":"Security","message":"You do not have security permission to perform this action."}}"#,
        r#""response":{"status":403,"content":{"size":0,"mimeType":"text/html"}}}"#,
    ] {
        let text = format!("{start}{rest}\n");
        assert_eq!(totals(&text), REFUSED, "{text}");
    }
    let text = r#"{"log":[{"req":"GET LIST","res":200},{"req":"POST URL","res":403}]}"#;
    assert_eq!(totals(text), [1, 1, 0, 0]);
    let planned = format!("{start}\"status\":\"pending\"}}\n");
    assert_eq!(totals(&planned), [1, 0, 0, 0]);
}

#[test]
fn requests_under_names_are_all_read() {
    let get = r#"{"request":{"method":"GET","url":"LIST"},"response":{"status":200}}"#;
    let post = r#"{"inputs":{"method":"POST","uri":"URL"},"outputs":{"statusCode":403},"status":"Failed"}"#;
    let list = r#"{"method":"GET","url":"LIST","status":200"#;
    for text in [
        format!("{{\"a\":{get},\"b\":{post}}}"),
        format!("{{\"run\":{{\"steps\":{{\"1\":{get},\"2\":{post}}}}}}}"),
        format!("{{\"actions\":{{\"x\":{{\"kind\":1}},\"a\":{get},\"b\":{post}}}}}"),
        format!("{list},\"calls\":[{post}]}}"),
    ] {
        assert_eq!(totals(&text), [1, 1, 0, 0], "{text}");
    }
    let parts = r#"{"config":{"method":"post","url":"URL"},"request":{"method":"POST","path":"/company/contacts"},"response":{"status":403}}"#;
    assert_eq!(totals(parts), REFUSED);
}

#[test]
fn slashes_can_be_escaped() {
    let escaped = format!(
        "POST {} 403\n",
        format!("{BASE}/company/contacts").replace('/', "\\/")
    );
    assert_eq!(totals(&escaped), REFUSED, "{escaped}");
    let unread = format!(
        "GET LIST 200\nsee {}\n",
        format!("{BASE}/company/contacts").replace('/', "\\/")
    );
    assert_eq!(totals(&unread), [1, 0, 0, 1], "{unread}");
}

#[test]
fn words_without_a_status_show_that_no_answer_came() {
    for rest in [
        "net::ERR_NAME_NOT_RESOLVED",
        "NS_ERROR_NET_TIMEOUT",
        "socket hang up",
        "context canceled",
        "-> no response",
        "-> 0",
        "-> null",
        "-> undefined",
        "-> ERR",
        "-> rate limited",
        "-> access denied",
        "circuit breaker open",
        "Client disconnected.",
        "SSL handshake failed",
        "skipped (dry run)",
    ] {
        let text = format!("POST URL {rest}\n");
        assert_eq!(totals(&text), NOTHING, "{text}");
    }
    all(
        &[
            "POST URL: EOF\n",
            "10.0.0.2: POST URL\n << Client disconnected.\n",
        ],
        NOTHING,
    );
    let request = "\"POST /v4_6_release/apis/3.0/company/contacts HTTP/1.1\"";
    for line in [
        format!("10.0.0.2 - - [27/Nov/2026:08:00:00 +0000] {request} 0 DC \"-\"\n"),
        format!("10.0.0.2 - - [27/Nov/2026:08:00:00 +0000] {request} 000 512 \"-\"\n"),
        format!("10.0.0.2 - - [27/Nov/2026:08:00:00 +0000] {request} NULL NULL\n"),
        format!("10.0.0.2 [x] be/<NOSRV> -1/-1/-1/-1/0 -1 0 - - CR-- {request}\n"),
    ] {
        assert_eq!(totals(&line), NOTHING, "{line}");
    }
}

#[test]
fn tables_can_report_failures_in_other_columns() {
    for (table, expected) in [
        (
            "method,url,status,http_status\nPOST,URL,success,403\n",
            REFUSED,
        ),
        ("method,url,success\nPOST,URL,false\n", NOTHING),
        ("method,url,status,error\nPOST,URL,,Timeout\n", NOTHING),
        (
            "method,url,message\nPOST,URL,Request failed with status code 403\n",
            REFUSED,
        ),
        ("Time\tVerb\tURI\tHTTP\n2\tPOST\tURL\t403\n", REFUSED),
        ("method,url,success\nPOST,URL,true\n", [1, 0, 0, 0]),
    ] {
        assert_eq!(totals(table), expected, "{table}");
    }
    let rows = "2026-11-27\t08:00:00\tPOST\tapi-na.myconnectwise.net\t/v4_6_release/apis/3.0/company/contacts\t403\n";
    let fields = "#Version: 1.0\n#Fields: date time cs-method cs(Host) cs-uri-stem sc-status\n";
    assert_eq!(totals(&format!("{fields}{rows}")), REFUSED);
}

#[test]
fn one_line_with_separators_makes_no_table_of_a_log() {
    for line in [
        "POST|URL|403",
        "POST,URL,403",
        "POST;URL;403",
        "POST\tURL\t403",
    ] {
        let text = format!("2026-11-27 08:00:00 INFO GET LIST 200\n{line}\n");
        assert_eq!(totals(&text), [1, 1, 0, 0], "{text}");
    }
}

#[test]
fn bases_in_variables_do_not_hide_the_path() {
    for base in [
        "%CW_API%", "$baseUrl", "$env:CW", "#{base}", "@base", "{base}",
    ] {
        let text = format!("GET LIST 200\nPOST {base}/company/contacts 403\n");
        assert_eq!(totals(&text), [1, 1, 0, 0], "{text}");
    }
}

#[test]
fn whole_answers_in_n8n_need_no_headers() {
    for answer in [
        r#"{"statusCode":403,"statusMessage":"Forbidden","body":{}}"#,
        r#"{"statusCode":403,"statusMessage":"Forbidden","body":SECURITY}"#,
        "SECURITY",
    ] {
        let text = format!(
            r#"{{"data":{{"resultData":{{"runData":{{"A":[{{"executionStatus":"success","data":{{"main":[[{{"json":{answer}}}]]}}}}]}}}}}},"workflowData":{{"nodes":[{{"name":"A","type":"n8n-nodes-base.httpRequest","parameters":{{"method":"POST","url":"URL"}}}}]}}}}"#
        );
        assert_eq!(totals(&text), REFUSED, "{text}");
    }
}

#[test]
fn a_quoted_request_has_its_answer_in_a_later_line() {
    let wire = "DEBUG wire - http-outgoing-0";
    let post = "POST /v4_6_release/apis/3.0/company/contacts HTTP/1.1";
    let answer = "<< \"HTTP/1.1 403 Forbidden[\\r][\\n]\"";
    for text in [
        format!("{wire} >> \"{post}[\\r][\\n]\"\n{wire} {answer}\n"),
        format!("DEBUG headers - http-outgoing-0 >> {post}\n{wire} >> \"{post}[\\r][\\n]\"\n{wire} {answer}\n"),
        "http_client.INFO: Request: \"POST URL\" [] []\nhttp_client.INFO: Response: \"403 URL\" [] []\n".to_owned(),
    ] {
        assert_eq!(totals(&text), REFUSED, "{text}");
    }
}

#[test]
fn a_status_can_have_signs_of_a_terminal_or_another_language_around_it() {
    all(
        &[
            "POST URL [33m403[0m\n",
            "POST URL #033[31m403#033[0m\n",
            "POST URL\nDer Remoteserver hat einen Fehler zurückgegeben: (403) Unzulässig.\n",
            "FEHLER: (403) Unzulässig. POST URL\n",
            "ERROR <Response [403]> POST URL\n",
            "ERROR POST URL <Response [403]>\n",
            "ERROR You do not have security permission to perform this action. (POST URL)\n",
            "ERROR SECURITY POST URL\n",
        ],
        REFUSED,
    );
}

#[test]
fn a_damaged_first_line_does_not_hide_the_rest() {
    assert_eq!(
        totals("{\"truncated json\n2026 POST URL 403\n"),
        [0, 1, 0, 1]
    );
    assert_eq!(totals("<!DOCTYPE html>\n2026 POST URL 403\n"), REFUSED);
}
