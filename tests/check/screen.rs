//! Reviewed snapshots of the terminal output.

use serde_json::json;

use crate::check::harness::{POLICY, example, file, leastwise, row, rows, run_with, scrubbed};

fn seen(role: &str) -> String {
    leastwise(&["check", &example(role), "-p", POLICY]).stdout
}

#[test]
fn a_clean_role() {
    insta::assert_snapshot!(seen("cloudblue-exact"));
}

#[test]
fn a_missing_level() {
    insta::assert_snapshot!(seen("cloudblue-missing-delete"));
}

#[test]
fn too_much() {
    insta::assert_snapshot!(seen("cloudblue-too-much"));
}

#[test]
fn one_page() {
    insta::assert_snapshot!(seen("cloudblue-first-page"));
}

#[test]
fn an_administrator_role() {
    insta::assert_snapshot!(seen("admin-snapshot"));
}

#[test]
fn a_missing_level_in_60_columns() {
    let role = example("cloudblue-missing-delete");
    let run = run_with(&["check", &role, "-p", POLICY], &[("COLUMNS", "60")], b"");
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn a_missing_level_in_plain_format() {
    let role = example("cloudblue-missing-delete");
    insta::assert_snapshot!(leastwise(&["check", &role, "-p", POLICY, "--format", "plain"]).stdout);
}

#[test]
fn a_role_on_one_line_shows_the_words_that_matter() {
    let role = rows("cloudblue-missing-delete");
    let (folder, path) = file("role.json", serde_json::to_string(&role).unwrap());
    let run = leastwise(&["check", &path, "-p", POLICY]);
    assert!(
        run.stdout.len() < 4000,
        "{} bytes for one finding",
        run.stdout.len()
    );
    insta::assert_snapshot!(scrubbed(&run.stdout, folder.path()));
}

#[test]
fn a_removed_function_suggests_the_nearest() {
    let mut role = rows("cloudblue-exact");
    row(&mut role, "Agreements")["moduleFunctionDescription"] = json!("Agreemnets");
    row(&mut role, "Agreemnets")["moduleFunctionName"] = json!("Agreemnets");
    let (folder, path) = file("role.json", serde_json::to_string_pretty(&role).unwrap());
    let run = leastwise(&["check", &path, "-p", POLICY, "--verbose"]);
    insta::assert_snapshot!(scrubbed(&run.stdout, folder.path()));
}

#[test]
fn a_copy_of_the_administrator_role_gives_a_short_report() {
    let mut role = rows("cloudblue-exact");
    for row in &mut role {
        for level in ["addLevel", "editLevel", "deleteLevel", "inquireLevel"] {
            row[level] = json!("All");
        }
    }
    let (folder, path) = file("role.json", serde_json::to_string_pretty(&role).unwrap());
    let run = leastwise(&["check", &path, "-p", POLICY]);
    assert_eq!(run.code, 0);
    assert!(
        run.stdout.lines().count() < 400,
        "{} lines",
        run.stdout.lines().count()
    );
    insta::assert_snapshot!(scrubbed(&run.stdout, folder.path()));
}

#[test]
fn color_is_used_only_if_requested() {
    let role = example("cloudblue-missing-delete");
    let color = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut all = vec!["check", &role, "-p", POLICY];
        all.extend(arguments);
        run_with(&all, environment, b"").stdout.contains('\u{1b}')
    };
    assert!(!color(&[], &[]), "standard output is no terminal here");
    assert!(color(&["--color", "always"], &[]));
    assert!(color(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(color(&[], &[("FORCE_COLOR", "1")]));
    assert!(!color(&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
    assert!(!color(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}
