//! Parts of a report other than findings about levels: incomplete tables, chosen options, and other
//! problems.

use serde_json::{Value, json};

use crate::language::harness::{Sandbox, setting, whole, with_items};

/// A table that is incomplete, with a feature and a function without a level.
const POLICY: &str = "\
coverage: partial
features:
  tickets: { title: Tickets, default: true }
  quotes: { title: Quotes }
permissions:
  System:
    Table Setup:
      inquire: All
      customize: { allow: [Service / Source, Service / Type] }
    Report Writer:
      note: The page names it and no level.
  Service Desk:
    Service Tickets:
      when: tickets
      inquire: All
";

fn role(table_setup: &str, report_writer: &str) -> String {
    let row =
        |module, function, inquire| setting(module, function, ["None", "None", "None", inquire]);
    let settings = [
        row("System", "Table Setup", table_setup),
        row("System", "Report Writer", report_writer),
        row("Service Desk", "Service Tickets", "All"),
    ];
    with_items(whole(&settings), &["Service / Source"]).to_string()
}

fn folder(table_setup: &str, report_writer: &str) -> Sandbox {
    Sandbox::with_policy(POLICY).and("role.json", role(table_setup, report_writer))
}

fn output(folder: &Sandbox, format: &str, more: &[&str]) -> String {
    folder
        .checked(&[&["--format", format], more].concat())
        .stdout
}

#[test]
fn a_partial_table_is_marked_in_every_human_format() {
    let folder = folder("All", "None");
    for format in ["human", "plain", "markdown", "html"] {
        let text = output(&folder, format, &[]).to_lowercase();
        let said = text.contains(
            "the policy's table is incomplete; the integration may need more permissions",
        ) || text.contains(
            "the policy&#39;s table is incomplete; the integration may need more permissions",
        );
        assert!(said, "{format}\n{text}");
    }
    let report: Value = serde_json::from_str(&output(&folder, "json", &[])).unwrap();
    assert_eq!(report["roles"][0]["policies"][0]["partial"], true);
    let complete = Sandbox::with_policy(&POLICY.replace("coverage: partial\n", ""))
        .and("role.json", role("All", "None"));
    for format in ["human", "plain", "markdown", "html"] {
        let text = output(&complete, format, &[]);
        assert!(!text.contains("known only in part"), "{format}\n{text}");
    }
}

#[test]
fn the_features_and_options_of_a_run_are_reported() {
    let folder = folder("All", "None");
    let more = [
        "--feature",
        "quotes",
        "--phase",
        "setup",
        "--connectwise",
        "2025.1",
        "--unlisted",
        "note",
        "--customize-items",
        "disallowed",
    ];
    let chosen = "phase setup, connectwise 2025.1, unlisted note, customize-items disallowed";
    for (format, features) in [
        ("human", "with quotes and tickets"),
        ("plain", "with quotes and tickets"),
        ("markdown", "with `quotes` and `tickets`"),
        ("html", "with <code>quotes</code> and <code>tickets</code>"),
    ] {
        let text = output(&folder, format, &more);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(line.contains(features), "{format}\n{text}");
        assert!(line.contains(chosen), "{format}\n{text}");
    }
    let report: Value = serde_json::from_str(&output(&folder, "json", &more)).unwrap();
    let role = &report["roles"][0];
    assert_eq!(
        role["policies"][0]["features"],
        json!(["quotes", "tickets"])
    );
    assert_eq!(
        role["chosen"],
        json!({
            "phase": "setup", "connectwise": "2025.1", "unlisted": "note",
            "customize_items": "disallowed"
        })
    );
    // A default is not reported as chosen.
    assert!(!output(&folder, "human", &[]).contains("chosen"));
}

#[test]
fn a_page_does_not_report_a_role_with_a_missing_list_item_as_correct() {
    let folder = folder("All", "None");
    let page = output(&folder, "html", &["--customize-items", "allowed"]);
    assert!(
        page.contains("and nothing more; but 1 item in Customize lists is missing"),
        "{page}"
    );
    let missing = page.split("group missing").nth(1).unwrap();
    let missing = missing.split("</details>").next().unwrap();
    assert!(
        missing.contains("does not allow <code>Service / Type</code>"),
        "{missing}"
    );
    assert!(missing.contains("<p class=\"fix\">"), "{missing}");
}

#[test]
fn a_function_listed_without_a_level_is_not_reported_as_unlisted() {
    let folder = folder("All", "All");
    let text = output(&folder, "plain", &[]);
    assert!(
        text.contains(
            "System / Report Writer: Inquire Level is All, but the policy lists this function \
             without a level"
        ),
        "{text}"
    );
    assert!(!text.contains("no policy asks for it"), "{text}");
    let page = output(&folder, "html", &[]);
    assert!(
        page.contains("<b>listed without a level</b> <em>The page names it and no level.</em>"),
        "{page}"
    );
}

#[test]
fn a_page_reports_all_items_of_a_list_together() {
    let folder = folder("All", "None");
    let page = output(&folder, "html", &[]);
    assert!(
        page.contains("<b>allow Service / Source and Service / Type, and no others</b>"),
        "{page}"
    );
}

#[test]
fn a_level_that_only_the_setup_needs_is_marked() {
    let policy =
        "permissions:\n  System:\n    Table Setup:\n      inquire: { level: All, phase: setup }\n";
    let folder = Sandbox::with_policy(policy).and("role.json", role("None", "None"));
    let text = output(&folder, "plain", &["--phase", "setup"]);
    assert!(
        text.contains("set Inquire Level to All; needed only during setup: revoke it afterwards"),
        "{text}"
    );
}
