//! Conditions of rows, and the row for a complete module.

use crate::language::harness::{NOTHING, Sandbox};

fn agreements(levels: &str) -> String {
    format!("  Finance: {{ Agreements: {{ {levels} }} }}\n")
}

fn policy(row: &str) -> Sandbox {
    Sandbox::with_policy(&format!(
        "permissions:\n  Finance:\n    Agreements: {{ {row} }}\n"
    ))
}

#[test]
fn a_level_is_needed_and_no_more() {
    let folder = policy("inquire: My");
    let results = |level| {
        folder
            .check(&agreements(&format!("inquire: {level}")), &[])
            .results()
    };
    assert_eq!(results("None"), ["missing-level error Agreements inquire"]);
    assert_eq!(results("My"), NOTHING);
    assert_eq!(results("All"), ["excess-level warning Agreements inquire"]);
}

#[test]
fn a_range_accepts_levels_within_it() {
    let folder = policy("inquire: { level: { min: My } }, edit: { level: { max: My } }");
    let results = |levels| folder.check(&agreements(levels), &[]).results();
    assert_eq!(results("inquire: My"), NOTHING);
    assert_eq!(results("inquire: All, edit: My"), NOTHING);
    assert_eq!(
        results("inquire: None"),
        ["missing-level error Agreements inquire"]
    );
    assert_eq!(
        results("inquire: My, edit: All"),
        ["excess-level warning Agreements edit"]
    );
}

#[test]
fn an_explicit_none_has_a_purpose_and_overrides_unlisted() {
    let folder = Sandbox::with_policy(
        "unlisted: All\npermissions:\n  Finance:\n    Agreements:\n      inquire: All\n      \
         delete: { level: None, purpose: Agreements are closed and never deleted }\n",
    );
    let run = folder.check(&agreements("inquire: All, delete: All, add: All"), &[]);
    assert_eq!(run.results(), ["excess-level warning Agreements delete"]);
    assert_eq!(
        run.findings()[0]["purpose"],
        "Agreements are closed and never deleted"
    );
}

#[test]
fn the_purpose_of_a_row_applies_to_its_operations() {
    let folder = policy("inquire: All, add: { level: All, purpose: Own }, purpose: Shared");
    let run = folder.check(&agreements(""), &[]);
    let purposes: Vec<_> = run
        .findings()
        .iter()
        .map(|finding| finding["purpose"].clone())
        .collect();
    assert_eq!(purposes, ["Own", "Shared"]);
}

#[test]
fn the_shown_purpose_belongs_to_the_shown_level() {
    let folder = policy(
        "inquire: [{ level: My, purpose: Shows some }, { level: All, purpose: Invoices all }]",
    );
    let shown = folder.run(&["policy", "show", "policy.yaml"]).stdout;
    assert!(
        shown.contains("  Inquire  All          Invoices all\n"),
        "{shown}"
    );
}

#[test]
fn a_setup_level_is_needed_only_during_the_setup() {
    let folder = policy("inquire: My, add: { level: All, phase: setup }");
    let both = agreements("inquire: My, add: All");
    assert_eq!(
        folder.check(&both, &[]).results(),
        ["setup-level-left warning Agreements add"]
    );
    assert_eq!(
        folder.check(&both, &["--phase", "setup"]).results(),
        NOTHING
    );
    let less = agreements("inquire: My");
    assert_eq!(folder.check(&less, &[]).results(), NOTHING);
    assert_eq!(
        folder.check(&less, &["--phase", "setup"]).results(),
        ["missing-level error Agreements add"]
    );
}

#[test]
fn an_operation_can_have_a_separate_phase() {
    let folder = policy("phase: setup, add: All, inquire: { level: All, phase: run }");
    assert_eq!(
        folder.check(&agreements(""), &[]).results(),
        ["missing-level error Agreements inquire"]
    );
}

#[test]
fn planned_levels_are_accepted_and_legacy_levels_are_not() {
    let folder = policy("inquire: { level: All, status: planned }");
    assert_eq!(folder.check(&agreements(""), &[]).results(), NOTHING);
    assert_eq!(
        folder.check(&agreements("inquire: All"), &[]).results(),
        NOTHING
    );
    let folder = policy("inquire: { level: All, status: legacy }");
    assert_eq!(folder.check(&agreements(""), &[]).results(), NOTHING);
    assert_eq!(
        folder.check(&agreements("inquire: All"), &[]).results(),
        ["excess-level warning Agreements inquire"]
    );
}

#[test]
fn a_row_for_some_versions_applies_to_those() {
    let folder = policy("inquire: All, applies: { connectwise: '>=2020.4, <2025.1' }");
    let less = agreements("");
    let missing = ["missing-level error Agreements inquire"];
    // The version is unknown: the row may be needed.
    assert_eq!(folder.check(&less, &[]).results(), missing);
    assert_eq!(
        folder.check(&less, &["--connectwise", "2020.4"]).results(),
        missing
    );
    for version in ["2020.3", "2025.1"] {
        let run = folder.check(&less, &["--connectwise", version]);
        assert_eq!(run.results(), NOTHING, "{version}");
    }
}

#[test]
fn an_invalid_version_is_an_error() {
    for row in [
        "applies: { connectwise: newest }\npermissions: { Finance: { Agreements: { inquire: All } } }\n",
        "permissions: { Finance: { Agreements: { inquire: All, applies: { connectwise: '>=2020' } } } }\n",
    ] {
        let run = Sandbox::with_policy(row).check(&agreements("inquire: All"), &[]);
        assert_eq!(run.code, 3, "{run:?}");
        assert!(
            run.stdout.contains("is not a version of ConnectWise"),
            "{run:?}"
        );
        assert!(run.stdout.contains(">=2020.4"), "{run:?}");
    }
}

#[test]
fn a_policy_for_other_versions_is_reported_and_not_compared() {
    let folder = Sandbox::with_policy(
        "applies: { connectwise: '>=2020.4' }\npermissions: { Finance: { Agreements: { inquire: All } } }\n",
    );
    let run = folder.check(&agreements(""), &["--connectwise", "2019.1"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr
            .contains("applies to ConnectWise >=2020.4, not 2019.1"),
        "{run:?}"
    );
}

#[test]
fn a_star_means_every_function_of_the_module() {
    let folder = Sandbox::with_policy(
        "permissions:\n  Project:\n    '*': { inquire: All, purpose: Reads projects }\n",
    );
    let role = "  Project: { Project Tickets: { inquire: My }, Project Notes: { inquire: All } }\n  \
                Finance: { Agreements: { inquire: None } }\n";
    let run = folder.check(role, &[]);
    assert_eq!(
        run.results(),
        ["missing-level error Project Tickets inquire"]
    );
    assert_eq!(run.findings()[0]["purpose"], "Reads projects");
}

#[test]
fn a_star_is_combined_with_a_listed_function() {
    let folder = Sandbox::with_policy(
        "permissions:\n  Project:\n    '*': { inquire: My }\n    Project Tickets: { edit: All }\n    \
         Project Notes: { inquire: All }\n",
    );
    let role = "  Project: { Project Tickets: {}, Project Notes: { inquire: My } }\n";
    assert_eq!(
        folder.check(role, &[]).results(),
        [
            "missing-level error Project Notes inquire",
            "missing-level error Project Tickets edit",
            "missing-level error Project Tickets inquire",
        ]
    );
    let role = "  Project: { Project Tickets: { inquire: My, edit: All }, \
                Project Notes: { inquire: All } }\n";
    assert_eq!(folder.check(role, &[]).results(), NOTHING);
}

#[test]
fn a_function_is_reported_in_the_spelling_of_the_screen() {
    let policy = "permissions:\n  finance:\n    \" agreements\": { inquire: All }\n";
    let run = Sandbox::with_policy(policy).check("  Finance: { Invoicing: {} }\n", &[]);
    let finding = &run.findings()[0];
    assert_eq!(finding["rule"], "missing-function");
    assert_eq!(
        (&finding["module"], &finding["function"]),
        (&"Finance".into(), &"Agreements".into())
    );
}

#[test]
fn the_nearest_row_is_unused_and_in_the_same_module() {
    let help = |role: &str| {
        let folder = Sandbox::with_policy(
            "permissions:\n  Finance:\n    Agreementz: { inquire: All }\n    Agreements: { inquire: All }\n",
        );
        let run = folder.check(role, &["--unlisted", "allow"]);
        let findings = run.findings();
        let missing = |found: &&serde_json::Value| found["rule"] == "missing-function";
        let finding = findings.iter().find(missing).unwrap();
        finding["help"].as_str().unwrap().to_owned()
    };
    let claimed = "  Finance: { Agreements: { inquire: All } }\n";
    assert!(help(claimed).starts_with("read the complete role again"));
    let elsewhere = format!("{claimed}  Sales: {{ Agreementy: {{}} }}\n");
    assert!(help(&elsewhere).starts_with("read the complete role again"));
    let free = "  Finance: { Agreements: { inquire: All }, Agreementy: {} }\n";
    assert!(
        help(free).starts_with("the nearest row is `Finance / Agreementy`"),
        "{}",
        help(free)
    );
}

#[test]
fn the_nearest_row_of_a_misspelled_module_is_in_the_module_that_it_means() {
    let folder =
        Sandbox::with_policy("permissions:\n  Companys:\n    Contacts: { inquire: All }\n");
    let run = folder.check(
        "  Companies: { Contacts: { inquire: All } }\n",
        &["--unlisted", "allow"],
    );
    let help = run.findings()[0]["help"].as_str().unwrap().to_owned();
    assert!(
        help.starts_with("the nearest row is `Companies / Contacts`"),
        "{help}"
    );
}

#[test]
fn an_unknown_function_is_listed_in_its_known_module() {
    let folder = policy("inquire: My");
    let run = folder.check(
        "  Finance: { Agreements: { inquire: My } }\n  Projects: { Unheard Of: { edit: All } }\n",
        &[],
    );
    let findings = run.findings();
    assert_eq!(findings.len(), 2, "{findings:?}");
    for finding in findings {
        assert_eq!(finding["module"], "Project", "{finding}");
        assert_eq!(finding["function"], "Unheard Of", "{finding}");
    }
}

#[test]
fn optional_and_legacy_levels_are_accepted_and_not_required() {
    let granted = |level| agreements(&format!("inquire: {level}"));
    for row in [
        "inquire: My, optional: true",
        "inquire: { level: My, optional: true }",
        "inquire: My, status: unused",
        "inquire: { level: My, status: unused }",
    ] {
        let folder = policy(row);
        let results = |level| folder.check(&granted(level), &[]).results();
        assert_eq!(results("None"), NOTHING, "{row}");
        assert_eq!(results("My"), NOTHING, "{row}");
        assert_eq!(
            results("All"),
            ["excess-level warning Agreements inquire"],
            "{row}"
        );
        let run = folder.check("  Companies: { Contacts: { inquire: None } }\n", &[]);
        assert_eq!(run.results(), NOTHING, "{row}");
    }
    // A statement on the level has precedence over one on the row.
    let folder = policy("optional: true, inquire: { level: My, optional: false }");
    assert_eq!(
        folder.check(&granted("None"), &[]).results(),
        ["missing-level error Agreements inquire"]
    );
    // A level that is no longer accepted stays so.
    let folder = policy("optional: true, status: legacy, inquire: My");
    assert_eq!(
        folder.check(&granted("My"), &[]).results(),
        ["excess-level warning Agreements inquire"]
    );
    // A row without levels asks for nothing, and its Customize list only recommends.
    let folder = policy("optional: true");
    assert_eq!(folder.check(&granted("None"), &[]).results(), NOTHING);
}

#[test]
fn an_older_name_of_a_function_is_found() {
    let folder = Sandbox::with_policy(
        "permissions:\n  Finance:\n    Agreements:\n      inquire: All\n      formerly: { name: Contracts, before: \"2022.1\" }\n",
    );
    let older = "  Finance: { Contracts: { inquire: All } }\n";
    let results = |role: &str, more: &[&str]| -> Vec<String> {
        let mut results = folder.check(role, more).results();
        results.retain(|line| !line.starts_with("unknown-function"));
        results
    };
    assert_eq!(results(older, &[]), NOTHING);
    assert_eq!(results(older, &["--connectwise", "2021.3"]), NOTHING);
    let missing = "missing-function error Agreements";
    let now = results(older, &["--connectwise", "2022.1"]);
    assert!(now.iter().any(|line| line.starts_with(missing)), "{now:?}");
    // The level is compared under the older name.
    let low = results("  Finance: { Contracts: { inquire: My } }\n", &[]);
    assert_eq!(low, ["missing-level error Contracts inquire"]);
    // In a role that has both, the older name is another function.
    let both = results(
        "  Finance: { Agreements: { inquire: All }, Contracts: { inquire: None } }\n",
        &[],
    );
    assert_eq!(both, NOTHING);
}

#[test]
fn an_older_name_must_differ_and_have_a_version() {
    for (formerly, says) in [
        (
            "{ name: Contracts, before: newest }",
            "is not a version of ConnectWise PSA",
        ),
        (
            "{ name: AGREEMENTS, before: \"2022.1\" }",
            "is another spelling of",
        ),
    ] {
        let folder = policy(&format!("inquire: All, formerly: {formerly}"));
        let run = folder.check(&agreements("inquire: All"), &[]);
        assert_eq!(run.code, 3, "{formerly}");
        assert!(
            run.stdout.contains(says) || run.stderr.contains(says),
            "{run:?}"
        );
    }
}

#[test]
fn the_purpose_of_a_module_applies_to_its_rows() {
    let folder = Sandbox::with_policy(
        "purposes: { finance: For invoices }\npermissions:\n  Finance:\n    Agreements: { inquire: All, edit: { level: All, purpose: Own } }\n  Sales:\n    Opportunity: { inquire: All }\n",
    );
    let run = folder.check(&agreements(""), &[]);
    let purposes: Vec<_> = run
        .findings()
        .iter()
        .map(|finding| finding["purpose"].clone())
        .collect();
    let expected: Vec<serde_json::Value> =
        vec!["Own".into(), "For invoices".into(), serde_json::Value::Null];
    assert_eq!(purposes.len(), expected.len(), "{purposes:?}");
    for purpose in &expected {
        assert!(purposes.contains(purpose), "{purposes:?}");
    }
    for (purposes, says) in [
        ("{ Fiance: x }", "did you mean `Finance`?"),
        ("{ Finance: x, FINANCE: y }", "twice"),
    ] {
        let folder = Sandbox::with_policy(&format!(
            "purposes: {purposes}\npermissions:\n  Finance:\n    Agreements: {{ inquire: All }}\n"
        ));
        let run = folder.check(&agreements(""), &[]);
        assert_eq!(run.code, 3, "{purposes}");
        assert!(
            run.stdout.contains(says) || run.stderr.contains(says),
            "{run:?}"
        );
    }
}
