//! `docs/documents.md`: its commands run. `docs/reference/templates.md`: its list of values is
//! complete.

use std::fmt::Write as _;

use serde_json::Value;

use crate::docs::harness::{Sandbox, docs, leastwise, root};

const PAGE: &str = "docs/documents.md";
const VALUES: &str = "docs/reference/templates.md";

fn page() -> String {
    std::fs::read_to_string(root().join(PAGE)).unwrap()
}

/// The code blocks with their language.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in page.lines() {
        if let Some(language) = line.strip_prefix("```") {
            if !open {
                found.push((language.to_owned(), String::new()));
            }
            open = !open;
        } else if open {
            let (_, text) = found.last_mut().unwrap();
            text.push_str(line);
            text.push('\n');
        }
    }
    assert!(!open);
    found
}

fn of(language: &str) -> Vec<String> {
    let blocks = blocks(&page()).into_iter();
    blocks
        .filter(|(known, _)| known == language)
        .map(|(_, text)| text)
        .collect()
}

/// A directory with the files that the commands of the page name.
fn folder() -> Sandbox {
    let folder =
        Sandbox::with_policy("permissions:\n  Finance:\n    Agreements: { inquire: All }\n");
    let inputs = "tests/inputs/policies/ticketing.yaml";
    folder.write(
        inputs,
        std::fs::read_to_string(root().join(inputs)).unwrap(),
    );
    folder.write("README.md", of("markdown").concat());
    folder
}

#[test]
fn every_command_runs() {
    let folder = folder();
    let mut ran = 0;
    for block in of("sh") {
        for command in block.lines() {
            let arguments = command.strip_prefix("leastwise ").unwrap();
            folder.run(&arguments.split(' ').collect::<Vec<_>>()).good();
            ran += 1;
        }
    }
    assert!(ran >= 13, "{ran}");
    assert!(
        folder
            .read("README.md")
            .contains("| Finance | Agreements |  |  |  | All |")
    );
    assert_eq!(folder.files("site").len(), 4);
}

#[test]
fn the_pipeline_example_is_valid() {
    let folder = folder();
    // The page's directory exists in a repository: it is not created for a single file.
    folder.write("docs/index.md", "");
    let [block] = of("yaml").try_into().unwrap();
    let pipeline: Value = serde_saphyr::from_str(&block).unwrap();
    let steps = pipeline["jobs"]["documents"]["steps"].as_array().unwrap();
    // No command runs before the program is installed.
    let installs = steps
        .iter()
        .position(|step| step["with"]["install-only"] == true)
        .unwrap();
    let first = steps.iter().position(|step| step["run"].is_string());
    assert!(installs < first.unwrap(), "{steps:?}");
    let runs: Vec<&str> = steps
        .iter()
        .filter_map(|step| step["run"].as_str())
        .collect();
    assert_eq!(runs.len(), 2);
    for run in runs {
        let arguments: Vec<&str> = run.split(' ').skip(1).collect();
        let written: Vec<&str> = arguments
            .iter()
            .copied()
            .filter(|word| *word != "--check")
            .collect();
        assert_eq!(folder.run(&arguments).code, 1, "{run}");
        folder.run(&written).good();
        folder.run(&arguments).good();
    }
}

#[test]
fn the_output_is_real() {
    for block in of("console") {
        let (command, shown) = block.split_once('\n').unwrap();
        let arguments: Vec<&str> = command
            .strip_prefix("$ leastwise ")
            .unwrap()
            .split(' ')
            .collect();
        let made = leastwise(&arguments).good();
        assert!(
            made.starts_with(shown.strip_suffix("…\n").unwrap()),
            "{made}"
        );
    }
}

#[test]
fn the_template_works() {
    let folder = folder();
    let [template] = of("jinja").try_into().unwrap();
    folder.write("t.md", &template);
    let text = folder.docs(&["policy.yaml", "--template", "t.md"]).good();
    assert!(
        text.contains("\n## Questions\n\nWrite to support@example.com.\n"),
        "{text}"
    );
    let ours = docs(&["--print-template"]).good();
    let page = page();
    for block in ours.split("{% block ").skip(1) {
        let name = block.split(' ').next().unwrap();
        assert!(
            page.contains(&format!("`{name}`")),
            "the block {name} is not on the page"
        );
    }
}

/// The values as lines of a list, from the schema of the format.
fn values(name: &str) -> String {
    let schema = leastwise(&["schema", name]).good();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let mut lines = String::new();
    list(&schema, &schema, "", &mut lines);
    lines
}

fn list(root: &Value, at: &Value, before: &str, lines: &mut String) {
    for (name, value) in at["properties"].as_object().unwrap() {
        let mut inner = follow(root, value);
        let mut end = "";
        if let Some(items) = inner.get("items") {
            inner = follow(root, items);
            end = "[]";
        }
        let described = value["description"]
            .as_str()
            .or(inner["description"].as_str())
            .unwrap();
        let described = described.replace('\n', " ");
        writeln!(lines, "- `{before}{name}{end}`: {described}").unwrap();
        if inner.get("properties").is_some() {
            list(root, inner, &format!("{before}{name}{end}."), lines);
        }
    }
}

fn follow<'a>(root: &'a Value, value: &'a Value) -> &'a Value {
    let one = value
        .get("anyOf")
        .and_then(|any| any.get(0))
        .unwrap_or(value);
    match one.get("$ref").and_then(Value::as_str) {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
        None => one,
    }
}

/// `UPDATE=1 cargo test --test program docs::page` writes the list.
#[test]
fn every_value_is_listed() {
    let page = std::fs::read_to_string(root().join(VALUES)).unwrap();
    let (start, end) = ("<!-- values -->\n", "<!-- /values -->");
    let (before, rest) = page.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let made = format!(
        "{before}{start}\n{}\nOf an index:\n\n{}\n{end}{after}",
        values("docs"),
        values("docs-index")
    );
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(root().join(VALUES), &made).unwrap();
    } else {
        assert!(
            page == made,
            "UPDATE=1 cargo test --test program docs::page"
        );
    }
}

/// The values for templates match the published schema.
#[test]
fn the_values_fit_their_schema() {
    let folder = folder();
    for (name, arguments) in [
        ("docs", &["rewst"][..]),
        ("docs", &["visionary360-mass-maintenance"]),
        (
            "docs",
            &[
                "tests/inputs/policies/ticketing.yaml",
                "--feature",
                "billing",
            ],
        ),
        ("docs-index", &["rewst", "hudu", "--kind", "index"]),
    ] {
        let schema = leastwise(&["schema", name]).good();
        let schema: Value = serde_json::from_str(&schema).unwrap();
        let made = folder
            .docs(&[arguments, &["--format", "json"]].concat())
            .good();
        let made: Value = serde_json::from_str(&made).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&made)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}
