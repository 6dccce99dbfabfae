//! Installation instructions and workflow recipes.

use serde_json::Value;

use crate::book::{pages, text};

/// The YAML blocks of a page.
fn recipes(page: &str) -> Vec<Value> {
    let blocks = page.split("```yaml\n").skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap())
        .filter_map(|block| serde_saphyr::from_str(block).ok())
        .collect()
}

/// A GitHub runner has no `leastwise` until a step installs it.
#[test]
fn every_workflow_installs_what_it_runs() {
    let action: Value = serde_saphyr::from_str(&text("action.yml")).unwrap();
    let inputs = action["inputs"].as_object().unwrap();
    let ours = concat!("leastwise/leastwise@v", env!("CARGO_PKG_VERSION"));
    let mut seen = 0;
    let pages = pages("docs").into_iter().chain(["README.md".to_owned()]);
    let shown = pages.flat_map(|name| {
        let recipes = recipes(&text(&name));
        recipes
            .into_iter()
            .map(move |recipe| (name.clone(), recipe))
    });
    let file: Value = serde_saphyr::from_str(&text("ci/github.yml")).unwrap();
    for (name, recipe) in shown.chain([("ci/github.yml".to_owned(), file)]) {
        for job in recipe["jobs"]
            .as_object()
            .into_iter()
            .flat_map(|jobs| jobs.values())
        {
            seen += 1;
            let mut installed = false;
            for step in job["steps"].as_array().unwrap() {
                let uses = step["uses"].as_str().unwrap_or_default();
                if uses.starts_with("leastwise/") {
                    assert_eq!(uses, ours, "{name}");
                    installed = true;
                    for input in step["with"]
                        .as_object()
                        .into_iter()
                        .flat_map(|with| with.keys())
                    {
                        assert!(inputs.contains_key(input), "{name}: {input}");
                    }
                } else if uses.starts_with("actions/checkout") {
                    assert_eq!(uses, "actions/checkout@v5", "{name}");
                }
                let run = step["run"].as_str().unwrap_or_default();
                assert!(installed || !run.contains("leastwise "), "{name}: {run}");
            }
        }
    }
    assert!(seen >= 4, "{seen}");
}

/// The pages say that there is no release exactly while the changelog has none.
#[test]
fn pages_mention_a_release_once_there_is_one() {
    let released = text("CHANGELOG.md")
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .any(|title| {
            title
                .trim_start_matches('[')
                .starts_with(|c: char| c.is_ascii_digit())
        });
    for (name, sentence) in [
        ("README.md", "There is no release yet"),
        ("docs/install.md", "There is no release yet"),
        ("docs/ci.md", "which is not released yet"),
    ] {
        assert_eq!(text(name).contains(sentence), !released, "{name}");
    }
}

#[test]
fn the_page_names_the_minimum_rust_version() {
    let manifest = text("Cargo.toml");
    let (_, rest) = manifest.split_once("rust-version = \"").unwrap();
    let version = rest.split('"').next().unwrap();
    assert!(
        text("docs/install.md").contains(&format!("[Rust](https://rustup.rs) {version} or later"))
    );
    assert!(text("docs/introduction.md").contains("(install.md)"));
}
