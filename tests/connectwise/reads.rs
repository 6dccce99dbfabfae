//! Successful reads: the member's permissions, one role, all roles, and the content of a snapshot.

use serde_json::Value;

use crate::tenant::{EXACT, rows};
use crate::{CODEBASE, Home, KEY, POLICY, Reply, Server, Tenant};

fn server() -> (Server, Home) {
    let tenant = Tenant::default();
    let server = Server::start(move |request| tenant.answer(request));
    let home = Home::new(&format!("http://127.0.0.1:{}", server.port()));
    (server, home)
}

fn json(path: &std::path::Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn the_permissions_of_the_member_are_read_with_its_credentials() {
    let (server, home) = server();
    let run = home.run(&["check", "--live", "-p", POLICY]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        run.stdout
            .contains("the effective permissions of cloudblue (CloudBlue)"),
        "{}",
        run.stdout
    );
    let requests = server.requests();
    let [info, rights, items] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    // Reading the codebase of a company needs no credentials, and none are sent.
    assert_eq!(info.path, "/login/companyinfo/acme");
    assert_eq!(info.header("authorization"), None);
    assert_eq!(info.header("clientid"), None);
    assert!(rights.is(&format!("/{CODEBASE}/apis/3.0/system/mySecurity")));
    assert_eq!(rights.parameter("pageSize"), Some("1000"));
    assert_eq!(rights.parameter("orderBy"), Some("id"));
    assert!(items.is("/system/mySecurity/customizeItems/"));
}

#[test]
fn fetch_and_check_agree_with_check_live() {
    let (_server, home) = server();
    let strip = |text: &str| {
        let mut report: Value = serde_json::from_str(text).unwrap();
        let role = &mut report["roles"][0];
        role["source"] = Value::Null;
        role["fetched_at"] = Value::Null;
        for finding in role["findings"].as_array_mut().unwrap() {
            finding["locations"] = Value::Null;
        }
        report
    };
    for (live, fetch) in [
        (&["--live"][..], &["--self"][..]),
        (&["--live", "--role", "cloudblue api"], &["--role", "63"]),
        (&["--live", "--role", "Admin"], &["--role", "1"]),
    ] {
        let format = ["-p", POLICY, "--format", "json"];
        let live = home.run(&[&["check"], live, &format].concat());
        let fetched = home.run(&[&["fetch"], fetch, &["-o", "it.json"]].concat());
        assert_eq!(fetched.code, 0, "{}", fetched.all());
        let file = home.run(&[&["check", "it.json"][..], &format].concat());
        assert_eq!(live.code, file.code, "{}", live.all());
        assert_eq!(strip(&live.stdout), strip(&file.stdout));
        let _: Value = json(&home.path("it.json"));
    }
}

#[test]
fn a_snapshot_contains_exactly_what_was_read() {
    let (_server, home) = server();
    let run = home.run(&["fetch", "--self", "-o", "self.json"]);
    assert_eq!(run.code, 0, "{}", run.all());
    let own = json(&home.path("self.json"));
    let keys: Vec<&str> = own
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "schema",
            "member",
            "host",
            "api_version",
            "fetched_at",
            "complete",
            "customize_items",
            "settings"
        ]
    );
    assert_eq!(own["member"]["identifier"], "cloudblue");
    assert_eq!(
        own["customize_items"][0]["itemIdentifier"], "T1",
        "items are in order"
    );
    assert_eq!(own["settings"].as_array().unwrap().len(), rows().len());
    for setting in own["settings"].as_array().unwrap() {
        assert!(setting.get("_info").is_none() && setting.get("member").is_none());
        // Null levels stay null: their meaning is not ours to decide.
        assert!(setting.get("inquireLevel").is_some());
    }
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/role.schema.json");
    let schema = jsonschema::validator_for(&json(schema.as_ref())).unwrap();
    assert!(
        schema.is_valid(&own),
        "{:?}",
        schema.iter_errors(&own).next()
    );
    // The two are identical except for the time.
    let again = home.run(&["fetch", "--self"]);
    let mut again: Value = serde_json::from_str(&again.stdout).unwrap();
    again["fetched_at"] = own["fetched_at"].clone();
    assert_eq!(again, own);
}

#[test]
fn all_roles_are_saved_with_their_members() {
    let (server, home) = server();
    let run = home.run(&["fetch", "--all", "-o", "roles/of/acme"]);
    assert_eq!(run.code, 0, "{}", run.all());
    // The list twice, the members, and two requests a role; the huge one has three pages. Then the
    // caller, the people and the integrator logins.
    assert_eq!(server.requests().len(), 1 + 2 + 1 + 2 + 2 + 4 + 3);
    let role = json(&home.path(&format!("roles/of/acme/role-{EXACT}-cloudblue-api.json")));
    assert_eq!(role["role"]["name"], "CloudBlue API");
    assert_eq!(role["count"], rows().len());
    let users: Vec<&str> = role["used_by"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["identifier"].as_str().unwrap())
        .collect();
    assert_eq!(users, ["cloudblue", "old"]);
    assert!(
        !role.to_string().contains("example.com"),
        "addresses of people are not kept"
    );
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/role.schema.json");
    assert!(jsonschema::is_valid(&json(schema.as_ref()), &role));
    let admin = json(&home.path("roles/of/acme/role-1-admin.json"));
    assert_eq!(admin["used_by"], serde_json::json!([]));
    let huge = json(&home.path("roles/of/acme/role-77-huge.json"));
    assert_eq!(huge["settings"].as_array().unwrap().len(), 2_345);

    let check = home.run(&[
        "check",
        "roles/of/acme/role-63-cloudblue-api.json",
        "-p",
        POLICY,
    ]);
    assert!(
        check
            .stdout
            .contains("used by the API members cloudblue (CloudBlue), old (Old, inactive)"),
        "{}",
        check.stdout
    );
    // A deleted role is reported, and its file is kept.
    std::fs::write(home.path("roles/of/acme/role-9.json"), "{}").unwrap();
    let run = home.run(&["fetch", "--all", "-o", "roles/of/acme"]);
    assert!(
        run.stderr
            .contains("`role-9.json` belongs to a role that ConnectWise no longer shows")
    );
    assert!(home.path("roles/of/acme/role-9.json").exists());
    // A file that is not a snapshot is not replaced, and no other file is written.
    std::fs::write(
        home.path("roles/of/acme/role-63-cloudblue-api.json"),
        "notes of mine",
    )
    .unwrap();
    std::fs::remove_file(home.path("roles/of/acme/role-1-admin.json")).unwrap();
    let run = home.run(&["fetch", "--all", "-o", "roles/of/acme"]);
    assert_eq!(run.code, 2, "{}", run.all());
    assert!(run.stderr.contains("is not a snapshot of a role"));
    let kept =
        std::fs::read_to_string(home.path("roles/of/acme/role-63-cloudblue-api.json")).unwrap();
    assert_eq!(kept, "notes of mine");
    assert!(!home.path("roles/of/acme/role-1-admin.json").exists());
}

#[test]
fn the_private_key_can_come_from_a_file() {
    let (_server, mut home) = server();
    home.unset("CONNECTWISE_PRIVATE_KEY");
    std::fs::write(home.path("private.key"), format!("{KEY}\r\n")).unwrap();
    let run = home.run(&["fetch", "--self", "--private-key-file", "private.key"]);
    assert_eq!(run.code, 0, "{}", run.all());
    #[cfg(unix)]
    assert!(
        run.stderr
            .contains("other users of this machine can read `private.key`")
    );
}

#[test]
fn fetch_check_reports_what_the_credentials_can_read() {
    let tenant = Tenant::default();
    let server = Server::start(move |request| {
        if request.is("/apiMembers/count") {
            let body = r#"{"code":"Security","message":"You do not have security permission to perform this action."}"#;
            return Reply::json(403, body);
        }
        tenant.answer(request)
    });
    let home = Home::new(&format!(
        "http://127.0.0.1:{}/v4_6_release/apis/3.0/",
        server.port()
    ));
    let run = home.run(&["fetch", "--check"]);
    assert_eq!(run.code, 0, "{}", run.all());
    for line in [
        "/v2026_1/apis/3.0/ as API member cloudblue (CloudBlue)",
        "the list of security roles              3",
        "do not have permission to read the list of API members (403 Security)",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
}

#[test]
fn verbose_logs_every_request_and_no_header() {
    let (server, home) = server();
    let run = home.run(&["check", "--live", "-p", POLICY, "--verbose"]);
    let logged = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("GET http"))
        .count();
    assert_eq!(logged, server.requests().len(), "{}", run.stderr);
}

#[test]
fn a_proxy_is_used_and_sees_no_credentials() {
    let tenant = Tenant::default();
    let server = Server::start_tls(move |request| tenant.answer(request));
    let (proxy, heard) = crate::server::proxy();
    let mut home = Home::new(&format!("https://localhost:{}", server.port()));
    home.set("HTTPS_PROXY", &format!("http://{proxy}"));
    std::fs::write(home.path("ca.pem"), server.certificate.as_deref().unwrap()).unwrap();
    let run = home.run(&["fetch", "--self", "--cacert", "ca.pem"]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert_eq!(server.requests().len(), 3);
    let heard = heard.lock().unwrap().join("");
    assert!(
        heard.starts_with(&format!("CONNECT localhost:{} ", server.port())),
        "{heard}"
    );
    assert!(
        !heard.to_ascii_lowercase().contains("authorization"),
        "{heard}"
    );
}

#[test]
fn a_request_is_compared_with_a_role_of_connectwise() {
    let (server, home) = server();
    let request = "GET /company/companies";
    let run = home.run(&["explain", request, "--live", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.all());
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found["needs"][0]["function"], "Company Maintenance");
    assert_eq!(found["role"][0]["enough"], "yes", "{found}");
    assert_eq!(found["role_complete"], true);
    assert!(
        server
            .requests()
            .iter()
            .all(|request| !request.is("/settings"))
    );
    let id = EXACT.to_string();
    let run = home.run(&["explain", request, "--live", "--role", &id]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        run.stdout
            .contains("In the role CloudBlue API: Company Maintenance, Inquire: All."),
        "{}",
        run.stdout
    );
    let run = home.run(&["explain", "missing-level", "--live"]);
    assert_eq!(run.code, 2, "{}", run.all());
    let run = home.run(&["explain", request, "--live", "--offline"]);
    assert_eq!(run.code, 2, "{}", run.all());
}

#[test]
fn explain_reports_a_refused_role_with_the_permission_that_reading_it_needs() {
    let tenant = Tenant::default();
    let refusal = r#"{"code":"Security","message":"You do not have security permission to perform this action."}"#;
    let server = Server::start(move |request| {
        if request.is("/system/securityRoles") {
            Reply::json(403, refusal)
        } else {
            tenant.answer(request)
        }
    });
    let home = Home::new(&format!("http://127.0.0.1:{}", server.port()));
    let run = home.run(&[
        "explain",
        "GET /company/companies",
        "--live",
        "--role",
        "63",
    ]);
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(
        run.stderr
            .contains("System / Security with Inquire Level = All"),
        "{}",
        run.stderr
    );
}
