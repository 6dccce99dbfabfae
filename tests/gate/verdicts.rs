//! Results that must not look better than they are, through every command that gives one.

use crate::gate::harness::{POLICY, Sandbox, missing_delete, set};

const DRAFT: &str = "schema: leastwise/policy/v1\nid: draft\ntitle: Draft\n\
    unconfirmed:\n  - { guess: read as All, module: Finance, function: Agreements }\n\
    permissions:\n  Finance:\n    Agreements: { inquire: All }\n";
const CHILD: &str = "schema: leastwise/policy/v1\nid: child\ntitle: Child\nextends: ./draft.yaml\n\
    permissions: {}\n";

/// An example role, a draft, a policy that extends it, and a recording.
fn place() -> Sandbox {
    missing_delete()
        .and("draft.yaml", DRAFT)
        .and("child.yaml", CHILD)
        .and("requests.txt", "GET /finance/agreements\n")
}

/// Writes a configuration with the policy and these keys.
fn configure(place: &Sandbox, keys: &str) {
    place.write(
        "leastwise.yaml",
        format!("schema: leastwise/config/v1\npolicies: {POLICY}\n{keys}"),
    );
}

#[test]
fn a_result_that_depends_on_guesses_is_inconclusive_in_every_command() {
    let place = place();
    let role = "roles/pilot.json";
    for policy in ["draft.yaml", "child.yaml"] {
        for command in [
            vec!["check", role],
            vec!["plan", role],
            vec!["audit", role],
            vec!["role", "diff", role, role],
            vec!["infer", "requests.txt"],
            vec!["baseline", "write", role],
        ] {
            let run = place.run(&[&command[..], &["-p", policy]].concat());
            assert_eq!(run.code, 4, "{command:?} {policy}: {run:?}");
            let shown = format!("{}{}", run.stdout, run.stderr);
            assert!(shown.contains("unconfirmed guess"), "{shown}");
        }
        let run = place.run(&["policy", "lint", policy, "--format", "concise"]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.stdout.contains("[unconfirmed]"), "{run:?}");
    }
    let run = place.run(&["check", role, "-p", "child.yaml"]);
    assert!(
        run.stdout.contains("leastwise policy confirm ./draft.yaml"),
        "{run:?}"
    );
}

#[test]
fn no_command_overwrites_what_it_reads() {
    let place = place();
    let configuration = "schema: leastwise/config/v1\npolicies: child.yaml\n";
    place.write("own.yaml", configuration);
    let role = "roles/pilot.json";
    for (command, output) in [
        (vec!["audit", role, "-p", "child.yaml"], "child.yaml"),
        (vec!["audit", role, "-p", "child.yaml"], "draft.yaml"),
        (vec!["audit", role, "--config", "own.yaml"], "own.yaml"),
        (
            vec!["infer", "requests.txt", "-p", "child.yaml"],
            "draft.yaml",
        ),
        (
            vec!["infer", "requests.txt", "--config", "own.yaml"],
            "own.yaml",
        ),
        (vec!["policy", "lint", "child.yaml"], "draft.yaml"),
        (vec!["check", role, "-p", "child.yaml"], "draft.yaml"),
        (vec!["check", role, "--config", "own.yaml"], "own.yaml"),
        (vec!["plan", role, "-p", "child.yaml"], "draft.yaml"),
        (vec!["docs", "child.yaml"], "draft.yaml"),
        (vec!["policy", "show", "child.yaml"], "draft.yaml"),
        (vec!["policy", "merge", "child.yaml"], "draft.yaml"),
    ] {
        let before = place.read(output);
        let run = place.run(&[&command[..], &["-o", output]].concat());
        assert_eq!(run.code, 2, "{command:?} {output}: {run:?}");
        assert_eq!(place.read(output), before, "{command:?} {output}");
    }
}

#[test]
fn a_role_in_another_encoding_is_an_error_in_a_directory() {
    let table = "| Module | Function | Add Level | Edit Level | Delete Level | Inquire Level |\n\
        |---|---|---|---|---|---|\n| Sales | Opportunit\u{e9} | All | All | All | All |\n";
    let latin: Vec<u8> = table.chars().map(|c| c as u8).collect();
    let wide: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [("latin.md", latin), ("wide.md", wide)] {
        let place = missing_delete();
        place.write(&format!("roles/{name}"), bytes);
        let run = place.run(&["check", "roles", "-p", POLICY, "--fail-on", "never"]);
        assert_eq!(run.code, 3, "{name}: {run:?}");
    }
    // A text that no role could be is still skipped.
    let place = missing_delete();
    place.write("roles/readme.md", b"# R\xf4les\n\nText.\n");
    let run = place.run(&["check", "roles", "-p", POLICY, "--fail-on", "never"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_plan_lists_changes_of_rules_that_are_off_or_lowered() {
    let place = missing_delete();
    for severity in ["off", "note"] {
        configure(
            &place,
            &format!("severities: {{ missing-level: {severity} }}\n"),
        );
        let run = place.run(&["plan", "roles/pilot.json"]);
        assert_eq!(run.code, 1, "{severity}: {run:?}");
        assert!(run.stdout.contains("raise Delete Level"), "{run:?}");
    }
}

#[test]
fn a_waived_missing_level_is_not_ok() {
    let place = missing_delete();
    place.role("roles/pilot.json", |rows| {
        set(rows, "Agreements", "deleteLevel", "None");
        set(rows, "Contacts", "editLevel", "All");
    });
    configure(
        &place,
        "waivers:\n  - { rule: missing-level, reason: agreed }\n",
    );
    let run = place.run(&["check", "roles/pilot.json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("passed: 1 role"), "{run:?}");
    assert!(!run.stdout.contains("OK for"), "{run:?}");
    let run = place.run(&[
        "check",
        "roles/pilot.json",
        "--no-config",
        "-p",
        POLICY,
        "--fail-on",
        "never",
    ]);
    assert!(run.stdout.contains("passed: 1 role, 1 error"), "{run:?}");
}

#[test]
fn what_fails_a_run_is_shown() {
    let place = missing_delete();
    place.role("roles/pilot.json", |rows| {
        set(rows, "Contacts", "editLevel", "All");
    });
    for format in ["human", "full", "concise"] {
        let run = place.run(&[
            "check",
            "roles/pilot.json",
            "-p",
            POLICY,
            "--unlisted",
            "note",
            "--fail-on",
            "note",
            "--format",
            format,
        ]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.stdout.contains("Contacts"), "{format}: {run:?}");
    }
    let run = place.run(&[
        "check",
        "roles/pilot.json",
        "-p",
        POLICY,
        "--unlisted",
        "allow",
        "--fail-on-risk",
        "high",
    ]);
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn baseline_findings_are_marked_for_github_and_gitlab() {
    let place = missing_delete();
    let check = [
        "check",
        "roles/pilot.json",
        "-p",
        POLICY,
        "--baseline",
        "known.json",
    ];
    let write = [
        "baseline",
        "write",
        "roles/pilot.json",
        "-p",
        POLICY,
        "--baseline",
        "known.json",
    ];
    assert_eq!(place.run(&write).code, 0);
    let run = place.run(&[&check[..], &["--format", "github"]].concat());
    assert!(run.stdout.starts_with("::notice "), "{run:?}");
    assert!(run.stdout.contains("(in the baseline)"), "{run:?}");
    let run = place.run(&[&check[..], &["--format", "gitlab"]].concat());
    assert_eq!(run.json()[0]["severity"], "info", "{run:?}");
}

#[test]
fn a_global_feature_belongs_to_the_policies_that_define_it() {
    let place = missing_delete();
    let keys = |features: &str, own: &str| {
        format!(
            "roles: roles\n{features}match:\n  - {{ role: other, policies: crewhu-api{own} }}\n"
        )
    };
    for features in ["features: surveys\n", "features: crewhu-api:surveys\n"] {
        configure(&place, &keys(features, ""));
        let run = place.run(&["check"]);
        assert_eq!(run.code, 1, "{features}: {run:?}");
    }
    // A feature of no policy, and one that another policy defines, are still mistakes.
    for (features, own) in [("features: surveyz\n", ""), ("", ", features: billing-x")] {
        configure(&place, &keys(features, own));
        let run = place.run(&["check"]);
        assert_eq!(run.code, 2, "{features} {own}: {run:?}");
    }
}
