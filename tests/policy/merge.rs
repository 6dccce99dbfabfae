//! Several integrations with one role.

use crate::policy::harness::{
    CLOUDBLUE, TICKETING, TICKETING_2, file, leastwise, policy, scrubbed,
};

#[test]
fn the_merged_table_shows_the_needs_of_each_policy() {
    insta::assert_snapshot!(leastwise(&["policy", "merge", CLOUDBLUE, TICKETING]).stdout);
}

#[test]
fn the_merged_policy_reads_like_one() {
    let run = leastwise(&[
        "policy", "merge", CLOUDBLUE, TICKETING, "--as", "policy", "--id", "both",
    ]);
    assert_eq!(run.code, 0);
    insta::assert_snapshot!(run.stdout);
}

/// Three ways to the same result: both policies, the merged policy, and the merged role.
#[test]
fn the_merged_role_and_the_merged_policy_match_both_policies() {
    let both = [
        "policy",
        "merge",
        CLOUDBLUE,
        TICKETING_2,
        "--feature",
        "billing",
    ];
    let merged = |form: &str| leastwise(&[&both[..], &["--as", form]].concat()).stdout;
    let (_one, role) = file("role.json", merged("role"));
    let (_two, policy) = file("merged.yaml", merged("policy"));
    let check = |arguments: &[&str]| {
        let run = leastwise(&[&["check", &role, "--fail-on", "warning"], arguments].concat());
        assert_eq!(run.code, 0, "{arguments:?} {run:?}");
    };
    check(&["-p", CLOUDBLUE, "-p", TICKETING_2, "--feature", "billing"]);
    check(&["-p", &policy]);
    let run = leastwise(&["check", &role, "-p", CLOUDBLUE, "--fail-on", "warning"]);
    assert_eq!(run.code, 1, "one of the two alone needs less");
    let diff = leastwise(&["policy", "merge", &policy, "--as", "role"]);
    let rows =
        |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["settings"].clone();
    assert_eq!(
        rows(&diff.stdout),
        rows(&std::fs::read_to_string(&role).unwrap())
    );
}

#[test]
fn a_conflict_has_both_positions() {
    let rows = |level: &str| {
        format!("permissions:\n  Finance:\n    Agreements: {{ inquire: {{ level: {level} }} }}\n")
    };
    let (folder, one) = file("one.yaml", policy(&rows("{ max: My }")));
    let two = folder.path().join("two.yaml");
    std::fs::write(&two, policy(&rows("All")).replace("id: x", "id: y")).unwrap();
    for form in ["human", "json", "role", "policy"] {
        let run = leastwise(&["policy", "merge", &one, two.to_str().unwrap(), "--as", form]);
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{form}");
        let stderr = scrubbed(&run.stderr, folder.path());
        assert_eq!(
            stderr,
            "error: [folder]/one.yaml:6:37: no role can satisfy both requirements for Finance / \
             Agreements: `x` accepts at most My for inquire, but `y` needs All\n  the other \
             statement is at [folder]/two.yaml:6:37; use a separate role for each integration, or \
             raise the maximum\n"
        );
    }
}

#[test]
fn wrong_usage_is_reported() {
    for (arguments, hint) in [
        (vec!["policy", "merge"], "<ID|FILE>"),
        (
            vec!["policy", "merge", CLOUDBLUE, "--id", "Not An Id"],
            "lowercase letters",
        ),
        (
            vec!["policy", "merge", "cloudblue-reseler-marketplace"],
            "did you mean",
        ),
    ] {
        let run = leastwise(&arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains(hint), "{}", run.stderr);
    }
}

/// The rows of one policy, rewritten.
fn rewritten(row: &str) -> String {
    let rows = format!("permissions:\n  Finance:\n    Agreements: {row}\n");
    let (_folder, path) = file("one.yaml", policy(&rows));
    leastwise(&["policy", "merge", &path, "--as", "policy"]).stdout
}

#[test]
fn a_limit_is_kept_if_nothing_exceeds_it() {
    let written = rewritten("{ inquire: { level: { min: My, max: All } } }");
    assert!(written.contains("{ min: My, max: All }"), "{written}");
    let written = rewritten("{ inquire: { level: { min: My } } }");
    assert!(written.contains("{ min: My }"), "{written}");
}

#[test]
fn a_list_that_one_needs_and_another_recommends_stays_open() {
    let needed = "{ inquire: All, customize: { allow: [Service / Source] } }";
    let lists = |list: &str| {
        let rows = |row: &str| format!("permissions:\n  System:\n    Table Setup: {row}\n");
        let (folder, one) = file("one.yaml", policy(&rows(needed)));
        let two = folder.path().join("two.yaml");
        let other = policy(&rows(&format!("{{ inquire: All, customize: {list} }}")));
        std::fs::write(&two, other.replace("id: x", "id: y")).unwrap();
        let two = two.to_str().unwrap();
        leastwise(&["policy", "merge", &one, two, "--as", "policy"]).stdout
    };
    let open = |text: &str| text.contains("partial: true");
    let mixed = lists("{ allow: [Company / Status], optional: true }");
    assert!(open(&mixed), "{mixed}");
    let away = lists("{ disallow: [General / Security], optional: true }");
    assert!(!open(&away), "{away}");
    let both = lists("{ allow: [Company / Status] }");
    assert!(!open(&both), "{both}");
}

#[test]
fn the_written_role_is_not_an_administrator_role() {
    let run = leastwise(&["policy", "merge", CLOUDBLUE, "--as", "role"]);
    assert_eq!(run.json()["role"]["admin_flag"], false);
}

#[test]
fn a_policy_alone_keeps_its_purposes_without_its_title() {
    let written = rewritten("{ inquire: { level: All, purpose: Reads agreements } }");
    assert!(written.contains("purpose: Reads agreements"), "{written}");
}

#[test]
fn accepted_levels_do_not_limit_another_policy() {
    let (folder, one) = file(
        "one.yaml",
        policy(
            "permissions:\n  Finance:\n    Agreements: { edit: { level: My, optional: true } }\n",
        ),
    );
    let run = leastwise(&["policy", "show", &one, "--resolved", "--as", "policy"]);
    assert!(
        run.stdout.contains("edit: { level: My, optional: true }"),
        "{}",
        run.stdout
    );
    let flat = folder.path().join("flat.yaml");
    std::fs::write(&flat, &run.stdout).unwrap();
    let other = folder.path().join("other.yaml");
    let needs = policy("permissions:\n  Finance:\n    Agreements: { edit: All }\n");
    std::fs::write(&other, needs.replace("id: x", "id: other")).unwrap();
    let run = leastwise(&[
        "policy",
        "merge",
        flat.to_str().unwrap(),
        other.to_str().unwrap(),
    ]);
    assert_eq!(run.code, 0, "{run:?}");
}
