//! Many roles at once, in directories and in streams: none is skipped because of its first words.

use std::fs;

use serde_json::{Value, json};

use crate::readers::harness::{POLICY, Run, example, leastwise, utf16};

fn check(input: &[u8]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["check", "-", "-p", POLICY, "--format", "json"];
    leastwise(folder.path(), &arguments, input)
}

fn message(ran: &Run) -> String {
    let report = ran.json();
    let message = report["errors"][0]["message"].as_str();
    message.unwrap_or_default().to_owned()
}

#[test]
fn a_directory_search_skips_no_role_because_of_its_first_words() {
    let settings = json!(example("cloudblue-exact.json"));
    let run = |name: &str, text: &str| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a-role.json"), settings.to_string()).unwrap();
        fs::write(folder.path().join(name), text).unwrap();
        let arguments = ["check", ".", "-p", POLICY, "--format", "json"];
        leastwise(folder.path(), &arguments, b"")
    };
    let wrapped = format!("{{\"source\":\"leastwise/export\",\"settings\":{settings}}}");
    let ran = run("b.json", &wrapped);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.json()["roles"].as_array().unwrap().len(), 2);
    let later = "this is a role from another version, `leastwise/role/v2`, but this version of \
                 Leastwise reads `leastwise/role/v1`";
    for (name, text) in [
        (
            "b.json",
            "{\"schema\":\"leastwise/role/v2\",\"rows\":[]}".to_owned(),
        ),
        (
            "b.jsonl",
            "{\"schema\":\"leastwise/role/v2\",\"settings\":[]}\n".repeat(2),
        ),
        (
            "b.yaml",
            "schema: leastwise/role/v2\npermissions: {}\n".to_owned(),
        ),
    ] {
        let ran = run(name, &text);
        assert_eq!(ran.code, 3, "{name}: {}", ran.stdout);
        assert_eq!(message(&ran), later, "{name}");
    }
    // A role that contains the mark of another Leastwise document is still a role.
    for text in [
        "{\"id\":\"x\",\"a\":[1,2],\"schema\":\"leastwise/policy/v1\"}",
        "{\"schema\":\"leastwise\\/report\\/v1\"}",
    ] {
        let ran = run("b.json", text);
        assert_eq!(ran.code, 0, "{text}");
        assert!(ran.stderr.contains("b.json"), "{}", ran.stderr);
    }
}

#[test]
fn a_stream_of_snapshots_may_have_a_byte_order_mark_and_escaped_slashes() {
    let snapshot = |name: &str| {
        json!({
            "schema": "leastwise/role/v1", "role": { "name": name }, "count": 93,
            "complete": true, "settings": example("cloudblue-exact.json"),
        })
    };
    let text = format!("{}\r\n{}\r\n", snapshot("A"), snapshot("B"));
    let escaped = text.replace("leastwise/role/v1", "leastwise\\/role\\/v1");
    let inputs = [
        text.clone().into_bytes(),
        [&b"\xef\xbb\xbf"[..], text.as_bytes()].concat(),
        utf16(&text),
        escaped.clone().into_bytes(),
        utf16(&escaped),
    ];
    for (index, input) in inputs.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("all.jsonl"), input).unwrap();
        for (argument, bytes) in [("-", &input[..]), ("all.jsonl", b"")] {
            let arguments = ["check", argument, "-p", POLICY, "--format", "json"];
            let ran = leastwise(folder.path(), &arguments, bytes);
            assert_eq!(ran.code, 0, "{index} {argument}: {}", ran.stdout);
            let report = ran.json();
            let names: Vec<&Value> = report["roles"]
                .as_array()
                .unwrap()
                .iter()
                .map(|role| &role["name"])
                .collect();
            assert_eq!(names, ["A", "B"], "{index} {argument}");
        }
    }
    let one = snapshot("A")
        .to_string()
        .replace("leastwise/role/v1", "leastwise\\/role\\/v1");
    assert_eq!(check(one.as_bytes()).code, 0);
}

#[test]
fn places_in_a_marked_stream_are_those_of_the_file() {
    let line = "{\"schema\":\"leastwise/role/v1\",\"settings\":[{\"moduleFunctionName\":\"Agreements\",\
                \"addLevel\":\"Al\"}]}\n";
    let marked = [&b"\xef\xbb\xbf"[..], line.repeat(2).as_bytes()].concat();
    let ran = check(&marked);
    let report = ran.json();
    let at = |index: usize| &report["errors"][index]["locations"][0];
    let column = 1 + line.find("\"Al\"").unwrap();
    assert_eq!(json!([at(0)["line"], at(0)["column"]]), json!([1, column]));
    assert_eq!(json!([at(1)["line"], at(1)["column"]]), json!([2, column]));
}

#[test]
fn blank_lines_and_marks_between_snapshots_are_part_of_no_role() {
    let settings = example("cloudblue-exact.json");
    let snapshot = json!({
        "schema": "leastwise/role/v1", "role": { "name": "R" },
        "count": settings.len(), "complete": true, "settings": settings,
    });
    for text in [
        format!("\n{snapshot}\n\n{snapshot}\n"),
        format!("{snapshot}\r\n \r\n\u{feff}{snapshot}"),
        format!("\u{feff}\n{snapshot}\n{snapshot}\n"),
        format!("\u{feff}\r\n\r\n{snapshot}\n\u{feff}\n{snapshot}\n\n"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("roles.json"), &text).unwrap();
        for input in ["roles.json", "-"] {
            let arguments = ["check", input, "-p", POLICY, "--format", "json"];
            let ran = leastwise(folder.path(), &arguments, text.as_bytes());
            assert_eq!(ran.json()["roles"].as_array().unwrap().len(), 2, "{text:?}");
            assert_eq!(ran.json()["errors"], json!([]), "{text:?}");
        }
    }
}
