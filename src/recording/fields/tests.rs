use serde_json::json;

use super::*;

#[test]
fn any_names_give_the_request() {
    let url = "https://x.example/v4/apis/3.0/a";
    let objects = [
        json!({"method": "GET", "url": url, "status": 200}),
        json!({"http_method": "get", "request_url": url, "status_code": "200"}),
        json!({"Verb": "GET", "Uri": url, "ResponseCode": "200 OK", "referer": "https://y.example/"}),
        json!({"request": {"method": "GET", "uri": url, "headers": {"x": ["/b"]}}, "response": {"status": 200}}),
        json!({"http.request.method": "GET", "url.full": url, "http.response.status_code": 200}),
        json!({"req": {"method": "GET", "url": url}, "res": {"statusCode": 200}, "msg": "request completed"}),
        json!({"httpRequest": {"requestMethod": "GET", "requestUrl": url, "status": 200}}),
        json!({"request": format!("GET {url} HTTP/1.1"), "status": "200", "request_time": "0.1"}),
        json!({"a": "GET", "b": url, "code": 200, "ok": true}),
        json!({"config": {"method": "get", "baseURL": "https://x.example/v4/apis/3.0", "url": "/a"}, "status": 200}),
    ];
    for object in objects {
        let record = record(&object, 1).unwrap_or_else(|| panic!("{object}"));
        assert_eq!(
            (record.method.as_str(), record.target.as_str()),
            ("GET", url),
            "{object}"
        );
        assert_eq!(record.answer, Answer::Status(200), "{object}");
    }
}

#[test]
fn bodies_go_to_their_side() {
    let object = json!({"method": "PATCH", "path": "/a", "status": 403,
        "request_body": [{"op": "replace"}], "error_body": {"code": "Security", "status": 200}});
    let record = record(&object, 1).unwrap();
    assert_eq!(record.answer, Answer::Status(403));
    assert_eq!(
        record.request_body.as_deref(),
        Some("[{\"op\":\"replace\"}]")
    );
    assert!(record.response_body.unwrap().contains("Security"));
    for remark in [
        json!("Request failed with status code 403"),
        json!({"name": "HTTPError", "message": "Forbidden", "status": 403}),
    ] {
        let object = json!({"method": "GET", "path": "/a", "status": 403, "error": remark});
        let found = super::record(&object, 1).unwrap().response_body;
        assert_eq!(found, None, "{object}");
    }
}

#[test]
fn a_failure_without_a_status_has_no_answer() {
    let object = json!({"method": "GET", "url": "https://x.example/a", "error": "ECONNRESET"});
    assert_eq!(record(&object, 1).unwrap().answer, Answer::Missing);
    let object = json!({"method": "GET", "url": "https://x.example/a", "status": 0});
    assert_eq!(record(&object, 1).unwrap().answer, Answer::Missing);
    assert_eq!(
        record(&json!({"msg": "started", "url": "https://x.example"}), 1),
        None
    );
}
