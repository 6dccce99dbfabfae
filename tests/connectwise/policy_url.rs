//! Policies by address: digest, cache, `--offline`, size, redirects.

use std::sync::Mutex;

use sha2::{Digest, Sha256};

use super::server::{Reply, Request, Server};
use super::tool::Home;

const TEXT: &str = "schema: leastwise/policy/v1\nid: remote\ntitle: Remote\npermissions:\n  Finance:\n    Agreements: { inquire: All }\n";

pub(crate) fn digest(text: &str) -> String {
    use std::fmt::Write;
    let mut hex = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        write!(hex, "{byte:02x}").unwrap();
    }
    hex
}

pub(crate) fn answer(body: &str) -> Reply {
    Reply::Answer {
        status: 200,
        headers: vec![("Content-Type".into(), "application/yaml".into())],
        body: body.into(),
    }
}

/// A home with a separate cache.
pub(crate) fn home() -> Home {
    let mut home = Home::new("na.myconnectwise.net");
    let cache = home.path("cache").to_str().unwrap().to_owned();
    home.set("LEASTWISE_CACHE_DIR", &cache);
    home
}

fn serves(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> (Server, String) {
    let server = Server::start(handler);
    let url = format!("http://{}/policy.yaml", server.address);
    (server, url)
}

pub(crate) fn requests(server: &Server) -> usize {
    server.seen.lock().unwrap().len()
}

#[test]
fn a_policy_with_its_digest_is_downloaded_once() {
    let (server, url) = serves(|_| answer(TEXT));
    let home = home();
    let pinned = format!("{url}#sha256={}", digest(TEXT));
    for _ in 0..2 {
        let run = home.run(&["policy", "show", &pinned]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.stdout.contains("Finance / Agreements"), "{run:?}");
        assert!(run.stderr.is_empty(), "{run:?}");
    }
    assert_eq!(requests(&server), 1, "the second run reads the cache");
    let offline = home.run(&["policy", "show", &pinned, "--offline"]);
    assert_eq!(offline.code, 0, "{offline:?}");
    let cached = home.path(&format!("cache/policies/{}.yaml", digest(TEXT)));
    assert_eq!(std::fs::read_to_string(&cached).unwrap(), TEXT);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&cached).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // A changed file of the cache is not used.
    std::fs::write(&cached, TEXT.replace("All", "None")).unwrap();
    let run = home.run(&["policy", "show", &pinned, "--offline"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(home.run(&["policy", "show", &pinned]).code, 0);
    assert_eq!(requests(&server), 2);
}

#[test]
fn another_content_is_refused_and_not_kept() {
    let (_server, url) = serves(|_| answer(TEXT));
    let home = home();
    let wrong = format!("{url}#sha256={}", digest("other"));
    let run = home.run(&["check", "role.json", "-p", &wrong]);
    assert_eq!(run.code, 3, "{run:?}");
    let said = format!("{}{}", run.stdout, run.stderr);
    assert!(said.contains(&digest(TEXT)), "{said}");
    assert!(said.contains("the policy changed"), "{said}");
    assert!(!home.path("cache").exists());
}

#[test]
fn an_address_without_a_digest_needs_consent() {
    let (server, url) = serves(|_| answer(TEXT));
    let home = home();
    let run = home.run(&["policy", "show", &url]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("--trust-url"), "{run:?}");
    assert_eq!(requests(&server), 0, "nothing is sent");
    for sent in 1..=2 {
        let run = home.run(&["policy", "show", &url, "--trust-url"]);
        assert_eq!(run.code, 0, "{run:?}");
        let pinned = format!("{url}#sha256={}", digest(TEXT));
        assert!(run.stderr.contains(&pinned), "{run:?}");
        assert_eq!(requests(&server), sent, "each run asks again");
    }
    let run = home.run(&["policy", "show", &url, "--trust-url", "--offline"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(requests(&server), 2);
    for fragment in ["#top", "#sha256=12", "#"] {
        let run = home.run(&["policy", "show", &format!("{url}{fragment}")]);
        assert_eq!(run.code, 2, "{fragment}: {run:?}");
    }
}

#[test]
fn offline_nothing_is_sent() {
    let (server, url) = serves(|_| answer(TEXT));
    let pinned = format!("{url}#sha256={}", digest(TEXT));
    let run = home().run(&["policy", "show", &pinned, "--offline"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stderr.contains("not in the cache"), "{run:?}");
    assert_eq!(requests(&server), 0);
}

#[test]
fn redirects_stay_at_the_host() {
    let (other, elsewhere) = serves(|_| answer(TEXT));
    let target = Mutex::new(elsewhere);
    let (_server, url) = serves(move |request| match request.path.as_str() {
        "/policy.yaml" => Reply::html(302, "").with("Location", "/moved.yaml"),
        "/moved.yaml" => answer(TEXT),
        "/circle" => Reply::html(301, "").with("Location", "/circle"),
        _ => Reply::html(302, "").with("Location", target.lock().unwrap().clone()),
    });
    let home = home();
    let show = |url: &str| {
        let pinned = format!("{url}#sha256={}", digest(TEXT));
        home.run(&["policy", "show", &pinned])
    };
    let circle = show(&url.replace("policy.yaml", "circle"));
    assert_eq!(circle.code, 3, "{circle:?}");
    let away = show(&url.replace("policy.yaml", "away"));
    assert_eq!(away.code, 3, "{away:?}");
    assert!(away.stderr.contains("another host"), "{away:?}");
    assert_eq!(requests(&other), 0, "no redirect is followed there");
    assert_eq!(show(&url).code, 0);
}

#[test]
fn answers_are_limited_and_errors_are_sentences() {
    let (_server, url) = serves(|request| match request.path.as_str() {
        "/endless" => Reply::Endless(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n# a comment\n".to_vec(),
        ),
        "/missing" => Reply::html(404, "<p>no</p>"),
        _ => answer("<html><body>Sign in</body></html>"),
    });
    let home = home();
    for (path, expected) in [
        ("endless", "the limit of 4 MiB"),
        ("missing", "the server responded with 404"),
        ("page", "http"),
    ] {
        let url = url.replace("policy.yaml", path);
        let run = home.run(&["policy", "show", &url, "--trust-url"]);
        assert_eq!(run.code, 3, "{path}: {run:?}");
        assert!(run.stderr.contains(expected), "{path}: {run:?}");
    }
    for (url, expected) in [
        ("http://vendor.example/policy.yaml", "plain `http`"),
        ("https://user:secret@vendor.example/p.yaml", "credentials"),
        ("https://", "not valid"),
    ] {
        let run = home.run(&["policy", "show", url, "--trust-url"]);
        assert_eq!(run.code, 3, "{url}: {run:?}");
        assert!(run.stderr.contains(expected), "{url}: {run:?}");
    }
}

/// A policy from the web reads no file of this machine.
#[test]
fn a_policy_from_the_web_extends_the_library_only() {
    let home = home();
    std::fs::write(home.path("local.yaml"), TEXT).unwrap();
    let base = home.path("local.yaml").to_str().unwrap().to_owned();
    let text = TEXT.replace("title:", &format!("extends: {base}\ntitle:"));
    let pinned = digest(&text);
    let (_server, url) = serves(move |_| answer(&text));
    let run = home.run(&["policy", "show", &format!("{url}#sha256={pinned}")]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stderr.contains("not in the library"), "{run:?}");
}

/// The configuration may name an address as well.
#[test]
fn a_configuration_names_an_address() {
    let (_server, url) = serves(|_| answer(TEXT));
    let home = home();
    let configuration = format!(
        "schema: leastwise/config/v1\nroles: [role.csv]\npolicies: \"{url}#sha256={}\"\n",
        digest(TEXT)
    );
    std::fs::write(home.path("leastwise.yaml"), configuration).unwrap();
    let role = "Module,Function,Add,Edit,Delete,Inquire\nFinance,Agreements,None,None,None,All\n";
    std::fs::write(home.path("role.csv"), role).unwrap();
    let run = home.run(&["check", "--format", "plain"]);
    assert!(run.stdout.contains("compared with remote"), "{run:?}");
}
