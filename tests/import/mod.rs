//! Pages with their expected cells: `policy import` drafts a policy from each page, and the binary
//! reads the draft.
mod commands;
mod contradictions;
mod customize;
mod doubts;
mod legends;
mod lines;
mod round_trip;
mod variants;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use leastwise::model::normalize;
use serde_json::Value;

type Key = (String, String, String);

fn run(arguments: &[&str]) -> String {
    crate::harness::leastwise(arguments).stdout
}

/// The draft of a page, as text.
fn imported(name: &str, page: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, page).unwrap();
    let path = path.to_str().unwrap();
    run(&["policy", "import", path, "--id", "t", "--title", "T"])
}

/// The part of a draft with its permissions.
fn permissions(draft: &str) -> &str {
    draft
        .split_once("\npermissions:")
        .map_or("", |(_, rest)| rest)
}

/// The part of a draft with its guesses.
fn guesses(draft: &str) -> &str {
    let rest = draft
        .split_once("\nunconfirmed:")
        .map_or("", |(_, rest)| rest);
    rest.split_once("\npermissions:")
        .map_or(rest, |(guesses, _)| guesses)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("")
}

/// The level of a cell in the expected files.
fn level(accepted: &Value) -> String {
    match (text(accepted, "min"), text(accepted, "max")) {
        (min, max) if min == max => min.to_owned(),
        ("My", _) => "any".to_owned(),
        ("None", max) => format!("planned {max}"),
        (min, _) => min.to_owned(),
    }
}

struct Drafted {
    cells: BTreeMap<Key, (String, Vec<String>)>,
    guessed: BTreeSet<(String, String)>,
}

/// The cells of a policy: the level of each, and its purposes.
fn cells(path: &str) -> BTreeMap<Key, (String, Vec<String>)> {
    let shown: Value = serde_json::from_str(&run(&[
        "policy",
        "show",
        path,
        "--resolved",
        "--as",
        "json",
    ]))
    .unwrap();
    let mut cells: BTreeMap<Key, (String, Vec<String>)> = BTreeMap::new();
    for function in shown["functions"].as_array().unwrap() {
        let key = |operation: &Value| {
            (
                normalize(text(function, "module")),
                normalize(text(function, "function")),
                text(operation, "operation").to_owned(),
            )
        };
        for operation in function["operations"].as_array().unwrap() {
            let purposes = operation["origins"].as_array().unwrap().iter();
            let purposes = purposes
                .map(|origin| text(origin, "purpose").to_owned())
                .collect();
            cells.insert(key(operation), (level(&operation["accepted"]), purposes));
        }
        for operation in function["dormant"].as_array().unwrap() {
            if operation["accepted"].is_object() {
                let purpose = text(operation, "purpose").to_owned();
                cells
                    .entry(key(operation))
                    .or_insert_with(|| (level(&operation["accepted"]), vec![purpose]));
            }
        }
    }
    cells
}

fn draft(page: &Path) -> Drafted {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.yaml");
    let path = path.to_str().unwrap();
    run(&["policy", "import", page.to_str().unwrap(), "-o", path]);
    let cells = cells(path);
    let linted: Value =
        serde_json::from_str(&run(&["policy", "lint", path, "--format", "json"])).unwrap();
    let findings = linted["policies"].as_array().unwrap().iter();
    let guessed = findings
        .flat_map(|policy| policy["findings"].as_array().unwrap())
        .filter(|finding| finding["rule"] == "unconfirmed")
        .map(|finding| {
            (
                normalize(text(finding, "module")),
                normalize(text(finding, "function")),
            )
        })
        .collect();
    Drafted { cells, guessed }
}

#[test]
fn exactly_the_cells_and_reasons_of_the_pages_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/pages");
    let mut wrong = Vec::new();
    let mut pages = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.ends_with(".expected.json") {
            continue;
        }
        pages += 1;
        let expected: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let drafted = draft(&folder.join(text(&expected, "page")));
        let mut right = BTreeSet::new();
        for fact in expected["facts"].as_array().unwrap() {
            let function = (
                normalize(text(fact, "module")),
                normalize(text(fact, "function")),
            );
            let key = (function.0, function.1, text(fact, "operation").to_owned());
            let wanted = text(fact, "level");
            if wanted == "None" {
                continue;
            }
            let agrees = |found: &str| match found.strip_prefix("planned ") {
                Some(level) => fact["optional"] == true && (level == wanted || wanted == "any"),
                None if wanted == "any" => matches!(found, "any" | "My" | "All"),
                None => found == wanted,
            };
            match drafted.cells.get(&key) {
                Some((found, purposes)) if agrees(found) => {
                    let reason = text(fact, "purpose");
                    if !reason.is_empty() && !purposes.iter().any(|kept| kept.contains(reason)) {
                        wrong.push(format!("{name}: {key:?} lost its reason `{reason}`"));
                    }
                    right.insert(key);
                }
                found => wrong.push(format!("{name}: {key:?} is {found:?}, not {wanted}")),
            }
        }
        for (key, (found, _)) in &drafted.cells {
            let marked = drafted.guessed.contains(&(key.0.clone(), key.1.clone()));
            if found != "None" && !right.contains(key) && !marked {
                wrong.push(format!(
                    "{name}: {key:?} is {found}, which the page does not say"
                ));
            }
        }
    }
    assert!(pages >= 18, "{pages} pages");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
