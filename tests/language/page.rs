//! `docs/policy.md` and its reference: every example loads, and every run on it prints the shown output.

use std::collections::BTreeSet;

use crate::language::harness::{Sandbox, completed};

const STEPS: (&str, &str) = ("docs/policy.md", include_str!("../../docs/policy.md"));
const FIELDS: (&str, &str) = (
    "docs/reference/policy-fields.md",
    include_str!("../../docs/reference/policy-fields.md"),
);

/// A fenced block: its language, its text and its section.
#[derive(Debug)]
struct Block {
    language: String,
    text: String,
    section: String,
}

fn blocks((name, page): (&str, &str)) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut open = false;
    let mut section = String::new();
    for line in page.lines() {
        if let Some(language) = line.strip_prefix("```") {
            if !open {
                found.push(Block {
                    language: language.to_owned(),
                    text: String::new(),
                    section: section.clone(),
                });
            }
            open = !open;
        } else if open {
            let block = found.last_mut().unwrap();
            block.text.push_str(line);
            block.text.push('\n');
        } else if line.starts_with("## ") {
            line.clone_into(&mut section);
        }
    }
    assert!(!open, "a block of {name} does not end");
    found
}

/// The file name of a block: from the comment on its first line, or `policy.yaml`.
fn file(block: &Block) -> &str {
    let first = block.text.lines().next().unwrap_or_default();
    first
        .strip_prefix("# ")
        .filter(|name| !name.contains(' ') && name.strip_suffix(".yaml").is_some())
        .unwrap_or("policy.yaml")
}

/// The content of a file of the page, completed if it is a fragment.
fn content(block: &Block) -> String {
    if block.text.contains("leastwise/role/v1") {
        block.text.clone()
    } else {
        completed(&block.text)
    }
}

/// The page with the current output of the runs on its examples, and how many policies loaded and
/// how many runs there were.
fn made(of: (&str, &str)) -> (String, usize, usize) {
    let mut page = of.1.to_owned();
    let mut folder = Sandbox::new();
    let mut section = String::new();
    let (mut loaded, mut ran) = (0, 0);
    for block in blocks(of) {
        if block.section != section {
            // Files count within their section.
            folder = Sandbox::new();
            section.clone_from(&block.section);
        }
        match block.language.as_str() {
            "yaml" => {
                let name = file(&block);
                folder.write(name, content(&block));
                if !block.text.contains("leastwise/role/v1") {
                    let run = folder.run(&["policy", "show", name]);
                    assert_eq!(run.code, 0, "{section}\n{}\n{}", block.text, run.stderr);
                    loaded += 1;
                }
            }
            "text" => {
                let command = block.text.lines().next().unwrap_or_default();
                let arguments = command.strip_prefix("$ leastwise ").unwrap_or_else(|| {
                    panic!("{section}: a text block must begin with `$ leastwise`")
                });
                let arguments: Vec<&str> = arguments.split(' ').collect();
                let run = folder.run(&arguments);
                let printed = format!("{}{}", run.stdout, run.stderr);
                let shown = format!("{command}\n{}\n", printed.trim_end());
                let fenced = |text: &str| format!("```text\n{text}```");
                // The same command can occur in several sections: only this one's is replaced.
                let (before, after) = page.split_at(page.find(&format!("{section}\n")).unwrap());
                let after = after.replacen(&fenced(&block.text), &fenced(&shown), 1);
                page = format!("{before}{after}");
                ran += 1;
            }
            // `book::sequences` runs these.
            "sh" => {}
            other => panic!("{section}: a block in `{other}`, which nothing tests"),
        }
    }
    (page, loaded, ran)
}

/// `UPDATE=1 cargo test --test program language::page` writes the output of the runs.
#[test]
fn every_example_loads_and_every_run_is_real() {
    for (of, policies, runs) in [(STEPS, 2, 1), (FIELDS, 20, 10)] {
        let (made, loaded, ran) = made(of);
        let (name, page) = of;
        assert!(
            loaded >= policies && ran >= runs,
            "{name}: {loaded} policies and {ran} runs"
        );
        if std::env::var_os("UPDATE").is_some() {
            let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(path, &made).unwrap();
            continue;
        }
        for (number, (kept, made)) in page.lines().zip(made.lines()).enumerate() {
            let line = number + 1;
            assert_eq!(
                kept, made,
                "{name}:{line}: UPDATE=1 cargo test --test program language::page"
            );
        }
        assert!(
            page == made,
            "{name}: UPDATE=1 cargo test --test program language::page"
        );
    }
}

#[test]
fn every_section_has_an_example() {
    let with: BTreeSet<String> = blocks(FIELDS)
        .into_iter()
        .map(|block| block.section)
        .collect();
    for line in FIELDS.1.lines().filter(|line| line.starts_with("## ")) {
        assert!(with.contains(line), "{line} has no example");
    }
}
