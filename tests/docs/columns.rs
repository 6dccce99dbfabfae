//! Tables with a row for each function and a column for each operation.

use crate::docs::harness::{Sandbox, docs};
use crate::docs::{html, markdown};

const COLUMNS: [&str; 4] = ["Add", "Edit", "Delete", "Inquire"];

/// A table without reasons has one row for each function, in every format and kind.
#[test]
fn a_function_without_reasons_is_one_row() {
    for kind in ["table", "guide"] {
        let text = docs(&["hudu", "--kind", kind]).good();
        let table = &markdown::read(&text).tables[0];
        assert_eq!(table[0][2..6], COLUMNS, "{text}");
        assert_eq!(table.len(), 10, "{text}");
        let row = &table[1];
        assert_eq!(
            row[..6],
            [
                "Companies",
                "Company Maintenance",
                "All",
                "All",
                "None",
                "All"
            ]
        );
        let page = docs(&["hudu", "--kind", kind, "--format", "html"]).good();
        let cells: Vec<_> = html::read(&page)
            .into_iter()
            .filter(|element| element.attribute("class") == Some("column"))
            .take(4)
            .map(|cell| {
                let column = cell.attribute("data-column").unwrap().to_owned();
                (column, cell.text)
            })
            .collect();
        let expected = ["All", "All", "None", "All"];
        let expected: Vec<_> = COLUMNS
            .iter()
            .zip(expected)
            .map(|(column, level)| ((*column).to_owned(), level.to_owned()))
            .collect();
        assert_eq!(cells, expected, "{page}");
    }
}

/// Reasons that differ per level keep a row each, as vendors write such tables.
#[test]
fn reasons_that_differ_have_a_row_each() {
    let text = docs(&["cloudblue-reseller-marketplace", "--kind", "table"]).good();
    let table = &markdown::read(&text).tables[0];
    assert_eq!(
        table[0],
        ["Module", "Function", "Operation", "Level", "Purpose"]
    );
    let operations: Vec<&str> = table
        .iter()
        .filter(|row| row[1] == "Agreements")
        .map(|row| row[2].as_str())
        .collect();
    // In the order of the screen.
    assert_eq!(
        operations,
        ["Add Level", "Edit Level", "Delete Level", "Inquire Level"]
    );
}

/// Levels of one function under different conditions are separate rows of the same table.
#[test]
fn conditions_have_a_row_each() {
    let folder = Sandbox::with_policy(
        "features: { f: { title: F } }\npermissions:\n  Finance:\n    Agreements:\n      purpose: Reads \
         them\n      inquire: My\n      add: { level: All, when: f }\n      edit: { level: All, when: f }\n    \
         Invoicing: { note: Ask first }\n",
    );
    let text = folder.docs(&["policy.yaml", "--kind", "table"]).good();
    let table = &markdown::read(&text).tables[0];
    let rows: Vec<String> = table[1..].iter().map(|row| row[1..].join("|")).collect();
    assert_eq!(
        rows,
        [
            "Agreements|All|All|||Reads them|with F",
            "Agreements||||My|Reads them|",
            "Invoicing|not stated|not stated|not stated|not stated|Ask first|",
        ],
        "{text}"
    );
}

/// The page of a policy starts with the integration, the source, the coverage and the command.
#[test]
fn a_table_starts_with_its_source_and_the_command() {
    let text = docs(&["hudu", "--kind", "table"]).good();
    let mut last = 0;
    for part in [
        "# ConnectWise permissions for Hudu",
        "Creates and edits companies",
        "- Source: [ConnectWise PSA (Manage)](https://support.hudu.com/",
        "read on 2026-11-23",
        "- Coverage: complete. Levels: 17. Functions: 9.",
        "leastwise check ROLE.json -p hudu\n",
        "| Module | Function |",
    ] {
        let at = text
            .find(part)
            .unwrap_or_else(|| panic!("{part} in {text}"));
        assert!(at >= last, "{part} is too late in {text}");
        last = at;
    }
    assert!(!text.contains("## Sources"), "{text}");
    let partial = docs(&["datto-rmm", "--kind", "table"]).good();
    assert!(partial.contains("- Coverage: incomplete."), "{partial}");
}
