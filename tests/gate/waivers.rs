//! Waivers: what they match, when they expire, and how they are reported.

use crate::gate::harness::{POLICY, Sandbox, missing_delete, set};

const CHECK: [&str; 4] = ["check", "--format", "json", "--today"];

fn config(waiver: &str) -> String {
    format!("schema: leastwise/config/v1\nroles: roles\npolicies: {POLICY}\nwaivers:\n{waiver}")
}

fn check(place: &Sandbox, today: &str) -> crate::gate::harness::Run {
    place.run(&[CHECK.as_slice(), &[today]].concat())
}

const UNTIL_JUNE: &str = "  - rule: missing-level\n    role: pilot\n    module: finance\n    function: agreements\n    operation: delete\n    reason: the pilot deletes nothing\n    owner: Ada\n    ticket: OPS-7\n    expires: 2026-06-30\n";

#[test]
fn a_waived_finding_is_shown_and_does_not_fail() {
    let place = missing_delete();
    place.write("leastwise.yaml", config(UNTIL_JUNE));
    let run = check(&place, "2026-01-01");
    assert_eq!(run.code, 0, "{run:?}");
    let report = run.json();
    let finding = &report["roles"][0]["findings"][0];
    assert_eq!(finding["rule"], "missing-level");
    assert_eq!(finding["waiver"]["reason"], "the pilot deletes nothing");
    assert_eq!(finding["waiver"]["owner"], "Ada");
    assert_eq!(finding["waiver"]["expires"], "2026-06-30");
    assert_eq!(finding["waiver"]["ticket"], "OPS-7");
    assert_eq!(report["summary"]["waived"], 1);
    assert_eq!(report["summary"]["error"], 0);
    let cells = &report["roles"][0]["summary"];
    assert_eq!(
        (cells["waived"].as_u64(), cells["missing"].as_u64()),
        (Some(1), Some(0))
    );
    assert_eq!(report["outcome"], "clean");
}

/// The date is an argument, and is compared in UTC in every time zone.
#[test]
fn a_waiver_applies_through_its_expiry_date_in_every_time_zone() {
    let place = missing_delete();
    place.write("leastwise.yaml", config(UNTIL_JUNE));
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        for (today, code, rules) in [
            ("2026-05-30", 0, vec![]),
            ("2026-05-31", 0, vec!["waiver-expiring"]),
            ("2026-06-29", 0, vec!["waiver-expiring"]),
            ("2026-06-30", 0, vec!["waiver-expiring"]),
            ("2026-07-01", 1, vec!["waiver-expired"]),
        ] {
            let run = place.run_in("", &[CHECK.as_slice(), &[today]].concat(), &[("TZ", zone)]);
            assert_eq!(run.code, code, "{today} in {zone}: {run:?}");
            assert_eq!(run.about_waivers(), rules, "{today} in {zone}");
        }
    }
}

#[test]
fn an_expired_waiver_waives_nothing() {
    let place = missing_delete();
    place.write("leastwise.yaml", config(UNTIL_JUNE));
    let report = check(&place, "2026-07-01").json();
    assert!(report["roles"][0]["findings"][0]["waiver"].is_null());
    assert_eq!(report["summary"]["error"], 2);
}

#[test]
fn expiry_warnings_follow_the_configured_number_of_days() {
    let place = missing_delete();
    place.write("leastwise.yaml", config(UNTIL_JUNE));
    let early = |days: &str| {
        let run = place.run(&[
            "check",
            "--format",
            "json",
            "--today",
            "2026-01-01",
            "--warn-expiring",
            days,
        ]);
        run.about_waivers()
    };
    assert_eq!(early("179d"), Vec::<String>::new());
    assert_eq!(early("180d"), ["waiver-expiring"]);
    assert_eq!(early("180"), ["waiver-expiring"]);
}

#[test]
fn a_waiver_matches_the_subject_of_a_finding() {
    let place = missing_delete();
    for (waiver, waives) in [
        ("rule: missing-level", true),
        ("rule: excess-level", false),
        ("rule: missing-level, role: pilot", true),
        ("rule: missing-level, role: 'pi*'", true),
        ("rule: missing-level, role: 'roles/*'", true),
        ("rule: missing-level, role: other", false),
        ("rule: missing-level, module: FINANCE", true),
        ("rule: missing-level, module: Sales", false),
        (
            "rule: missing-level, module: finance, function: 'agreements '",
            true,
        ),
        ("rule: missing-level, function: Invoicing", false),
        ("rule: missing-level, operation: delete", true),
        ("rule: missing-level, operation: add", false),
        ("rule: missing-level, item: x", false),
    ] {
        place.write(
            "leastwise.yaml",
            config(&format!("  - {{ {waiver}, reason: r }}\n")),
        );
        let run = check(&place, "2026-01-01");
        assert_eq!(run.code == 0, waives, "{waiver}: {run:?}");
    }
}

#[test]
fn an_unused_waiver_is_reported_unless_its_role_is_absent() {
    let place = missing_delete();
    place.write(
        "leastwise.yaml",
        config("  - { rule: excess-level, role: pilot, reason: r }\n"),
    );
    assert_eq!(
        check(&place, "2026-01-01").about_waivers(),
        ["waiver-unused"]
    );
    place.write(
        "leastwise.yaml",
        config("  - { rule: excess-level, role: elsewhere, reason: r }\n"),
    );
    assert_eq!(
        check(&place, "2026-01-01").about_waivers(),
        Vec::<String>::new()
    );
}

#[test]
fn read_errors_cannot_be_waived() {
    let place = Sandbox::new();
    place.role("roles/page.json", |rows| rows.truncate(25));
    place.write(
        "leastwise.yaml",
        config("  - { rule: incomplete-role, reason: r }\n"),
    );
    assert_eq!(check(&place, "2026-01-01").code, 4);
}

#[test]
fn waivers_can_be_in_separate_files() {
    let place = missing_delete();
    place.write(
        "waivers.yaml",
        "schema: leastwise/waivers/v1\nwaivers:\n  - { rule: missing-level, reason: r }\n",
    );
    place.write("leastwise.yaml", format!("schema: leastwise/config/v1\nroles: roles\npolicies: {POLICY}\nwaiver_files: waivers.yaml\n"));
    assert_eq!(check(&place, "2026-01-01").code, 0);
}

#[test]
fn a_comment_in_a_policy_waives_findings_on_its_line() {
    let place = missing_delete();
    let policy = "schema: leastwise/policy/v1\nid: own\ntitle: Own\npermissions:\n  Finance:\n    Agreements:\n      inquire: All\n      add: All\n      edit: All\n      delete: All # leastwise: ignore[missing-level] the pilot deletes nothing\n";
    place.write("own.yaml", policy);
    let check = |place: &Sandbox| {
        place.run(&[
            "check",
            "roles",
            "-p",
            "own.yaml",
            "--unlisted",
            "allow",
            "--format",
            "json",
        ])
    };
    let run = check(&place);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        run.json()["roles"][0]["findings"][0]["waiver"]["reason"],
        "the pilot deletes nothing"
    );
    place.write(
        "own.yaml",
        policy.replace(
            "ignore[missing-level] the pilot deletes nothing",
            "ignore[missing-level]",
        ),
    );
    let run = check(&place);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("a waiver needs a reason"), "{run:?}");
    place.write(
        "own.yaml",
        policy.replace("add: All", "add: All # leastwise: ignore[missing-level] x"),
    );
    assert_eq!(check(&place).about_waivers(), ["waiver-unused"]);
}

#[test]
fn waive_writes_an_entry_and_keeps_the_rest_of_the_file() {
    let place = missing_delete();
    place.role("roles/other.json", |rows| {
        set(rows, "Contacts", "editLevel", "All");
    });
    let before = config(
        "  # what Ada agreed to\n  - { rule: excess-level, role: other, reason: r }\n\n# the end\n",
    );
    place.write("leastwise.yaml", &before);
    let report = place.run(&["check", "--format", "json"]).json();
    let findings = report["roles"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|r| r["findings"].as_array().unwrap());
    let open: Vec<_> = findings
        .filter(|finding| finding["waiver"].is_null())
        .collect();
    assert_eq!(open.len(), 1);
    let fingerprint = open[0]["fingerprint"].as_str().unwrap();
    let run = place.run(&[
        "waive",
        fingerprint,
        "--reason",
        "the \"pilot\": no deletions",
        "--until",
        "2999-12-31",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    let after = place.read("leastwise.yaml");
    for line in before.lines() {
        assert!(after.contains(line), "{line} is gone from\n{after}");
    }
    assert!(after.contains("the \\\"pilot\\\": no deletions"), "{after}");
    assert_eq!(place.run(&["check"]).code, 0);
    let again = place.run(&["waive", fingerprint, "--reason", "again"]);
    assert_eq!(again.code, 2);
    let said = format!("`{fingerprint}` is already waived in `leastwise.yaml`");
    assert!(again.stderr.contains(&said), "{again:?}");
    assert_eq!(place.read("leastwise.yaml"), after);
}

#[test]
fn waive_reports_an_unknown_finding_or_file() {
    let place = missing_delete();
    place.write(
        "leastwise.yaml",
        config("  []\n").replace("waivers:\n  []\n", ""),
    );
    let run = place.run(&["waive", "0123456789abcdef", "--reason", "r"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr
            .contains("no finding has the fingerprint `0123456789abcdef`; the run has 1 finding"),
        "{run:?}"
    );
    let run = place.run(&[
        "waive",
        "0123456789abcdef",
        "--reason",
        "r",
        "--no-config",
        "roles",
        "-p",
        POLICY,
    ]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("leastwise init"), "{run:?}");
}

#[test]
fn every_mistake_in_a_waiver_is_reported() {
    let place = missing_delete();
    for (waiver, message) in [
        (
            "{ rule: mising-level, reason: r }",
            "did you mean `missing-level`?",
        ),
        (
            "{ reason: r }",
            "a waiver needs a `rule` or a `fingerprint`",
        ),
        (
            "{ rule: missing-level }",
            "entry 1 of `waivers` has no `reason`",
        ),
        ("{ rule: missing-level, reason: '' }", "reason"),
        (
            "{ rule: missing-level, reason: r, expires: 2026-02-30 }",
            "`2026-02-30` is not a date",
        ),
        (
            "{ rule: missing-level, reason: r, expire: 2026-02-03 }",
            "did you mean `expires`?",
        ),
        (
            "{ rule: missing-level, reason: r, line: 12 }",
            "unknown key `line`",
        ),
    ] {
        place.write("leastwise.yaml", config(&format!("  - {waiver}\n")));
        let run = place.run(&["check"]);
        assert_eq!(run.code, 3, "{waiver}: {run:?}");
        assert!(run.stderr.contains(message), "{waiver}: {}", run.stderr);
    }
}

#[test]
fn a_malformed_comment_in_one_role_does_not_hide_others() {
    let place = missing_delete();
    place.write(
        "roles/a.yaml",
        "permissions:\n  Finance:\n    Agreements: { inquire: All } # leastwise: ignore[nonsense] x\n",
    );
    let run = place.run(&[
        "check",
        "roles",
        "-p",
        POLICY,
        "--no-config",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(
        run.json()["errors"][0]["message"],
        "there is no rule `nonsense`"
    );
    assert_eq!(run.json()["roles"][0]["source"], "roles/pilot.json");
}

#[test]
fn a_comment_waives_its_line_or_the_next_but_never_both() {
    let place = Sandbox::new();
    place.role("pilot.json", |rows| {
        set(rows, "Agreements", "deleteLevel", "None");
        set(rows, "Agreements", "inquireLevel", "None");
    });
    let waived = |agreements: &str| {
        let policy = "schema: leastwise/policy/v1\nid: own\ntitle: Own\npermissions:\n  Finance:\n";
        place.write("own.yaml", format!("{policy}{agreements}"));
        let run = place.run(&[
            "check",
            "pilot.json",
            "-p",
            "own.yaml",
            "--unlisted=allow",
            "--format=json",
        ]);
        let report = run.json();
        let findings = report["roles"][0]["findings"].as_array().unwrap().clone();
        assert_eq!(findings.len(), 2, "{run:?}");
        let waived = findings
            .iter()
            .filter(|finding| !finding["waiver"].is_null());
        waived
            .map(|finding| finding["operation"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let comment = "# leastwise: ignore[missing-level] the pilot deletes nothing";
    for (written, expected) in [
        (
            format!("    Agreements:\n      delete: All {comment}\n      inquire: All\n"),
            vec!["delete"],
        ),
        (
            format!("    Agreements: {comment}\n      delete: All\n      inquire: All\n"),
            vec![],
        ),
        (
            format!("    Agreements:\n      {comment}\n      delete: All\n      inquire: All\n"),
            vec!["delete"],
        ),
        (
            format!(
                "    Agreements:\n      delete: All\n      purpose: |\n        why\n        {comment}\n      inquire: All\n"
            ),
            vec![],
        ),
        (
            format!(
                "    Agreements:\n      delete: All\n      purpose: \"why\n        {comment}\"\n      inquire: All\n"
            ),
            vec![],
        ),
    ] {
        assert_eq!(waived(&written), expected, "{written}");
    }
}

#[test]
fn a_comment_in_a_role_waives_only_its_line() {
    let place = Sandbox::new();
    let policy = "schema: leastwise/policy/v1\nid: own\ntitle: Own\npermissions:\n  Finance:\n    Agreements: { delete: All, inquire: All }\n";
    place.write("own.yaml", policy);
    place.write(
        "role.yaml",
        "permissions:\n  Finance:\n    Agreements:\n      delete: None # leastwise: ignore[missing-level] x\n      inquire: None\n",
    );
    let run = place.run(&["check", "role.yaml", "-p", "own.yaml", "--format=json"]);
    let report = run.json();
    let roles = report["roles"][0]["findings"].as_array().unwrap().clone();
    let open = |f: &serde_json::Value| f["rule"] == "missing-level" && f["waiver"].is_null();
    assert_eq!(roles.iter().filter(|f| open(f)).count(), 1, "{run:?}");
}

#[test]
fn an_expiry_date_in_the_past_is_rejected() {
    let place = missing_delete();
    place.write(
        "leastwise.yaml",
        config("  []\n").replace("waivers:\n  []", "waivers: []"),
    );
    let before = place.read("leastwise.yaml");
    let found = place.run(&["check", "--format", "json"]).json();
    let fingerprint = found["roles"][0]["findings"][0]["fingerprint"]
        .as_str()
        .unwrap()
        .to_owned();
    let waive = |until: &str| {
        place.run(&[
            "waive",
            &fingerprint,
            "--reason",
            "x",
            "--until",
            until,
            "--today",
            "2026-06-30",
        ])
    };
    let run = waive("2026-06-29");
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("2026-06-29 is in the past"), "{run:?}");
    assert_eq!(place.read("leastwise.yaml"), before);
    let run = waive("2026-06-30");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
}

#[test]
fn an_unused_waiver_file_is_reported() {
    let place = missing_delete();
    place.write(
        "leastwise.yaml",
        config("  []\n").replace("waivers:\n  []", "waivers: []"),
    );
    let found = place.run(&["check", "--format", "json"]).json();
    let fingerprint = found["roles"][0]["findings"][0]["fingerprint"]
        .as_str()
        .unwrap()
        .to_owned();
    let waive = || place.run(&["waive", &fingerprint, "--reason", "x", "--to", "new.yaml"]);
    let run = waive();
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stderr.contains("`new.yaml` has no effect yet"),
        "{run:?}"
    );
    assert!(run.stderr.contains("waiver_files"), "{run:?}");
    let named = place.read("leastwise.yaml") + "waiver_files: new.yaml\n";
    place.write("leastwise.yaml", &named);
    place.write("new.yaml", "schema: leastwise/waivers/v1\nwaivers: []\n");
    assert_eq!(waive().stderr, "");
}
