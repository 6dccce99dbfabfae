//! `fetch` of a complete tenant: slow, interrupted, renamed, pruned, and with excluded roles.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::{Home, Reply, Request, Server, Tenant};

const READ: [&str; 5] = ["fetch", "--all", "-o", "roles", "--retries=0"];

/// A tenant with the given number of roles; an API member uses every second one.
fn answer(request: &Request, roles: usize) -> Reply {
    let list = |rows: Vec<Value>| {
        let page: usize = request
            .parameter("page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1);
        let rows: Vec<Value> = rows
            .into_iter()
            .skip((page - 1) * 1000)
            .take(1000)
            .collect();
        Reply::json(200, &Value::from(rows).to_string())
    };
    if request.is("/securityRoles") {
        let role = |id| json!({ "id": id, "name": format!("Role {id}"), "adminFlag": false });
        list((1..=roles).map(role).collect())
    } else if request.is("/apiMembers") {
        let member = |id| {
            json!({ "id": id, "identifier": format!("member{id}"), "inactiveFlag": false,
                "securityRole": { "id": id, "name": format!("Role {id}") } })
        };
        list((1..=roles).step_by(2).map(member).collect())
    } else if request.is("/settings") {
        let row = |id| {
            json!({ "id": id, "moduleDescription": "Companies",
                "moduleFunctionDescription": "Contacts",
                "addLevel": "None", "editLevel": "None", "deleteLevel": "None", "inquireLevel": "All" })
        };
        list(vec![row(1)])
    } else if request.is("/settings/count") {
        Reply::json(200, r#"{"count":1}"#)
    } else {
        Tenant::default().answer(request)
    }
}

fn home_of(server: &Server) -> Home {
    Home::new(&format!("http://127.0.0.1:{}", server.port()))
}

fn files(home: &Home) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(home.path("roles"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn index(home: &Home) -> Value {
    let text = std::fs::read(home.path("roles/index.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

#[test]
fn an_interrupted_read_continues_and_leaves_no_partial_files() {
    let broken = Arc::new(AtomicBool::new(true));
    let switch = Arc::clone(&broken);
    let server = Server::start(move |request| {
        if switch.load(Ordering::SeqCst) && request.is("/securityRoles/90/settings") {
            return Reply::json(500, "{}");
        }
        answer(request, 100)
    });
    let home = home_of(&server);
    let run = home.run(&READ);
    assert_eq!(run.code, 4, "{}", run.all());
    assert!(
        run.stderr.contains("64 complete roles are kept"),
        "{}",
        run.stderr
    );
    assert_eq!(files(&home), [".leastwise-fetch"], "nothing is saved yet");

    let before = server.requests().len();
    broken.store(false, Ordering::SeqCst);
    let run = home.run(&READ);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        run.stderr
            .contains("64 of 100 roles are from the interrupted read"),
        "{}",
        run.stderr
    );
    // 36 roles with two requests each, the list once and after each of two parts, the members; then
    // the caller, the people and the integrator logins.
    let requests = server.requests().len() - before;
    assert!(requests <= 36 * 2 + 5 + 3, "{requests}");
    let saved = files(&home);
    assert_eq!(saved.len(), 101);
    assert!(!saved.contains(&".leastwise-fetch".to_owned()));
    assert_eq!(index(&home)["roles"].as_array().unwrap().len(), 100);
}

#[test]
fn a_role_that_changed_after_an_interruption_is_read_again() {
    let broken = Arc::new(AtomicBool::new(true));
    let switch = Arc::clone(&broken);
    let server = Server::start(move |request| {
        let down = switch.load(Ordering::SeqCst);
        if down && request.is("/securityRoles/40/settings") {
            return Reply::json(500, "{}");
        }
        if !down && request.is("/securityRoles") {
            let role = |id| json!({ "id": id, "name": format!("Role {id}"), "adminFlag": id == 7 });
            let rows: Vec<Value> = (1..=40).map(role).collect();
            return Reply::json(200, &Value::from(rows).to_string());
        }
        answer(request, 40)
    });
    let home = home_of(&server);
    assert_eq!(home.run(&READ).code, 4);
    broken.store(false, Ordering::SeqCst);
    let run = home.run(&READ);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        run.stderr.contains("31 of 40 roles are from"),
        "{}",
        run.stderr
    );
    let seven: Value =
        serde_json::from_slice(&std::fs::read(home.path("roles/role-7-role-7.json")).unwrap())
            .unwrap();
    assert_eq!(seven["role"]["admin_flag"], true);
    // `--fresh` ignores the results of earlier runs.
    broken.store(true, Ordering::SeqCst);
    assert_eq!(home.run(&READ).code, 4);
    broken.store(false, Ordering::SeqCst);
    let run = home.run(&[&READ[..], &["--fresh"]].concat());
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(!run.stderr.contains("interrupted read"), "{}", run.stderr);
}

#[test]
fn the_next_run_finishes_interrupted_saving() {
    let server = Server::start(|request| answer(request, 3));
    let home = home_of(&server);
    assert_eq!(home.run(&READ).code, 0);
    let one = std::fs::read(home.path("roles/role-1-role-1.json")).unwrap();
    let index = std::fs::read(home.path("roles/index.json")).unwrap();
    // The state after a run was killed between staging the index and moving a role into place.
    std::fs::create_dir(home.path("roles/.leastwise-fetch")).unwrap();
    std::fs::write(home.path("roles/.leastwise-fetch/1.json"), &one).unwrap();
    std::fs::write(home.path("roles/.leastwise-fetch/index.json"), &index).unwrap();
    std::fs::remove_file(home.path("roles/role-1-role-1.json")).unwrap();
    server.seen.lock().unwrap().clear();
    let mut offline = home_of(&server);
    offline.set("CONNECTWISE_API_URL", "http://127.0.0.1:1");
    offline.folder = home.folder;
    let run = offline.run(&READ);
    assert_eq!(run.code, 3, "{}", run.all());
    assert_eq!(
        std::fs::read(offline.path("roles/role-1-role-1.json")).unwrap(),
        one
    );
    assert_eq!(files(&offline).len(), 4);
}

#[test]
fn two_hundred_roles_with_slow_answers_succeed_with_default_options() {
    let server = Server::start(|request| {
        std::thread::sleep(Duration::from_millis(15));
        answer(request, 200)
    });
    let home = home_of(&server);
    let run = home.run(&["fetch", "--all", "-o", "roles"]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert_eq!(files(&home).len(), 201);
    assert!(
        run.stderr.contains("saved 200 of 200 roles"),
        "{}",
        run.stderr
    );
    assert!(!run.all().contains('\r'), "progress is for a terminal");
}

#[test]
#[ignore = "a measurement of about 80 s: cargo test --test connectwise fetch::two_hundred -- --ignored --nocapture"]
fn two_hundred_roles_at_700_ms_for_each_answer() {
    let server = Server::start(|request| {
        std::thread::sleep(Duration::from_millis(700));
        answer(request, 200)
    });
    let home = home_of(&server);
    let begun = std::time::Instant::now();
    let mut child = home.start(&["fetch", "--all", "-o", "roles"]);
    assert!(child.wait().unwrap().success());
    println!(
        "{} requests in {:.1?}",
        server.requests().len(),
        begun.elapsed()
    );
    assert_eq!(files(&home).len(), 201);
}

#[test]
fn requests_have_a_time_limit_and_the_complete_read_has_none() {
    let server = Server::start(|request| {
        if request.is("/securityRoles/2/settings") {
            return Reply::Endless(b" ".to_vec());
        }
        answer(request, 3)
    });
    let home = home_of(&server);
    let run = home.run(&[&READ[..], &["--request-timeout", "1"]].concat());
    assert_eq!(run.code, 4, "{}", run.all());
    let help = home.run(&["fetch", "--help"]);
    for option in ["--request-timeout", "--used", "--prune", "--fresh"] {
        assert!(help.stdout.contains(option), "{option}");
    }
}

#[test]
fn only_used_roles_are_read_on_request() {
    let server = Server::start(|request| answer(request, 6));
    let home = home_of(&server);
    let run = home.run(&["fetch", "--used", "-o", "roles"]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert_eq!(
        files(&home),
        [
            "index.json",
            "role-1-role-1.json",
            "role-3-role-3.json",
            "role-5-role-5.json"
        ]
    );
    assert!(
        run.stderr.contains(
            "not read, because no API member uses them (3): `Role 2`, `Role 4`, `Role 6`"
        ),
        "{}",
        run.stderr
    );
    assert_eq!(index(&home)["unused"][0]["name"], "Role 2");
    // Without the members their roles are unknown, and are not guessed.
    let refused = Server::start(|request| {
        if request.is("/apiMembers") {
            let body = r#"{"code":"Security","message":"You do not have security permission to perform this action."}"#;
            return Reply::json(403, body);
        }
        answer(request, 6)
    });
    let other = home_of(&refused);
    let run = other.run(&["fetch", "--used", "-o", "roles"]);
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(
        run.stderr.contains("needs the list of API members"),
        "{}",
        run.stderr
    );
}

#[test]
fn excluded_roles_are_counted_listed_and_not_read() {
    let server = Server::start(|request| answer(request, 4));
    let home = home_of(&server);
    let config = |text: &str| {
        let text = format!("schema: leastwise/config/v1\n{text}");
        std::fs::write(home.path("leastwise.yaml"), text).unwrap();
    };
    config("exclude:\n  - role: Role 2\n    reason: used by people only\n");
    let run = home.run(&["fetch", "--all", "-o", "roles"]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        run.stderr
            .contains("excluded by the configuration (1): `Role 2`")
            && run.stderr.contains("saved 3 of 4 roles"),
        "{}",
        run.stderr
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| !request.is("/securityRoles/2/settings"))
    );
    let index = index(&home);
    assert_eq!(index["excluded"][0]["reason"], "used by people only");
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/roles.schema.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(schema).unwrap()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    assert!(
        schema.is_valid(&index),
        "{:?}",
        schema.iter_errors(&index).next()
    );

    config("exclude:\n  - role: Role *\n    reason: all of them\n");
    let run = home.run(&["fetch", "--all", "-o", "roles"]);
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(
        run.stderr.contains("there is no role to read: 4 excluded"),
        "{}",
        run.stderr
    );
    config("exclude:\n  - role: Role 2\n    reason: ' '\n");
    let run = home.run(&["fetch", "--all", "-o", "roles"]);
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(run.stderr.contains("has no reason"), "{}", run.stderr);
}

#[test]
fn snapshots_follow_the_names_of_roles_and_are_pruned_on_request() {
    let round = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&round);
    let server = Server::start(move |request| {
        if now.load(Ordering::SeqCst) > 0 && request.is("/securityRoles") {
            let rows = json!([{ "id": 1, "name": "New name", "adminFlag": false }]);
            return Reply::json(200, &rows.to_string());
        }
        answer(request, 2)
    });
    let home = home_of(&server);
    assert_eq!(home.run(&READ).code, 0);
    // A snapshot of a version that named files by the number alone.
    std::fs::rename(
        home.path("roles/role-1-role-1.json"),
        home.path("roles/role-1.json"),
    )
    .unwrap();
    std::fs::write(home.path("roles/role-9-notes.json"), "[]").unwrap();
    round.store(1, Ordering::SeqCst);
    let run = home.run(&READ);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        run.stderr.contains("`role-2-role-2.json` belongs to a role that ConnectWise no longer shows; `--prune` removes it"),
        "{}",
        run.stderr
    );
    assert_eq!(
        files(&home),
        [
            "index.json",
            "role-1-new-name.json",
            "role-2-role-2.json",
            "role-9-notes.json"
        ]
    );
    let run = home.run(&[&READ[..], &["--prune"]].concat());
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        run.stderr.contains("removed `role-2-role-2.json`"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("not a snapshot, so it stays"),
        "{}",
        run.stderr
    );
    assert_eq!(
        files(&home),
        ["index.json", "role-1-new-name.json", "role-9-notes.json"]
    );
    // A check of the directory accepts the index.
    std::fs::remove_file(home.path("roles/role-9-notes.json")).unwrap();
    let check = home.run(&["check", "roles", "-p", crate::POLICY]);
    assert!(!check.stderr.contains("index.json"), "{}", check.stderr);
}
