//! Responses that are truncated, endless, compressed, or not from the API.

use super::{HOST, LIST, OWN, PAGE, Row, SETTINGS, What, own_rows, raw, row, zipped};
use crate::Reply;

pub(super) fn broken() -> Vec<Row> {
    use What::{FetchAll, FetchRole, Own, Role};
    let cut = raw(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n[{\"id\":1",
    );
    let chunk = raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[{\"i\r\n");
    let mut gzip_cut = zipped(own_rows().as_bytes());
    if let Reply::Answer { body, .. } = &mut gzip_cut {
        body.truncate(body.len() / 2);
    }
    let half = own_rows();
    let half = &half[..half.len() / 2];
    vec![
        row("a body cut short, then fine", Own, 0, 3)
            .once(OWN, cut.clone())
            .says(&["the response was truncated; trying again"]),
        row("a body cut short for ever", Own, 4, 2)
            .with(&["--retries", "1"])
            .always(OWN, cut.clone())
            .says(&["the response was truncated", "nothing was saved"]),
        row("settings cut short for ever", FetchRole, 4, 3)
            .with(&["--retries", "1"])
            .always(SETTINGS, cut)
            .says(&["the response was truncated"]),
        row("a chunk cut short", Own, 4, 1)
            .with(&["--retries", "0"])
            .always(OWN, chunk),
        row("JSON cut short at its proper length", Own, 4, 1)
            .with(&["--retries", "0"])
            .always(OWN, Reply::json(200, half))
            .says(&["the response was truncated"]),
        row("gzip cut short", Own, 4, 1)
            .with(&["--retries", "0"])
            .always(OWN, gzip_cut),
        row("gzip", Own, 0, 2).once(OWN, zipped(own_rows().as_bytes())),
        row("a gzip bomb", Own, 4, 1)
            .always(OWN, zipped(&vec![b' '; 256 << 20]))
            .says(&["the limit of 16 MiB"]),
        row("an endless body", FetchRole, 4, 1)
            .always(LIST, Reply::Endless(vec![b'['; 1 << 16]))
            .says(&["the limit of 16 MiB"]),
        row("an HTML page with status 200", Own, 3, 1)
            .always(OWN, Reply::html(200, PAGE))
            .says(&["the response is an HTML page (status 200)", "a login page"]),
        row("an HTML page instead of the codebase", Own, 3, 1)
            .url(HOST)
            .always("/login/companyinfo/acme", Reply::html(200, PAGE))
            .says(&["an HTML page"]),
        row("an empty answer", Own, 3, 1)
            .always(OWN, Reply::json(200, ""))
            .says(&["the response is empty"]),
        row("JSON of another form", Own, 3, 1)
            .always(OWN, Reply::json(200, r#"{"rows":[]}"#))
            .says(&["JSON, but not the API member's effective permissions"]),
        row("JSON nested too deep", Own, 3, 1)
            .always(OWN, Reply::json(200, &"[".repeat(100_000)))
            .says(&["something other than JSON"]),
        row("effective permissions without rows", Own, 4, 1)
            .always(OWN, Reply::json(200, "[]"))
            .says(&["returned no rows for"]),
        row("a level that is none", Role("63"), 3, 4)
            .bend(|request| {
                let text = own_rows().replacen(r#""None""#, r#""Some""#, 1);
                request.is(SETTINGS).then(|| Reply::json(200, &text))
            })
            .says(&["`Some` in `", "is not a level"]),
        row("the connection ends without a response", Own, 3, 2)
            .with(&["--retries", "1"])
            .always(OWN, raw(""))
            .says(&["the connection failed"]),
        row("silence", Own, 3, 1)
            .with(&["--timeout", "1", "--retries", "0"])
            .always(OWN, Reply::Silence)
            .says(&["within 1 s"]),
        row("silence after a first page", Role("77"), 4, 3)
            .with(&["--timeout", "3", "--retries", "0"])
            .bend(|request| (request.parameter("page") == Some("2")).then_some(Reply::Silence))
            .says(&["no response within 1 s"]),
        row("rows without numbers, the same for ever", Own, 4, 2)
            .bend(|request| {
                let row =
                    r#"{"moduleDescription":"Finance","moduleFunctionDescription":"Agreements"}"#;
                let page = vec![row; 25].join(",");
                request
                    .is(OWN)
                    .then(|| Reply::json(200, &format!("[{page}]")))
            })
            .says(&["the same as the previous page"]),
        row("one role of all is cut short", FetchAll, 4, 4)
            .with(&["--retries", "0", "--concurrency", "1"])
            .always(
                "/securityRoles/1/settings/count",
                Reply::json(200, r#"{"count":"#),
            )
            .says(&["the response was truncated"]),
    ]
}
