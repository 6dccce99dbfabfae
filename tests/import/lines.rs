//! Single lines of pages, with the cells that they give. A line that grants nothing is listed.

use std::fmt::Write as _;

use crate::import::draft;

/// The cells of a page with these lines, and the text of its draft.
fn read(lines: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.md");
    std::fs::write(&page, format!("# Role\n\n{lines}\n")).unwrap();
    let mut text = String::new();
    for ((_, function, operation), (level, purposes)) in draft(&page).cells {
        write!(text, "{function} {operation} {level}").unwrap();
        if let Some(purpose) = purposes.first().filter(|purpose| !purpose.is_empty()) {
            write!(text, " ({purpose})").unwrap();
        }
        text.push_str("; ");
    }
    let run = super::run(&[
        "policy",
        "import",
        page.to_str().unwrap(),
        "-o",
        "-",
        "--title",
        "T",
        "--id",
        "t",
    ]);
    (text.trim_end_matches("; ").to_owned(), run)
}

#[test]
fn a_sign_in_the_place_of_a_level_belongs_to_its_operation() {
    let wrong: Vec<String> = [
        ("Add: All; Delete: -; Inquire: All", "add All; inquire All"),
        ("Add –, Edit –, Inquire All", "inquire All"),
        ("Add (-), Edit (-), Inquire (All)", "inquire All"),
        ("Add: n/a, Inquire: All", "inquire All"),
        ("Add = Y, Delete = N", "add any"),
        ("Add – No, Inquire – Yes", "inquire any"),
        ("✔ Add ✖ Delete ✔ Inquire", "add any; inquire any"),
        ("Add ✔ Delete ✖ Inquire ✔", "add any; inquire any"),
        ("[x] Add [ ] Delete", "add any"),
        ("Inquire My or All", "inquire any"),
        ("Edit None -> All", "edit All"),
        ("Edit from None to All", "edit All"),
        ("Edit: All → None, Inquire All", "inquire All"),
        ("Inquire All (new)", "inquire All"),
        ("A: All, D: None, I: My", "add All; inquire My"),
        ("All/All/None/All", "add All; edit All; inquire All"),
    ]
    .iter()
    .filter_map(|(line, expected)| {
        let (cells, _) = read(&format!("- Companies > Contacts: {line}"));
        let cells = cells.replace("contacts ", "");
        (cells != *expected).then(|| format!("{line}: {cells}"))
    })
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_level_that_a_line_retracts_is_listed_and_not_granted() {
    let granted = "- Finance > Agreements: Inquire All\n";
    for line in [
        "Inquire All is no longer needed",
        "Inquire All (do not grant)",
        "Inquire All – not used any more",
        "Inquire All was removed in v3",
        "Inquire All – unnecessary",
        "avoid Inquire All",
        "Delete All is dangerous; use None",
        "Add All used to be required",
        "Delete was All, is now None",
    ] {
        let (cells, draft) = read(&format!("{granted}- Companies > Contacts: {line}"));
        assert_eq!(cells, "agreements inquire All", "{line}");
        assert!(
            draft.contains("not understood") && draft.contains("Contacts"),
            "{line}: {draft}"
        );
    }
}

#[test]
fn what_a_heading_denies_is_listed_and_not_granted() {
    let granted = "- Finance > Agreements: Inquire All\n\n";
    for line in [
        "## No longer needed",
        "## Do not grant",
        "## Old role (before 2023)",
        "## For technicians (not for the API member)",
        "The role must not have these permissions:",
        "Remove the following permissions:",
        "The default API role has these levels, which are too wide:",
    ] {
        let text = format!("{granted}{line}\n\n- Companies > Contacts: Add All");
        let (cells, draft) = read(&text);
        assert_eq!(cells, "agreements inquire All", "{line}");
        assert!(
            draft.contains("Companies / Contacts, under `"),
            "{line}: {draft}"
        );
    }
    for line in ["**HaloPSA:**", "## Pulseway PSA", "## Kaseya BMS"] {
        let text = format!("{granted}{line}\n\n- Companies > Contacts: Add All");
        assert_eq!(read(&text).0, "agreements inquire All", "{line}");
    }
    for line in [
        "You do not need more than the following:",
        "## Permissions",
        "## Do not use an administrator role",
    ] {
        let text = format!("{granted}{line}\n\n- Companies > Contacts: Add All");
        let cells = read(&text).0;
        assert_eq!(cells, "contacts add All; agreements inquire All", "{line}");
    }
}

#[test]
fn a_line_with_several_functions_is_several_statements() {
    for line in [
        "Companies > Contacts: Inquire All; Companies > Notes: Add All",
        "Companies > Contacts: Inquire All. Companies > Notes: Add All.",
        "Companies: Contacts (Inquire All); Notes (Add All)",
        "Companies: Contacts – Inquire All, Notes – Add All",
    ] {
        let (cells, _) = read(&format!("- {line}"));
        assert_eq!(cells, "contacts inquire All; notes add All", "{line}");
    }
    let (cells, _) = read("- Companies > Contacts and Notes: Inquire All");
    assert_eq!(cells, "contacts inquire All; notes inquire All");
}

#[test]
fn a_reason_stays_a_reason() {
    for (line, reason) in [
        (
            "Inquire All - to read the people of a company",
            "to read the people of a company",
        ),
        (
            "Inquire All (needed to match requesters)",
            "needed to match requesters",
        ),
    ] {
        let (cells, _) = read(&format!("- Companies > Contacts: {line}"));
        assert_eq!(cells, format!("contacts inquire All ({reason})"), "{line}");
    }
    let (cells, _) = read("- Companies > Contacts: Inquire All\n  - Reason: portal users");
    assert_eq!(cells, "contacts inquire All (portal users)");
}

#[test]
fn a_function_whose_levels_are_not_understood_is_listed() {
    let granted = "- Finance > Agreements: Inquire All\n";
    for line in [
        "ditto",
        "R/W as needed",
        "yes",
        "see the table",
        "(required)",
    ] {
        let (_, draft) = read(&format!("{granted}- Companies > Contacts: {line}"));
        assert!(
            draft.contains("not understood") && draft.contains("Contacts"),
            "{line}: {draft}"
        );
    }
    let (cells, draft) = read(&format!(
        "{granted}- Companies > Contacts: same as Agreements"
    ));
    assert_eq!(cells, "contacts inquire All; agreements inquire All");
    assert!(
        draft.contains("read as the levels of that function"),
        "{draft}"
    );
}

#[test]
fn footnotes_and_marks_make_levels_conditional() {
    let (cells, _) =
        read("- Companies > Contacts: Inquire All\\*\n\n\\* Only if you sync contacts.");
    assert_eq!(cells, "contacts inquire All");
    let (_, draft) =
        read("- Companies > Contacts: Inquire All\\*\n\n\\* Only if you sync contacts.");
    assert!(draft.contains("features:"), "{draft}");
    let (_, draft) = read("During setup, also give:\n\n- Companies > Contacts: Add All");
    assert!(draft.contains("phase: setup"), "{draft}");
}

#[test]
fn a_sentence_that_asks_for_an_unclear_permission_is_listed() {
    let sure = "Companies > Contacts: Inquire All\n\n";
    for sentence in [
        "The integration also needs full access to everything in Finance.",
        "Set the Inquire Level for your favorite function to All.",
        "The role needs full access to the Finance module.",
        "You need Inquire permission for invoices.",
        "Allow access to Invoicing.",
        "Give the role edit rights on tickets.",
        "Requires All access to time sheets.",
        "All permissions in Procurement are required.",
    ] {
        let (cells, text) = read(&format!("{sure}{sentence}"));
        assert_eq!(cells, "contacts inquire All", "{sentence}");
        assert!(
            text.contains(&format!("was not understood: {sentence}")),
            "{text}"
        );
    }
    for sentence in [
        "Create a security role with the following permissions.",
        "You need administrator access to ConnectWise to create an API member.",
        "Grant the permissions below.",
        "API members need an API key.",
    ] {
        let (_, text) = read(&format!("{sure}{sentence}"));
        assert!(!text.contains("was not understood"), "{sentence}: {text}");
    }
}
