//! The README shows real output and working commands.

use crate::check::harness::{POLICY, example, leastwise, root};

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).unwrap()
}

#[test]
fn the_example_is_real_output() {
    let role = example("cloudblue-missing-delete");
    let shown = leastwise(&["check", &role, "-p", POLICY]).stdout;
    assert!(
        readme().contains(shown.trim_end()),
        "the README must show:\n{shown}"
    );
}

#[test]
fn the_commands_name_files_and_policies_that_exist() {
    let readme = readme();
    let command = readme
        .lines()
        .find(|line| line.starts_with("cargo run -- check"))
        .unwrap();
    let arguments: Vec<&str> = command.split(" -- ").nth(1).unwrap().split(' ').collect();
    assert_eq!(leastwise(&arguments).code, 0);
    assert!(readme.lines().any(|line| line == "cargo test"));
}
