//! CSV and JSON Lines.

use serde_json::Value;

use super::scenes;

#[test]
fn every_run_is_a_table_that_no_spreadsheet_evaluates() {
    for scene in scenes::all() {
        let text = scene.print("csv");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().expect("a header").clone();
        let rows: Vec<csv::StringRecord> =
            reader.records().map(|row| row.expect("a row")).collect();
        for cell in rows.iter().flatten() {
            let first = cell.trim_start().chars().next();
            let formula = matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r'));
            assert!(!formula, "{}: {cell}", scene.name);
            assert!(
                !cell.chars().any(char::is_control),
                "{}: {cell}",
                scene.name
            );
        }
        // One record per line, for line-oriented tools.
        assert_eq!(text.lines().count(), rows.len() + 1, "{}", scene.name);

        let column = |name: &str| header.iter().position(|column| column == name).unwrap();
        let found: Vec<&str> = rows
            .iter()
            .filter(|row| &row[column("type")] == "finding")
            .map(|row| &row[column("fingerprint")])
            .collect();
        let expected = scene.findings();
        let expected: Vec<&str> = expected
            .iter()
            .map(|one| one["fingerprint"].as_str().unwrap())
            .collect();
        assert_eq!(found, expected, "{}", scene.name);
        assert_eq!(rows.len() > found.len(), scene.code == 3, "{}", scene.name);
    }
}

#[test]
fn json_lines_agree_with_the_json_document() {
    for scene in scenes::all() {
        let text = scene.print("jsonl");
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        let document: Value = serde_json::from_str(&scene.print("json")).expect("JSON");
        let of = |kind: &str| {
            let lines = lines.iter().filter(|line| line["type"] == kind);
            let untyped = lines.map(|line| {
                let mut line = line.clone();
                line.as_object_mut().unwrap().remove("type");
                line
            });
            untyped.collect::<Vec<_>>()
        };
        assert_eq!(of("finding"), scenes::findings(&document), "{}", scene.name);
        assert_eq!(
            Value::Array(of("error")),
            document["errors"],
            "{}",
            scene.name
        );
        let mut roles = document["roles"].clone();
        for role in roles.as_array_mut().unwrap() {
            role.as_object_mut().unwrap().remove("findings");
        }
        assert_eq!(Value::Array(of("role")), roles, "{}", scene.name);
        let last = lines.last().expect("a last line");
        assert_eq!(last["type"], "summary", "{}", scene.name);
        assert_eq!(last["outcome"], document["outcome"], "{}", scene.name);
        assert_eq!(last["summary"], document["summary"], "{}", scene.name);
    }
}
