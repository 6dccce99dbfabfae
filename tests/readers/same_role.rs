//! The same role gives the same findings in every format.

use leastwise::compare::{Options, compare};
use leastwise::policy::{library, resolve};
use serde_json::Value;

use crate::readers::harness::{POLICY, example, leastwise, shapes, workbook};

/// A report without the parts that depend on the file: positions, and identifiers derived from its
/// name.
fn without_places(mut report: Value) -> Value {
    let role = &mut report["roles"][0];
    role["source"].take();
    for finding in role["findings"].as_array_mut().unwrap() {
        let locations = finding["locations"].as_array_mut().unwrap();
        locations.retain(|place| place["document"] == "policy");
        finding["fingerprint"].take();
    }
    report
}

#[test]
fn every_format_gives_the_same_findings() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "cloudblue-missing-delete.json",
        "cloudblue-too-much.json",
        "cloudblue-exact.json",
    ] {
        let shapes = shapes(&example(name));
        assert!(shapes.len() >= 12);
        let mut first: Option<Value> = None;
        for (file, bytes) in shapes {
            std::fs::write(folder.path().join(file), bytes).unwrap();
            let arguments = ["check", file, "-p", POLICY, "--format", "json"];
            let ran = leastwise(folder.path(), &arguments, b"");
            let report = without_places(ran.json());
            let first = first.get_or_insert_with(|| report.clone());
            assert_eq!(&report, first, "{name} as {file}: {}", ran.stderr);
            let expected = i32::from(name.contains("missing"));
            assert_eq!(ran.code, expected, "{name} as {file}");
        }
    }
}

#[test]
fn a_finding_in_a_workbook_names_sheet_and_cell() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = workbook(&example("cloudblue-missing-delete.json"), true);
    std::fs::write(folder.path().join("role.xlsx"), bytes).unwrap();
    let arguments = ["check", "role.xlsx", "-p", POLICY, "--format", "json"];
    let ran = leastwise(folder.path(), &arguments, b"");
    let report = ran.json();
    let findings = report["roles"][0]["findings"].as_array().unwrap();
    let missing = findings
        .iter()
        .find(|found| found["rule"] == "missing-level")
        .unwrap();
    let place = &missing["locations"][0];
    let cell = place["cell"].as_str().unwrap();
    assert!(cell.starts_with("Role!E"), "{cell}");
    assert_eq!(cell, format!("Role!E{}", place["line"]));
    let note = findings.iter().find(|found| found["rule"] == "reader-note");
    assert!(note.unwrap()["message"].as_str().unwrap().contains("About"));
    assert!(note.unwrap()["help"].is_string());
    // Messages about the complete file have no position; messages about a cell have its position.
    assert_eq!(note.unwrap()["locations"], serde_json::json!([]));
    let table = crate::readers::harness::input("matrix.csv");
    let arguments = ["check", "-", "-p", POLICY, "--format", "json"];
    let report = leastwise(folder.path(), &arguments, &table).json();
    let findings = report["roles"][0]["findings"].as_array().unwrap();
    let read_as_my = findings.iter().find(|found| {
        let message = found["message"].as_str().unwrap_or_default();
        message.contains("`Mine` was read as My")
    });
    let place = &read_as_my.unwrap()["locations"][0];
    assert_eq!(
        (place["line"].as_u64(), place["column"].as_u64()),
        (Some(6), Some(25))
    );
}

#[test]
fn unstated_parts_of_a_table_are_notes() {
    let policy = library::load(POLICY).unwrap().unwrap();
    let requirements = resolve(&[&policy], &leastwise::policy::Choices::default()).unwrap();
    let bytes = crate::readers::harness::input("matrix.csv");
    let role = leastwise::role::read(
        "matrix.csv",
        bytes,
        &leastwise::role::ReadOptions::default(),
    )
    .unwrap();
    let report = compare(&requirements, &role, &Options::default());
    let notes: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.rule.name() == "reader-note")
        .collect();
    assert_eq!(notes.len(), role.notes.len());
    assert!(notes.len() >= 4);
    let mut prints: Vec<&str> = notes.iter().map(|note| note.fingerprint.as_str()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(
        prints.len(),
        notes.len(),
        "each note has a separate identity"
    );
}
