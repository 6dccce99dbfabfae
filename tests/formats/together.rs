//! One run writes every format, and all agree on the findings.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::{command, scenes};

const FORMATS: [&str; 12] = [
    "human", "plain", "json", "jsonl", "sarif", "github", "gitlab", "junit", "tap", "markdown",
    "html", "csv",
];

/// The fingerprints of a report with their counts, without input errors.
fn fingerprints(format: &str, text: &str) -> BTreeMap<String, usize> {
    let json = || serde_json::from_str::<Value>(text).expect("JSON");
    let string = |value: &Value| value.as_str().expect("a fingerprint").to_owned();
    let found: Vec<String> = match format {
        "json" => scenes::findings(&json())
            .iter()
            .map(|one| string(&one["fingerprint"]))
            .collect(),
        "jsonl" => text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
            .filter(|line| line["type"] == "finding")
            .map(|line| string(&line["fingerprint"]))
            .collect(),
        "sarif" => json()["runs"][0]["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| string(&one["partialFingerprints"]["leastwise/v1"]))
            .collect(),
        "gitlab" => json()
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["check_name"] != "input-error")
            .map(|one| {
                string(&one["fingerprint"])
                    .split('-')
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect(),
        "junit" => roxmltree::Document::parse(text)
            .unwrap()
            .descendants()
            .filter(|node| {
                let kind = node.attribute("type");
                kind.is_some_and(|kind| kind != "input-error")
            })
            .map(|node| {
                let text = node.text().unwrap();
                text.rsplit("fingerprint: ").next().unwrap().to_owned()
            })
            .collect(),
        "tap" => text
            .lines()
            .filter_map(|line| line.strip_prefix("  {"))
            .map(|line| serde_json::from_str::<Value>(&format!("{{{line}")).unwrap())
            .filter(|one| !one["rule"].is_null())
            .map(|one| string(&one["fingerprint"]))
            .collect(),
        "html" => text
            .split(" data-fingerprint=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect(),
        "csv" => csv::Reader::from_reader(text.as_bytes())
            .deserialize::<BTreeMap<String, String>>()
            .map(|row| row.unwrap())
            .filter(|row| row["type"] == "finding")
            .map(|row| row["fingerprint"].clone())
            .collect(),
        _ => return BTreeMap::new(),
    };
    let mut counts = BTreeMap::new();
    for one in found {
        *counts.entry(one).or_default() += 1;
    }
    counts
}

#[test]
fn all_formats_of_one_run_agree() {
    for scene in scenes::all() {
        let reports: Vec<String> = FORMATS
            .iter()
            .map(|format| format!("--report={format}=out.{format}"))
            .collect();
        let mut arguments = vec!["check"];
        arguments.extend(reports.iter().map(String::as_str));
        arguments.extend(scene.arguments.iter().map(String::as_str));
        let output = super::leastwise(scene.folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(scene.code), "{}", scene.name);

        let read = |format: &str| {
            fs::read_to_string(scene.folder.path().join(format!("out.{format}"))).expect(format)
        };
        let expected = fingerprints("json", &read("json"));
        let number: usize = expected.values().sum();
        for format in ["jsonl", "sarif", "gitlab", "junit", "tap", "html", "csv"] {
            assert_eq!(
                fingerprints(format, &read(format)),
                expected,
                "{}: {format}",
                scene.name
            );
        }
        // Human-readable formats say how many there are.
        let report: Value = serde_json::from_str(&read("json")).unwrap();
        let verdict = read("plain")
            .lines()
            .last()
            .unwrap()
            .trim_end_matches('.')
            .to_owned();
        for format in ["human", "markdown", "github"] {
            assert!(
                read(format).contains(&verdict),
                "{}: {format}: {verdict}",
                scene.name
            );
        }
        let counts = &report["summary"];
        let sum: u64 = ["error", "warning", "note", "waived"]
            .iter()
            .map(|key| counts[*key].as_u64().unwrap())
            .sum();
        assert_eq!(sum, number as u64, "{}", scene.name);

        // A report in a file equals the terminal output.
        assert_eq!(super::text(&output), read("human"), "{}", scene.name);
        for format in FORMATS {
            assert_eq!(
                scene.print(format),
                read(format),
                "{}: {format}",
                scene.name
            );
        }
    }
}

#[test]
fn every_format_escapes_control_characters_and_direction_marks() {
    let scene = scenes::all().pop().unwrap();
    for format in FORMATS {
        let text = scene.print(format);
        let acts =
            |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!text.chars().any(acts), "{format}");
    }
}

#[test]
fn a_closed_pipe_does_not_affect_report_files() {
    use std::process::Stdio;
    let scene = scenes::large(2_000);
    let mut child = command(
        scene.folder.path(),
        &[
            "check",
            "a.json",
            "-p",
            scenes::LIBRARY,
            "--format",
            "json",
            "--report=csv=out.csv",
        ],
    )
    .stdout(Stdio::piped())
    .spawn()
    .unwrap();
    drop(child.stdout.take());
    child.wait().unwrap();
    let text = fs::read_to_string(scene.folder.path().join("out.csv")).unwrap();
    assert!(text.lines().count() > 2_000);
}
