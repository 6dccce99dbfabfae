//! The private key from the environment, in every place where files could expose it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use crate::faults::harness::{CLEAN, POLICY, code, folder, leastwise, stderr, stdout};

const KEY: &str = "S3cr3tKeyOfTheEnvironment";
/// `acme+PUB1:S3cr3tKeyOfTheEnvironment`
const PAIR: &str = "YWNtZStQVUIxOlMzY3IzdEtleU9mVGhlRW52aXJvbm1lbnQ=";

fn with_key(folder: &Path) -> Command {
    let mut command = leastwise(folder);
    command
        .env("CONNECTWISE_COMPANY_ID", "acme")
        .env("CONNECTWISE_PUBLIC_KEY", "PUB1")
        .env("CONNECTWISE_PRIVATE_KEY", KEY);
    command
}

fn shows_nothing(output: &Output) {
    for text in [stdout(output), stderr(output)] {
        for secret in [KEY, PAIR] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn the_key_in_a_file_is_redacted() {
    let folder = folder(&[CLEAN]);
    let text = format!(
        "schema: leastwise/policy/v1\nid: own\ntitle: {KEY}\nnonsense: {KEY} {PAIR}\npermissions: {{}}\n"
    );
    fs::write(folder.path().join("own.yaml"), text).unwrap();
    fs::write(
        folder.path().join("role.csv"),
        format!("Function,{KEY}\n{KEY},{PAIR}\n"),
    )
    .unwrap();
    fs::write(
        folder.path().join("role.json"),
        format!("[{{\"{KEY}\": \"{PAIR}\"}}]"),
    )
    .unwrap();
    for format in ["human", "plain", "json", "sarif", "html"] {
        for (role, policy) in [
            (CLEAN, "own.yaml"),
            ("role.csv", POLICY),
            ("role.json", POLICY),
        ] {
            let output = with_key(folder.path())
                .args(["check", role, "-p", policy, "--format", format])
                .output()
                .unwrap();
            assert_eq!(code(&output), 3, "{}", stderr(&output));
            shows_nothing(&output);
        }
    }
}

#[test]
fn redaction_does_not_change_rewritten_files() {
    let folder = folder(&[]);
    let before =
        format!("My key: {KEY}\n\n<!-- leastwise docs {POLICY} -->\n<!-- /leastwise docs -->\n");
    fs::write(folder.path().join("page.md"), before).unwrap();
    let output = with_key(folder.path())
        .args(["docs", "--update", "page.md"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let after = fs::read_to_string(folder.path().join("page.md")).unwrap();
    assert!(after.contains(KEY), "{after}");
}

#[cfg(target_os = "linux")]
#[test]
fn system_files_are_not_roles_or_policies() {
    let folder = folder(&[CLEAN]);
    let roles = folder.path().join("roles");
    fs::create_dir(&roles).unwrap();
    for name in ["a.json", "b.csv", "c.yaml", "d.md"] {
        symlink("/proc/self/environ", roles.join(name)).unwrap();
    }
    let base = "schema: leastwise/policy/v1\nid: own\ntitle: Own\npermissions: {}\n";
    fs::write(
        folder.path().join("own.yaml"),
        format!("{base}extends: /proc/self/environ\n"),
    )
    .unwrap();
    for arguments in [
        ["check", "roles", "-p", POLICY],
        ["check", "/proc/self/environ", "-p", POLICY],
        ["check", "/sys/kernel/uevent_seqnum", "-p", POLICY],
        ["check", CLEAN, "-p", "own.yaml"],
        ["check", CLEAN, "-p", "/proc/self/environ"],
        ["policy", "import", "/proc/self/environ", "--all"],
        ["policy", "show", "own.yaml", "--resolved"],
    ] {
        let output = with_key(folder.path()).args(arguments).output().unwrap();
        assert_eq!(code(&output), 3, "{arguments:?}: {}", stderr(&output));
        shows_nothing(&output);
        let all = format!("{}{}", stdout(&output), stderr(&output));
        assert!(
            all.contains("a virtual file of the system"),
            "{arguments:?}: {all}"
        );
    }
}

/// The key in every form in which a file can contain it, in every format.
#[test]
fn the_key_is_redacted_in_every_form() {
    use base64::Engine;
    let key = "s3cr3t&Key/41";
    let folder = folder(&[CLEAN]);
    let text = std::fs::read_to_string(folder.path().join(CLEAN)).unwrap();
    let named = |name: &str| text.replacen("\"Surveys\"", name, 1);
    let url_safe = base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(format!("acme+pub:{key}"));
    let forms = [
        format!("\"{key}\""),
        format!("\"{}\"", key.replace('3', "\\u0033")),
        format!("\"{}\"", key.replace('/', "\\/")),
        format!("\"{}\"", key.to_uppercase()),
        format!("\"{}\"", key.replace('&', "&amp;")),
        format!("\"{}\"", key.replace('&', "%26")),
        format!("\"{url_safe}\""),
    ];
    for form in &forms {
        std::fs::write(folder.path().join("role.json"), named(form)).unwrap();
        for format in [
            "human", "plain", "json", "jsonl", "sarif", "csv", "html", "markdown", "junit",
        ] {
            let run = leastwise(folder.path())
                .args(["check", "role.json", "-p", POLICY, "--format", format, "-v"])
                .env("CONNECTWISE_PRIVATE_KEY", key)
                .output()
                .unwrap();
            let shown = format!(
                "{}{}",
                String::from_utf8_lossy(&run.stdout),
                String::from_utf8_lossy(&run.stderr)
            );
            let lower = shown.to_lowercase();
            assert!(!lower.contains(&key.to_lowercase()), "{format} {form}");
            assert!(!shown.contains(form.trim_matches('"')), "{format} {form}");
            assert!(!shown.contains(&url_safe), "{format} {form}");
        }
    }
}

/// A key of characters that formats escape, double or wrap.
#[test]
fn a_key_of_special_characters_is_redacted_and_every_format_stays_valid() {
    let key = "s3\\cr\"et'k/ey-41+of|the*test";
    let folder = folder(&[CLEAN]);
    let text = fs::read_to_string(folder.path().join(CLEAN)).unwrap();
    let named = serde_json::to_string(&format!("A role {key} of some length {key}")).unwrap();
    let text = text.replacen("\"Surveys\"", &named, 1);
    assert!(text.contains(&named));
    fs::write(folder.path().join("role.json"), text).unwrap();
    let bare = |text: &str| -> String {
        let plain = |c: &char| c.is_ascii_alphanumeric();
        text.chars().filter(plain).collect()
    };
    for format in [
        "human", "plain", "json", "jsonl", "sarif", "gitlab", "csv", "html", "markdown", "junit",
        "tap",
    ] {
        for columns in ["40", "60", "100"] {
            let run = leastwise(folder.path())
                .args(["check", "role.json", "-p", POLICY, "--format", format, "-v"])
                .env("CONNECTWISE_PRIVATE_KEY", key)
                .env("COLUMNS", columns)
                .output()
                .unwrap();
            let shown = format!("{}{}", stdout(&run), stderr(&run));
            assert!(
                !bare(&shown).contains("s3cretkey41ofthetest"),
                "{format} {columns}: {shown}"
            );
            assert!(shown.contains("********"), "{format} {columns}: {shown}");
            match format {
                "json" | "sarif" | "gitlab" => {
                    serde_json::from_str::<serde_json::Value>(stdout(&run)).unwrap();
                }
                "jsonl" => {
                    for line in stdout(&run).lines() {
                        serde_json::from_str::<serde_json::Value>(line).unwrap();
                    }
                }
                "junit" => {
                    roxmltree::Document::parse(stdout(&run)).unwrap();
                }
                "csv" => {
                    let mut rows = csv::Reader::from_reader(stdout(&run).as_bytes());
                    assert!(rows.records().all(|row| row.is_ok()), "{}", stdout(&run));
                }
                _ => {}
            }
        }
    }
}

/// A report much larger than the write buffer: no chunk ends within the key.
#[test]
fn a_key_is_redacted_at_every_place_of_a_long_report() {
    let folder = folder(&[]);
    let rows: Vec<String> = (0..4_000)
        .map(|number| {
            let pad = "p".repeat(number % 37);
            format!(
                "{{\"moduleDescription\":\"Finance\",\"moduleFunctionDescription\":\"{number}{pad}{KEY}\",\
                 \"addLevel\":\"All\",\"editLevel\":\"All\",\"deleteLevel\":\"All\",\"inquireLevel\":\"All\"}}"
            )
        })
        .collect();
    fs::write(
        folder.path().join("role.json"),
        format!("[{}]", rows.join(",")),
    )
    .unwrap();
    for format in ["json", "csv"] {
        let run = with_key(folder.path())
            .args(["check", "role.json", "-p", POLICY, "--format", format])
            .output()
            .unwrap();
        assert!(run.stdout.len() > 1 << 18, "{format}");
        for part in [KEY, "S3cr3tKe", "ironment"] {
            assert!(!stdout(&run).contains(part), "{format} {part}");
        }
    }
}

#[test]
fn wrong_arguments_show_neither_the_key_nor_a_ci_command() {
    let folder = folder(&[]);
    for argument in [KEY, PAIR, "\n::error::x", "--\r::error::x", "\u{1b}[31mx"] {
        for arguments in [
            &[argument][..],
            &["check", "--format", argument],
            &["explain", argument],
        ] {
            let run = with_key(folder.path())
                .args(arguments)
                .env("GITHUB_ACTIONS", "true")
                .output()
                .unwrap();
            assert_eq!(code(&run), 2, "{}", stderr(&run));
            shows_nothing(&run);
            for line in stderr(&run).split(['\n', '\r']) {
                assert!(!line.trim_start().starts_with("::"), "{line}");
            }
            assert!(!stderr(&run).contains('\u{1b}'), "{}", stderr(&run));
        }
    }
}
