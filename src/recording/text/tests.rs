use super::*;

fn records(text: &str) -> Vec<Record> {
    let mut all = Vec::new();
    let mut emit = |record| all.push(record);
    let mut sink = Sink::new(&mut emit);
    let mut reader = Text::default();
    for (number, line) in (1..).zip(text.lines()) {
        reader.line(line, number, &mut sink);
    }
    reader.finish(&mut sink);
    all
}

#[test]
fn the_answer_follows_in_the_next_line() {
    let all = records(
        "2026-11-27 08:00:00 DEBUG GET https://x.example/a\n\
         2026-11-27 08:00:01 ERROR Response status 403: {\"code\":\"Security\"}\n\
         2026-11-27 08:00:02 DEBUG GET https://x.example/b\n\
         2026-11-27 08:00:03 DEBUG POST https://x.example/c payload={\"a\":{\"b\":1}}\n\
         2026-11-27 08:00:03 DEBUG status=201\n",
    );
    assert_eq!(all.len(), 3);
    assert_eq!(all[0].answer, Answer::Status(403));
    assert_eq!(
        all[0].response_body.as_deref(),
        Some("{\"code\":\"Security\"}")
    );
    assert_eq!(all[1].answer, Answer::NotRecorded);
    assert_eq!(all[2].request_body.as_deref(), Some("{\"a\":{\"b\":1}}"));
    assert_eq!(all[2].answer, Answer::Status(201));
}

#[test]
fn a_response_that_repeats_its_request_is_one_record() {
    let all = records(
        "--> GET https://x.example/a\n--> END GET\n<-- 200 OK https://x.example/a (2ms)\n\
         Request: PUT https://x.example/b\nResponse: PUT https://x.example/b 404\n",
    );
    let seen: Vec<_> = all.iter().map(|r| (r.method.as_str(), r.answer)).collect();
    assert_eq!(
        seen,
        [("GET", Answer::Status(200)), ("PUT", Answer::Status(404))]
    );
}

#[test]
fn a_body_over_several_lines_is_one_body() {
    let all = records(
        "VERBOSE: GET https://x.example/a with 0-byte payload\n\
         Invoke-RestMethod : The remote server returned an error: (403) Forbidden.\n\
         {\n  \"code\": \"Security\",\n  \"message\": \"You do not have security permission\"\n}\n\
         VERBOSE: GET https://x.example/b with 0-byte payload\n\
         VERBOSE: received 2-byte response of content type application/json\n",
    );
    assert_eq!(all.len(), 2);
    assert!(
        all[0]
            .response_body
            .as_deref()
            .unwrap()
            .contains("security permission")
    );
    assert_eq!(all[1].answer, Answer::Status(200));
}

#[test]
fn colors_are_no_text() {
    let all = records("\u{1b}[32mGET\u{1b}[0m /a \u{1b}[33m404\u{1b}[0m 1.2 ms");
    assert_eq!(all[0].answer, Answer::Status(404));
    assert_eq!(all[0].target, "/a");
}
