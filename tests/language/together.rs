//! Several policies on one role.

use serde_json::json;

use crate::language::harness::{NOTHING, Sandbox, completed};

const BOTH: [&str; 4] = ["-p", "policy.yaml", "-p", "other.yaml"];

fn folder(one: &str, other: &str) -> Sandbox {
    Sandbox::with_policy(one).and("other.yaml", completed(&format!("id: other\n{other}")))
}

fn agreements(row: &str) -> String {
    format!("permissions:\n  Finance:\n    Agreements: {{ {row} }}\n")
}

fn role(levels: &str) -> String {
    format!("  Finance: {{ Agreements: {{ {levels} }} }}\n")
}

#[test]
fn a_finding_lists_every_policy_that_needs_the_level() {
    let folder = folder(
        &agreements("inquire: { level: All, purpose: Reads them }, add: My"),
        &agreements("inquire: All"),
    );
    let run = folder.check(&role(""), &BOTH);
    assert_eq!(
        run.results(),
        [
            "missing-level error Agreements add",
            "missing-level error Agreements inquire",
        ]
    );
    let findings = run.findings();
    assert_eq!(findings[0]["policies"], json!(["example"]));
    assert_eq!(findings[1]["policies"], json!(["example", "other"]));
    assert_eq!(findings[1]["purpose"], "Reads them");
}

#[test]
fn the_highest_requirement_applies_and_is_not_excessive() {
    let folder = folder(&agreements("inquire: My"), &agreements("inquire: All"));
    assert_eq!(
        folder.check(&role("inquire: All"), &BOTH).results(),
        NOTHING
    );
    let run = folder.check(&role("inquire: My"), &BOTH);
    assert_eq!(run.results(), ["missing-level error Agreements inquire"]);
    assert_eq!(run.findings()[0]["policies"], json!(["other"]));
}

#[test]
fn a_maximum_below_a_requirement_is_a_conflict_with_both_positions() {
    let folder = folder(
        &agreements("inquire: { level: { max: My } }"),
        &agreements("inquire: All"),
    );
    let run = folder.check(&role("inquire: All"), &BOTH);
    assert_eq!(run.code, 3, "{run:?}");
    let text = &run.stdout;
    assert!(
        text.contains("no role can satisfy both requirements for Finance / Agreements"),
        "{text}"
    );
    assert!(
        text.contains("policy.yaml") && text.contains("other.yaml:"),
        "{text}"
    );
}

#[test]
fn unlisted_functions_that_one_policy_accepts_are_accepted() {
    let folder = folder(
        &agreements("inquire: All"),
        &format!("unlisted: My\n{}", agreements("inquire: All")),
    );
    let role = format!(
        "  Sales: {{ Opportunity: {{ inquire: My }} }}\n{}",
        role("inquire: All")
    );
    assert_eq!(folder.check(&role, &BOTH).results(), NOTHING);
    assert_eq!(
        folder.check(&role, &[]).results(),
        ["excess-function warning Opportunity inquire"]
    );
}

#[test]
fn excess_is_a_note_if_the_table_is_partial() {
    let partial = format!("coverage: partial\n{}", agreements("inquire: My"));
    let folder = folder(&partial, &agreements("inquire: My"));
    let role = format!(
        "  Sales: {{ Opportunity: {{ inquire: My }} }}\n{}",
        role("inquire: My")
    );
    let expected = ["excess-function note Opportunity inquire"];
    assert_eq!(folder.check(&role, &[]).results(), expected);
    // The partial table may still need it.
    assert_eq!(folder.check(&role, &BOTH).results(), expected);
    // A missing permission is not a note.
    let run = folder.check("  Finance: { Agreements: {} }\n", &[]);
    assert_eq!(run.results(), ["missing-level error Agreements inquire"]);
}

#[test]
fn the_lower_limit_of_two_policies_applies() {
    let folder = folder(
        &agreements("inquire: { level: { max: My } }"),
        &agreements("inquire: { level: { min: My } }"),
    );
    assert_eq!(folder.check(&role("inquire: My"), &BOTH).results(), NOTHING);
    assert_eq!(
        folder.check(&role("inquire: All"), &BOTH).results(),
        ["excess-level warning Agreements inquire"]
    );
}

#[test]
fn purposes_of_several_policies_have_their_titles() {
    let of = |title: &str, purpose: &str| {
        format!(
            "title: {title}\n{}",
            agreements(&format!("inquire: {{ level: All, purpose: {purpose} }}"))
        )
    };
    let folder = folder(&of("One", "Reads them"), &of("Two", "Bills them"));
    let run = folder.check(&role(""), &BOTH);
    assert_eq!(
        run.findings()[0]["purpose"],
        "One: Reads them; Two: Bills them"
    );
    let run = folder.check(&role(""), &[]);
    assert_eq!(run.findings()[0]["purpose"], "Reads them");
}

#[test]
fn an_absent_function_is_missing_for_policies_that_need_it() {
    let folder = folder(
        &agreements("inquire: { level: All, purpose: Reads them }, add: { level: { max: My } }"),
        &agreements("inquire: { level: { max: All }, purpose: Never mind }"),
    );
    let run = folder.check("  Finance: { Invoicing: {} }\n", &BOTH);
    let finding = &run.findings()[0];
    assert_eq!(
        finding["message"],
        "the role has no row for Finance / Agreements, but the policy needs Inquire All"
    );
    assert_eq!(finding["policies"], json!(["example"]));
    assert_eq!(finding["purpose"], "Reads them");
}
