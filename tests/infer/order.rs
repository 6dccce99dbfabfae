//! Lines that name the status before the address, repeat a request, or answer several at once.

use crate::infer::harness::{all, read, totals};

#[test]
fn a_status_before_the_address_counts() {
    all(
        &[
            "level=info method=POST status=403 url=URL\n",
            "method=POST status_code=403 url=URL\n",
            "elapsed=51 method=POST response.status=403 url=URL\n",
            "http_method=POST http_status=403 http_url=URL\n",
            "level=WARN method=POST status=403 path=/company/contacts\n",
            "INFO {'status': 403, 'method': 'POST', 'url': 'URL'}\n",
            "INFO {'method': 'POST', 'status': 403, 'url': 'URL'}\n",
            "403 51ms POST URL\n",
            "POST 403 URL\n",
            "elapsed=0.2 status=403 url=URL verb=post\n",
        ],
        [0, 1, 0, 0],
    );
    all(
        &[
            "method=POST status=500 url=URL\n",
            "level=info method=POST status=429 url=URL\n",
            "method=POST error=timeout url=URL\n",
        ],
        [0, 0, 1, 0],
    );
    all(&["method=POST status=201 url=URL\n"], [1, 0, 0, 0]);
}

#[test]
fn a_line_that_repeats_an_answered_request_is_no_second_one() {
    for line in [
        "trailers received from POST URL",
        "Closing connection for POST URL",
        "Completed POST URL",
        "Timing: POST URL",
        "[DEBUG] POST URL: retrying in 1s (4 left)",
    ] {
        for answer in [
            "received response to POST URL - HTTP 403",
            "HTTP 403 Forbidden",
        ] {
            let text = format!("sending request to POST URL\n{answer}\n{line}\nGET LIST 200\n");
            assert_eq!(totals(&text), [1, 1, 0, 1], "{text}");
        }
    }
    all(
        &[
            "[DEBUG] POST URL\n[ERR] POST URL request failed: Post \"URL\": dial tcp: i/o timeout\n[DEBUG] POST URL: retrying in 1s (4 left)\n",
            "POST URL 500\nPOST URL\n",
        ],
        [0, 0, 1, 1],
    );
    // Another answer follows: it was sent again.
    all(
        &[
            "POST URL\nHTTP 403\nPOST URL\nHTTP 201\n",
            "POST URL 403\nPOST URL 201\n",
        ],
        [1, 1, 0, 0],
    );
    // A list has no answers.
    all(&["POST URL\nPOST URL\n"], [2, 0, 0, 0]);
}

#[test]
fn an_answer_that_names_its_request_is_that_of_this_request() {
    all(
        &[
            "-> POST URL\n-> GET LIST\n<- POST URL 403\n<- GET LIST 200\n",
            "INFO POST URL started\nINFO GET LIST started\nERROR POST URL finished 403\nINFO GET LIST finished 200\n",
            "request POST URL\nrequest GET LIST\nresponse 403 POST URL\nresponse 200 GET LIST\n",
            "Request: POST URL\nGET LIST\nResponse: 200 for GET LIST\nResponse: 403 for POST URL\n",
            "[req-1] POST URL\n[req-2] GET LIST\n[req-1] 403 Forbidden\n[req-2] 200 OK\n",
            "[http-1] INFO POST URL\n[http-2] INFO GET LIST\n[http-1] ERROR SECURITY\n[http-2] INFO 200 OK\n",
            "2026-11-27T08:00:00Z INFO job=1 POST URL\n2026-11-27T08:00:00Z INFO job=2 GET LIST\n2026-11-27T08:00:00Z ERROR job=1 Forbidden\n2026-11-27T08:00:00Z INFO job=2 OK\n",
            "<0.123.0> POST URL\n<0.124.0> GET LIST\n<0.123.0> HTTP 403 Forbidden\n<0.124.0> HTTP 200 OK\n",
        ],
        [1, 1, 0, 0],
    );
    for text in [
        "-> POST URL\n-> GET LIST\n<- POST URL 403\n<- GET LIST 200\n",
        "[req-1] POST URL\n[req-2] GET LIST\n[req-1] 403 Forbidden\n[req-2] 200 OK\n",
        "[req-1] POST URL\n[req-2] GET LIST\n[req-2] 200 OK\n[req-1] SECURITY\n",
    ] {
        assert_eq!(read(text)["refused"][0]["method"], "POST", "{text}");
    }
}

#[test]
fn an_answer_that_names_none_of_two_requests_decides_neither() {
    all(
        &[
            "A POST URL\nB GET LIST\nA 403\nB 200\n",
            "POST URL\nGET LIST\nERROR SECURITY\n200 OK\n",
            "POST URL\nGET LIST\n200 OK\nERROR SECURITY\n",
        ],
        [0, 0, 2, 0],
    );
}
