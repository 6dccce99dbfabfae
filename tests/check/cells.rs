//! Every combination of required and granted levels, against a reference that shares no code with
//! the program: 3 levels for each of 4 operations on both sides, 6,561 cases.

use std::fmt::Write as _;

use leastwise::compare::{Options, compare};
use leastwise::model::{Level, Operation, SourceText};
use leastwise::policy::{Choices, Policy, resolve};
use leastwise::report::Granted;
use leastwise::role;

const WORDS: [&str; 3] = ["None", "My", "All"];
const OPERATIONS: [&str; 4] = ["add", "edit", "delete", "inquire"];

/// The digits of a number from 0 to 80 in base 3: a level for each operation.
fn digits(number: usize) -> [usize; 4] {
    [number / 27, number / 9 % 3, number / 3 % 3, number % 3]
}

/// The naive reference: (rule, operation) pairs, by position in `WORDS` alone.
fn expected(required: [usize; 4], granted: [usize; 4]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for i in 0..4 {
        if granted[i] < required[i] {
            out.push(("missing-level".to_owned(), OPERATIONS[i].to_owned()));
        }
        if granted[i] > required[i] {
            out.push(("excess-level".to_owned(), OPERATIONS[i].to_owned()));
        }
    }
    out.sort();
    out
}

fn policy(required: [usize; 4]) -> Policy {
    let mut text = String::from(
        "schema: leastwise/policy/v1\nid: x\ntitle: X\npermissions:\n  Finance:\n    Agreements:\n",
    );
    for (operation, level) in OPERATIONS.iter().zip(required) {
        writeln!(text, "      {operation}: {}", WORDS[level]).unwrap();
    }
    Policy::parse(std::sync::Arc::new(SourceText::new("x.yaml", text))).unwrap()
}

fn role(granted: [usize; 4]) -> role::Role {
    // The other functions make the role complete.
    let mut rows: Vec<String> = leastwise::catalog::functions()
        .filter(|(_, function)| function.name != "Agreements")
        .map(|(_, f)| {
            format!(
                r#"{{"moduleName":"{}","moduleFunctionDescription":"{}"}}"#,
                f.module, f.name
            )
        })
        .collect();
    let mut row = r#"{"moduleName":"Finance","moduleFunctionDescription":"Agreements""#.to_owned();
    for (operation, level) in OPERATIONS.iter().zip(granted) {
        write!(row, r#","{operation}Level":"{}""#, WORDS[level]).unwrap();
    }
    rows.push(row + "}");
    role::read(
        "role.json",
        format!("[{}]", rows.join(",")).into_bytes(),
        &role::ReadOptions::default(),
    )
    .unwrap()
}

#[test]
fn all_6561_combinations_agree_with_the_reference() {
    let roles: Vec<_> = (0..81).map(|granted| role(digits(granted))).collect();
    let mut cases = 0;
    for required in 0..81 {
        let policy = policy(digits(required));
        let requirements = resolve(&[&policy], &Choices::default()).unwrap();
        for (granted, role) in roles.iter().enumerate() {
            let report = compare(&requirements, role, &Options::default());
            let mut found: Vec<(String, String)> = report
                .findings
                .iter()
                .map(|f| (f.rule.to_string(), f.operation.unwrap().to_string()))
                .collect();
            found.sort();
            assert_eq!(
                found,
                expected(digits(required), digits(granted)),
                "{required} {granted}"
            );
            assert!(report.summary.adds_up());
            cases += 1;
        }
    }
    assert_eq!(cases, 6561);
}

#[test]
fn a_finding_is_in_the_row_of_its_function() {
    let text = "schema: leastwise/policy/v1\nid: x\ntitle: X\npermissions:\n  Finance:\n    \
                Agreements: { add: All }\n    Telepathy: { add: All }\n";
    let policy = Policy::parse(std::sync::Arc::new(SourceText::new("x.yaml", text))).unwrap();
    let requirements = resolve(&[&policy], &Choices::default()).unwrap();
    let options = Options {
        record_matrix: true,
        ..Options::default()
    };
    let report = compare(&requirements, &role([0, 0, 0, 0]), &options);
    let rows = &report.matrix.as_ref().unwrap().functions;
    let shown: Vec<(&str, bool)> = report
        .findings
        .iter()
        .filter_map(|finding| {
            let row = &rows[finding.row?];
            assert_eq!(Some(&row.function), finding.function.as_ref());
            Some((row.function.as_str(), row.in_role))
        })
        .collect();
    assert_eq!(shown, [("Telepathy", false), ("Agreements", true)]);
}

#[test]
fn duplicate_rows_are_merged_and_different_rows_are_both_kept() {
    let policy = policy([0, 0, 0, 0]);
    let requirements = resolve(&[&policy], &Choices::default()).unwrap();
    let options = Options {
        record_matrix: true,
        ..Options::default()
    };
    let granted = |rows: [&str; 2]| {
        let row = |level: &str| {
            format!(
                r#"{{"moduleName":"Finance","moduleFunctionDescription":"Agreements","addLevel":"{level}"}}"#
            )
        };
        let text = format!("[{}]", rows.map(row).join(","));
        let role = role::read(
            "role.json",
            text.into_bytes(),
            &role::ReadOptions::default(),
        );
        let report = compare(&requirements, &role.unwrap(), &options);
        let row = &report.matrix.unwrap().functions[0];
        row.cells.get(Operation::Add).as_ref().unwrap().granted
    };
    assert_eq!(granted(["My", "My"]), Granted::Level(Level::My));
    assert_eq!(
        granted(["My", "All"]),
        Granted::Contradictory(Level::My, Level::All)
    );
}
