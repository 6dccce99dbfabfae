//! Messages about waivers: which waiver they mean, and its position.

use crate::gate::harness::{POLICY, Run, Sandbox, missing_delete};

fn check(place: &Sandbox, waiver: &str, today: &str) -> Run {
    let config = format!(
        "schema: leastwise/config/v1\nroles: roles\npolicies: {POLICY}\nwaivers:\n  - {waiver}\n"
    );
    place.write("leastwise.yaml", &config);
    place.run(&["check", "--format", "json", "--today", today])
}

#[test]
fn a_waiver_is_described_by_all_its_criteria() {
    let place = missing_delete();
    for (waiver, message) in [
        (
            "{ rule: missing-level, role: pilot, module: finance, function: agreements, operation: delete, reason: r, expires: 2026-06-30 }",
            "the waiver for `missing-level` (Finance / Agreements, delete) in role `pilot` expired \
             on 2026-06-30",
        ),
        (
            "{ rule: missing-level, reason: r, expires: 2026-06-30 }",
            "the waiver for `missing-level` expired on 2026-06-30",
        ),
        (
            "{ rule: missing-level, function: agreements, reason: r, expires: 2026-06-30 }",
            "the waiver for `missing-level` (agreements) expired on 2026-06-30",
        ),
    ] {
        let run = check(&place, waiver, "2026-07-01");
        let finding = &run.json()["configuration"]["findings"][0];
        assert_eq!(finding["message"], message);
    }
}

#[test]
fn a_comment_waives_findings_on_its_line_or_the_next() {
    let place = missing_delete();
    let rows = |lines: &str| {
        let policy = format!(
            "schema: leastwise/policy/v1\nid: own\ntitle: Own\npermissions:\n  Finance:\n    \
             Agreements:\n      inquire: All\n      add: All\n      edit: All\n{lines}"
        );
        place.write("own.yaml", &policy);
        let arguments = ["check", "roles", "-p", "own.yaml", "--unlisted", "allow"];
        place.run(&arguments).code
    };
    let comment = "# leastwise: ignore[missing-level] the pilot deletes nothing";
    assert_eq!(rows("      delete: All\n"), 1);
    assert_eq!(rows(&format!("      delete: All {comment}\n")), 0);
    assert_eq!(rows(&format!("      {comment}\n      delete: All\n")), 0);
    assert_eq!(rows(&format!("      delete: All\n      {comment}\n")), 1);
}

#[test]
fn waived_findings_are_not_in_the_baseline() {
    let place = missing_delete();
    let waived = "{ rule: missing-level, reason: r }";
    check(&place, waived, "2026-01-01");
    let run = place.run(&["baseline", "write", "--today", "2026-01-01"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = check(&place, waived, "2026-01-02");
    assert!(run.json()["roles"][0]["findings"][0]["baseline"].is_null());
    // Once it is no longer waived it counts: the baseline does not have it.
    let run = place.run(&[
        "check",
        "roles",
        "-p",
        POLICY,
        "--no-config",
        "--baseline",
        "leastwise.baseline.json",
    ]);
    assert_eq!(run.code, 1, "{run:?}");
}

#[test]
fn a_comment_in_a_yaml_role_waives_findings_on_its_line() {
    let place = Sandbox::new();
    let role = "admin: false\npermissions:\n  Finance:\n    Agreements: { inquire: All }\n    \
                Invoicing:\n      add: All # leastwise: ignore[excess-function] it bills\n";
    let policy = "schema: leastwise/policy/v1\nid: own\ntitle: Own\npermissions:\n  Finance:\n    \
                  Agreements: { inquire: All }\n";
    place.write("role.yaml", role).write("own.yaml", policy);
    let arguments = ["check", "role.yaml", "-p", "own.yaml", "--format", "json"];
    let findings = place.run(&arguments).json()["roles"][0]["findings"].clone();
    let findings = findings.as_array().unwrap();
    let excess = findings
        .iter()
        .find(|finding| finding["rule"] == "excess-function");
    assert_eq!(excess.unwrap()["waiver"]["reason"], "it bills");
}
