//! TAP with a parser of its grammar, written from the specification of version 14.

use super::scenes;

#[derive(Debug, Default, PartialEq)]
struct Harness {
    passed: usize,
    failed: usize,
    todo: usize,
    fingerprints: Vec<String>,
}

/// Reads a TAP stream like a harness, and panics where a harness would report an error.
fn read(text: &str) -> Harness {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("TAP version 14"));
    let mut harness = Harness::default();
    let mut points = 0;
    let mut plan = None;
    while let Some(line) = lines.next() {
        assert_eq!(plan, None, "the plan is the last line: {line}");
        if line == "  ---" {
            let yaml: Vec<&str> = lines.by_ref().take_while(|line| *line != "  ...").collect();
            // The block is one line of JSON, which is YAML.
            let [one] = yaml.as_slice() else {
                panic!("{yaml:?}")
            };
            let value: serde_json::Value = serde_json::from_str(one).expect("JSON");
            harness
                .fingerprints
                .push(value["fingerprint"].as_str().unwrap().to_owned());
        } else if let Some(number) = line.strip_prefix("1..") {
            let number = number.split_whitespace().next().unwrap();
            plan = Some(number.parse::<usize>().expect("a number"));
        } else if !line.starts_with("# ") {
            let (ok, rest) = match line.strip_prefix("not ok ") {
                Some(rest) => (false, rest),
                None => (true, line.strip_prefix("ok ").expect("a test point")),
            };
            points += 1;
            let (number, description) = rest.split_once(" - ").expect("a description");
            assert_eq!(number, points.to_string());
            match directive(description) {
                Some(todo) => {
                    assert!(todo.starts_with("TODO "), "{line}");
                    harness.todo += 1;
                }
                None if ok => harness.passed += 1,
                None => harness.failed += 1,
            }
        }
    }
    assert_eq!(plan, Some(points));
    harness
}

/// The text after the first unescaped `#`.
fn directive(description: &str) -> Option<&str> {
    let mut escaped = false;
    for (at, c) in description.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '#' if !escaped => return description.get(at + 1..).map(str::trim),
            _ => escaped = false,
        }
    }
    None
}

#[test]
fn every_run_is_a_complete_stream_that_agrees_with_the_exit_code() {
    for scene in scenes::all() {
        let harness = read(&scene.print("tap"));
        assert_eq!(harness.failed > 0, scene.code != 0, "{}", scene.name);
        let found = scene.findings();
        for finding in &found {
            let fingerprint = finding["fingerprint"].as_str().unwrap();
            assert!(harness.fingerprints.iter().any(|one| one == fingerprint));
        }
        assert!(harness.fingerprints.len() >= found.len());
    }
}

#[test]
fn findings_that_do_not_fail_are_todo() {
    let scenes = scenes::all();
    let read = |name: &str| read(&scenes.iter().find(|s| s.name == name).unwrap().print("tap"));
    let tolerated = read("warnings");
    assert_eq!(tolerated.failed, 0);
    assert!(tolerated.todo > 0);
    let failing = read("warnings fail");
    assert_eq!(failing.failed, tolerated.todo);
    assert_eq!(failing.passed, tolerated.passed);
    assert_eq!(read("clean").passed, 11);
}
