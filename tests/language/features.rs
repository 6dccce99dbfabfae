//! `features` and `when`.

use crate::language::harness::{NOTHING, Sandbox};

const POLICY: &str = "
features:
  ticketing: { title: Ticketing, default: true }
  billing: { title: Billing, requires: ticketing }
  invoices: { title: Invoices, requires: [billing] }
permissions:
  Service Desk:
    Service Tickets:
      when: ticketing
      inquire: All
      edit: { level: All, when: billing }
  Finance:
    Agreements:
      inquire:
        - My
        - { level: All, when: [invoices, billing] }
";
const TICKETS: &str = "  Service Desk: { Service Tickets: { inquire: All } }\n";
const LOW: &str = "  Finance: { Agreements: { inquire: My } }\n";
const NO_TICKETS: &str = "  Service Desk: { Service Tickets: {} }\n";

#[test]
fn a_default_feature_applies_and_others_do_not() {
    let run = Sandbox::with_policy(POLICY).check(&format!("{TICKETS}{LOW}"), &[]);
    assert_eq!(run.results(), NOTHING);
    let run = Sandbox::with_policy(POLICY).check(&format!("{NO_TICKETS}{LOW}"), &[]);
    assert_eq!(
        run.results(),
        ["missing-level error Service Tickets inquire"]
    );
    assert_eq!(run.findings()[0]["feature"], "ticketing");
}

#[test]
fn a_level_of_a_disabled_feature_is_excessive() {
    let more = ["--no-feature", "ticketing"];
    let run = Sandbox::with_policy(POLICY).check(&format!("{TICKETS}{LOW}"), &more);
    assert_eq!(
        run.results(),
        ["excess-level warning Service Tickets inquire"]
    );
    let run = Sandbox::with_policy(POLICY).check(&format!("{NO_TICKETS}{LOW}"), &more);
    assert_eq!(run.results(), NOTHING);
}

#[test]
fn a_feature_enables_those_that_it_requires() {
    let run = Sandbox::with_policy(POLICY)
        .check(&format!("{NO_TICKETS}{LOW}"), &["--feature", "invoices"]);
    assert_eq!(
        run.results(),
        [
            "missing-level error Agreements inquire",
            "missing-level error Service Tickets edit",
            "missing-level error Service Tickets inquire",
        ]
    );
}

#[test]
fn any_of_several_features_is_enough() {
    let role = "  Service Desk: { Service Tickets: { inquire: All, edit: All } }\n";
    let run =
        Sandbox::with_policy(POLICY).check(&format!("{role}{LOW}"), &["--feature", "billing"]);
    assert_eq!(run.results(), ["missing-level error Agreements inquire"]);
    let role = format!("{role}  Finance: {{ Agreements: {{ inquire: All }} }}\n");
    let run = Sandbox::with_policy(POLICY).check(&role, &["--feature", "billing"]);
    assert_eq!(run.results(), NOTHING);
}

#[test]
fn a_feature_can_be_enabled_for_one_policy_only() {
    let role = format!("{TICKETS}{LOW}");
    let run = Sandbox::with_policy(POLICY).check(&role, &["--no-feature", "example:ticketing"]);
    assert_eq!(
        run.results(),
        ["excess-level warning Service Tickets inquire"]
    );
    let run = Sandbox::with_policy(POLICY).check(&role, &["--no-feature", "other:ticketing"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr
            .contains("the policy `example` has no feature named `other:ticketing`")
    );
}

#[test]
fn a_feature_without_what_it_requires_is_a_contradiction() {
    let run = Sandbox::with_policy(POLICY)
        .check(LOW, &["--feature", "billing", "--no-feature", "ticketing"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: the feature `billing` of `example` needs `ticketing`, which is turned off\n  \
         remove `--no-feature ticketing` or `--feature billing`\n"
    );
}

#[test]
fn disabling_a_requirement_of_a_default_feature_disables_it() {
    let policy = "
features:
  a: { title: A }
  b: { title: B, default: true, requires: a }
permissions:
  Finance: { Agreements: { inquire: { level: All, when: b } } }
";
    let none = "  Finance: { Agreements: {} }\n";
    let run = Sandbox::with_policy(policy).check(none, &["--no-feature", "a"]);
    assert_eq!(run.results(), NOTHING);
    let run = Sandbox::with_policy(policy).check(none, &[]);
    assert_eq!(run.results(), ["missing-level error Agreements inquire"]);
}

#[test]
fn an_undefined_feature_is_an_error_with_a_suggestion() {
    let run = Sandbox::with_policy(POLICY).check(LOW, &["--feature", "biling"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `billing`?"), "{run:?}");
    let policy = POLICY.replace("when: ticketing", "when: tickets");
    let run = Sandbox::with_policy(&policy).check(LOW, &[]);
    assert_eq!(run.code, 3);
    assert!(
        run.stdout.contains("there is no feature `tickets`"),
        "{run:?}"
    );
}

#[test]
fn a_feature_must_not_require_itself() {
    let policy = POLICY.replace("requires: ticketing", "requires: billing");
    let run = Sandbox::with_policy(&policy).check(LOW, &[]);
    assert_eq!(run.code, 3);
    assert!(
        run.stdout.contains("the feature `billing` requires itself"),
        "{run:?}"
    );
}

#[test]
fn no_feature_is_suggested_if_none_is_defined() {
    let policy = "permissions:\n  Finance: { Agreements: { inquire: { level: All, when: x } } }\n";
    let run = Sandbox::with_policy(policy).check(LOW, &[]);
    assert!(run.stdout.contains("define it under `features`"), "{run:?}");
    assert!(!run.stdout.contains("or write"), "{run:?}");
    let policy = POLICY.replace("when: ticketing", "when: qqqqqqqq");
    let run = Sandbox::with_policy(&policy).check(LOW, &[]);
    assert!(
        run.stdout.contains("define it under `features`, or write"),
        "{run:?}"
    );
    let policy = "permissions:\n  Finance: { Agreements: { inquire: All } }\n";
    let run = Sandbox::with_policy(policy).check(LOW, &["--feature", "qqqqqqqq"]);
    assert!(run.stderr.contains("it defines no features"), "{run:?}");
    let run = Sandbox::with_policy(POLICY).check(LOW, &["--feature", "qqqqqqqq"]);
    assert!(
        run.stderr
            .contains("  expected `billing`, `invoices` or `ticketing`"),
        "{run:?}"
    );
}
