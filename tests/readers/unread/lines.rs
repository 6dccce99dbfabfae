//! Columns and lines of CSV and Markdown.

use std::fmt::Write as _;

use super::{csv, ends, markdown, row_of, table};
use crate::readers::harness::{POLICY, leastwise};

const SOME: &str = "Time Entry";

/// The role as one row for each operation, optionally with a column before the level.
fn pairs(before: Option<&str>) -> String {
    let more = before.map_or(String::new(), |heading| format!("{heading},"));
    let mut text = format!("Module,Function,Operation,{more}Level\n");
    for row in &table()[1..] {
        for (operation, level) in ["Add", "Edit", "Delete", "Inquire"].iter().zip(&row[2..]) {
            let more = before.map_or("", |_| "None,");
            writeln!(text, "{},{},{operation},{more}{level}", row[0], row[1]).unwrap();
        }
    }
    text
}

#[test]
fn two_possible_level_columns_are_rejected() {
    ends("role.csv", pairs(None), 0, "");
    let message = "two columns may hold the level: `Required Level` and `Level`";
    ends("role.csv", pairs(Some("Required Level")), 3, message);
}

#[test]
fn a_table_without_an_operation_is_incomplete() {
    let mut without: Vec<Vec<String>> = table();
    for row in &mut without {
        row.remove(4);
    }
    let message = "no row of the role states `Delete`";
    ends("role.csv", csv(&without), 4, message);
    ends("role.md", markdown(&without), 4, message);
    let named: String = pairs(None)
        .split_inclusive('\n')
        .filter(|line| !line.contains(",Delete,"))
        .collect();
    ends("role.csv", named, 4, message);
}

#[test]
fn a_level_in_an_ignored_column_is_an_error() {
    for heading in [
        "",
        "Level",
        "Access",
        "Notes",
        "Companies",
        "Group",
        "Name",
        "Step",
    ] {
        let mut table = table();
        heading.clone_into(&mut table[0][4]);
        let at = row_of(&table, SOME);
        "All".clone_into(&mut table[at][4]);
        ends("role.csv", csv(&table), 3, "a column that is not read");
        ends("role.md", markdown(&table), 3, "a column that is not read");
        // Only None may be ignored there, with one note for the column.
        let mut more = super::table();
        more[0].push(heading.to_owned());
        for row in &mut more[1..] {
            row.push("None".to_owned());
        }
        if heading == "Level" {
            let message = "columns of None alone were not read: `Level`";
            ends("role.csv", csv(&more), 0, message);
        }
    }
}

#[test]
fn a_cell_with_only_a_symbol_is_not_blank() {
    for mark in ["*", "†", "¹", "[1]", "(2)", "\u{200b}"] {
        let mut table = table();
        let at = row_of(&table, SOME);
        mark.clone_into(&mut table[at][4]);
        ends(
            "role.csv",
            csv(&table),
            3,
            "under Delete Level is not a level",
        );
    }
}

#[test]
fn rows_above_the_headings_are_not_skipped() {
    let mut table = table();
    let at = row_of(&table, SOME);
    "All".clone_into(&mut table[at][4]);
    let headings = table.remove(0);
    table.insert(32, headings);
    let message = "is in a line above the headings of the table";
    ends("role.csv", csv(&table), 3, message);
    for row in &mut table {
        for level in row.iter_mut().skip(2).filter(|level| *level == "All") {
            "✔".clone_into(level);
        }
    }
    ends("role.csv", csv(&table), 3, "is in a line above");
}

#[test]
fn a_row_with_another_separator_names_no_module() {
    let table = table();
    let text = csv(&table) + "Time & Expense;Time Approval;None;None;All;None\n";
    ends(
        "role.csv",
        text,
        3,
        "looks like a row with `;` between its cells",
    );
    let text = csv(&table) + "Time und Expense,,,,,\n";
    let message = "a line was read as the name of an unknown module: `Time und Expense`";
    ends("role.csv", text, 0, message);
}

#[test]
fn a_row_with_the_name_of_an_operation_is_not_a_header() {
    let text = csv(&table()) + "Finance,Agreements,,,Delete,\nFinance,Invoicing,,,All,\n";
    ends(
        "role.csv",
        text,
        3,
        "`Delete` under Delete Level is not a level",
    );
}

#[test]
fn one_function_in_two_spellings_is_one() {
    let text = pairs(None)
        .replace("Finance,Agreements,Inquire", "finance,agreements,Inquire")
        .replace(
            "Finance,Agreements,Edit",
            "FINANCE,Agreements (customize),Edit",
        );
    let ran = super::checked("role.csv", &text);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(!ran.stdout.contains("duplicate"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\nclean"), "{}", ran.stdout);
}

#[test]
fn a_second_rule_in_markdown_drops_nothing() {
    let mut table = table();
    let at = row_of(&table, SOME);
    let clean = markdown(&table);
    "Al".clone_into(&mut table[at][4]);
    for rule in ["|---|---|---|---|---|---|", "| - | - |"] {
        let ruled = |text: String| {
            let mut lines: Vec<&str> = text.lines().collect();
            lines.insert(20, rule);
            lines.join("\n")
        };
        ends("role.md", ruled(clean.clone()), 0, "clean");
        ends(
            "role.md",
            ruled(markdown(&table)),
            3,
            "`Al` under Delete Level",
        );
    }
}

#[test]
fn markdown_with_windows_line_ends_is_read() {
    let text = markdown(&table()).replace('\n', "\r\n");
    ends("role.md", &text, 0, "clean");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("role.md"), text).unwrap();
    let ran = leastwise(folder.path(), &["check", ".", "-p", POLICY], b"");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_markdown_row_outside_the_table_is_reported() {
    let row = "Time & Expense | Time Approval | None | None | All | None\n";
    let text = markdown(&table()) + "\n" + row;
    ends("role.md", text, 3, "looks like a row and is in no table");
}
