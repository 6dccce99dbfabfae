//! A Private Key that comes from a file, and not from the environment: no output shows it in any form.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD};
use serde_json::json;

use crate::tool::needles;
use crate::{Home, KEY, Reply, Server, Tenant};

/// The forms in which an input can hold the key.
fn forms() -> Vec<String> {
    let letters =
        |write: fn(u32) -> String| -> String { KEY.chars().map(|c| write(c.into())).collect() };
    vec![
        KEY.to_owned(),
        KEY.to_uppercase(),
        KEY.to_lowercase(),
        BASE64_STANDARD.encode(KEY),
        BASE64_URL_SAFE.encode(format!("?>{KEY}")),
        BASE64_URL_SAFE_NO_PAD.encode(format!("acme+pub:{KEY}")),
        letters(|code| format!("%{code:02x}")),
        letters(|code| format!("%{code:02X}")),
        letters(|code| format!("\\u{code:04x}")),
        letters(|code| format!("&#{code};")),
        letters(|code| format!("&#x{code:X};")),
    ]
}

/// A home whose key is in a file, and a server with the key in the texts of its answers.
fn home(server: &Server) -> Home {
    let mut home = Home::new(&format!(
        "http://127.0.0.1:{}/v4_6_release/apis/3.0/",
        server.port()
    ));
    home.unset("CONNECTWISE_PRIVATE_KEY");
    std::fs::write(home.path("private.key"), format!("{KEY}\n")).unwrap();
    home
}

/// Policies outside of the home, each with one form of the key in its texts.
fn policies() -> (tempfile::TempDir, Vec<(String, String)>) {
    let folder = tempfile::tempdir().unwrap();
    let all = forms().into_iter().enumerate().map(|(at, form)| {
        let path = folder.path().join(format!("{at}.yaml"));
        let text = |text: &str| serde_json::to_string(text).unwrap();
        let policy = format!(
            "schema: leastwise/policy/v1\nid: own\ntitle: {0}\nsummary: {0}\npermissions:\n  Finance:\n    {1}: {{ delete: All, purpose: {0} }}\n    Agreements: {{ delete: All, purpose: {0} }}\n",
            text(&format!("of {form} it")),
            text(&form),
        );
        std::fs::write(&path, policy).unwrap();
        (form, path.to_str().unwrap().to_owned())
    });
    let all = all.collect();
    (folder, all)
}

fn shows_nothing(home: &Home, form: &str, what: &str) {
    let sought = [form.to_lowercase(), KEY.to_lowercase()];
    for file in home
        .files()
        .iter()
        .filter(|file| !file.ends_with("private.key"))
    {
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        let lower = text.to_lowercase();
        for sought in &sought {
            assert!(!lower.contains(sought), "{what}: {form}\n{text}");
        }
        for needle in needles() {
            assert!(!text.contains(&needle), "{what}: {form}\n{text}");
        }
    }
}

#[test]
fn every_format_redacts_a_key_that_was_read_from_a_file() {
    let tenant = Tenant::default();
    let server = Server::start(move |request| tenant.answer(request));
    let home = home(&server);
    let (_folder, policies) = policies();
    for (at, (form, policy)) in policies.iter().enumerate() {
        let formats = [
            "human", "plain", "json", "jsonl", "sarif", "csv", "html", "markdown", "junit", "tap",
        ];
        // Every form once to the screen, every format once to a file, and some of both.
        let format = formats[at % formats.len()];
        for arguments in [
            vec!["check", "--live", "-p", policy, "-v", "--format", format],
            vec!["check", "--live", "-p", policy, "-o", "report.html"],
            vec!["plan", "--live", "-p", policy, "--format", "json"],
            vec!["plan", "--live", "-p", policy, "-o", "plan.md"],
        ] {
            let mut all = arguments.clone();
            all.extend(["--private-key-file", "private.key"]);
            let run = home.run(&all);
            assert!(
                [0, 1, 3, 4].contains(&run.code),
                "{arguments:?} {}",
                run.all()
            );
            shows_nothing(&home, form, &format!("{arguments:?}"));
        }
    }
    let run = home.run(&[
        "check",
        "--live",
        "-p",
        &policies[0].1,
        "--private-key-file",
        "private.key",
    ]);
    assert!(run.stdout.contains("********"), "{}", run.all());
}

#[test]
fn snapshots_and_errors_redact_a_key_that_was_read_from_a_file() {
    for form in forms() {
        let tenant = Tenant::default();
        let name = form.clone();
        let server = Server::start(move |request| {
            if request.is("/securityRoles") {
                let role = json!({ "id": 63, "name": name, "adminFlag": false });
                return Reply::json(200, &json!([role]).to_string());
            }
            if request.is("/mySecurity") {
                let body = json!({ "code": "Broken", "message": format!("no {name} here") });
                return Reply::json(400, &body.to_string());
            }
            tenant.answer(request)
        });
        let home = home(&server);
        for arguments in [
            vec!["fetch", "--all", "-o", "roles", "--retries=0"],
            vec!["fetch", "--role", "63", "--retries=0"],
            vec!["fetch", "--self", "-v", "--retries=0"],
            vec![
                "check",
                "--live",
                "-p",
                "hudu",
                "--format",
                "json",
                "--retries=0",
            ],
            vec!["audit", "--live", "--format", "json", "--retries=0"],
        ] {
            let mut all = arguments.clone();
            all.extend(["--private-key-file", "private.key"]);
            home.run(&all);
            shows_nothing(&home, &form, &format!("{arguments:?}"));
        }
    }
}
