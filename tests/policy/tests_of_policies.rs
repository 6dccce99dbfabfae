//! `leastwise policy test`: what it accepts, and its messages when a test fails.

use crate::policy::harness::{TICKETING, file, leastwise, root, scrubbed};

#[test]
fn the_example_passes() {
    let run = leastwise(&["policy", "test", "examples/policy-tests/cloudblue.yaml"]);
    assert_eq!(run.code, 0, "{run:?}");
    insta::assert_snapshot!(run.stdout);
    let quiet = leastwise(&[
        "--quiet",
        "policy",
        "test",
        "examples/policy-tests/cloudblue.yaml",
    ]);
    assert_eq!(quiet.stdout, "3 tests, 0 failed\n");
}

fn tests(tests: &str) -> String {
    let policy = root().join(TICKETING);
    let tests = tests.replace("TICKETING", policy.to_str().unwrap());
    format!("schema: leastwise/policy-test/v1\ntests:\n{tests}")
}

#[test]
fn a_failed_test_shows_the_difference() {
    let text = tests(
        "  - name: too little is expected\n    policies: TICKETING\n    severity: warning\n    rest: required\n    \
         role: { Service Desk: { Service Tickets: { edit: None } }, Finance: { Agreements: { inquire: All } } }\n    \
         expect: clean\n\
         \x20 - name: something else is expected\n    policies: TICKETING\n    severity: warning\n    rest: required\n    \
         expect:\n      - { rule: missing-level, module: Service, function: Service Ticket, operation: edit }\n      \
         - { rule: excess-level }\n",
    );
    let (folder, path) = file("tests.yaml", text);
    let run = leastwise(&["policy", "test", &path]);
    assert_eq!(run.code, 1, "{run:?}");
    insta::assert_snapshot!(scrubbed(&run.stdout, folder.path()));
}

#[test]
fn options_and_exact_matches() {
    let text = tests(
        "  - name: with billing\n    policies: [TICKETING]\n    features: billing\n    no_features: [time]\n    phase: setup\n    \
         connectwise: \"2025.1\"\n    severity: warning\n    rest: None\n    expect:\n      \
         - { rule: missing-level, function: Service Tickets, operation: inquire }\n      \
         - { rule: missing-level, function: Service Tickets }\n      \
         - { rule: missing-level, function: Service Tickets, severity: error }\n      \
         - { rule: missing-level, module: finance }\n      \
         - { rule: missing-level, module: System }\n      \
         - { rule: missing-level, module: System, operation: add }\n\
         \x20 - name: notes count by default\n    policies: TICKETING\n    rest: required\n    \
         expect: [{ rule: customize-unverifiable, function: Table Setup }]\n",
    );
    let (_folder, path) = file("tests.yaml", text);
    let run = leastwise(&["policy", "test", &path]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}

#[test]
fn mistakes_in_the_file_have_suggestions() {
    let one = |rest: &str| tests(&format!("  - name: x\n    policies: TICKETING\n{rest}"));
    for (text, hint) in [
        (one("    expect: claen\n"), "`clean`"),
        (
            one("    expect: [{ rule: missing-levl }]\n"),
            "did you mean `missing-level`?",
        ),
        (one("    expct: clean\n"), "did you mean `expect`?"),
        (
            one("    features: biling\n    expect: clean\n"),
            "did you mean `billing`?",
        ),
        (
            one("    connectwise: new\n    expect: clean\n"),
            "not a version of ConnectWise PSA",
        ),
        (
            one("    role: { Finance: { Agreemnts: { add: All } } }\n    expect: clean\n"),
            "did you mean `Finance / Agreements`?",
        ),
        (
            one("    role: no/such.json\n    expect: clean\n"),
            "there is no such file",
        ),
        (
            one("    role: no/such.json\n    rest: All\n    expect: clean\n"),
            "cannot be used with a role from a file",
        ),
        (
            tests("  - name: x\n    policies: cloudblue-reseler-marketplace\n    expect: clean\n"),
            "did you mean",
        ),
        (tests("  []\n"), "the file contains no test"),
        (
            "schema: leastwise/policy/v1\n".to_owned(),
            "leastwise/policy-test/v1",
        ),
    ] {
        let (_folder, path) = file("tests.yaml", &text);
        let run = leastwise(&["policy", "test", &path]);
        assert_eq!(run.code, 3, "{text} {run:?}");
        assert!(run.stderr.contains(hint), "{text}\n{}", run.stderr);
    }
}

/// A role in which Edit on service tickets is missing, and what a test expects of it.
fn missing_edit(expected: &str) -> crate::policy::harness::Run {
    let text = tests(&format!(
        "  - name: x\n    policies: TICKETING\n    severity: warning\n    rest: required\n    \
         role: {{ Service Desk: {{ Service Tickets: {{ edit: None }} }} }}\n    \
         expect: [{{ {expected} }}]\n"
    ));
    let (_folder, path) = file("tests.yaml", text);
    leastwise(&["policy", "test", &path])
}

#[test]
fn an_expectation_is_met_only_if_every_field_matches() {
    for expected in [
        "rule: missing-level",
        "rule: missing-level, severity: error",
        "rule: missing-level, module: service desk, function: \"SERVICE TICKETS\", operation: edit",
    ] {
        let run = missing_edit(expected);
        assert_eq!(run.code, 0, "{expected}\n{}", run.stdout);
    }
    for expected in [
        "rule: excess-level",
        "rule: missing-level, severity: warning",
        "rule: missing-level, module: Finance",
        "rule: missing-level, function: Agreements",
        "rule: missing-level, operation: add",
        "rule: missing-level, item: Boards / Help Desk",
        "rule: excess-level, module: Service Desk, function: Service Tickets, operation: edit",
    ] {
        let run = missing_edit(expected);
        assert_eq!(run.code, 1, "{expected}\n{}", run.stdout);
        for message in [
            "+ found, not expected: missing-level",
            "- expected, not found: ",
        ] {
            assert!(run.stdout.contains(message), "{expected}\n{}", run.stdout);
        }
    }
}

#[test]
fn the_most_specific_expectation_is_matched_first() {
    let policy = "schema: leastwise/policy/v1\nid: p\ntitle: P\ncoverage: partial\npermissions:\n  \
                  Finance:\n    Agreements: { inquire: My }\n    Invoicing: { inquire: My }\n";
    let (folder, path) = file("p.yaml", policy);
    let two_functions = "Agreements: { inquire: All }, Invoicing: { inquire: All }";
    let two_levels = "Agreements: { inquire: All, add: All }";
    for (role, vague, exact) in [
        (
            two_functions,
            "module: Finance",
            "module: Finance, function: Agreements",
        ),
        (
            two_levels,
            "function: Agreements",
            "function: Agreements, operation: inquire",
        ),
        (
            two_levels,
            "function: Agreements",
            "function: Agreements, operation: add",
        ),
        (
            two_levels,
            "module: Finance",
            "module: Finance, severity: warning",
        ),
        (
            two_levels,
            "module: Finance",
            "module: Finance, severity: note",
        ),
    ] {
        let tests = format!(
            "schema: leastwise/policy-test/v1\ntests:\n  - name: x\n    policies: {path}\n    \
             severity: note\n    rest: required\n    role: {{ Finance: {{ {role} }} }}\n    \
             expect: [{{ rule: excess-level, {vague} }}, {{ rule: excess-level, {exact} }}]\n"
        );
        let tests_of = folder.path().join("tests.yaml");
        std::fs::write(&tests_of, tests).unwrap();
        let run = leastwise(&["policy", "test", tests_of.to_str().unwrap()]);
        assert_eq!(
            run.code, 0,
            "{vague} | {exact}\n{}{}",
            run.stdout, run.stderr
        );
    }
}
