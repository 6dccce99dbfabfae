//! Requirements that a policy leaves open are never reported as known.

use serde_json::{Value, json};

use crate::plan::harness::{Place, root, row};

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
fn administrator(place: Place) -> Place {
    let example = root().join("examples/roles/admin-snapshot.json");
    place.with("role.json", std::fs::read(example).unwrap())
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
fn a_new_role_for_a_table_that_is_known_in_part_begins_at_none_and_may_need_more() {
    let place = administrator(Place::new().with("p.yaml", POLICY));
    let run = place.plan(&["role.json", "-p", "p.yaml"]);
    assert_eq!(run.code, 1, "{run:?}");
    let told = lines(&run.stdout);
    for said in [
        "Create a separate role with 4 levels to set. Leave everything else at None at first, and raise a level only if something needs it.",
        "3 Customize lists to set. 1 function with unknown levels: no policy says which levels it \
         needs. The policy's table is incomplete; the integration may need more permissions.",
        "find out which levels it needs bills (the policy lists this function without a level); \
         its note: Two levels of All are printed.",
        "open Customize and allow A and B; others may be needed as well",
        "open Customize and check which items are needed: the policy names none",
        "open Customize and allow C, and no others; do not allow D; recommended, not required",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    // The input could be read.
    assert!(!told.contains("could not be read"), "{told}");
    assert!(!told.contains("Leave everything else at None."), "{told}");
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
fn a_function_without_levels_is_a_step_in_a_role_that_is_otherwise_right() {
    let place = Place::new()
        .with("p.yaml", POLICY)
        .role("role.json", |rows| {
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
    let told = lines(&place.plan(&["role.json", "-p", "p.yaml"]).stdout);
    assert!(told.contains("No level has to change."), "{told}");
    assert!(told.contains("find out which levels it needs"), "{told}");
    assert!(!told.contains("Nothing to do"), "{told}");
    assert!(
        told.contains("check that these are allowed: A, B; others may be needed as well"),
        "{told}"
    );
    assert!(
        told.contains("this source does not contain Customize lists"),
        "{told}"
    );
}

#[test]
fn what_such_a_function_grants_is_not_told_as_asked_for_by_nobody() {
    let place = Place::new()
        .with("p.yaml", POLICY)
        .role("role.json", |rows| {
            row(rows, "Billing View Time")["inquireLevel"] = json!("All");
        });
    let told = lines(&place.plan(&["role.json", "-p", "p.yaml"]).stdout);
    let (_, of) = told.split_once("Billing View Time").unwrap();
    let (of, _) = of.split_once("Service Desk").unwrap();
    assert!(of.contains("lists this function without a level"), "{of}");
    assert!(!of.contains("no policy asks for it"), "{of}");
}

#[test]
fn a_level_for_the_setup_is_to_be_taken_back() {
    let place = Place::new()
        .with("p.yaml", POLICY)
        .role("role.json", |rows| nothing_granted(rows));
    let run = place.plan(&["role.json", "-p", "p.yaml", "--phase", "setup"]);
    let told = lines(&run.stdout);
    assert!(told.contains("chosen: phase setup"), "{told}");
    assert!(
        told.contains("only during setup: revoke it afterwards"),
        "{told}"
    );
    // Once, for the one level that is only needed during the setup.
    assert_eq!(told.matches("revoke it afterwards").count(), 1, "{told}");
}

#[test]
fn what_was_not_read_is_not_told_as_staying() {
    let place = Place::new()
        .with("p.yaml", POLICY)
        .role("role.json", |rows| {
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
