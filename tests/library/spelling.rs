//! Every spelling in the published tables is resolved to the function that a person would choose.

use crate::library::facts;

/// Names that are no function of `ConnectWise`. The first revision of one page lists setup tables
/// as functions; its later revision lists them under System / Table Setup.
const TRULY_UNKNOWN: [(&str, &str); 4] = [
    ("Companies", "Company Statuses"),
    ("Companies", "Company Types"),
    ("Configuration", "Configuration Types"),
    ("Configuration", "Configuration Statuses"),
];

/// Spellings that differ much from the function's name, with the function.
const CHOSEN: [(Option<&str>, &str, (&str, &str)); 12] = [
    (
        Some("Configuration"),
        "Configurations",
        ("Companies", "Configurations"),
    ),
    (None, "Table setup", ("System", "Table Setup")),
    (
        None,
        "Resource Scheduling",
        ("Service Desk", "Resource Scheduling"),
    ),
    (
        Some("Companies"),
        "User Scenarios",
        ("Companies", "UserCentric"),
    ),
    (
        Some("Companies"),
        "Teams Members",
        ("Companies", "Team Members"),
    ),
    (
        Some("Company"),
        "CRM Sales Activities",
        ("Companies", "CRM/Sales Activities"),
    ),
    (
        Some("System"),
        "Table Setup (Customize)",
        ("System", "Table Setup"),
    ),
    (
        Some("Finance"),
        "Agreements (customize)",
        ("Finance", "Agreements"),
    ),
    (
        Some("Procurement"),
        "Product Entry",
        ("Procurement", "Product Catalog"),
    ),
    (Some("Projects"), "All Permissions", ("Project", "*")),
    (
        Some("Project"),
        "Project Ticket - Dependancies",
        ("Project", "Project Ticket - Dependencies"),
    ),
    (
        Some("Service Desk"),
        "Service Tickets – Dependencies",
        ("Service Desk", "Service Ticket - Dependencies"),
    ),
];

fn row(module: Option<&str>, function: &str) -> facts::Row {
    let cells = serde_json::json!({
        "module": module, "function": function, "add": null, "edit": null, "delete": null,
        "inquire": null, "customize": null, "condition": null, "purpose": null,
    });
    serde_json::from_value(cells).unwrap()
}

#[test]
fn every_spelling_is_resolved_or_truly_unknown() {
    let mut spellings = 0;
    let mut unknown = Vec::new();
    for facts in facts::all() {
        for row in facts.permissions {
            spellings += 1;
            if row.function().is_none() {
                unknown.push((row.module.unwrap_or_default(), row.function));
            }
        }
    }
    println!(
        "{spellings} rows, {} unresolved spellings: {unknown:?}",
        unknown.len()
    );
    let expected = TRULY_UNKNOWN.map(|(m, f)| (m.to_owned(), f.to_owned()));
    assert_eq!(unknown, expected);
    assert!(unknown.len() <= 5);
}

#[test]
fn distant_spellings_are_resolved_as_expected() {
    for (module, function, chosen) in CHOSEN {
        assert_eq!(
            row(module, function).function(),
            Some(chosen),
            "{module:?} {function}"
        );
    }
}

#[test]
fn an_ambiguous_name_is_not_resolved() {
    assert_eq!(row(None, "Reports").function(), None);
    assert_eq!(row(Some("Companies"), "Agreements").function(), None);
}
