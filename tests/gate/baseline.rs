//! Baseline: known findings do not fail, new ones do.

use serde_json::{Value, json};

use crate::gate::harness::{POLICY, Sandbox, missing_delete, set};

const LEVELS: [&str; 4] = ["addLevel", "editLevel", "deleteLevel", "inquireLevel"];

/// Raises `count` cells that no policy asks for, starting with the first row.
fn raise(rows: &mut [Value], count: usize) {
    let known = [
        "Company Maintenance",
        "Contacts",
        "Agreements",
        "Product Catalog",
        "Table Setup",
        "API Reports",
    ];
    let free = rows
        .iter_mut()
        .filter(|row| !known.contains(&row["moduleFunctionDescription"].as_str().unwrap()));
    let cells = free.flat_map(|row| {
        let row = row.as_object_mut().unwrap();
        LEVELS
            .iter()
            .map(|level| (*level).to_owned())
            .map(|level| row.insert(level, json!("All")))
            .collect::<Vec<_>>()
    });
    // Complete rows are raised: the count is a multiple of four.
    assert_eq!(cells.take(count).count(), count);
}

fn arguments<'a>(command: &[&'a str]) -> Vec<&'a str> {
    let mut all = command.to_vec();
    all.extend(["roles", "-p", POLICY, "--fail-on", "warning", "--no-config"]);
    all
}

const FILE: &str = "leastwise.baseline.json";

fn json_check(place: &Sandbox) -> crate::gate::harness::Run {
    place.run(&arguments(&[
        "check",
        "--format",
        "json",
        "--baseline",
        FILE,
    ]))
}

/// Raises complete rows until `count` cells are excessive.
fn raised(place: &Sandbox, name: &str, count: usize) {
    place.role(name, |rows| {
        let rows_needed = count / 4;
        let mut left = rows_needed;
        for at in 0..rows.len() {
            if left == 0 {
                break;
            }
            let one = &mut rows[at..=at];
            let known = [
                "Company Maintenance",
                "Contacts",
                "Agreements",
                "Product Catalog",
                "Table Setup",
                "API Reports",
            ];
            if !known.contains(&one[0]["moduleFunctionDescription"].as_str().unwrap()) {
                raise(one, 4);
                left -= 1;
            }
        }
        assert_eq!(left, 0);
    });
}

#[test]
fn one_new_finding_among_five_hundred_known_ones() {
    let place = Sandbox::new();
    raised(&place, "roles/a.json", 252);
    raised(&place, "roles/b.json", 248);
    let run = place.run(&arguments(&["baseline", "write"]));
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("500 known findings"), "{run:?}");
    assert_eq!(json_check(&place).code, 0);

    // One more in b, and exactly that one fails.
    let text = place.read("roles/b.json");
    let mut rows: Vec<Value> = serde_json::from_str(&text).unwrap();
    set(&mut rows, "Contacts", "editLevel", "All");
    place.write("roles/b.json", serde_json::to_string_pretty(&rows).unwrap());
    let run = json_check(&place);
    assert_eq!(run.code, 1);
    let report = run.json();
    assert_eq!(report["summary"]["warning"], 1);
    assert_eq!(report["summary"]["unchanged"], 500);
    let all: Vec<Value> = report["roles"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|role| role["findings"].as_array().unwrap().clone())
        .collect();
    let new: Vec<_> = all
        .iter()
        .filter(|finding| finding["baseline"] == "new")
        .collect();
    assert_eq!(new.len(), 1);
    assert_eq!(new[0]["function"], "Contacts");

    // A hundred are fixed: prune removes them and does not add the new one.
    raised(&place, "roles/a.json", 152);
    let run = place.run(&arguments(&["baseline", "prune"]));
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("100 removed, 400 kept"), "{run:?}");
    let report = json_check(&place).json();
    assert_eq!(report["summary"]["unchanged"], 400);
    assert_eq!(report["summary"]["warning"], 1);
    assert_eq!(report["baseline"]["known"], 400);
    assert_eq!(report["baseline"]["gone"], 0);
}

#[test]
fn every_report_shows_the_age_of_the_baseline() {
    let place = missing_delete();
    place.run(&arguments(&["baseline", "write", "--today", "2026-01-01"]));
    for format in ["human", "plain", "markdown", "tap"] {
        let run = place.run(&arguments(&[
            "check",
            "--baseline",
            FILE,
            "--today",
            "2026-03-02",
            "--format",
            format,
        ]));
        assert_eq!(run.code, 0);
        assert!(
            run.stdout.contains("60 days old"),
            "{format}: {}",
            run.stdout
        );
    }
    let report = place
        .run(&arguments(&[
            "check",
            "--baseline",
            FILE,
            "--today",
            "2026-03-02",
            "--format",
            "json",
        ]))
        .json();
    assert_eq!(report["baseline"]["age"], 60);
}

#[test]
fn a_baseline_of_unreadable_roles_is_refused() {
    let place = missing_delete();
    place.write("roles/broken.json", "[{");
    let run = place.run(&arguments(&["baseline", "write"]));
    assert_eq!(run.code, 3, "{run:?}");
    assert!(!place.path(FILE).exists());
    assert!(run.stderr.contains("an input could not be read"), "{run:?}");
}

#[test]
fn an_invalid_baseline_is_an_error() {
    let place = missing_delete();
    for (text, message) in [
        ("{", "this is not valid JSON"),
        ("[]", "this is not a baseline: expected an object"),
        (
            "{\"schema\":\"x\",\"written\":\"2026-01-01\",\"findings\":[]}",
            "but found `x`",
        ),
        (
            "{\"schema\":\"leastwise/baseline/v1\",\"written\":\"2026-13-01\",\"findings\":[]}",
            "this baseline is damaged",
        ),
    ] {
        place.write(FILE, text);
        let run = json_check(&place);
        assert_eq!(run.code, 3, "{text}: {run:?}");
        assert!(run.stderr.contains(message), "{text}: {run:?}");
    }
    std::fs::remove_file(place.path(FILE)).unwrap();
    assert!(
        json_check(&place)
            .stderr
            .contains("leastwise baseline write")
    );
}

#[test]
fn a_baseline_is_reproducible() {
    let place = missing_delete();
    let write = || {
        assert_eq!(
            place
                .run(&arguments(&["baseline", "write", "--today", "2026-01-01"]))
                .code,
            0
        );
        place.read(FILE)
    };
    assert_eq!(write(), write());
}

/// A baseline entry for one file must not hide a finding in another: the names differ only after
/// the first dot.
#[test]
fn roles_with_dots_in_their_names_are_distinct() {
    let place = Sandbox::new();
    place.role("roles/acme.test.json", |rows| {
        set(rows, "Agreements", "deleteLevel", "None");
    });
    let run = place.run(&arguments(&["baseline", "write"]));
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(json_check(&place).code, 0);
    place.role("roles/acme.prod.json", |rows| {
        set(rows, "Agreements", "deleteLevel", "None");
    });
    let run = json_check(&place);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(run.json()["roles"][0]["source"], "roles/acme.prod.json");
    assert_eq!(run.json()["roles"][0]["outcome"], "findings");
    assert_eq!(run.json()["roles"][1]["outcome"], "clean");
}

#[test]
fn entries_of_a_role_that_was_not_compared_are_kept() {
    let place = Sandbox::new();
    raised(&place, "roles/one.json", 8);
    raised(&place, "roles/two.json", 4);
    assert_eq!(place.run(&arguments(&["baseline", "write"])).code, 0);
    // One of the two is fixed, and only that role is checked.
    place.role("roles/one.json", |_| {});
    let one = |command: &[&str]| {
        let mut all = command.to_vec();
        all.extend([
            "roles/one.json",
            "-p",
            POLICY,
            "--no-config",
            "--baseline",
            FILE,
        ]);
        place.run(&all)
    };
    let stdout = one(&["check"]).stdout;
    let stdout = stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        stdout.contains("contains 12 findings, of which 8 fixed"),
        "{stdout}"
    );
    let pruned = one(&["baseline", "prune"]).stdout;
    assert!(
        pruned.contains("8 removed, 4 kept, 4 of them for roles that were not compared"),
        "{pruned}"
    );
    // The known findings are marked in human-readable formats.
    let mut all = vec!["check", "--baseline", FILE, "--format", "plain"];
    all.extend(["roles", "-p", POLICY, "--no-config"]);
    let plain = place.run(&all).stdout;
    assert_eq!(plain.matches("  in the baseline\n").count(), 4, "{plain}");
}
