//! Access logs of nginx, Apache and other servers: the request in quotes, and the status near it.

use super::record::{Answer, Record, is_method, status};
use super::time::Moment;

/// Reads a line that holds `"METHOD target HTTP/x"`.
pub(super) fn read(line: &str, place: u64) -> Option<Record> {
    let mut rest = line;
    loop {
        let (_, after) = rest.split_once('"')?;
        if let Some((method, more)) = after.split_once(' ')
            && is_method(method)
            && let Some((target, behind)) = target(more)
        {
            let before = line.get(..line.len() - after.len()).unwrap_or_default();
            let before = before.trim_end_matches('"');
            return Some(record(before, method, target, behind, place));
        }
        rest = after;
    }
}

/// The target, and what follows the closing quote.
fn target(text: &str) -> Option<(&str, &str)> {
    // A target can contain quotes, which not every server escapes.
    if let Some((target, version)) = text.split_once(" HTTP/")
        && let Some((_, behind)) = version.split_once('"')
    {
        return Some((target, behind));
    }
    let (target, behind) = text.split_once('"')?;
    let path = target.starts_with('/') || target.contains("://");
    (path && !target.contains(' ')).then_some((target, behind))
}

fn record(before: &str, method: &str, target: &str, behind: &str, place: u64) -> Record {
    let base = before
        .split_whitespace()
        .next_back()
        .filter(|word| word.contains("://") && target.starts_with('/'));
    let target = match base {
        Some(base) => format!("{}{target}", base.trim_end_matches('/')),
        None => target.to_owned(),
    };
    let mut record = Record::new(method, target, place);
    record.time = time(before);
    // Written where no answer came.
    let none = |word: &str| matches!(word, "0" | "000" | "-1" | "NULL" | "null" | "None");
    if behind.split_whitespace().next().is_some_and(none) {
        record.answer = Answer::Missing;
        return record;
    }
    let found = behind
        .split_whitespace()
        .take(4)
        .find_map(word)
        .or_else(|| behind.split_whitespace().find_map(keyed))
        // Load balancers write the status before the request.
        .or_else(|| before.split_whitespace().find_map(word));
    if let Some(found) = found {
        record.answer = Answer::Status(found);
    } else if before.split_whitespace().any(|word| word == "-1") {
        record.answer = Answer::Missing;
    }
    record
}

/// A status that is a separate word.
fn word(word: &str) -> Option<u16> {
    let word = word.trim_matches(['"', ',', ';', '|', '[', ']', '(', ')']);
    if word.len() == 3 {
        status(word)
    } else {
        keyed(word)
    }
}

/// The status in `status=200`.
fn keyed(word: &str) -> Option<u16> {
    let (key, value) = word.split_once(['=', ':'])?;
    let key = key.to_ascii_lowercase();
    let value = value.trim_matches(['"', ',', ';']);
    (value.len() == 3 && (key.contains("status") || key.ends_with("code")))
        .then(|| status(value))
        .flatten()
}

fn time(before: &str) -> Option<Moment> {
    let mut brackets = before.split('[').skip(1);
    brackets
        .find_map(Moment::parse)
        .or_else(|| Moment::parse(before))
        .or_else(|| before.split_whitespace().take(4).find_map(Moment::parse))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_gives_the_request_and_its_status() {
        let lines = [
            r#"10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] "GET /service/tickets?a=1 HTTP/1.1" 200 512 "-" "x" rt=0.1"#,
            r#"api.example:443 10.0.0.1 - bob [27/Nov/2026:08:00:00 +0000] "GET /service/tickets?a=1 HTTP/2.0" 200 -"#,
            r#"2026-11-27T08:00:00Z host="x" request="GET /service/tickets?a=1 HTTP/1.1" bytes=5 status=200"#,
            r#"h2 2026-11-27T08:00:00.1Z app/x 10.0.0.1:28 10.0.0.2:80 0.0 0.1 0.0 200 200 34 366 "GET /service/tickets?a=1 HTTP/2.0" "curl" - -"#,
            r#"[2026-11-27T08:00:00.000Z] "GET /service/tickets?a=1" 200 - 0"#,
            r#"10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] "-" "GET /service/tickets?a=1 HTTP/1.1" "200" 1"#,
        ];
        for line in lines {
            let record = read(line, 1).expect(line);
            assert_eq!(record.target, "/service/tickets?a=1", "{line}");
            assert_eq!(record.answer, Answer::Status(200), "{line}");
            assert_eq!(record.time, Moment::parse("2026-11-27T08:00:00Z"), "{line}");
        }
    }

    #[test]
    fn quotes_in_the_target_do_not_end_it() {
        let line = r#"x [x] "GET /a?c=name="b" and d=500 HTTP/1.1" 404 1"#;
        let record = read(line, 1).unwrap();
        assert_eq!(record.answer, Answer::Status(404));
        assert_eq!(record.target, r#"/a?c=name="b" and d=500"#);
    }

    #[test]
    fn a_host_before_the_request_belongs_to_it() {
        let line =
            r#"DEBUG https://api-na.myconnectwise.net:443 "GET /v4/apis/3.0/a HTTP/1.1" 200 None"#;
        let record = read(line, 1).unwrap();
        assert_eq!(
            record.target,
            "https://api-na.myconnectwise.net:443/v4/apis/3.0/a"
        );
    }

    #[test]
    fn what_is_no_request_is_none() {
        for line in [
            "",
            "\"",
            r#"10.0.0.1 "-" 408"#,
            r#"x "\x16\x03" 400"#,
            r#""GET""#,
            r#""GET "#,
        ] {
            assert_eq!(read(line, 1), None, "{line}");
        }
    }
}
