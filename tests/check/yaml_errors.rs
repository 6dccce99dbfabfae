//! A policy with mistakes: all are reported at once, each with its position and a suggestion.

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::check::harness::{example, file, leastwise, scrubbed};

fn check(policy: &str) -> crate::check::harness::Run {
    leastwise(&[
        "check",
        &example("cloudblue-exact"),
        "-p",
        policy,
        "--format",
        "plain",
    ])
}

#[test]
fn every_mistake_in_a_file_is_reported_at_once() {
    let run = check("tests/inputs/policies/many-mistakes.yaml");
    assert_eq!(run.code, 3);
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn mistakes_are_shown_at_their_position() {
    let role = example("cloudblue-exact");
    let run = leastwise(&[
        "check",
        &role,
        "-p",
        "tests/inputs/policies/many-mistakes.yaml",
    ]);
    assert_eq!(run.code, 3);
    insta::assert_snapshot!(run.stdout);
}

const GOOD: &str = "schema: leastwise/policy/v1\nid: x\ntitle: X\npermissions:\n  Finance:\n    Agreements:\n      inquire: All\n";

fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect()
}

/// Typical output of Windows editors and hasty edits works, or gives a clear error.
#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn hostile_and_odd_yaml_fails_quickly_with_clear_errors() {
    let bomb = {
        let mut text = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (one, next) in ('a'..='i').zip('b'..='j') {
            let uses = vec![format!("*{one}"); 9].join(",");
            writeln!(text, "{next}: &{next} [{uses}]").unwrap();
        }
        text
    };
    let cases: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        ("bom", [b"\xef\xbb\xbf", GOOD.as_bytes()].concat(), None),
        ("crlf", GOOD.replace('\n', "\r\n").into(), None),
        ("utf16", utf16(GOOD), None),
        (
            "json",
            br#"{"schema":"leastwise/policy/v1","id":"x","title":"X","permissions":{}}"#.into(),
            None,
        ),
        (
            "two documents",
            format!("{GOOD}---\n{GOOD}").into(),
            Some("a second document starts here"),
        ),
        ("nul", format!("{GOOD}\0").into(), Some("a NUL byte")),
        (
            "tabs",
            GOOD.replace("      inq", "\tinq").into(),
            Some("a tab is not allowed here"),
        ),
        (
            "open brackets",
            format!("a: {}", "[".repeat(100_000)).into(),
            Some("not valid YAML"),
        ),
        (
            "open braces",
            "{".repeat(100_000).into(),
            Some("not valid YAML"),
        ),
        (
            "nested dashes",
            format!("{}x", "- ".repeat(20_000)).into(),
            Some("nested deeper"),
        ),
        ("alias bomb", bomb.into(), Some("more than 200000 values")),
        (
            "alias of itself",
            "a: &a [*a]".into(),
            Some("refers to itself"),
        ),
        (
            "empty",
            Vec::new(),
            Some("the file is empty, or has only comments"),
        ),
        ("one word", "hello".into(), Some("expected a mapping")),
        (
            "latin-1",
            b"title: \xe4".into(),
            Some("byte 8, on line 1, is not valid UTF-8"),
        ),
        ("half utf-16", b"\xff\xfea".into(), Some("UTF-16")),
        (
            "five megabytes",
            "#".repeat(5 << 20).into(),
            Some("are allowed"),
        ),
        (
            "merge key",
            format!("{GOOD}<<: {{a: 1}}\n").into(),
            Some("unknown key `<<`"),
        ),
        (
            "same function twice",
            format!("{GOOD}    AGREEMENTS:\n      add: All\n").into(),
            Some("occurs twice"),
        ),
        (
            "empty range",
            GOOD.replace("inquire: All", "inquire: {level: {min: All, max: My}}")
                .into(),
            Some("no level is between"),
        ),
        (
            "id with spaces",
            GOOD.replace("id: x", "id: Foo Bar").into(),
            Some("is not a valid `id`"),
        ),
        (
            "null level",
            GOOD.replace("inquire: All", "inquire:").into(),
            Some("expected `None`, `My` or `All`, but found an empty value"),
        ),
    ];
    for (name, bytes, message) in cases {
        let (_folder, path) = file("policy.yaml", bytes);
        let started = Instant::now();
        let run = check(&path);
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "{name} must end"
        );
        match message {
            None => assert!(run.code == 0 || run.code == 1, "{name}: {run:?}"),
            Some(message) => {
                assert_eq!(run.code, 3, "{name}: {run:?}");
                assert!(run.stdout.contains(message), "{name}: {}", run.stdout);
                assert!(run.stdout.len() < 4000, "{name}: a short answer");
            }
        }
    }
}

/// The most expensive of them stays small in memory too.
#[test]
#[cfg(target_os = "linux")]
fn hostile_yaml_stays_within_a_small_memory() {
    for text in [
        format!("a: {}", "[".repeat(100_000)),
        "- ".repeat(20_000),
        "&a [".repeat(50_000),
    ] {
        let (_folder, path) = file("policy.yaml", text);
        let status = Command::new("sh")
            .arg("-c")
            .arg(format!(
                "ulimit -v 400000; exec '{}' check examples/roles/cloudblue-exact.json -p '{path}' >/dev/null",
                env!("CARGO_BIN_EXE_leastwise")
            ))
            .current_dir(crate::check::harness::root())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(3));
    }
}

#[test]
fn policies_that_forbid_and_need_the_same_level_show_both_places() {
    let (folder, one) = file(
        "one.yaml",
        GOOD.replace("inquire: All", "inquire: {level: {max: My}}"),
    );
    let two = folder.path().join("two.yaml");
    std::fs::write(&two, GOOD.replace("id: x", "id: y")).unwrap();
    let run = leastwise(&[
        "check",
        &example("cloudblue-exact"),
        "-p",
        &one,
        "-p",
        two.to_str().unwrap(),
        "--format",
        "plain",
    ]);
    assert_eq!(run.code, 3);
    insta::assert_snapshot!(scrubbed(&run.stdout, folder.path()));
}
