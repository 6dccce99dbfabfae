//! Requirements that a policy leaves open are never reported as known.

use serde_json::{Value, json};

use crate::plan::harness::{Sandbox, root, row};

/// Levels of one function are known, those of another are not; lists of every kind.
const POLICY: &str = "\
schema: leastwise/policy/v1
id: open
title: Open
coverage: partial
permissions:
  Companies:
    Contacts:
      inquire: { level: All, purpose: finds people }
  Finance:
    Billing View Time:
      purpose: bills
      note: Two levels of All are printed.
  Service Desk:
    Service Tickets:
      edit: { level: All, phase: setup, purpose: tries it out }
      inquire: My
      customize: { allow: [A, B], partial: true }
  System:
    Table Setup:
      inquire: All
      customize: {}
    Report Writer:
      inquire: All
      customize: { allow: [C], disallow: [D], optional: true }
";

/// An administrator role.
fn administrator(place: Sandbox) -> Sandbox {
    let example = root().join("examples/roles/admin-snapshot.json");
    place.and("role.json", std::fs::read(example).unwrap())
}

fn nothing_granted(rows: &mut [Value]) {
    for row in rows.iter_mut() {
        for level in ["addLevel", "editLevel", "deleteLevel", "inquireLevel"] {
            row[level] = json!("None");
        }
    }
}

fn lines(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_new_role_for_a_partial_table_starts_at_none_and_may_need_more() {
    let place = administrator(Sandbox::new().and("p.yaml", POLICY));
    let run = place.plan(&["role.json", "-p", "p.yaml"]);
    assert_eq!(run.code, 1, "{run:?}");
    let text = lines(&run.stdout);
    for said in [
        "Create a separate role and set 4 levels. Leave everything else at None at first, and \
         raise a level only if something needs it.",
        "3 Customize lists to set. 1 function with unknown levels: no policy says which levels it \
         needs. The policy's table is incomplete; the integration may need more permissions.",
        "find out which levels it needs bills (the policy lists this function without a level); \
         its note: Two levels of All are printed.",
        "open Customize and allow A and B; others may be needed as well",
        "open Customize and check which items are needed: the policy names none",
        "open Customize and allow C, and no others; do not allow D; recommended, not required",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // The input could be read.
    assert!(!text.contains("could not be read"), "{text}");
    assert!(!text.contains("Leave everything else at None."), "{text}");
    let page = place
        .plan(&["role.json", "-p", "p.yaml", "--format", "html"])
        .stdout;
    assert!(
        page.contains("<span>Delete</span> <span>None</span>"),
        "{page}"
    );
    assert!(!page.contains("<span>stays</span>"), "{page}");
}

#[test]
fn a_function_without_levels_is_a_step_in_an_otherwise_correct_role() {
    let place = Sandbox::new()
        .and("p.yaml", POLICY)
        .and_role("role.json", |rows| {
            nothing_granted(rows);
            row(rows, "Contacts")["inquireLevel"] = json!("All");
            row(rows, "Service Tickets")["inquireLevel"] = json!("My");
            row(rows, "Table Setup")["inquireLevel"] = json!("All");
            row(rows, "Report Writer")["inquireLevel"] = json!("All");
        });
    let run = place.plan(&["role.json", "-p", "p.yaml", "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let plan = &run.json()["roles"][0];
    assert_eq!(plan["policies"][0]["partial"], true);
    assert_eq!(plan["totals"]["ask"], 1);
    assert_eq!(plan["totals"]["look"], 3);
    assert_eq!(plan["chosen"]["phase"], "run");
    let text = lines(&place.plan(&["role.json", "-p", "p.yaml"]).stdout);
    assert!(text.contains("No level has to change."), "{text}");
    assert!(text.contains("find out which levels it needs"), "{text}");
    assert!(!text.contains("Nothing to do"), "{text}");
    assert!(
        text.contains("check that these are allowed: A, B; others may be needed as well"),
        "{text}"
    );
    assert!(
        text.contains("this source does not contain Customize lists"),
        "{text}"
    );
}

#[test]
fn levels_of_such_a_function_are_not_reported_as_unlisted() {
    let place = Sandbox::new()
        .and("p.yaml", POLICY)
        .and_role("role.json", |rows| {
            row(rows, "Billing View Time")["inquireLevel"] = json!("All");
        });
    let text = lines(&place.plan(&["role.json", "-p", "p.yaml"]).stdout);
    let (_, of) = text.split_once("Billing View Time").unwrap();
    let (of, _) = of.split_once("Service Desk").unwrap();
    assert!(of.contains("lists this function without a level"), "{of}");
    assert!(!of.contains("no policy asks for it"), "{of}");
}

#[test]
fn a_setup_level_must_be_revoked() {
    let place = Sandbox::new()
        .and("p.yaml", POLICY)
        .and_role("role.json", |rows| nothing_granted(rows));
    let run = place.plan(&["role.json", "-p", "p.yaml", "--phase", "setup"]);
    let text = lines(&run.stdout);
    assert!(text.contains("options: phase setup"), "{text}");
    assert!(
        text.contains("only during setup: revoke it afterwards"),
        "{text}"
    );
    // Once, for the one level that is only needed during the setup.
    assert_eq!(text.matches("revoke it afterwards").count(), 1, "{text}");
}

#[test]
fn unread_levels_are_not_reported_as_unchanged() {
    let place = Sandbox::new()
        .and("p.yaml", POLICY)
        .and_role("role.json", |rows| {
            rows.retain(|row| row["moduleFunctionDescription"] != "Contacts");
            rows.truncate(25);
        });
    let run = place.plan(&["role.json", "-p", "p.yaml", "--format", "html"]);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stdout.contains("must be <b>All</b>"), "{}", run.stdout);
    let contacts = run
        .stdout
        .split("<legend>Contacts</legend>")
        .nth(1)
        .unwrap();
    let contacts = contacts.split("</fieldset>").next().unwrap();
    assert_eq!(
        contacts.matches("<span>not read</span>").count(),
        3,
        "{contacts}"
    );
    assert!(!contacts.contains("stays"), "{contacts}");
}
