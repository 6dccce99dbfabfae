//! Many roles at once: never more concurrent requests than allowed, and a rate limit that costs
//! time but loses no role.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{Home, Reply, Request, Server, Tenant};

/// Response time of the server.
const LATENCY: Duration = Duration::from_millis(20);

/// Responses of a ConnectWise with the given number of roles, each with thirty settings.
fn answer(request: &Request, roles: usize) -> Reply {
    let list = |rows: Vec<Value>| Reply::json(200, &Value::from(rows).to_string());
    if request.is("/securityRoles") {
        let role = |id| json!({ "id": id, "name": format!("Role {id}"), "adminFlag": false });
        list((1..=roles).map(role).collect())
    } else if request.is("/settings") {
        let row = |id| {
            json!({
                "id": id, "moduleDescription": "System",
                "moduleFunctionDescription": format!("Function {id}"),
                "addLevel": "None", "editLevel": "None", "deleteLevel": "None", "inquireLevel": "All",
            })
        };
        list((1..=30).map(row).collect())
    } else if request.is("/settings/count") {
        Reply::json(200, r#"{"count":30}"#)
    } else {
        Tenant::default().answer(request)
    }
}

/// Number of concurrent requests whenever one arrived.
#[derive(Default)]
struct Traffic {
    now: AtomicUsize,
    most: AtomicUsize,
    sum: AtomicUsize,
    requests: AtomicUsize,
}

impl Traffic {
    fn pass(&self, reply: impl FnOnce() -> Reply) -> Reply {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        self.sum.fetch_add(now, Ordering::SeqCst);
        self.requests.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(LATENCY);
        let reply = reply();
        self.now.fetch_sub(1, Ordering::SeqCst);
        reply
    }

    fn mean(&self) -> f64 {
        let load =
            |number: &AtomicUsize| f64::from(u32::try_from(number.load(Ordering::SeqCst)).unwrap());
        load(&self.sum) / load(&self.requests)
    }
}

/// Reads the roles with the given number of concurrent requests, and returns the traffic and the
/// duration.
fn fetch(roles: usize, concurrency: usize) -> (Arc<Traffic>, Duration) {
    let traffic = Arc::new(Traffic::default());
    let seen = Arc::clone(&traffic);
    let server = Server::start(move |request| seen.pass(|| answer(request, roles)));
    let home = Home::new(&format!("http://127.0.0.1:{}", server.port()));
    let concurrency = concurrency.to_string();
    let begun = Instant::now();
    let run = home.run(&[
        "fetch",
        "--all",
        "--concurrency",
        &concurrency,
        "-o",
        "roles",
        "--quiet",
    ]);
    let took = begun.elapsed();
    assert_eq!(run.code, 0, "{}", run.all());
    assert_eq!(
        std::fs::read_dir(home.path("roles")).unwrap().count(),
        roles + 1,
        "every role, and the index"
    );
    (traffic, took)
}

#[test]
fn the_number_of_concurrent_requests_is_the_configured_one() {
    for (roles, concurrency) in [(40, 1), (120, 4), (240, 8)] {
        let (traffic, _) = fetch(roles, concurrency);
        assert_eq!(traffic.most.load(Ordering::SeqCst), concurrency);
        // Occasionally one ends while the next begins; more often on a busy machine.
        let mean = traffic.mean();
        let least = f64::from(u32::try_from(concurrency).unwrap()) / 2.0;
        assert!(mean >= least, "{mean} of {concurrency}");
    }
}

#[test]
fn rate_limiting_loses_no_role() {
    const ALLOWED: usize = 60;
    let window = Mutex::new((Instant::now(), 0));
    let refused = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&refused);
    let server = Server::start(move |request| {
        let mut window = window.lock().unwrap();
        if window.0.elapsed() > Duration::from_secs(1) {
            *window = (Instant::now(), 0);
        }
        window.1 += 1;
        if window.1 > ALLOWED {
            counter.fetch_add(1, Ordering::SeqCst);
            return Reply::json(429, "{}").with("Retry-After", "1");
        }
        drop(window);
        answer(request, 100)
    });
    let home = Home::new(&format!("http://127.0.0.1:{}", server.port()));
    let run = home.run(&[
        "fetch",
        "--all",
        "--concurrency",
        "8",
        "-o",
        "roles",
        "--quiet",
    ]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert_eq!(std::fs::read_dir(home.path("roles")).unwrap().count(), 101);
    // A rejected request delays the others: at most one rejection for each concurrent request.
    let refused = refused.load(Ordering::SeqCst);
    let windows = server.requests().len() / ALLOWED + 1;
    assert!(
        (1..=8 * windows).contains(&refused),
        "{refused} in {windows}"
    );
}

#[test]
#[ignore = "a measurement: cargo test --release --test connectwise fleet -- --ignored --nocapture"]
fn five_hundred_roles() {
    for concurrency in [1, 2, 4, 8, 16] {
        let (traffic, took) = fetch(500, concurrency);
        let requests = traffic.requests.load(Ordering::SeqCst);
        let floor = LATENCY * u32::try_from(requests.div_ceil(concurrency)).unwrap();
        println!(
            "--concurrency {concurrency}: {requests} requests, {:.1} under way on average, {took:.2?} \
             (the latency alone: {floor:.2?})",
            traffic.mean()
        );
    }
}
