//! Files that are made from the program must be what it makes now.
//!
//! `UPDATE=1 cargo test generated` writes them.

use leastwise::{config, docs, engine, policy, render, report, role};
use schemars::JsonSchema;

use crate::harness::{leastwise, root};

fn same(path: &str, made: &str) {
    let path = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "{} is outdated: UPDATE=1 cargo test generated",
        path.display()
    );
}

/// The schema of a type, as it is published.
fn schema<T: JsonSchema>() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(T)).unwrap();
    text.push('\n');
    text
}

#[test]
fn schemas() {
    let made = [
        ("policy", schema::<policy::PolicyDocument>()),
        ("role", schema::<role::Snapshot>()),
        ("role-table", schema::<role::RoleDocument>()),
        ("report", schema::<render::ReportDocument>()),
        ("config", schema::<config::ConfigDocument>()),
        ("waivers", schema::<config::WaiversDocument>()),
        ("baseline", schema::<report::BaselineDocument>()),
        ("policy-test", schema::<policy::TestDocument>()),
        ("lint", schema::<render::LintDocument>()),
        ("policy-diff", schema::<policy::diff::PolicyDiff>()),
        ("requirements", schema::<policy::RequirementsDocument>()),
        ("docs", schema::<docs::Sheet>()),
        ("docs-index", schema::<docs::Comparison>()),
        ("plan", schema::<render::PlanDocument<'_>>()),
        ("audit", schema::<engine::audit::Audit>()),
        ("inferred", schema::<engine::infer::Inferred>()),
        ("role-diff", schema::<engine::role_diff::RoleDiff>()),
        ("identify", schema::<engine::identify::Identification>()),
        ("roles", schema::<engine::roles_index::RolesIndex>()),
    ];
    for (name, made) in &made {
        same(&format!("schemas/{name}.schema.json"), made);
        // The program carries the published file; what was written just now needs a build first.
        if std::env::var_os("UPDATE").is_some() {
            continue;
        }
        let run = leastwise(&["schema", name]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(
            run.stdout == *made,
            "`leastwise schema {name}` is not of today's types"
        );
    }
    let files = std::fs::read_dir(root().join("schemas")).unwrap().count();
    assert_eq!(files, made.len(), "a schema of a format that is no more");
}

#[test]
fn rule_pages() {
    let listed = leastwise(&["explain"]).stdout;
    let (check, lint) = listed.split_once("\n\n").unwrap();
    for (list, folder, least) in [(check, "docs/rules", 17), (lint, "docs/lint", 17)] {
        let names: Vec<&str> = list
            .lines()
            .skip(1)
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert!(names.len() >= least);
        for name in &names {
            let run = leastwise(&["explain", name]);
            assert_eq!(run.code, 0);
            same(&format!("{folder}/{name}.md"), &run.stdout);
        }
        let pages = std::fs::read_dir(root().join(folder)).unwrap().count();
        assert_eq!(pages, names.len(), "a page of a rule that is no more");
    }
}

#[test]
fn every_subcommand_answers() {
    for (arguments, expected) in [
        (vec!["policy", "list"], "cloudblue-reseller-marketplace"),
        (
            vec!["policy", "show", "cloudblue-reseller-marketplace"],
            "Required to get the date of the latest agreement invoice",
        ),
        (vec!["completions", "bash"], "_leastwise"),
        (vec!["completions", "zsh"], "#compdef leastwise"),
        (vec!["man"], ".TH leastwise"),
        (vec!["--version"], env!("CARGO_PKG_VERSION")),
        (vec!["check", "--help"], "--fail-on"),
    ] {
        let run = leastwise(&arguments);
        assert_eq!(run.code, 0, "{arguments:?} {run:?}");
        assert!(
            run.stdout.contains(expected),
            "{arguments:?} {}",
            run.stdout
        );
        assert_eq!(run.stderr, "");
    }
}
