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
