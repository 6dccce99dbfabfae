//! Notes that no requested format lists are still counted: for waivers, for the exit code, and in
//! reports that list them.

use serde_json::json;

use crate::check::harness::{POLICY, Run, file, rows, run_with};

/// Runs a check of a role with two unknown functions.
fn check(arguments: &[&str], config: Option<&str>, environment: &[(&str, &str)]) -> Run {
    let mut rows = rows("cloudblue-exact");
    for name in ["Nothing Like It", "Nor This"] {
        let mut row = rows[0].clone();
        row["moduleFunctionDescription"] = json!(name);
        for level in ["addLevel", "editLevel", "deleteLevel", "inquireLevel"] {
            row[level] = json!("None");
        }
        rows.push(row);
    }
    let (folder, role) = file("role.json", serde_json::to_string_pretty(&rows).unwrap());
    let mut all = vec!["check", &role, "-p", POLICY];
    let path = folder.path().join("leastwise.yaml");
    let path = path.to_str().unwrap().to_owned();
    if let Some(config) = config {
        std::fs::write(&path, format!("schema: leastwise/config/v1\n{config}")).unwrap();
        all.extend(["--config", &path]);
    }
    all.extend(arguments);
    run_with(&all, environment, b"")
}

fn listed_notes(run: &Run) -> usize {
    run.stdout.matches("is not in the catalog").count()
}

#[test]
fn notes_are_counted_if_not_shown() {
    let run = check(&[], None, &[]);
    assert_eq!((run.code, listed_notes(&run)), (0, 0), "{run:?}");
    assert!(run.stdout.contains("2 notes not shown"), "{run:?}");
    assert!(run.stdout.trim_end().ends_with("2 notes"), "{run:?}");
    let run = check(&["--quiet"], None, &[]);
    assert_eq!((run.code, listed_notes(&run)), (0, 0), "{run:?}");
    assert!(!run.stdout.contains("not shown"), "{run:?}");
}

#[test]
fn notes_are_in_every_format_that_lists_them() {
    for arguments in [
        &["--verbose"][..],
        &["--format", "plain"],
        &["--format", "jsonl"],
        &["--format", "human", "--verbose"],
    ] {
        let run = check(arguments, None, &[]);
        assert_eq!((run.code, listed_notes(&run)), (0, 2), "{run:?}");
    }
    let run = check(&[], None, &[("GITHUB_ACTIONS", "true")]);
    assert_eq!(listed_notes(&run), 2, "{run:?}");
    assert!(run.stdout.contains("2 notes not shown"), "{run:?}");
    let (folder, path) = file("report.json", "");
    let report = format!("json={path}");
    let run = check(&["--report", &report], None, &[]);
    assert!(run.stdout.contains("2 notes not shown"), "{run:?}");
    let written = std::fs::read_to_string(folder.path().join("report.json")).unwrap();
    assert_eq!(written.matches("is not in the catalog").count(), 2);
}

#[test]
fn notes_fail_a_run_that_fails_on_notes() {
    let run = check(&["--fail-on", "note"], None, &[]);
    assert_eq!(run.code, 1, "{run:?}");
    let run = check(&[], Some("severities:\n  unknown-function: error\n"), &[]);
    assert_eq!((run.code, listed_notes(&run)), (1, 2), "{run:?}");
}

#[test]
fn a_waiver_matches_them() {
    let waiver = "waivers:\n  - rule: unknown-function\n    function: Nor This\n    reason: new\n    \
                  expires: 2099-12-31\n    owner: x\n";
    let run = check(&[], Some(waiver), &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("waived[unknown-function]"), "{run:?}");
    assert!(run.stdout.contains("1 note not shown"), "{run:?}");
}
