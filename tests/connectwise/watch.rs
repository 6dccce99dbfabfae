//! `check --live --watch`: the role on the server changes between reads until it is clean.

use std::io::Read;
use std::process::{Child, ChildStdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::tenant::rows;
use super::{Home, POLICY, Reply, Request, Server, Tenant};

/// The rows of the exact role with these changes.
fn changed(changes: &[(&str, &str, &str)]) -> Vec<Value> {
    let mut rows = rows();
    for (function, field, level) in changes {
        let row = rows
            .iter_mut()
            .find(|row| row["moduleFunctionDescription"] == *function)
            .unwrap();
        row[*field] = json!(level);
    }
    rows
}

fn own_rights(rows: &[Value]) -> Reply {
    let mut rows = rows.to_vec();
    for row in &mut rows {
        row["member"] = json!({ "id": 185, "identifier": "cloudblue", "name": "CloudBlue" });
    }
    Reply::json(200, &json!(rows).to_string())
}

/// A ConnectWise whose member has these permissions, one entry for each read; the last one repeats.
fn in_turn(reads: Vec<Reply>) -> (Server, Arc<AtomicUsize>) {
    let tenant = Tenant::default();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let server = Server::start(move |request: &Request| {
        if request.is("system/mySecurity") {
            let at = counted.fetch_add(1, Ordering::SeqCst);
            return reads[at.min(reads.len() - 1)].clone();
        }
        tenant.answer(request)
    });
    (server, count)
}

fn home(server: &Server) -> Home {
    Home::new(&format!("http://127.0.0.1:{}", server.port()))
}

const WATCH: [&str; 6] = ["check", "--live", "--watch=1", "-p", POLICY, "--no-config"];

/// The output without the time of day.
fn without_times(stdout: &str) -> Vec<String> {
    let lines = stdout.lines().map(|line| {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        if first.len() == 9 && first.ends_with('Z') {
            rest.to_owned()
        } else {
            line.to_owned()
        }
    });
    lines.collect()
}

const NONE: &str = "None";
const ALL: &str = "All";

#[test]
fn the_watch_shows_remaining_changes_until_the_role_is_clean() {
    let two = [
        ("Agreements", "deleteLevel", NONE),
        ("Contacts", "editLevel", ALL),
    ];
    let other = [
        ("Contacts", "editLevel", ALL),
        ("Opportunity", "inquireLevel", "My"),
    ];
    let (server, count) = in_turn(vec![
        own_rights(&changed(&two)),
        own_rights(&changed(&two)),
        own_rights(&changed(&other)),
        own_rights(&rows()),
    ]);
    let run = home(&server).run(&WATCH);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(count.load(Ordering::SeqCst), 4);
    assert_eq!(
        without_times(&run.stdout),
        [
            "watching the role of cloudblue (CloudBlue), every 1 s: 2 changes are left",
            "  Companies / Contacts: lower Edit Level from All to None",
            "  Finance / Agreements: raise Delete Level from None to All",
            "done: Finance / Agreements: Delete Level",
            "now: Sales / Opportunity: lower Inquire Level from My to None",
            "1 of 3 changes done, 2 left",
            "done: Companies / Contacts: Edit Level",
            "done: Sales / Opportunity: Inquire Level",
            "no changes are left",
            "clean: the role of cloudblue (CloudBlue) grants what cloudblue-reseller-marketplace 21.0 requires",
        ]
    );
    assert_eq!(run.stderr, "");
}

#[test]
fn the_watch_waits_for_warnings_unless_fail_on_excludes_them() {
    let (server, count) = in_turn(vec![own_rights(&changed(&[(
        "Contacts",
        "editLevel",
        ALL,
    )]))]);
    let mut arguments = WATCH.to_vec();
    arguments.extend(["--fail-on", "error"]);
    let run = home(&server).run(&arguments);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(count.load(Ordering::SeqCst), 1);
    let last = run.stdout.lines().last().unwrap();
    assert!(last.contains("1 change is left below --fail-on"), "{last}");
}

#[test]
fn a_failed_read_is_reported_and_retried() {
    let maintenance = Reply::html(200, "<html><body>Down for maintenance</body></html>");
    let (server, _) = in_turn(vec![
        own_rights(&changed(&[("Agreements", "deleteLevel", NONE)])),
        maintenance,
        // Part of the rows: a step without a row is not reported as completed.
        own_rights(&changed(&[("Agreements", "deleteLevel", NONE)])[..30]),
        own_rights(&rows()),
    ]);
    let run = home(&server).run(&WATCH);
    assert_eq!(run.code, 0, "{run:?}");
    let lines = without_times(&run.stdout);
    let at = |text: &str| {
        let found = lines.iter().position(|line| line.contains(text));
        found.unwrap_or_else(|| panic!("{text}: {lines:#?}"))
    };
    assert!(at("the last read failed") > at("raise Delete Level"));
    assert!(at("HTML") > at("raise Delete Level"));
    let cut = "the role data was probably truncated";
    assert!(at(cut) > at("HTML"));
    assert!(at("done: Finance / Agreements: Delete Level") > at(cut));
    assert!(at("clean: ") > at(cut));
}

#[test]
fn a_role_that_is_never_complete_is_inconclusive() {
    let (server, _) = in_turn(vec![own_rights(&rows()[..30])]);
    let run = home(&server).run(&WATCH);
    assert_eq!(run.code, 4, "{run:?}");
    assert_eq!(run.stdout, "");
}

#[test]
fn rejected_credentials_end_the_watch() {
    for status in [401, 403] {
        let refused = json!({ "code": "Unauthorized", "message": "Unauthorized", "errors": null });
        let (server, count) = in_turn(vec![
            own_rights(&changed(&[("Agreements", "deleteLevel", NONE)])),
            Reply::json(status, &refused.to_string()),
        ]);
        let run = home(&server).run(&WATCH);
        assert_eq!(run.code, 3, "{run:?}");
        assert_eq!(count.load(Ordering::SeqCst), 2);
        assert!(run.stderr.starts_with("error: "), "{run:?}");
    }
}

#[test]
fn a_watch_starts_with_a_successful_read() {
    let (server, count) = in_turn(vec![Reply::html(200, "<html></html>")]);
    let run = home(&server).run(&WATCH);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(run.stdout, "");
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn the_watch_checks_its_arguments_before_reading() {
    let (server, count) = in_turn(vec![own_rights(&rows())]);
    let home = home(&server);
    for (arguments, code) in [
        (&["check", "role.json", "--watch", "-p", POLICY][..], 2),
        (&["check", "--live", "--watch=0.2", "-p", POLICY], 2),
        (&["check", "--live", "--watch", "-p", "no-such-policy"], 2),
        (&["check", "--live", "--watch", "-p", "gone.yaml"], 3),
        (
            &[
                "check", "--live", "--watch", "-p", POLICY, "--format", "json",
            ],
            2,
        ),
        (&["baseline", "write", "--live", "--watch", "-p", POLICY], 2),
    ] {
        let run = home.run(arguments);
        assert_eq!(run.code, code, "{run:?}");
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

/// Reads until a text appears.
fn until(out: &mut ChildStdout, text: &str) -> String {
    let started = Instant::now();
    let mut all = Vec::new();
    let mut byte = [0; 1];
    while started.elapsed() < Duration::from_secs(60) && matches!(out.read(&mut byte), Ok(1)) {
        all.push(byte[0]);
        if all.ends_with(text.as_bytes()) {
            break;
        }
    }
    String::from_utf8(all).unwrap()
}

fn interrupted(mut child: Child) -> (Option<i32>, String) {
    let kill = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if started.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let mut rest = String::new();
    let mut out = child.stdout.take();
    if let Some(out) = &mut out {
        out.read_to_string(&mut rest).unwrap();
    }
    (status.code(), rest)
}

#[cfg(unix)]
#[test]
fn ctrl_c_reports_the_last_result() {
    let (server, _) = in_turn(vec![
        own_rights(&changed(&[("Agreements", "deleteLevel", NONE)])),
        // The second read never ends: interrupting it ends the run.
        Reply::Silence,
    ]);
    let mut child = home(&server).start(&WATCH);
    let mut out = child.stdout.take().unwrap();
    until(&mut out, "from None to All\n");
    while server
        .requests()
        .iter()
        .filter(|request| request.is("system/mySecurity"))
        .count()
        < 2
    {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.stdout = Some(out);
    let (code, rest) = interrupted(child);
    assert_eq!(code, Some(1), "{rest}");
    assert_eq!(
        rest,
        "stopped: 1 change is left\n  Finance / Agreements: raise Delete Level from None to All\n"
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_before_the_first_result_is_not_clean() {
    let (server, count) = in_turn(vec![Reply::Silence]);
    let child = home(&server).start(&WATCH);
    while count.load(Ordering::SeqCst) == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let (code, rest) = interrupted(child);
    assert_eq!(
        (code, rest.as_str()),
        (Some(3), "stopped before the role was read\n")
    );
}
