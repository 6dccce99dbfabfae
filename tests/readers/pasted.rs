//! Roles as text that was copied from a screen or a page.

use std::fmt::Write as _;

use serde_json::Value;

use crate::readers::harness::{POLICY, Run, example, leastwise};

const OPERATIONS: [&str; 4] = ["Add", "Edit", "Delete", "Inquire"];

/// The rows of a role: module, function and levels.
fn rows() -> Vec<(String, String, [String; 4])> {
    let rows = example("cloudblue-exact.json");
    let row = |row: &Value| {
        let text = |key: &str| row[key].as_str().unwrap_or("None").to_owned();
        (
            text("moduleDescription"),
            text("moduleFunctionDescription"),
            ["addLevel", "editLevel", "deleteLevel", "inquireLevel"].map(text),
        )
    };
    rows.iter().map(row).collect()
}

/// The role with its modules on separate lines.
fn text(headings: &str, row: impl Fn(&str, &[String; 4]) -> String) -> String {
    let mut out = headings.to_owned();
    let mut module = String::new();
    for (of, function, levels) in rows() {
        if of != module {
            writeln!(out, "{of}").unwrap();
            module = of;
        }
        out += &row(&function, &levels);
        out.push('\n');
    }
    out
}

fn glued(headings: &str) -> String {
    text(headings, |function, levels| {
        format!("{function}{}", levels.concat())
    })
}

fn one_cell_per_line() -> String {
    let headings = OPERATIONS.join("\n") + "\n";
    text(&headings, |function, levels| {
        format!("{function}\n{}", levels.join("\n"))
    })
}

fn check(text: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    leastwise(
        folder.path(),
        &["check", "-", "-p", POLICY, "--format", "json"],
        text.as_bytes(),
    )
}

#[test]
fn a_complete_screen_is_read_in_every_form() {
    let tabs = text("", |function, levels| {
        format!("{function}\t{}", levels.join("\t"))
    });
    let blanks = text("Function Add Edit Delete Inquire\n", |function, levels| {
        format!("{function} {}", levels.join(" "))
    });
    let mut table =
        "Module\nFunction\nAdd Level\nEdit Level\nDelete Level\nInquire Level\n".to_owned();
    for (module, function, levels) in rows() {
        writeln!(table, "{module}\n{function}\n{}", levels.join("\n")).unwrap();
    }
    for (kind, text) in [
        ("glued", glued("AddEditDeleteInquire\n")),
        (
            "level",
            glued("Add LevelEdit LevelDelete LevelInquire Level\n"),
        ),
        ("cells", one_cell_per_line()),
        ("blank lines", one_cell_per_line().replace('\n', "\n\n")),
        ("Windows", one_cell_per_line().replace('\n', "\r\n")),
        ("table", table),
        ("tabs", tabs),
        ("blanks", blanks),
    ] {
        let ran = check(&text);
        assert_eq!(ran.code, 0, "{kind}: {}{}", ran.stdout, ran.stderr);
        let report = ran.json();
        assert_eq!(report["roles"][0]["summary"]["satisfied"], 11, "{kind}");
    }
}

#[test]
fn a_file_is_read_as_standard_input_is() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("role.txt"),
        glued("AddEditDeleteInquire\n"),
    )
    .unwrap();
    for more in [&[][..], &["--role-format", "text"]] {
        for command in ["check", "plan"] {
            let arguments = [&[command, "role.txt", "-p", POLICY], more].concat();
            let ran = leastwise(folder.path(), &arguments, b"");
            assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        }
    }
}

#[test]
fn the_order_of_the_headings_counts_and_an_assumed_one_is_reported() {
    let turned = text(
        "InquireDeleteEditAdd\n",
        |function, [add, edit, delete, inquire]| format!("{function}{inquire}{delete}{edit}{add}"),
    );
    assert_eq!(check(&turned).code, 0);
    let assumed = check(&glued(""));
    assert!(
        assumed.stdout.contains("the text has no headings"),
        "{}",
        assumed.stdout
    );
    let stated = check(&glued(
        "The levels are in the order Add / Edit / Delete / Inquire\n",
    ));
    assert!(!stated.stdout.contains("the text has no headings"));
}

#[test]
fn a_known_function_without_a_row_in_a_module_of_the_text_is_inconclusive() {
    for lost in ["Manage Attachments", "Team Members", "My Company"] {
        let text = glued("AddEditDeleteInquire\n");
        let text: String = text
            .split_inclusive('\n')
            .filter(|line| !line.starts_with(lost))
            .collect();
        let ran = check(&text);
        assert_eq!(ran.code, 4, "{lost}: {}", ran.stdout);
        assert!(ran.stdout.contains(lost), "{}", ran.stdout);
    }
}

#[test]
fn a_part_of_a_screen_is_inconclusive() {
    let ran = check("Companies\nAddEditDeleteInquire\nCompany MaintenanceNoneNoneNoneAll\n");
    assert_eq!(ran.code, 4, "{}", ran.stdout);
}

#[test]
fn what_does_not_fit_is_an_error_at_its_line() {
    for (was, is, message) in [
        ("ContactsNoneNoneNoneAll", "ContactsNoneNoneAll", "3 levels"),
        (
            "ContactsNoneNoneNoneAll",
            "Contacts",
            "`Contacts` has no levels",
        ),
        (
            "ContactsNoneNoneNoneAll",
            "ContactsNoneNoneNoneAll\nAll other functions are None",
            "mentions levels",
        ),
        (
            "AddEditDeleteInquire",
            "AddEditAddInquire",
            "an operation twice",
        ),
    ] {
        let text = glued("AddEditDeleteInquire\n");
        assert!(text.contains(was));
        let ran = check(&text.replacen(was, is, 1));
        assert_eq!(ran.code, 3, "{is}: {}", ran.stdout);
        assert!(ran.stdout.contains(message), "{is}: {}", ran.stdout);
    }
    let cells = one_cell_per_line().replacen("Contacts\nNone\n", "Contacts\n", 1);
    let ran = check(&cells);
    assert_eq!(ran.code, 3, "{}", ran.stdout);
    assert!(ran.stdout.contains("3 levels"), "{}", ran.stdout);
}

#[test]
fn other_text_of_the_page_is_reported() {
    let text = format!(
        "Security Roles\nRole: Portal\n{}Save\n",
        glued("AddEditDeleteInquire\n")
    );
    let ran = check(&text);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(ran.stdout.contains("not read: line 1"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Portal"));
    let ran = check(&glued("AddEditDeleteInquire\n").replacen("Finance\n", "Fixnance\n", 1));
    assert!(ran.code != 0, "{}", ran.stdout);
}
