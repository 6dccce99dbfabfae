//! Names from a file can contain anything. They must not affect a terminal.

use serde_json::json;

use crate::check::harness::{POLICY, example, file, leastwise, rows, run_with};

/// A role with hostile names everywhere and findings on them.
fn hostile_role() -> String {
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[31m\u{9b}2J\r\n::error::\u{202e}gnp.exe\u{0}<script>";
    let mut role = rows("cloudblue-missing-delete");
    for (at, row) in role.iter_mut().enumerate().skip(40).step_by(7) {
        row["moduleFunctionDescription"] = json!(format!("{evil}{at}"));
        row["moduleFunctionName"] = json!(format!("{evil}{at}"));
        row["inquireLevel"] = json!("All");
    }
    let snapshot = json!({
        "schema": "leastwise/role/v1", "role": { "name": evil }, "fetched_at": evil, "settings": role,
    });
    // Raw control characters where JSON allows them, not only escaped ones.
    serde_json::to_string_pretty(&snapshot).unwrap()
}

fn is_unsafe_character(c: char) -> bool {
    (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c)
}

#[test]
fn hostile_names_do_not_reach_the_screen() {
    let (_folder, path) = file("role.json", hostile_role());
    for format in ["human", "plain", "json"] {
        for verbose in [&[][..], &["--verbose"]] {
            let mut all = vec!["check", &path, "-p", POLICY, "--format", format];
            all.extend(verbose);
            let run = leastwise(&all);
            assert_eq!(run.code, 1, "{run:?}");
            let harmful: Vec<char> = run
                .stdout
                .chars()
                .filter(|c| is_unsafe_character(*c))
                .collect();
            assert_eq!(harmful, Vec::<char>::new(), "{format}");
            assert!(
                run.stdout.contains("owned"),
                "the name itself is still shown"
            );
        }
    }
}

#[test]
fn json_keeps_the_hostile_name_unchanged() {
    let (_folder, path) = file("role.json", hostile_role());
    let run = leastwise(&["check", &path, "-p", POLICY, "--format", "json"]);
    let name = run.json()["roles"][0]["name"].as_str().unwrap().to_owned();
    assert!(name.contains('\u{1b}') && name.contains('\u{202e}'));
}

#[test]
fn raw_control_characters_in_a_role_are_escaped() {
    let text = std::fs::read_to_string(
        crate::check::harness::root().join(example("cloudblue-missing-delete")),
    )
    .unwrap()
    .replace(
        "\"deleteLevel\": \"None\",\n    \"editLevel\": \"All\"",
        "\"deleteLevel\": \"None\", \u{7f}\n    \"editLevel\": \"All\"",
    );
    // DEL outside a string is invalid JSON: the error must not print it.
    let (_folder, path) = file("role.json", text);
    let run = leastwise(&["check", &path, "-p", POLICY]);
    assert_eq!(run.code, 3);
    assert!(
        !run.stdout.chars().any(is_unsafe_character),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("\\u{7f}"), "{}", run.stdout);
}

#[test]
fn escape_sequences_in_arguments_are_escaped_in_errors() {
    let run = run_with(&["check", "x.json", "-p", "\u{1b}[31mred"], &[], b"");
    assert_eq!(run.code, 2);
    assert!(
        !run.stderr.chars().any(is_unsafe_character),
        "{:?}",
        run.stderr
    );
}
