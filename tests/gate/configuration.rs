//! Configuration: found in parent directories, strict, and every key with its effect.

use crate::gate::harness::{POLICY, Run, Sandbox, missing_delete, set};

fn with(place: &Sandbox, keys: &str) -> Run {
    place.write(
        "leastwise.yaml",
        format!("schema: leastwise/config/v1\n{keys}"),
    );
    place.run(&["check", "--format", "json"])
}

fn base(keys: &str) -> String {
    format!("roles: roles\npolicies: {POLICY}\n{keys}")
}

#[test]
fn the_configuration_is_found_in_parents_and_paths_are_relative_to_it() {
    let place = missing_delete();
    place.write(
        "leastwise.yaml",
        format!("schema: leastwise/config/v1\n{}", base("")),
    );
    place.write("deep/er/x", "");
    let run = place.run_in("deep/er", &["check", "--format", "json"], &[]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(run.json()["roles"][0]["source"], "../../roles/pilot.json");
    let run = place.run_in("deep/er", &["check", "--no-config"], &[]);
    assert_eq!(run.code, 2);
    place.write(
        "other.yaml",
        "schema: leastwise/config/v1\nroles: roles\npolicies: nonsense\n",
    );
    let run = place.run(&["check", "--config", "other.yaml"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("there is no policy named `nonsense`"),
        "{run:?}"
    );
}

#[test]
fn an_unknown_key_is_an_error_with_a_suggestion() {
    let place = missing_delete();
    for (keys, message) in [
        ("polices: x\n", "did you mean `policies`?"),
        (
            "severities: { mising-level: note }\n",
            "did you mean `missing-level`?",
        ),
        (
            "severities: { missing-level: fatal }\n",
            "but found `fatal`",
        ),
        (
            "severities: { incomplete-role: off }\n",
            "the rule `incomplete-role` cannot be off",
        ),
        ("fail_on: erorr\n", "did you mean `error`?"),
        ("connectwise: newest\n", "`newest` is not a version"),
        ("phase: setpu\n", "did you mean `setup`?"),
        ("roles:\n", "but found an empty value"),
    ] {
        let run = with(&place, keys);
        assert_eq!(run.code, 3, "{keys}: {run:?}");
        assert!(run.stderr.contains(message), "{keys}: {}", run.stderr);
    }
}

#[test]
fn policies_and_roles() {
    let place = missing_delete();
    assert_eq!(with(&place, &base("")).code, 1);
    assert_eq!(with(&place, "roles: roles\n").code, 2);
    assert_eq!(with(&place, &format!("policies: {POLICY}\n")).code, 2);
}

#[test]
fn flags_override_the_configuration() {
    let place = missing_delete();
    place.write(
        "leastwise.yaml",
        format!("schema: leastwise/config/v1\n{}", base("fail_on: never\n")),
    );
    assert_eq!(place.run(&["check"]).code, 0);
    assert_eq!(place.run(&["check", "--fail-on", "error"]).code, 1);
    let run = place.run(&["check", "-p", "crewhu-api", "--format", "json"]);
    assert_eq!(run.json()["roles"][0]["policies"][0]["id"], "crewhu-api");
}

#[test]
fn matches_select_policies_by_role() {
    let place = missing_delete();
    place.role("roles/other.json", |_| {});
    let keys = format!(
        "roles: roles\npolicies: {POLICY}\nmatch:\n  - role: 'oth*'\n    policies: [crewhu-api]\n"
    );
    let report = with(&place, &keys).json();
    let policy = |at: usize| {
        report["roles"][at]["policies"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        (policy(0).as_str(), policy(1).as_str()),
        ("crewhu-api", POLICY)
    );
    let run = with(
        &place,
        "roles: roles\nmatch:\n  - { role: 'oth*', policies: crewhu-api }\n",
    );
    assert_eq!(run.code, 3);
    assert_eq!(
        run.json()["errors"][0]["message"],
        "no policy is assigned to this role"
    );
}

const FEATURED: &str = "schema: leastwise/policy/v1\nid: own\ntitle: Own\nfeatures: { billing: { title: Billing } }\npermissions:\n  Finance:\n    Agreements:\n      inquire: All\n      add: All\n      edit: All\n      delete: { level: All, when: billing }\n  System:\n    Table Setup:\n      inquire: { level: All, phase: setup }\n    API Reports:\n      applies: { connectwise: '<2020.1' }\n      inquire: All\n";

#[test]
fn features_phase_and_version() {
    let place = Sandbox::new();
    place.write("own.yaml", FEATURED);
    place.role("roles/pilot.json", |rows| {
        set(rows, "Agreements", "deleteLevel", "None");
        set(rows, "Table Setup", "inquireLevel", "None");
        set(rows, "API Reports", "inquireLevel", "None");
    });
    let base = "roles: roles\npolicies: ./own.yaml\nunlisted: allow\n";
    let missing = |keys: &str| {
        let run = with(&place, &format!("{base}{keys}"));
        run.json()["roles"][0]["summary"]["missing"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(missing(""), 1, "the version is unknown: the row counts");
    assert_eq!(missing("connectwise: '2025.1'\n"), 0);
    assert_eq!(missing("connectwise: '2025.1'\nfeatures: billing\n"), 1);
    let run = with(
        &place,
        &format!("{base}features: billing\nno_features: billing\n"),
    );
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("both on and off"), "{run:?}");
    let keys = format!("{base}connectwise: '2025.1'\nfeatures: billing\n");
    place.write(
        "leastwise.yaml",
        format!("schema: leastwise/config/v1\n{keys}"),
    );
    assert_eq!(place.run(&["check"]).code, 1);
    assert_eq!(
        place.run(&["check", "--no-feature", "billing"]).code,
        0,
        "a flag wins"
    );
    assert_eq!(missing("connectwise: '2025.1'\nphase: setup\n"), 1);
}

#[test]
fn unlisted_severities_and_fail_on() {
    let place = Sandbox::new();
    place.role("roles/pilot.json", |rows| {
        set(rows, "Opportunity", "inquireLevel", "All");
    });
    let run = with(&place, &base(""));
    assert_eq!(
        (run.code, run.json()["summary"]["warning"].as_u64()),
        (0, Some(1))
    );
    let run = with(&place, &base("unlisted: error\n"));
    assert_eq!(
        (run.code, run.json()["summary"]["error"].as_u64()),
        (1, Some(1))
    );
    let run = with(&place, &base("unlisted: allow\n"));
    assert_eq!(run.json()["roles"][0]["summary"]["ignored"], 1);
    let run = with(&place, &base("severities: { excess-function: error }\n"));
    assert_eq!(run.code, 1);
    assert_eq!(with(&place, &base("fail_on: warning\n")).code, 1);
    assert_eq!(
        with(
            &place,
            &base("severities: { excess-function: note }\nfail_on: warning\n")
        )
        .code,
        0
    );
}

#[test]
fn a_rule_can_be_off_with_a_reason() {
    let place = Sandbox::new();
    place.role("roles/pilot.json", |rows| {
        set(rows, "Opportunity", "inquireLevel", "All");
    });
    let off =
        "severities: { excess-function: { severity: off, reason: another tool checks it } }\n";
    let run = with(&place, &base(&format!("fail_on: warning\n{off}")));
    let report = run.json();
    assert_eq!(
        (run.code, report["summary"]["warning"].as_u64()),
        (0, Some(0))
    );
    // The level is still counted, and the report says why there is no finding.
    assert_eq!(report["roles"][0]["summary"]["excess"], 1);
    assert_eq!(
        report["roles"][0]["chosen"]["rules_off"],
        serde_json::json!([{ "rule": "excess-function", "reason": "another tool checks it" }])
    );
    let run = with(&place, &base("severities: { excess-function: off }\n"));
    assert_eq!(
        run.json()["roles"][0]["chosen"]["rules_off"],
        serde_json::json!([{ "rule": "excess-function", "reason": null }])
    );
}

#[test]
fn customize_items_defines_the_meaning_of_items() {
    let place = Sandbox::new();
    place.write("own.yaml", "schema: leastwise/policy/v1\nid: own\ntitle: Own\npermissions:\n  System:\n    Table Setup:\n      inquire: All\n      customize: { allow: [Company / Company Type] }\n");
    place.role("role.json", |_| {});
    let settings: serde_json::Value = serde_json::from_str(&place.read("role.json")).unwrap();
    let snapshot = serde_json::json!({
        "schema": "leastwise/role/v1", "settings": settings,
        "customize_items": [{ "customizeIdentifier": "SystemTableSetup", "itemIdentifier": "Service Board" }],
    });
    place.write("roles/pilot.json", snapshot.to_string());
    let rules = |keys: &str| {
        let run = with(
            &place,
            &format!("roles: roles\npolicies: ./own.yaml\nunlisted: allow\n{keys}"),
        );
        let report = run.json();
        let findings = report["roles"][0]["findings"].as_array().unwrap().clone();
        findings
            .iter()
            .map(|f| f["rule"].as_str().unwrap().to_owned())
            .filter(|r| r.starts_with("cust"))
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(""), ["customize-unverifiable"]);
    assert_eq!(
        rules("customize_items: allowed\n"),
        ["customize-missing", "customize-excess"]
    );
    // A list of disallowed items cannot show that the other items are allowed.
    assert_eq!(
        rules("customize_items: disallowed\n"),
        ["customize-unverifiable"]
    );
}

#[test]
fn reports_baseline_and_warn_expiring() {
    let place = missing_delete();
    let keys = base("reports: { junit: out/junit.xml, markdown: out/report.md }\n");
    place.write("out/keep", "");
    assert_eq!(with(&place, &keys).code, 1);
    assert!(place.read("out/junit.xml").contains("<testsuites"));
    assert!(place.read("out/report.md").contains("Agreements"));
    let run = with(&place, &base("reports: { junti: x }\n"));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("junti"), "{run:?}");

    place.write(
        "leastwise.yaml",
        format!(
            "schema: leastwise/config/v1\n{}",
            base("baseline: known.json\n")
        ),
    );
    assert_eq!(place.run(&["baseline", "write"]).code, 0);
    assert!(place.path("known.json").exists());
    assert_eq!(place.run(&["check"]).code, 0);

    let waiver = "waivers: [{ rule: missing-level, reason: r, expires: 2026-02-01 }]\n";
    let reported = |keys: &str| {
        place.write(
            "leastwise.yaml",
            format!("schema: leastwise/config/v1\n{}", base(keys)),
        );
        place
            .run(&["check", "--format", "json", "--today", "2026-01-10"])
            .about_waivers()
    };
    assert_eq!(reported(waiver), ["waiver-expiring"]);
    assert_eq!(
        reported(&format!("warn_expiring: 7\n{waiver}")),
        Vec::<String>::new()
    );
}

#[test]
fn a_policy_for_other_versions_is_not_compared() {
    let place = Sandbox::new();
    place.role("roles/pilot.json", |_| {});
    place.write(
        "own.yaml",
        format!("{FEATURED}applies: {{ connectwise: '>=2022.1' }}\n"),
    );
    let check =
        |version: &str| place.run(&["check", "roles", "-p", "own.yaml", "--connectwise", version]);
    let run = check("2019.4");
    assert_eq!(run.code, 2);
    assert!(
        run.stderr
            .contains("applies to ConnectWise >=2022.1, not 2019.4"),
        "{run:?}"
    );
    assert_eq!(check("2025.1").code, 0);
}

#[test]
fn a_broken_configuration_still_gives_a_complete_document() {
    let place = missing_delete();
    place.write(
        "leastwise.yaml",
        "schema: leastwise/config/v1\npolices: x\n",
    );
    let run = place.run(&["check", "--format", "json", "--report", "sarif=out.sarif"]);
    assert_eq!(run.code, 3);
    assert_eq!(run.json()["outcome"], "invalid");
    assert_eq!(run.json()["errors"][0]["file"], "leastwise.yaml");
    assert!(run.stderr.contains("did you mean `policies`?"), "{run:?}");
    let sarif: serde_json::Value = serde_json::from_str(&place.read("out.sarif")).unwrap();
    assert_eq!(
        sarif["runs"][0]["invocations"][0]["executionSuccessful"],
        false
    );
}

#[test]
fn a_role_without_a_policy_is_an_error() {
    let place = missing_delete();
    let keys =
        format!("policies: {POLICY}\nroles: roles\nmatch:\n  - role: \"*\"\n    policies: []\n");
    let run = with(&place, &keys);
    assert_eq!(run.code, 3, "{run:?}");
    let error = &run.json()["errors"][0];
    assert_eq!(error["message"], "the role `*` has no policy");
    assert_eq!(error["locations"][0]["line"], 5, "{error}");
}

#[test]
fn a_live_role_needs_the_live_flag() {
    let place = missing_delete();
    let run = place.run(&["check", "roles", "-p", POLICY, "--role", "API"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("add `--live`"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn a_configuration_that_is_not_a_file_is_an_error() {
    for (what, message) in [
        ("absent.yaml", "a broken symbolic link"),
        ("leastwise.yaml", "a broken symbolic link"),
        ("roles", "a directory"),
    ] {
        let place = missing_delete();
        std::os::unix::fs::symlink(what, place.path("leastwise.yaml")).unwrap();
        let run = place.run(&["check", "roles", "-p", POLICY]);
        assert_eq!(run.code, 3, "{what}: {run:?}");
        assert!(run.stderr.contains(message), "{what}: {run:?}");
        let run = place.run(&["check", "roles", "-p", POLICY, "--no-config"]);
        assert_eq!(run.code, 1, "{what}: {run:?}");
    }
}

#[test]
fn a_second_configuration_is_reported() {
    let place = missing_delete();
    let text = format!("schema: leastwise/config/v1\n{}", base(""));
    place.write("leastwise.yaml", &text);
    place.write("leastwise.yml", &text);
    let run = place.run(&["check"]);
    assert!(run.stderr.contains("`leastwise.yml` is ignored"), "{run:?}");
    assert_eq!(place.run(&["check", "--quiet"]).stderr, "");
}

#[test]
fn standard_input_is_one_role() {
    let run = Sandbox::new().run(&["check", "-", "-", "-p", POLICY]);
    assert_eq!(run.code, 2, "{run:?}");
}
