//! Every policy in the library as a document: complete, without remains of a template.

use std::collections::BTreeMap;

use crate::docs::harness::{Sandbox, leastwise, library};
use crate::docs::{html, markdown};

/// The output of `policy show --resolved` with every feature enabled, during setup.
fn purposes(id: &str, folder: &Sandbox) -> Vec<String> {
    let text = folder.docs(&[id, "--format", "json"]).good();
    let sheet: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut arguments = vec!["policy", "show", id, "--as", "json", "--phase", "setup"];
    let features = sheet["features"].as_array().unwrap();
    let names: Vec<&str> = features
        .iter()
        .map(|feature| feature["name"].as_str().unwrap())
        .collect();
    for name in &names {
        arguments.extend(["--feature", name]);
    }
    let shown = leastwise(&arguments).good();
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let mut found = Vec::new();
    for function in shown["functions"].as_array().unwrap() {
        for operation in function["operations"].as_array().unwrap() {
            for origin in operation["origins"].as_array().unwrap() {
                found.extend(
                    origin["purpose"]
                        .as_str()
                        .map(|purpose| purpose.split_whitespace().collect::<Vec<_>>().join(" ")),
                );
            }
        }
    }
    found
}

fn whole(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_document_is_complete() {
    let folder = Sandbox::new();
    let ids = library();
    let names: Vec<&str> = ids.iter().map(String::as_str).collect();
    for kind in ["guide", "table"] {
        for format in ["markdown", "html"] {
            let place = format!("{kind}-{format}");
            let output = ["--kind", kind, "--format", format, "-o", &place];
            folder.docs(&[&names, &output[..]].concat()).good();
            assert_eq!(folder.files(&place).len(), ids.len() + 1);
        }
    }
    let mut with_purposes = 0;
    for id in &ids {
        let purposes = purposes(id, &folder);
        with_purposes += usize::from(!purposes.is_empty());
        for kind in ["guide", "table"] {
            let text = folder.read(&format!("{kind}-markdown/{id}.md"));
            let read = markdown::read(&text);
            let page = folder.read(&format!("{kind}-html/{id}.html"));
            let elements = html::read(&page);
            left_over(id, &text);
            left_over(id, page.split_once("<body>").unwrap().1);
            let cells = whole(&read.tables[0].concat().join(" "));
            let body = &elements
                .iter()
                .find(|element| element.name == "body")
                .unwrap()
                .text;
            let body = whole(body);
            for purpose in &purposes {
                assert!(cells.contains(purpose), "{id}: {purpose}\n{text}");
                assert!(body.contains(purpose), "{id}: {purpose}\n{page}");
            }
            let width = read.tables[0][0].len();
            assert!(
                read.tables[0].iter().all(|row| row.len() == width),
                "{text}"
            );
            unique_ids(id, &elements);
            in_order(id, &read.headings);
        }
    }
    assert!(
        with_purposes >= 15,
        "only {with_purposes} policies with purposes"
    );
}

fn left_over(id: &str, text: &str) {
    for sign in [
        "{{",
        "}}",
        "{%",
        "%}",
        "undefined",
        "> none<",
        "| none |",
        "()",
        ": .",
        "  \n",
    ] {
        assert!(!text.contains(sign), "{id}: `{sign}` in\n{text}");
    }
}

fn unique_ids(id: &str, elements: &[html::Element]) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for found in elements
        .iter()
        .filter_map(|element| element.attribute("id"))
    {
        *seen.entry(found).or_default() += 1;
    }
    assert!(seen.values().all(|count| *count == 1), "{id}: {seen:?}");
    for link in elements
        .iter()
        .filter_map(|element| element.attribute("href"))
    {
        if let Some(target) = link.strip_prefix('#') {
            assert!(seen.contains_key(target), "{id}: {link} has no target");
        }
    }
}

/// Headings skip no level: screen reader users navigate by them.
fn in_order(id: &str, headings: &[(usize, String)]) {
    let mut last = 0;
    for (level, text) in headings {
        assert!(*level <= last + 1, "{id}: {text}");
        last = *level;
    }
}
