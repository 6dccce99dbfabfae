//! The page on dependencies lists exactly the crates in `Cargo.toml`.

use std::collections::BTreeSet;

use crate::book::text;

/// The crates in the given sections of `Cargo.toml`.
fn named(sections: &[&str]) -> BTreeSet<String> {
    let manifest = text("Cargo.toml");
    let mut section = String::new();
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if let Some(title) = line.strip_prefix('[') {
            title.trim_end_matches(']').clone_into(&mut section);
        } else if sections.contains(&section.as_str())
            && let Some((name, _)) = line.split_once(" = ")
            && !name.starts_with(['#', ' '])
        {
            names.insert(name.to_owned());
        }
    }
    assert!(names.len() > 1, "{sections:?}");
    names
}

/// Words that may be crate names.
fn words(text: &str) -> BTreeSet<String> {
    let split = |c: char| !c.is_alphanumeric() && c != '-' && c != '_';
    text.split(split).map(str::to_owned).collect()
}

#[test]
fn every_crate_is_listed_with_a_reason() {
    let page = text("docs/reference/dependencies.md");
    let (program, tests) = page.split_once("## In tests only").unwrap();
    let tests = tests.split("\n## ").next().unwrap();
    let program_crates = named(&[
        "dependencies",
        "build-dependencies",
        "target.'cfg(unix)'.dependencies",
        "target.'cfg(target_env = \"musl\")'.dependencies",
    ]);
    // The first column of the tables.
    let listed: BTreeSet<String> = program
        .lines()
        .filter_map(|line| line.strip_prefix("| "))
        .filter_map(|line| line.split(" | ").next())
        .filter(|cell| *cell != "crate" && !cell.starts_with("---"))
        .flat_map(|cell| {
            cell.replace(", with ring", "")
                .split(", ")
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(listed, program_crates);
    let listed = words(tests);
    for name in named(&["dev-dependencies"]) {
        assert!(
            listed.contains(&name),
            "{name} is missing from the test dependencies"
        );
    }
}
