//! Files that are made from the program must be what it makes now.
//!
//! `UPDATE=1 cargo test generated` writes them.

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
        "{} is stale: UPDATE=1 cargo test generated",
        path.display()
    );
}

#[test]
fn schemas() {
    for name in [
        "policy",
        "role",
        "report",
        "config",
        "waivers",
        "baseline",
        "policy-test",
        "lint",
        "policy-diff",
        "requirements",
        "docs",
        "docs-index",
        "plan",
    ] {
        let run = leastwise(&["schema", name]);
        assert_eq!(run.code, 0, "{run:?}");
        same(&format!("schemas/{name}.schema.json"), &run.stdout);
    }
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
