//! Plans in all formats, for review when they change; and each format with a validator.

use serde_json::Value;

use crate::plan::harness::{POLICY, Sandbox, leastwise, root, row};

const FORMATS: [&str; 4] = ["plain", "markdown", "json", "html"];

/// Every command whose output is a snapshot here, by name.
fn scenes() -> Vec<(&'static str, Vec<&'static str>)> {
    let role = |name: &'static str| {
        let path = format!("examples/roles/{name}.json");
        &*Box::leak(path.into_boxed_str())
    };
    vec![
        ("one", vec![role("cloudblue-missing-delete"), "-p", POLICY]),
        ("lower", vec![role("cloudblue-too-much"), "-p", POLICY]),
        ("clean", vec![role("cloudblue-exact"), "-p", POLICY]),
        ("cut", vec![role("cloudblue-first-page"), "-p", POLICY]),
        ("admin", vec![role("admin-snapshot"), "-p", POLICY]),
        (
            "several-policies",
            vec![role("cloudblue-too-much"), "-p", "liongard", "-p", "rewst"],
        ),
        (
            "several-roles",
            vec![
                role("cloudblue-too-much"),
                role("cloudblue-exact"),
                "gone.json",
                "-p",
                POLICY,
            ],
        ),
    ]
}

fn print(arguments: &[&str], format: &str) -> String {
    let mut all = vec!["plan", "--format", format, "--no-config"];
    all.extend(arguments);
    leastwise(&all).stdout
}

#[test]
fn human_readable_plans() {
    for (name, arguments) in scenes() {
        for format in ["plain", "markdown"] {
            insta::assert_snapshot!(format!("{name}-{format}"), print(&arguments, format));
        }
    }
    let (_, arguments) = &scenes()[0];
    insta::assert_snapshot!("one-json", print(arguments, "json"));
    let page = print(arguments, "html");
    let body = &page[page.find("<main>").unwrap()..page.find("</main>").unwrap()];
    insta::assert_snapshot!("one-html", body);
}

#[test]
fn the_document_matches_its_schema() {
    let schema = std::fs::read_to_string(root().join("schemas/plan.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut kinds: Vec<String> = Vec::new();
    for (name, arguments) in scenes() {
        let document: Value = serde_json::from_str(&print(&arguments, "json")).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
        collect(&document, &mut kinds);
    }
    for kind in ["raise", "lower", "set", "look"] {
        assert!(kinds.iter().any(|seen| seen == kind), "{kind}");
    }
    // A step of an unknown kind, or without a required field, is invalid.
    let mut wrong: Value = serde_json::from_str(&print(&scenes()[0].1, "json")).unwrap();
    let step = wrong
        .pointer_mut("/roles/0/modules/0/functions/0/steps/0")
        .unwrap();
    step["kind"] = "jump".into();
    assert!(!validator.is_valid(&wrong));
}

fn collect(value: &Value, kinds: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|one| collect(one, kinds)),
        Value::Object(fields) => {
            kinds.extend(
                fields
                    .get("kind")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
            fields.values().for_each(|one| collect(one, kinds));
        }
        _ => {}
    }
}

#[test]
fn every_format_is_reproducible_for_every_scene() {
    for (name, arguments) in scenes() {
        for format in FORMATS {
            let one = print(&arguments, format);
            assert!(one.len() > 40, "{name} {format}: {one}");
            assert_eq!(one, print(&arguments, format), "{name} {format}");
        }
    }
}

/// Every change is one checkbox, in every format that has them.
#[test]
fn every_change_has_a_checkbox() {
    let place = Sandbox::new().and_role("role.json", |rows| {
        for function in ["Agreements", "Contacts", "Opportunity"] {
            for level in ["addLevel", "editLevel", "deleteLevel", "inquireLevel"] {
                row(rows, function)[level] = "My".into();
            }
        }
    });
    let document = place
        .plan(&["role.json", "-p", POLICY, "--format", "json"])
        .json();
    let clicks = document["roles"][0]["totals"]["steps"].as_u64().unwrap();
    assert_eq!(clicks, 12);
    let page = place
        .plan(&["role.json", "-p", POLICY, "--format", "html"])
        .stdout;
    assert_eq!(page.matches("class=\"step\"").count(), 12);
    let text = place.plan(&["role.json", "-p", POLICY]).stdout;
    // Changes that share a sentence share a line; its numbers count every change.
    assert!(
        text.contains("[ ] 9-12. lower Add, Edit, Delete and Inquire Levels from My to None"),
        "{text}"
    );
}

#[test]
fn lines_fit_into_the_terminal() {
    for (name, arguments) in scenes() {
        let mut all = vec!["plan", "--no-config"];
        all.extend(&arguments);
        let run = leastwise(&all);
        for line in run.stdout.lines() {
            let width = line.chars().count();
            assert!(width <= 100 || !line.trim().contains(' '), "{name}: {line}");
        }
    }
}
