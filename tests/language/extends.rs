//! `extends`: a policy that adds to others.

use crate::language::harness::{NOTHING, Sandbox, completed};

const BASE: &str = "id: base\nfeatures: { billing: { title: Billing } }\npermissions:\n  Finance:\n    \
                    Agreements: { inquire: My, add: { level: All, when: billing } }\n";

fn folder() -> Sandbox {
    Sandbox::with_policy(
        "extends: ./base.yaml\npermissions:\n  Finance:\n    Agreements: { inquire: All }\n    \
         Invoicing: { edit: { level: All, when: billing } }\n",
    )
    .and("base.yaml", completed(BASE))
}

fn finance(rows: &str) -> String {
    format!("  Finance: {{ {rows} }}\n")
}

#[test]
fn levels_of_the_base_are_combined_with_added_ones() {
    let role = finance("Agreements: { inquire: My }, Invoicing: {}");
    assert_eq!(
        folder().check(&role, &[]).results(),
        ["missing-level error Agreements inquire"]
    );
    let role = finance("Agreements: { inquire: All }, Invoicing: {}");
    assert_eq!(folder().check(&role, &[]).results(), NOTHING);
}

#[test]
fn features_of_the_base_are_inherited() {
    let role = finance("Agreements: { inquire: All }, Invoicing: {}");
    for feature in ["billing", "example:billing", "base:billing"] {
        let run = folder().check(&role, &["--feature", feature]);
        assert_eq!(
            run.results(),
            [
                "missing-level error Agreements add",
                "missing-level error Invoicing edit",
            ],
            "{feature}"
        );
    }
}

#[test]
fn a_finding_points_to_the_file_with_the_level() {
    let role = finance("Agreements: { inquire: All }, Invoicing: {}");
    let run = folder().check(&role, &["--feature", "billing"]);
    let finding = &run.findings()[0];
    assert_eq!(finding["policies"], serde_json::json!(["example"]));
    let files: Vec<_> = finding["locations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|location| location["file"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        files.iter().any(|file| file.ends_with("base.yaml")),
        "{files:?}"
    );
}

#[test]
fn a_policy_of_the_library_is_extended_by_its_id() {
    let folder = Sandbox::with_policy(
        "extends: cloudblue-reseller-marketplace\npermissions:\n  Sales: { Opportunity: { inquire: All } }\n",
    );
    let run = folder.run(&["policy", "show", "policy.yaml"]);
    assert_eq!(run.code, 0, "{run:?}");
    for line in ["Sales / Opportunity", "Finance / Agreements"] {
        assert!(run.stdout.contains(line), "{run:?}");
    }
}

#[test]
fn the_most_derived_unlisted_setting_applies() {
    let folder = Sandbox::with_policy("extends: [./base.yaml]\n").and(
        "base.yaml",
        completed(
            "id: base\nunlisted: My\npermissions: { Finance: { Agreements: { inquire: All } } }\n",
        ),
    );
    let role = finance("Agreements: { inquire: All }, Invoicing: { inquire: My }");
    assert_eq!(folder.check(&role, &[]).results(), NOTHING);
    folder.write(
        "policy.yaml",
        completed("extends: ./base.yaml\nunlisted: None\n"),
    );
    assert_eq!(
        folder.check(&role, &[]).results(),
        ["excess-function warning Invoicing inquire"]
    );
}

#[test]
fn a_path_is_relative_to_the_file_that_contains_it() {
    let folder = Sandbox::with_policy("extends: parts/middle.yaml\n")
        .and(
            "parts/middle.yaml",
            completed("id: middle\nextends: ../base.yaml\n"),
        )
        .and("base.yaml", completed(BASE));
    let run = folder.check(&finance("Agreements: {}"), &[]);
    assert_eq!(run.results(), ["missing-level error Agreements inquire"]);
}

#[test]
fn a_policy_cannot_extend_itself() {
    let folder = Sandbox::with_policy("extends: ./other.yaml\n").and(
        "other.yaml",
        completed("id: other\nextends: ./policy.yaml\n"),
    );
    let run = folder.check(&finance("Agreements: {}"), &[]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stdout.contains("itself extends this policy"), "{run:?}");
    folder.write("policy.yaml", completed("extends: ./policy.yaml\n"));
    let run = folder.check(&finance("Agreements: {}"), &[]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stdout.contains("this policy extends itself"), "{run:?}");
}

#[test]
fn a_missing_base_is_an_error_with_a_suggestion() {
    let run = Sandbox::with_policy("extends: cloudblue-reseler-marketplace\n")
        .check("  Finance: { Agreements: {} }\n", &[]);
    assert_eq!(run.code, 3);
    assert!(
        run.stdout
            .contains("did you mean `cloudblue-reseller-marketplace`?"),
        "{run:?}"
    );
    let run = Sandbox::with_policy("extends: ./absent.yaml\n")
        .check("  Finance: { Agreements: {} }\n", &[]);
    assert_eq!(run.code, 3);
    assert!(run.stdout.contains("absent.yaml"), "{run:?}");
}
