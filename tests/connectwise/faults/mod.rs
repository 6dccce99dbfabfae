//! Every fault: how the run ends, its message, the number of requests, and that the private key
//! never appears.

mod broken;
mod connections;
mod passing;
mod refused;

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::tool::needles;
use crate::{Home, Reply, Request, Server, Tenant};

/// The command: `check --live` with the member's permissions or a role, or `fetch`.
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
    /// The server's response in this case instead of the normal one.
    bend: Box<Bend>,
    tenant: Tenant,
    /// The API Base URL, with `{}` for the server's port.
    url: &'static str,
    tls: bool,
    arguments: Vec<&'static str>,
    environment: Vec<(&'static str, String)>,
    code: i32,
    says: Vec<&'static str>,
    requests: usize,
}

/// The server with its codebase: the member's permissions take two requests, a role four.
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

    /// The same response for every request whose path ends with this.
    fn always(self, end: &'static str, reply: Reply) -> Self {
        self.bend(move |request| request.is(end).then(|| reply.clone()))
    }

    /// The response for the first request whose path ends with this; later ones are normal.
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

/// `GET /system/securityRoles`, as opposed to the paths below it.
const LIST: &str = "/system/securityRoles";
const SETTINGS: &str = "/system/securityRoles/63/settings";
const COUNT: &str = "/system/securityRoles/63/settings/count";
const OWN: &str = "/system/mySecurity";

/// Runs one case and returns what is wrong, if anything.
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
        // In every case the report is a complete document that agrees with the exit code.
        match serde_json::from_str::<Value>(&run.stdout) {
            Err(error) => wrong.push(format!("the report is no JSON: {error}")),
            Ok(report) => {
                let outcome = ["clean", "findings", "", "invalid", "inconclusive"];
                let outcome = usize::try_from(row.code)
                    .ok()
                    .and_then(|code| outcome.get(code).copied());
                if outcome != report["outcome"].as_str() {
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

/// Runs cases, several at a time: most of them wait.
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
fn every_fault_has_the_expected_result() {
    let other = Server::start(|_| Reply::json(200, "[]"));
    let rows: Vec<Row> = [
        refused::credentials(),
        refused::permissions(),
        passing::busy(),
        passing::unsteady(),
        broken::broken(),
        connections::elsewhere(other.port()),
        connections::connections(),
        connections::usage(),
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
fn all_missing_credentials_are_reported_at_once() {
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
        "API URL",
        "Client ID",
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

/// Servers that return the key with escapes: the output of a run is searched for every form.
#[test]
fn an_escaped_key_is_neither_shown_nor_saved() {
    let key = crate::tool::KEY;
    let letters: Vec<String> = key
        .chars()
        .map(|c| format!("\\u{:04x}", u32::from(c)))
        .collect();
    let letters = letters.concat();
    let first = format!("\\u{:04X}", u32::from(key.chars().next().unwrap()));
    let begun = format!("{first}{}", &key[1..]);
    let percent = format!("%50{}", &key[1..]);
    let entities: String = key
        .chars()
        .flat_map(|c| format!("&#{};", u32::from(c)).into_bytes())
        .map(char::from)
        .collect();
    let hexadecimal = format!(
        "&#x{:X};{}",
        u32::from(key.chars().next().unwrap()),
        &key[1..]
    );
    let (upper, lower) = (key.to_uppercase(), key.to_lowercase());
    let mut rows = Vec::new();
    for form in [letters, begun, percent, entities, hexadecimal, upper, lower] {
        let refused = format!(r#"{{"code":"Unauthorized","message":"bad key {form}"}}"#);
        rows.push(
            row("an error with the key escaped", What::Own, 3, 1)
                .always(OWN, Reply::json(401, &refused))
                .says(&["the response contains the private key"]),
        );
        let saved = own_rows().replacen("Agreements", &form, 1);
        rows.push(
            row("a row with the key escaped", What::FetchRole, 3, 2)
                .bend(move |request| request.is(SETTINGS).then(|| Reply::json(200, &saved)))
                .says(&["the response contains the private key"]),
        );
    }
    let failed = run_all(rows);
    assert!(failed.is_empty(), "{failed:#?}");
}
