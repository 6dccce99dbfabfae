//! Transient faults: rate limiting, server errors, and roles that change during the read.

use super::{COUNT, LIST, OWN, PAGE, Row, SETTINGS, TOO_MANY, What, own_rows, row};
use crate::{Reply, Request, Tenant};

/// The list of roles with a new time on the role that is read, after the first response.
fn touched(request: &Request) -> Option<Reply> {
    if !request.is(LIST) || request.hit == 0 {
        return None;
    }
    let Reply::Answer { status, body, .. } = Tenant::default().answer(request) else {
        return None;
    };
    let body = String::from_utf8(body).unwrap();
    Some(Reply::json(
        status,
        &body.replace("2026-11-01T08", "2026-11-02T09"),
    ))
}

pub(super) fn busy() -> Vec<Row> {
    use What::{FetchRole, Own};
    let soon = Reply::json(429, "{}").with("Retry-After", "0");
    let past = Reply::json(429, "{}").with("Retry-After", "Mon, 23 Nov 2020 08:00:00 GMT");
    let far = Reply::json(429, "{}").with("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT");
    vec![
        row("429 with seconds, then fine", Own, 0, 3)
            .once(OWN, soon.clone())
            .says(&["too many requests (429) and asks to wait for 0 s; trying again"]),
        row("429 with a date, then fine", Own, 0, 3).once(OWN, past),
        row("429 with a date beyond the deadline", Own, 3, 1).always(OWN, far),
        row("429 with the wait only in its text", Own, 3, 1)
            .with(&["--timeout", "5"])
            .always(OWN, Reply::json(429, TOO_MANY))
            .says(&["asks to wait for 30 s", "--timeout"]),
        row("429 with a short wait in its text", Own, 0, 3)
            .once(
                OWN,
                Reply::json(429, r#"{"message":"Try again in 1 seconds."}"#),
            )
            .says(&["trying again in 1 s"]),
        row("429 for ever", FetchRole, 3, 4)
            .with(&["--retries", "3"])
            .always(LIST, soon)
            .says(&["too many requests (429)"]),
        row("500, then fine", Own, 0, 3)
            .once(
                OWN,
                Reply::json(500, r#"{"message":"Execution timeout expired."}"#),
            )
            .says(&["ConnectWise failed (500: Execution timeout expired); trying again"]),
        row("maintenance for ever", Own, 3, 3)
            .with(&["--retries", "2"])
            .always(OWN, Reply::html(503, PAGE).with("Retry-After", "0"))
            .says(&["ConnectWise failed (503)", "under maintenance"]),
        row("500, and no repeating", Own, 3, 1)
            .with(&["--retries", "0"])
            .always(OWN, Reply::json(500, "{}"))
            .says(&["ConnectWise failed (500)"]),
    ]
}

pub(super) fn unsteady() -> Vec<Row> {
    use What::{FetchRole, Own, Role};
    let more = Reply::json(200, r#"{"count":4711}"#);
    let doubled =
        serde_json::to_string(&[crate::tenant::rows(), crate::tenant::rows()].concat()).unwrap();
    vec![
        row("the count disagrees once", Role("63"), 0, 1 + 3 + 3)
            .once(COUNT, more.clone())
            .says(&["the role `CloudBlue API` is read again: ConnectWise counts 4711 settings"]),
        row("the count disagrees for ever", FetchRole, 4, 1 + 3 * 3)
            .always(COUNT, more)
            .says(&["could not be read completely: ConnectWise counts 4711 settings and sent"]),
        row("the role changes once", Role("63"), 0, 1 + 3 + 3)
            .bend(touched)
            .says(&["is read again: it was changed while it was being read"]),
        row("the role changes for ever", FetchRole, 4, 1 + 3 * 3)
            .bend(|request| {
                let Reply::Answer { body, .. } = touched(request)? else {
                    return None;
                };
                let time = format!("2026-11-02T{:02}", request.hit);
                let body = String::from_utf8(body).unwrap();
                Some(Reply::json(200, &body.replace("2026-11-02T09", &time)))
            })
            .says(&["it was changed while it was being read"]),
        row("the role goes away", Role("63"), 4, 4)
            .bend(|request| (request.is(LIST) && request.hit > 0).then(|| Reply::json(200, "[]")))
            .says(&["it was removed while it was being read"]),
        row("a setting comes twice", FetchRole, 4, 1 + 3 * 3)
            .bend(move |request| {
                let count = crate::tenant::rows().len() * 2;
                if request.is(COUNT) {
                    return Some(Reply::json(200, &format!(r#"{{"count":{count}}}"#)));
                }
                request.is(SETTINGS).then(|| Reply::json(200, &doubled))
            })
            .says(&["a setting occurred twice"]),
        row("pages of 25 whatever is asked, and no links", Own, 0, 4 + 1).tenant(Tenant {
            fixed_page: Some(25),
            links: false,
            ..Tenant::default()
        }),
        row("three pages", FetchRole, 0, 1 + 3 + 1 + 1).set("ROLE", "77"),
        row("pages in a circle", Role("77"), 4, 1 + 5)
            .bend(|request| {
                let next = format!("<{}?page={}>; rel=\"next\"", request.path, request.hit % 3);
                request.is("/77/settings").then(|| {
                    // Every page is different; only the addresses form a loop.
                    let other = format!("Agreements {}", request.hit % 3);
                    let rows = own_rows().replace("Agreements", &other);
                    Reply::json(200, &rows).with("Link", next)
                })
            })
            .says(&["the pages link to each other in a loop"]),
    ]
}
