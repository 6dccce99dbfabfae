//! `policy update` by address: digest, cache, `--offline`, `--trust-url`.

use serde_json::Value;

use super::policy_url::{answer, digest, home, requests};
use super::server::{Reply, Request, Server};
use super::tool::{Home, Run};

/// A home with a separate data directory.
fn library_home() -> Home {
    let mut home = home();
    let data = home.path("data").to_str().unwrap().to_owned();
    home.set("LEASTWISE_DATA_DIR", &data);
    home
}

/// The library of the program with another date.
fn library(home: &Home, date: &str) -> String {
    let run = home.run(&["policy", "bundle", "-o", "bundle.json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let text = std::fs::read_to_string(home.path("bundle.json")).unwrap();
    let mut library: Value = serde_json::from_str(&text).unwrap();
    library["date"] = date.into();
    library.to_string()
}

fn serves(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> (Server, String) {
    let server = Server::start(handler);
    let url = format!("http://{}/leastwise-policies.json", server.address);
    (server, url)
}

fn version(home: &Home) -> String {
    home.run(&["--version"]).stdout
}

fn refused(home: &Home, run: &Run, code: i32, expected: &str) {
    assert_eq!(run.code, code, "{expected}: {run:?}");
    assert!(run.stderr.contains(expected), "{expected}: {run:?}");
    assert!(!home.path("data").exists(), "{expected}: {run:?}");
    assert!(!version(home).contains("updated"), "{expected}");
}

#[test]
fn a_library_with_its_digest_is_downloaded_and_used() {
    let home = library_home();
    let text = library(&home, "2031-05-17");
    let hex = digest(&text);
    let (server, url) = serves(move |_| answer(&text));
    assert_eq!(requests(&server), 0, "nothing is downloaded unless asked");
    let pinned = format!("{url}#sha256={hex}");
    let run = home.run(&["policy", "update", &pinned]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout
            .starts_with("policy library from 2031-05-17, previously from "),
        "{run:?}"
    );
    assert!(!run.stdout.contains("digest"), "{run:?}");
    assert!(
        version(&home).contains("policy library from 2031-05-17, updated"),
        "{}",
        version(&home)
    );
    assert_eq!(requests(&server), 1);
    // The digest may be an option, and the cache has the content.
    assert_eq!(home.run(&["policy", "update", "--reset"]).code, 0);
    let option = format!("sha256:{hex}");
    let run = home.run(&["policy", "update", &url, "--digest", &option, "--offline"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(version(&home).contains("2031-05-17, updated"));
    assert_eq!(requests(&server), 1);
}

#[test]
fn a_library_with_another_digest_changes_nothing() {
    let home = library_home();
    let text = library(&home, "2031-05-17");
    let (hex, other) = (digest(&text), digest("other"));
    let (server, url) = serves(move |_| answer(&text));
    let run = home.run(&["policy", "update", &format!("{url}#sha256={other}")]);
    refused(&home, &run, 3, &hex);
    let option = format!("sha256:{other}");
    let run = home.run(&["policy", "update", &url, "--digest", &option]);
    refused(
        &home,
        &run,
        3,
        "compare the digest with the one in the release",
    );
    assert_eq!(requests(&server), 2);
    let both = format!("{url}#sha256={hex}");
    let run = home.run(&["policy", "update", &both, "--digest", &option]);
    refused(&home, &run, 2, "different digests");
    assert_eq!(requests(&server), 2, "nothing is sent");
    assert!(!home.path("cache").exists());
}

#[test]
fn an_address_without_a_digest_needs_consent() {
    let home = library_home();
    let text = library(&home, "2031-05-17");
    let hex = digest(&text);
    let (server, url) = serves(move |_| answer(&text));
    let run = home.run(&["policy", "update", &url]);
    refused(&home, &run, 2, "--trust-url");
    let run = home.run(&["policy", "update", &format!("{url}#top")]);
    refused(&home, &run, 2, "#sha256=");
    assert_eq!(requests(&server), 0, "nothing is sent");
    let run = home.run(&["policy", "update", &url, "--trust-url"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout.contains(&format!("digest: sha256:{hex}")),
        "{run:?}"
    );
}

#[test]
fn offline_nothing_is_sent_and_a_file_works() {
    let home = library_home();
    let text = library(&home, "2031-05-17");
    std::fs::write(home.path("newer.json"), &text).unwrap();
    let pinned = digest(&text);
    let (server, url) = serves(move |_| answer(&text));
    let address = format!("{url}#sha256={pinned}");
    let run = home.run(&["policy", "update", &address, "--offline"]);
    refused(&home, &run, 3, "the policy library is not in the cache");
    assert_eq!(requests(&server), 0);
    let digest = format!("sha256:{pinned}");
    let run = home.run(&[
        "policy",
        "update",
        "newer.json",
        "--digest",
        &digest,
        "--offline",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(version(&home).contains("2031-05-17, updated"));
}

#[test]
fn answers_that_are_no_newer_library_change_nothing() {
    let home = library_home();
    let old = library(&home, "2001-01-01");
    let (elsewhere, other) = serves(|_| answer("{}"));
    let (_server, url) = serves(move |request| match request.path.as_str() {
        "/page" => answer("<html><body>Sign in</body></html>"),
        "/missing" => Reply::html(404, "<p>no</p>"),
        "/moved" => Reply::html(302, "").with("Location", other.clone()),
        "/endless" => Reply::Endless(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[[[[[[[[\n".to_vec(),
        ),
        _ => answer(&old),
    });
    for (path, expected) in [
        ("leastwise-policies.json", "expected a newer one"),
        ("page", "this is not a policy library"),
        ("missing", "the server responded with 404"),
        ("moved", "another host"),
        ("endless", "exceeds the limit of 4 MiB for a policy library"),
    ] {
        let url = url.replace("leastwise-policies.json", path);
        let run = home.run(&["policy", "update", &url, "--trust-url"]);
        refused(&home, &run, 3, expected);
    }
    assert_eq!(requests(&elsewhere), 0, "no redirect is followed there");
    let run = home.run(&["policy", "update", "http://a.example/p.json", "--trust-url"]);
    refused(&home, &run, 3, "plain `http`");
}
