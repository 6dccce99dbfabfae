use super::super::answers::{announced, status_after};
use super::*;

fn found(line: &str) -> Option<(&'static str, String, Option<u16>)> {
    let mention = request(line)?;
    let status = status_after(mention.after).map(|(status, _)| status);
    Some((mention.method, mention.target.to_owned(), status))
}

#[test]
fn a_line_gives_method_target_and_status() {
    let lines = [
        ("GET /service/tickets", "GET", "/service/tickets", None),
        (
            "get https://x.example/a",
            "GET",
            "https://x.example/a",
            None,
        ),
        (
            "2026-11-27 INFO Making PATCH request to https://x.example/a",
            "PATCH",
            "https://x.example/a",
            None,
        ),
        (
            "GET https://x.example/a?b=200 -> 403 in 20 ms",
            "GET",
            "https://x.example/a?b=200",
            Some(403),
        ),
        ("[api] POST /a => 201", "POST", "/a", Some(201)),
        ("DELETE /a → 204", "DELETE", "/a", Some(204)),
        (
            "HTTP Request: GET https://x.example/a \"HTTP/1.1 200 OK\"",
            "GET",
            "https://x.example/a",
            Some(200),
        ),
        (
            "level=info method=get url=https://x.example/a status=404 ms=200",
            "GET",
            "https://x.example/a",
            Some(404),
        ),
        ("url=/a method=PUT status=200", "PUT", "/a", Some(200)),
        ("GET /a 200 12.3 ms - 15", "GET", "/a", Some(200)),
        ("GET /a took 200 ms", "GET", "/a", None),
        ("Started GET \"/a/b\" for 127.0.0.1", "GET", "/a/b", None),
        (
            "GET service/tickets/{id}",
            "GET",
            "service/tickets/{id}",
            None,
        ),
        ("- `PATCH /a/<id>`", "PATCH", "/a/<id>", None),
        ("| GET | /a/b | list |", "GET", "/a/b", None),
        ("GET {{baseUrl}}/a", "GET", "{{baseUrl}}/a", None),
        (
            "--> POST https://x.example/a http/1.1",
            "POST",
            "https://x.example/a",
            None,
        ),
        (
            "[GET] https://x.example/a returned 500",
            "GET",
            "https://x.example/a",
            Some(500),
        ),
        (
            "POST https://x.example/a HTTP/1.1",
            "POST",
            "https://x.example/a",
            None,
        ),
        (
            "GET 'https://x.example/a?c=id = 200' status: 403",
            "GET",
            "https://x.example/a?c=id = 200",
            Some(403),
        ),
    ];
    for (line, method, target, status) in lines {
        assert_eq!(
            found(line),
            Some((method, target.to_owned(), status)),
            "{line}"
        );
    }
}

#[test]
fn words_are_no_requests() {
    let lines = [
        "get is a word in this comment, not a request",
        "# GET /service/tickets",
        "// GET /service/tickets",
        "--> END GET",
        "",
        "GET",
        "/apis/GET/x",
        "Budget /a",
        "+ Invoke-RestMethod -Uri https://x.example/a -Method GET",
        "we get /",
    ];
    for line in lines {
        assert_eq!(found(line), None, "{line}");
    }
}

#[test]
fn an_answer_is_announced() {
    let lines = [
        ("Response status 403: {\"code\":1}", 403),
        ("<-- 200 OK https://x (132ms)", 200),
        ("HTTP/1.1 404 Not Found", 404),
        ("Completed 201 Created in 20ms", 201),
        ("The remote server returned an error: (403) Error.", 403),
        (
            "Response status code does not indicate success: 403 (Forbidden).",
            403,
        ),
        ("  status=429", 429),
        ("requests.exceptions.HTTPError: 401 Client Error", 401),
        ("failed for ticket 200", 0),
    ];
    for (line, status) in lines {
        let found = announced(line).map(|(status, _)| status);
        assert_eq!(found, (status > 0).then_some(status), "{line}");
    }
}
