//! The examples of the page are real output.

use crate::plan::harness::{leastwise, root};

#[test]
fn the_examples_of_the_page_are_real() {
    let page = std::fs::read_to_string(root().join("docs/plan.md")).unwrap();
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
        // A live read cannot run in this test; the watch has separate tests.
        if command.contains("--live") {
            continue;
        }
        let run = leastwise(&command.split(' ').collect::<Vec<_>>());
        match shown.trim_end().strip_suffix("\n…") {
            Some(start) => assert!(run.stdout.starts_with(start), "{command}\n{}", run.stdout),
            None => assert_eq!(run.stdout.trim_end(), shown.trim_end(), "{command}"),
        }
        checked += 1;
    }
    assert!(checked >= 2, "only {checked} examples");
}
