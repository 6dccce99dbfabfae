//! Tests of the book: pages, links, commands and their output.
//!
//! `UPDATE=1 cargo test --test program book::` rewrites the generated lists and outputs.

mod contents;
mod dependencies;
mod examples;
mod install;
mod links;
mod sequences;

use std::path::{Path, PathBuf};
use std::process::Output;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn leastwise(arguments: &[&str]) -> Output {
    let mut program = crate::harness::program(&root());
    program.args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// All pages of a directory, recursively, as sorted paths relative to the repository.
fn pages(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            found.extend(pages(&name));
        } else if Path::new(&name)
            .extension()
            .is_some_and(|kind| kind == "md")
        {
            found.push(name);
        }
    }
    found.sort();
    found
}

/// Asserts that a page is up to date, or rewrites it with `UPDATE=1`.
fn same(path: &str, made: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(root().join(path), made).unwrap();
    }
    let kept = std::fs::read_to_string(root().join(path)).unwrap_or_default();
    for (number, (kept, made)) in kept.lines().zip(made.lines()).enumerate() {
        let line = number + 1;
        assert_eq!(
            kept, made,
            "{path}:{line} is outdated: UPDATE=1 cargo test --test program book::"
        );
    }
    assert!(
        kept == made,
        "{path} is outdated: UPDATE=1 cargo test --test program book::"
    );
}
