//! The examples in the documentation are real.

use crate::policy::harness::{leastwise, root};

/// Runs the commands of the page and its reference: a block whose first line is `$ leastwise …` shows the output of
/// that command, complete or up to a line `…`.
#[test]
fn the_examples_of_the_page_are_real() {
    let pages = ["docs/policy-tools.md", "docs/reference/policy-tools.md"];
    let page = pages.map(|page| std::fs::read_to_string(root().join(page)).unwrap());
    let page = page.concat();
    let mut checked = 0;
    for block in page.split("```").skip(1).step_by(2) {
        let Some((command, shown)) = block
            .trim_start_matches("console")
            .trim_start()
            .strip_prefix("$ leastwise ")
            .and_then(|block| block.split_once('\n'))
        else {
            continue;
        };
        let run = leastwise(&command.split(' ').collect::<Vec<_>>());
        match shown.trim_end().strip_suffix("\n…") {
            Some(start) => assert!(run.stdout.starts_with(start), "{command}\n{}", run.stdout),
            None => assert_eq!(run.stdout.trim_end(), shown.trim_end(), "{command}"),
        }
        checked += 1;
    }
    assert!(checked >= 6, "only {checked} examples");
}

/// Every YAML example of the page is a complete file of its kind.
#[test]
fn the_files_on_the_page_are_the_examples() {
    let page = std::fs::read_to_string(root().join("docs/policy-tools.md")).unwrap();
    let example =
        std::fs::read_to_string(root().join("examples/policy-tests/cloudblue.yaml")).unwrap();
    let shown = page
        .split("```yaml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    assert!(
        example.contains(shown.trim_end()),
        "the page must show a part of the example"
    );
}
