//! Options include or exclude rows; conditional rows are listed with their condition.

use crate::docs::harness::Sandbox;
use crate::docs::markdown;

const POLICY: &str = "\
features:
  base: { title: Base, default: true }
  billing: { title: Billing, requires: base, purpose: Writes invoices }
permissions:
  Finance:
    Agreements:
      inquire: { level: All, purpose: Reads agreements }
      edit:
        - { level: My, purpose: Edits its own, when: base }
        - { level: All, purpose: Edits every one, when: billing }
    Invoicing:
      when: billing
      note: Only where invoices are sent
      add: { level: All, purpose: Writes invoices }
  System:
    Table Setup:
      inquire: { level: My, purpose: Reads tables }
      add: { level: All, purpose: Registers a source, phase: setup }
      customize: { allow: [Service / Source], when-not: x }
    My Company:
      status: planned
      inquire: { level: All, purpose: Will read the company }
    Security:
      status: legacy
      inquire: { level: All, purpose: Read roles once }
    Mass Maintenance:
      applies: { connectwise: '>=2020.4' }
      edit: { level: { min: My }, purpose: Changes many }
      delete: { level: { max: My } }
";

fn folder() -> Sandbox {
    Sandbox::with_policy(&POLICY.replace(", when-not: x", ""))
}

/// The rows of the table without its header, each as one text.
fn rows(folder: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let text = folder
        .docs(&[&["policy.yaml", "--kind", "table"], arguments].concat())
        .good();
    let read = markdown::read(&text);
    let rows = read.tables[0][1..].iter();
    rows.map(|row| row[1..].join(" / ").replace('\n', " + "))
        .collect()
}

#[test]
fn without_options_every_level_has_its_condition() {
    assert_eq!(
        rows(&folder(), &[]),
        [
            "Agreements / Edit Level / My / Edits its own / with Base",
            "Agreements / Edit Level / All / Edits every one / with Billing",
            "Agreements / Inquire Level / All / Reads agreements / ",
            "Invoicing / Add Level / All / Writes invoices + Only where invoices are sent / with Billing",
            "Table Setup / Add Level / All / Registers a source / only during setup",
            "Table Setup / Inquire Level / My / Reads tables / ",
            "My Company / Inquire Level / All / Will read the company / not used yet; can be granted in advance",
            "Security / Inquire Level / None / Read roles once / no longer used; it was All",
            "Mass Maintenance / Edit Level / at least My / Changes many / ConnectWise >=2020.4",
            "Mass Maintenance / Delete Level / at most My /  / ConnectWise >=2020.4",
        ]
    );
}

#[test]
fn features_select_rows() {
    let folder = folder();
    let found = rows(&folder, &["--feature", "billing"]);
    assert_eq!(
        found[..3],
        [
            // The highest requirement first.
            "Agreements / Edit Level / All / Edits every one + Edits its own / ",
            "Agreements / Inquire Level / All / Reads agreements / ",
            "Invoicing / Add Level / All / Writes invoices + Only where invoices are sent / ",
        ]
    );
    let off = rows(&folder, &["--no-feature", "base"]);
    assert_eq!(
        off[0],
        "Agreements / Inquire Level / All / Reads agreements / "
    );
    assert!(off[1].starts_with("Table Setup"), "{off:?}");
    let text = folder
        .docs(&["policy.yaml", "--no-feature", "billing"])
        .good();
    assert!(
        text.contains("This page is for the integration with **Base**."),
        "{text}"
    );
    assert!(text.contains("It does not cover Billing."), "{text}");
    assert!(
        text.contains("check --live -p policy.yaml --no-feature billing --verbose\n"),
        "{text}"
    );
    assert!(!text.contains("Optional features"), "{text}");
    let stderr = folder
        .docs(&[
            "policy.yaml",
            "--feature",
            "billing",
            "--no-feature",
            "base",
        ])
        .failed(2);
    assert!(
        stderr.contains("needs `base`, which is turned off"),
        "{stderr}"
    );
}

#[test]
fn phases_select_rows() {
    let folder = folder();
    let all = rows(&folder, &[]);
    assert_eq!(rows(&folder, &["--phase", "setup"]), all);
    let run = rows(&folder, &["--phase", "run"]);
    assert_eq!(run.len(), all.len() - 1);
    assert!(!run.iter().any(|row| row.contains("Registers a source")));
    let text = folder.docs(&["policy.yaml"]).good();
    let read = markdown::read(&text);
    let back = "System > Table Setup: set Add Level to None";
    assert!(
        read.items.iter().any(|item| item == back),
        "{:?}",
        read.items
    );
    assert!(
        text.contains("During setup, add `--phase setup`;"),
        "{text}"
    );
    let text = folder.docs(&["policy.yaml", "--phase", "run"]).good();
    assert!(!text.contains("After setup\n"), "{text}");
}

#[test]
fn versions_select_rows() {
    let folder = folder();
    let old = rows(&folder, &["--connectwise", "2020.3"]);
    assert!(!old.iter().any(|row| row.starts_with("Mass")), "{old:?}");
    let new = rows(&folder, &["--connectwise", "2025.1"]);
    assert!(
        new.contains(&"Mass Maintenance / Edit Level / at least My / Changes many / ".to_owned()),
        "{new:?}"
    );
}

#[test]
fn features_lists_and_the_member_are_documented() {
    let folder = Sandbox::with_policy(&format!(
        "{}member:\n  license_class: API\n  level: Corporate\n  notes: [Set the time zone]\n\
         guide:\n  introduction: [Before all]\n  role: [On the role]\n  member: [On the member]\n  \
         key: [On the key]\n  closing: [After all]\nnotes: [A remark]\ncoverage: partial\n\
         applies: {{ edition: Standard }}\nunlisted: My\n",
        POLICY.replace(", when-not: x", "")
    ));
    let text = folder.docs(&["policy.yaml"]).good();
    let read = markdown::read(&text);
    for item in [
        "Base (on by default)",
        "Billing: Writes invoices (requires Base)",
        "System > Table Setup: allow Service / Source, and no others",
        "License class: API",
        "Level: Corporate",
        "Set the time zone",
        "A remark",
    ] {
        assert!(
            read.items.iter().any(|found| found == item),
            "{item} in {:#?}",
            read.items
        );
    }
    let mut last = 0;
    for part in [
        "Before all",
        "On the role",
        "On the member",
        "On the key",
        "After all",
    ] {
        let at = text
            .find(part)
            .unwrap_or_else(|| panic!("{part} in {text}"));
        assert!(at > last, "{part} appears too early");
        last = at;
    }
    assert!(text.contains("Edition: Standard."), "{text}");
    assert!(text.contains("This table is incomplete"), "{text}");
    assert!(
        text.contains("Leave every level that the table does not list at **My**"),
        "{text}"
    );
}

/// Notes of a table that was read from a page refer to that page, and say so.
#[test]
fn notes_name_their_subject() {
    let source = "sources: [{ url: https://example.com/permissions }]\n";
    for (source, heading) in [("", "Notes"), (source, "Notes on the source")] {
        let folder = Sandbox::with_policy(&format!("{source}notes: [The page has two tables]\n"));
        for kind in ["guide", "table"] {
            let text = folder.docs(&["policy.yaml", "--kind", kind]).good();
            let headings = markdown::read(&text).headings;
            let found = headings.iter().find(|(_, text)| text.starts_with("Notes"));
            assert_eq!(found.unwrap().1, heading, "{text}");
        }
    }
}

/// A policy that adds to another is documented completely.
#[test]
fn a_base_policy_is_part_of_the_document() {
    let folder = Sandbox::with_policy(
        "extends: base.yaml\nid: ours\ntitle: Ours\npermissions:\n  Finance:\n    Agreements:\n      \
         inquire: { level: All, purpose: Reads all }\n",
    );
    folder.write(
        "base.yaml",
        "schema: leastwise/policy/v1\nid: base\ntitle: Base\nsummary: Sums up\nunlisted: My\n\
         credentials:\n  - name: Public Key\nmember: { level: Corporate }\nguide: { role: [Careful] }\n\
         permissions:\n  Finance:\n    Agreements:\n      inquire: { level: My, purpose: Reads some }\n  \
         System:\n    \"*\":\n      inquire: { level: My, purpose: Looks round }\n    Table Setup:\n      \
         inquire: None\n      add: All\n",
    );
    assert_eq!(
        rows(&folder, &[]),
        [
            "Agreements / Inquire Level / All / Reads all + Reads some",
            "every function of the module / Inquire Level / My / Looks round",
            "Table Setup / Add Level / All / ",
            // A requirement for every function applies to this one too.
            "Table Setup / Inquire Level / My / Looks round",
        ]
    );
    let text = folder.docs(&["policy.yaml"]).good();
    for part in [
        "Sums up",
        "**Public Key**",
        "Level: **Corporate**",
        "Careful",
        "at most **My**",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

/// Documents describe what `check` compares.
#[test]
fn contradictory_policies_are_not_published() {
    let folder = Sandbox::with_policy(
        "permissions:\n  Finance:\n    Agreements:\n      edit: { level: { max: My } }\n    \"*\":\n      \
         edit: All\n",
    );
    let stderr = folder.docs(&["policy.yaml"]).failed(3);
    assert!(stderr.contains("no role can satisfy both"), "{stderr}");
}

#[test]
fn requirements_of_a_policy_and_its_base_for_a_module_are_one_row() {
    let folder = Sandbox::with_policy(
        "extends: ./base.yaml\npermissions:\n  project:\n    \
         \"*\": { inquire: { level: All, purpose: Reads all projects } }\n  finance:\n    \
         \" agreements\": { inquire: { level: All, purpose: Reads agreements } }\n",
    );
    folder.write(
        "base.yaml",
        "schema: leastwise/policy/v1\nid: base\ntitle: Base\npermissions:\n  Project:\n    \
         \"*\": { inquire: { level: My, purpose: Reads projects } }\n",
    );
    assert_eq!(
        rows(&folder, &[]),
        [
            "every function of the module /  /  /  / All / Reads all projects + Reads projects",
            "Agreements /  /  /  / All / Reads agreements",
        ]
    );
}

#[test]
fn a_list_that_only_a_feature_needs_names_the_feature() {
    let folder = Sandbox::with_policy(
        "features: { billing: { title: Billing } }\npermissions:\n  System:\n    Table Setup:\n      \
         when: billing\n      inquire: All\n      customize: { allow: [Service / Source] }\n",
    );
    let text = folder.docs(&["policy.yaml"]).good();
    assert!(
        text.contains("allow `Service / Source`, and no others (with Billing)"),
        "{text}"
    );
    let text = folder
        .docs(&["policy.yaml", "--no-feature", "billing"])
        .good();
    assert!(!text.contains("Service / Source"), "{text}");
}
