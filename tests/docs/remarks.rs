//! Every purpose and every note of the library is in the documents: readers base decisions on them.

use serde_json::Value;

use crate::docs::harness::{Sandbox, library, root};
use crate::docs::{html, markdown};

/// Parts of a policy outside its table: the guide for setting up the member has them.
const GUIDE_ONLY: [&str; 2] = ["credentials", "member"];

/// Everything after a `note`, `notes` or `purpose`, as written, with line breaks as spaces.
fn remarks(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("note" | "purpose", Value::String(text)) => found.push(one_line(text)),
                    ("notes", Value::Array(texts)) => {
                        found.extend(texts.iter().map(|text| one_line(text.as_str().unwrap())));
                    }
                    _ => remarks(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| remarks(value, found)),
        _ => {}
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A Markdown document as its reader sees it.
fn read_markdown(text: &str) -> String {
    let read = markdown::read(text);
    let cells = read.tables.concat().concat();
    one_line(
        &[cells, read.items, read.paragraphs, read.quotes]
            .concat()
            .join(" "),
    )
}

fn read_html(page: &str) -> String {
    let elements = html::read(page);
    let body = elements.iter().find(|element| element.name == "body");
    one_line(&body.unwrap().text)
}

#[test]
fn every_purpose_and_note_of_the_library_is_in_the_documents() {
    let folder = Sandbox::new();
    let ids = library();
    let mut count = 0;
    for kind in ["guide", "table"] {
        for (format, extension) in [("markdown", "md"), ("html", "html")] {
            let names = ids.iter().map(String::as_str);
            let output = ["--kind", kind, "--format", format, "-o", kind];
            folder.docs(&names.chain(output).collect::<Vec<_>>()).good();
            for id in &ids {
                let path = root().join(format!("policies/{id}.yaml"));
                let policy = std::fs::read_to_string(path).unwrap();
                let mut policy: Value = serde_saphyr::from_str(&policy).unwrap();
                if kind == "table" {
                    let policy = policy.as_object_mut().unwrap();
                    policy.retain(|key, _| !GUIDE_ONLY.contains(&key.as_str()));
                }
                let mut expected = Vec::new();
                remarks(&policy, &mut expected);
                let text = folder.read(&format!("{kind}/{id}.{extension}"));
                let shown = match format {
                    "markdown" => read_markdown(&text),
                    _ => read_html(&text),
                };
                for remark in &expected {
                    assert!(shown.contains(remark), "{kind} of {id}: {remark}\n{text}");
                }
                count += expected.len();
            }
        }
    }
    assert!(count >= 1_000, "only {count}");
}

/// A row without a level keeps its notes, with or without a column for purposes.
#[test]
fn the_note_of_a_row_without_a_level_is_kept() {
    let row = "permissions:\n  Finance:\n    Invoicing: { note: Ask first }\n";
    let purpose = "    Agreements: { inquire: { level: All, purpose: Reads them } }\n";
    for policy in [row.to_owned(), format!("{row}{purpose}")] {
        let folder = Sandbox::with_policy(&policy);
        for kind in ["guide", "table"] {
            let text = folder.docs(&["policy.yaml", "--kind", kind]).good();
            let read = markdown::read(&text);
            let cells = read.tables[0][1].join(" ");
            assert!(cells.contains("not stated"), "{text}");
            assert_eq!(cells.matches("Ask first").count(), 1, "{text}");
        }
    }
}
