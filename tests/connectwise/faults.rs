//! Every fault: how the run ends, what it says, how many requests it makes, and that the private
//! key is seen nowhere.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::tool::needles;
use crate::{CODEBASE, Home, KEY, Reply, Request, Server, Tenant};

/// What is run: `check --live` with own rights or a role, or `fetch`.
#[derive(Clone, Copy, PartialEq)]
enum What {
    Own,
    Role(&'static str),
    FetchAll,
    FetchRole,
}

type Bend = dyn Fn(&Request) -> Option<Reply> + Send + Sync;

struct Row {
    name: &'static str,
    what: What,
    /// What the stand-in answers in place of what it would.
    bend: Box<Bend>,
    tenant: Tenant,
    /// The API Base URL, with `{}` for the stand-in's port.
    url: &'static str,
    tls: bool,
    arguments: Vec<&'static str>,
    environment: Vec<(&'static str, String)>,
    code: i32,
    says: Vec<&'static str>,
    requests: usize,
}

/// The stand-in with its codebase: own rights take two requests then, and a role four.
const WHOLE: &str = "http://127.0.0.1:{}/v2026_1/apis/3.0";
const HOST: &str = "http://127.0.0.1:{}";
const SECURITY: &str = r#"{"code":"Security","message":"You do not have security permission to perform this action.","errors":null}"#;
const TOO_MANY: &str = r#"{"message":"Too many requests. Please try again in 30 seconds."}"#;
const PAGE: &str = "<!DOCTYPE html><html><head><title>Down for maintenance</title></head></html>";

fn row(name: &'static str, what: What, code: i32, requests: usize) -> Row {
    Row {
        name,
        what,
        bend: Box::new(|_| None),
        tenant: Tenant::default(),
        url: WHOLE,
        tls: false,
        arguments: Vec::new(),
        environment: Vec::new(),
        code,
        says: Vec::new(),
        requests,
    }
}

impl Row {
    fn bend(mut self, bend: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Self {
        self.bend = Box::new(bend);
        self
    }

    /// The same answer for every request that ends so.
    fn always(self, end: &'static str, reply: Reply) -> Self {
        self.bend(move |request| request.is(end).then(|| reply.clone()))
    }

    /// The answer for the first request that ends so, and none after it.
    fn once(self, end: &'static str, reply: Reply) -> Self {
        self.bend(move |request| (request.is(end) && request.hit == 0).then(|| reply.clone()))
    }

    fn says(mut self, says: &[&'static str]) -> Self {
        self.says = says.to_vec();
        self
    }

    fn url(mut self, url: &'static str) -> Self {
        self.url = url;
        self
    }

    fn with(mut self, arguments: &[&'static str]) -> Self {
        self.arguments = arguments.to_vec();
        self
    }

    fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    fn tls(mut self) -> Self {
        self.tls = true;
        self.url("https://localhost:{}/v2026_1/apis/3.0")
    }

    fn tenant(mut self, tenant: Tenant) -> Self {
        self.tenant = tenant;
        self
    }
}

fn raw(text: &str) -> Reply {
    Reply::Raw(text.into())
}

fn zipped(bytes: &[u8]) -> Reply {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    Reply::Answer {
        status: 200,
        headers: vec![("Content-Encoding".into(), "gzip".into())],
        body: encoder.finish().unwrap(),
    }
}

fn own_rows() -> String {
    serde_json::to_string(&crate::tenant::rows()).unwrap()
}

/// `GET /system/securityRoles`, told apart from what lies below it.
const LIST: &str = "/system/securityRoles";
const SETTINGS: &str = "/system/securityRoles/63/settings";
const COUNT: &str = "/system/securityRoles/63/settings/count";
const OWN: &str = "/system/mySecurity";

/// The list of roles with another time at the role that is read, after the first answer.
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

fn refusals() -> Vec<Row> {
    use What::{FetchAll, FetchRole, Own, Role};
    let unauthorized = r#"{"code":"Unauthorized","message":"Unauthorized"}"#;
    let user = r#"{"code":"ConnectWiseApi","message":"UserNotAuthenticated"}"#;
    let route = "Cannot route. Codebase/company is invalid.";
    let keys = "the Public Key or the Private Key is likely wrong";
    vec![
        row("the company is unknown", Own, 3, 1)
            .url(HOST)
            .set("CONNECTWISE_COMPANY_ID", "acmee")
            .says(&[
                "does not know the company `acmee`",
                "the Company ID is likely wrong",
            ]),
        row("401 Unauthorized", Own, 3, 1)
            .always(OWN, Reply::json(401, unauthorized))
            .says(&["does not accept the credentials (401: Unauthorized", keys]),
        row("401 UserNotAuthenticated", Own, 3, 1)
            .always(OWN, Reply::json(401, user))
            .says(&["ConnectWiseApi, UserNotAuthenticated", keys]),
        row("the public key is another", FetchRole, 3, 1)
            .set("CONNECTWISE_PUBLIC_KEY", "another")
            .says(&[keys]),
        row("401 that speaks of the clientId", Own, 3, 1)
            .always(
                OWN,
                Reply::json(
                    401,
                    r#"{"code":"Unauthorized","message":"Invalid clientId"}"#,
                ),
            )
            .says(&["the clientId is likely wrong: it is the GUID"]),
        row("401 and a clientId that is none", Own, 3, 1)
            .set("CONNECTWISE_CLIENT_ID", "my-app")
            .always(OWN, Reply::json(401, unauthorized))
            .says(&["the clientId is likely wrong, since it is no GUID"]),
        row("cannot route, as 401", Own, 3, 2)
            .always(
                OWN,
                Reply::json(401, &format!(r#"{{"message":"{route}"}}"#)),
            )
            .says(&[
                "cannot route the request (401)",
                "the API Base URL or the Company ID is likely wrong",
            ]),
        row("cannot route, as 400 in words", Own, 3, 2)
            .always(
                OWN,
                raw(&format!(
                    "HTTP/1.1 400 Bad\r\nContent-Length: {}\r\n\r\n{route}",
                    route.len()
                )),
            )
            .says(&["cannot route the request (400)"]),
        row("cannot route, and the company is unknown", Own, 3, 2)
            .set("CONNECTWISE_COMPANY_ID", "acmee")
            .always(
                OWN,
                Reply::json(401, &format!(r#"{{"message":"{route}"}}"#)),
            )
            .says(&["does not know the company"]),
        row("roles may not be read, as 403", Role("63"), 3, 1)
            .always(LIST, Reply::json(403, SECURITY))
            .says(&[
                "may not read the list of security roles (403 Security)",
                "reads the member's own rights and needs none",
            ]),
        row("roles may not be read, as 401", Role("63"), 3, 1)
            .always(LIST, Reply::json(401, SECURITY))
            .says(&["(401 Security)", "needs none"]),
        row("settings may not be read", Role("63"), 3, 2)
            .always(SETTINGS, Reply::json(403, SECURITY))
            .says(&["may not read the settings of a security role"]),
        row("own rights may not be read", Own, 3, 1)
            .always(OWN, Reply::json(403, SECURITY))
            .says(&["every member is expected to see its own rights"]),
        row("Customize lists may not be read", Own, 0, 2)
            .always("/customizeItems/", Reply::json(403, SECURITY))
            .says(&["Customize lists (403 Security); going on without it"]),
        row(
            "API members may not be read",
            FetchAll,
            0,
            1 + 1 + 2 + 2 + 4 + 1,
        )
        .always("/apiMembers", Reply::json(403, SECURITY))
        .says(&["the list of API members (403 Security); going on without it"]),
        row("403 of a firewall", Own, 3, 1)
            .always(OWN, Reply::html(403, PAGE))
            .says(&["denied the request (403: an HTML page)", "firewall"]),
        row("400 InvalidObject", Own, 3, 1)
            .always(
                OWN,
                Reply::json(
                    400,
                    r#"{"code":"InvalidObject","message":"orderBy is invalid"}"#,
                ),
            )
            .says(&["rejected the request (400: InvalidObject, orderBy is invalid)"]),
        row("an error with status 200", Own, 3, 1)
            .always(
                OWN,
                Reply::json(200, r#"{"code":"InvalidObject","message":"no"}"#),
            )
            .says(&["rejected the request (200: InvalidObject, no)"]),
        row("no such role", Role("Cloudblue"), 3, 1).says(&[
            "no security role has the name or number `Cloudblue`",
            "`CloudBlue API`",
        ]),
        row("two roles of one name", Role("Twin"), 3, 1)
            .always(
                LIST,
                Reply::json(200, r#"[{"id":4,"name":"Twin"},{"id":5,"name":"Twin"}]"#),
            )
            .says(&[
                "2 security roles have the name `Twin`",
                "give its number in place of its name: 4, 5",
            ]),
    ]
}

fn busy() -> Vec<Row> {
    use What::{FetchRole, Own};
    let soon = Reply::json(429, "{}").with("Retry-After", "0");
    let past = Reply::json(429, "{}").with("Retry-After", "Mon, 23 Nov 2020 08:00:00 GMT");
    let far = Reply::json(429, "{}").with("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT");
    vec![
        row("429 with seconds, then fine", Own, 0, 3)
            .once(OWN, soon.clone())
            .says(&["too many requests (429) and asks to be left alone for 0 s; trying again"]),
        row("429 with a date, then fine", Own, 0, 3).once(OWN, past),
        row("429 with a date beyond the deadline", Own, 3, 1).always(OWN, far),
        row("429 with the wait only in its text", Own, 3, 1)
            .with(&["--timeout", "5"])
            .always(OWN, Reply::json(429, TOO_MANY))
            .says(&["asks to be left alone for 30 s", "--timeout"]),
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

fn broken() -> Vec<Row> {
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
            .says(&["the answer ended in the middle; trying again"]),
        row("a body cut short for ever", Own, 4, 2)
            .with(&["--retries", "1"])
            .always(OWN, cut.clone())
            .says(&["the answer ended in the middle", "nothing was kept of it"]),
        row("settings cut short for ever", FetchRole, 4, 3)
            .with(&["--retries", "1"])
            .always(SETTINGS, cut)
            .says(&["the answer ended in the middle"]),
        row("a chunk cut short", Own, 4, 1)
            .with(&["--retries", "0"])
            .always(OWN, chunk),
        row("JSON cut short at its proper length", Own, 4, 1)
            .with(&["--retries", "0"])
            .always(OWN, Reply::json(200, half))
            .says(&["the answer ended in the middle"]),
        row("gzip cut short", Own, 4, 1)
            .with(&["--retries", "0"])
            .always(OWN, gzip_cut),
        row("gzip", Own, 0, 2).once(OWN, zipped(own_rows().as_bytes())),
        row("a gzip bomb", Own, 4, 1)
            .always(OWN, zipped(&vec![b' '; 256 << 20]))
            .says(&["larger than 16 MiB"]),
        row("an endless body", FetchRole, 4, 1)
            .always(LIST, Reply::Endless(vec![b'['; 1 << 16]))
            .says(&["larger than 16 MiB"]),
        row("an HTML page with status 200", Own, 3, 1)
            .always(OWN, Reply::html(200, PAGE))
            .says(&["the answer is an HTML page (status 200)", "a login page"]),
        row("an HTML page in place of the codebase", Own, 3, 1)
            .url(HOST)
            .always("/login/companyinfo/acme", Reply::html(200, PAGE))
            .says(&["an HTML page"]),
        row("an empty answer", Own, 3, 1)
            .always(OWN, Reply::json(200, ""))
            .says(&["the answer is empty"]),
        row("JSON of another form", Own, 3, 1)
            .always(OWN, Reply::json(200, r#"{"rows":[]}"#))
            .says(&["JSON, but not the API member's own rights"]),
        row("JSON nested too deep", Own, 3, 1)
            .always(OWN, Reply::json(200, &"[".repeat(100_000)))
            .says(&["something other than JSON"]),
        row("own rights without rows", Own, 4, 1)
            .always(OWN, Reply::json(200, "[]"))
            .says(&["with no rows"]),
        row("a level that is none", Role("63"), 3, 4)
            .bend(|request| {
                let text = own_rows().replacen(r#""None""#, r#""Some""#, 1);
                request.is(SETTINGS).then(|| Reply::json(200, &text))
            })
            .says(&["`Some` in `", "is not a level"]),
        row("the connection ends without a word", Own, 3, 2)
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
            .says(&["no answer came within 1 s"]),
        row("one role of all is cut short", FetchAll, 4, 4)
            .with(&["--retries", "0", "--concurrency", "1"])
            .always(
                "/securityRoles/1/settings/count",
                Reply::json(200, r#"{"count":"#),
            )
            .says(&["the answer ended in the middle"]),
    ]
}

fn unsteady() -> Vec<Row> {
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
            .says(&["could not be read whole: ConnectWise counts 4711 settings and sent"]),
        row("the role changes once", Role("63"), 0, 1 + 3 + 3)
            .bend(touched)
            .says(&["is read again: it was changed while it was read"]),
        row("the role changes for ever", FetchRole, 4, 1 + 3 * 3)
            .bend(|request| {
                let Reply::Answer { body, .. } = touched(request)? else {
                    return None;
                };
                let time = format!("2026-11-02T{:02}", request.hit);
                let body = String::from_utf8(body).unwrap();
                Some(Reply::json(200, &body.replace("2026-11-02T09", &time)))
            })
            .says(&["it was changed while it was read"]),
        row("the role goes away", Role("63"), 4, 4)
            .bend(|request| (request.is(LIST) && request.hit > 0).then(|| Reply::json(200, "[]")))
            .says(&["it was removed while it was read"]),
        row("a setting comes twice", FetchRole, 4, 1 + 3 * 3)
            .bend(move |request| {
                let count = crate::tenant::rows().len() * 2;
                if request.is(COUNT) {
                    return Some(Reply::json(200, &format!(r#"{{"count":{count}}}"#)));
                }
                request.is(SETTINGS).then(|| Reply::json(200, &doubled))
            })
            .says(&["a setting came twice"]),
        row("pages of 25 whatever is asked, and no links", Own, 0, 4 + 1).tenant(Tenant {
            fixed_page: Some(25),
            links: false,
            ..Tenant::default()
        }),
        row("three pages", FetchRole, 0, 1 + 3 + 1 + 1).set("ROLE", "77"),
        row("pages in a circle", Role("77"), 4, 1 + 5)
            .bend(|request| {
                let next = format!("<{}?page={}>; rel=\"next\"", request.path, request.hit % 3);
                request
                    .is("/77/settings")
                    .then(|| Reply::json(200, &own_rows()).with("Link", next))
            })
            .says(&["the pages lead in a circle"]),
    ]
}

/// Rows that need a second host, which must hear nothing.
fn elsewhere(other: u16) -> Vec<Row> {
    use What::{FetchRole, Own};
    let there = format!("http://127.0.0.1:{other}/v2026_1/apis/3.0/system/mySecurity");
    let away = Reply::json(302, "").with("Location", there.as_str());
    let link = format!("<{there}?page=2>; rel=\"next\"");
    vec![
        row("sent on to another host", Own, 3, 1)
            .always(OWN, away)
            .says(&[
                "sends the request on to another host, 127.0.0.1:",
                "were not sent there",
            ]),
        row("sent on to plain http elsewhere", Own, 3, 1)
            .always(
                OWN,
                Reply::json(301, "").with("Location", "http://na.example.com/login"),
            )
            .says(&["another host, na.example.com (plain http)"]),
        row("the codebase is asked of another host", Own, 3, 1)
            .url(HOST)
            .always(
                "/login/companyinfo/acme",
                Reply::json(307, "").with("Location", there.as_str()),
            )
            .says(&["another host"]),
        row("sent on within the host", Own, 0, 4)
            .url("http://127.0.0.1:{}/v4_6_release/apis/3.0")
            .bend(|request| {
                let path = request.path.strip_prefix("/v4_6_release/")?;
                let target = format!("/{CODEBASE}/{path}?{}", request.query);
                Some(Reply::json(302, "").with("Location", target))
            })
            .says(&[]),
        row("sent on in a circle", Own, 3, 4)
            .bend(|request| Some(Reply::json(302, "").with("Location", request.path.as_str())))
            .says(&["again and again"]),
        row("sent on to nowhere", Own, 3, 1)
            .always(OWN, Reply::json(302, ""))
            .says(&["again and again"]),
        row(
            "a following page on another host",
            FetchRole,
            0,
            1 + 3 + 1 + 1,
        )
        .set("ROLE", "77")
        .bend(move |request| {
            let page = request.parameter("page")?.parse::<usize>().ok()?;
            if !request.is("/77/settings") || page > 2 {
                return None;
            }
            match (Tenant {
                links: false,
                ..Tenant::default()
            })
            .answer(request)
            {
                reply @ Reply::Answer { .. } => Some(reply.with("Link", link.as_str())),
                _ => None,
            }
        }),
        row("the company's site is another host", Own, 0, 3)
            .url(HOST)
            .tenant(Tenant {
                site: format!("127.0.0.1:{other}"),
                ..Tenant::default()
            }),
        row("the codebase has moved", Own, 0, 4)
            .url("http://127.0.0.1:{}/v4_6_release/apis/3.0/")
            .says(&["the codebase is now `/v2026_1/apis/3.0/`"]),
        row("nothing is found anywhere", Own, 3, 2)
            .always("", Reply::html(404, PAGE))
            .says(&["the answer is an HTML page (status 404)"]),
    ]
}

fn connections() -> Vec<Row> {
    use What::{FetchRole, Own};
    vec![
        row("nobody listens", Own, 3, 0)
            .url("http://127.0.0.1:9/v2026_1/apis/3.0")
            .with(&["--retries", "1"])
            .says(&["nobody listens there", "HTTPS_PROXY"]),
        // A label of more than 63 letters is refused by every resolver without asking anybody.
        row("no such host", Own, 3, 0)
            .url("https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.invalid")
            .with(&["--retries", "0"])
            .says(&["there is no host of this name"]),
        row("a certificate that nobody trusts", Own, 3, 0)
            .tls()
            .says(&["the connection cannot be trusted: no authority", "--cacert"]),
        row("a certificate that is given", Own, 0, 2).tls().with(&["--cacert", "ca.pem"]),
        row("a certificate for another host", Own, 3, 0)
            .tls()
            .url("https://127.0.0.1:{}/v2026_1/apis/3.0")
            .with(&["--cacert", "ca.pem"])
            .says(&["its certificate is for another host"]),
        row("no certificate in the file", Own, 3, 0)
            .with(&["--cacert", "no.pem"])
            .says(&["holds no certificate in PEM form"]),
        row("no TLS on the other side", Own, 3, 0)
            .url("https://127.0.0.1:{}/v2026_1/apis/3.0")
            .bend(|_| Some(raw("HTTP/1.1 400 Bad Request\r\n\r\n")))
            .with(&["--retries", "0"])
            .says(&["the other side does not speak TLS"]),
        row("a proxy that refuses", Own, 3, 0)
            .tls()
            .with(&["--cacert", "ca.pem", "--retries", "0"])
            .set("HTTPS_PROXY", "http://127.0.0.1:9")
            .says(&["HTTPS_PROXY"]),
        row("a proxy is not used for plain http on this machine", Own, 0, 2)
            .set("HTTP_PROXY", "http://127.0.0.1:9")
            .set("http_proxy", "http://127.0.0.1:9"),
        row("an answer that repeats the header", Own, 3, 1)
            .bend(|request| {
                let body = format!(r#"{{"message":"{}"}}"#, request.header("authorization")?);
                Some(Reply::json(400, &body))
            })
            .says(&["the answer holds the private key"]),
        row("a role that carries the key", FetchRole, 3, 2)
            .bend(|request| {
                let text = own_rows().replacen("Companies", KEY, 1);
                request.is(SETTINGS).then(|| Reply::json(200, &text))
            })
            .says(&["the answer holds the private key"]),
        row("a header that carries the key", Own, 3, 1)
            .always(OWN, Reply::json(302, "").with("Location", format!("https://{KEY}.example.com/")))
            .says(&["another host"]),
    ]
}

fn usage() -> Vec<Row> {
    use What::{FetchRole, Own};
    vec![
        row("plain http to another machine", Own, 2, 0)
            .url("http://na.myconnectwise.net")
            .says(&["plain http", "expected https"]),
        row("an address that is none", Own, 2, 0)
            .url("https://cw.example.com/wiki")
            .says(&["has the path `/wiki`"]),
        row("the network is forbidden", Own, 2, 0)
            .with(&["--offline"])
            .says(&["`--offline` forbids the network"]),
        row("the private key as an argument", FetchRole, 2, 0)
            .with(&["--private-key=Pr1vateKeyThatNobodyMaySee"])
            .says(&["--private-key-file"]),
        row("a private key with a space", Own, 2, 0)
            .set("CONNECTWISE_PRIVATE_KEY", format!("{KEY} {KEY}"))
            .says(&["the Private Key holds a character that none has"]),
        row("the company before the public key", Own, 2, 0)
            .set("CONNECTWISE_PUBLIC_KEY", "acme+key")
            .says(&["without `company+` before it"]),
        row("no key file", Own, 3, 0)
            .with(&["--private-key-file", "nowhere"])
            .says(&["there is no such file"]),
    ]
}

/// Runs a row and says what is wrong with it, if anything is.
fn run(row: Row) -> Result<(), String> {
    let Row { bend, tenant, .. } = row;
    let handler = move |request: &Request| bend(request).unwrap_or_else(|| tenant.answer(request));
    let server = if row.tls {
        Server::start_tls(handler)
    } else {
        Server::start(handler)
    };
    let mut home = Home::new(&row.url.replace("{}", &server.port().to_string()));
    let mut role = "63".to_owned();
    for (name, value) in row.environment {
        if name == "ROLE" {
            role = value;
        } else {
            home.set(name, &value);
        }
    }
    std::fs::write(
        home.path("ca.pem"),
        server.certificate.as_deref().unwrap_or(""),
    )
    .unwrap();
    std::fs::write(home.path("no.pem"), "nothing").unwrap();
    let before = home.files().len();
    let check = [
        "check",
        "--live",
        "-p",
        "cloudblue-reseller-marketplace",
        "--format",
        "json",
    ];
    let mut arguments: Vec<&str> = match row.what {
        What::Own => check.to_vec(),
        What::Role(role) => [&check[..], &["--role", role]].concat(),
        What::FetchRole => vec!["fetch", "--role", &role, "-o", "out.json"],
        What::FetchAll => vec!["fetch", "--all", "-o", "out"],
    };
    arguments.extend(&row.arguments);
    let run = home.run(&arguments);
    let mut wrong = Vec::new();
    if run.code != row.code {
        wrong.push(format!("exit code {}, expected {}", run.code, row.code));
    }
    for says in row.says {
        if !run.all().contains(says) {
            wrong.push(format!("it does not say `{says}`"));
        }
    }
    let requests = server.requests().len();
    if requests != row.requests {
        wrong.push(format!("{requests} requests, expected {}", row.requests));
    }
    let checks = matches!(row.what, What::Own | What::Role(_));
    if checks && row.code != 2 && !row.arguments.contains(&"--private-key-file") {
        // Whatever happened, the report is a whole document that agrees with the exit code.
        match serde_json::from_str::<Value>(&run.stdout) {
            Err(error) => wrong.push(format!("the report is no JSON: {error}")),
            Ok(report) => {
                let outcome = ["clean", "findings", "", "invalid", "inconclusive"];
                if outcome.get(row.code as usize).copied() != report["outcome"].as_str() {
                    wrong.push(format!("the outcome is {}", report["outcome"]));
                }
                let errors = report["errors"].as_array().map_or(0, Vec::len);
                if (errors > 0) != (row.code >= 3) {
                    wrong.push(format!("{errors} errors in the report"));
                }
            }
        }
    }
    // Two files are the output of the run itself.
    if !checks && row.code != 0 && home.files().len() != before + 2 {
        wrong.push(format!("something was written: {:?}", home.files()));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("{}: {}\n{}", row.name, wrong.join("; "), run.all()))
    }
}

/// Runs rows, several at once: most of them wait.
fn run_all(rows: Vec<Row>) -> Vec<String> {
    let rows = Arc::new(Mutex::new(rows.into_iter()));
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let rows = Arc::clone(&rows);
            std::thread::spawn(move || {
                let mut wrong = Vec::new();
                loop {
                    let Some(row) = rows.lock().unwrap().next() else {
                        return wrong;
                    };
                    let name = row.name;
                    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(row))) {
                        Ok(Ok(())) => {}
                        Ok(Err(what)) => wrong.push(what),
                        Err(_) => wrong.push(format!("{name}: it panicked")),
                    }
                }
            })
        })
        .collect();
    workers
        .into_iter()
        .flat_map(|worker| worker.join().unwrap())
        .collect()
}

#[test]
fn every_fault_ends_as_it_should() {
    let other = Server::start(|_| Reply::json(200, "[]"));
    let rows: Vec<Row> = [
        refusals(),
        busy(),
        broken(),
        unsteady(),
        elsewhere(other.port()),
        connections(),
        usage(),
    ]
    .into_iter()
    .flatten()
    .collect();
    assert!(rows.len() >= 30, "{} rows", rows.len());
    let wrong = run_all(rows);
    assert!(
        wrong.is_empty(),
        "{} rows are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(
        other.requests().len(),
        0,
        "nothing may be sent to another host"
    );
}

#[test]
fn what_is_missing_is_said_at_once() {
    let mut home = Home::new("");
    for name in [
        "API_URL",
        "COMPANY_ID",
        "PUBLIC_KEY",
        "PRIVATE_KEY",
        "CLIENT_ID",
    ] {
        home.unset(&format!("CONNECTWISE_{name}"));
    }
    let run = home.run(&["fetch", "--self"]);
    assert_eq!(run.code, 2);
    for name in [
        "Company ID",
        "Public Key",
        "Private Key",
        "API Base URL",
        "clientId",
    ] {
        assert!(
            run.stderr.contains(&format!("the {name} is missing")),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn help_shows_no_value_of_the_environment() {
    let mut home = Home::new("https://secret.example.com");
    home.set("CONNECTWISE_PUBLIC_KEY", "PublicButMine");
    for command in ["check", "fetch"] {
        let run = home.run(&[command, "--help"]);
        assert_eq!(run.code, 0);
        assert!(
            run.stdout.contains("CONNECTWISE_PUBLIC_KEY"),
            "{}",
            run.stdout
        );
        for value in ["PublicButMine", "secret.example.com"]
            .into_iter()
            .chain(needles().iter().map(String::as_str))
        {
            assert!(!run.stdout.contains(value), "{value}");
        }
    }
}
