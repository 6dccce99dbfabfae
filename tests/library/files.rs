//! Requirements for every file in the library.

use leastwise::policy::library;

use crate::library::facts::{policy, root, stems};

#[test]
fn a_file_is_named_after_its_id() {
    let files = stems(&root().join("policies"), ".yaml");
    let ids: Vec<&str> = library::ids().collect();
    assert_eq!(ids, files);
    assert!(ids.is_sorted());
    for id in ids {
        assert_eq!(policy(id).id(), id);
    }
}

#[test]
fn every_policy_has_a_source_and_a_date() {
    for id in library::ids() {
        let policy = policy(id);
        assert!(!policy.document.sources.is_empty(), "{id}");
        for source in &policy.document.sources {
            assert!(source.url.starts_with("https://"), "{id}");
            assert!(source.retrieved.0.is_some(), "{id}");
        }
    }
}

#[test]
fn comments_have_no_meaning() {
    for id in library::ids() {
        let comments: Vec<&str> = library::text(id)
            .unwrap()
            .lines()
            .filter(|line| line.trim_start().starts_with('#') || line.contains(" #"))
            .collect();
        let schema = "# yaml-language-server: $schema=../schemas/policy.schema.json";
        assert_eq!(comments, [schema], "{id}");
    }
}

#[test]
fn every_table_of_facts_has_a_policy() {
    for id in stems(&root().join("tests/facts"), ".json") {
        assert!(library::text(&id).is_some(), "{id}");
    }
}
