//! The private key of the environment, wherever files lead to it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use crate::harness::{CLEAN, POLICY, code, folder, leastwise, said, told};

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
    for text in [said(output), told(output)] {
        for secret in [KEY, PAIR] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn what_a_file_shows_of_the_key_is_struck_out() {
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
            assert_eq!(code(&output), 3, "{}", told(&output));
            shows_nothing(&output);
        }
    }
}

#[test]
fn what_is_hidden_is_not_taken_from_a_file_that_is_written_back() {
    let folder = folder(&[]);
    let before =
        format!("My key: {KEY}\n\n<!-- leastwise docs {POLICY} -->\n<!-- /leastwise docs -->\n");
    fs::write(folder.path().join("page.md"), before).unwrap();
    let output = with_key(folder.path())
        .args(["docs", "--update", "page.md"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{}", told(&output));
    let after = fs::read_to_string(folder.path().join("page.md")).unwrap();
    assert!(after.contains(KEY), "{after}");
}

#[cfg(target_os = "linux")]
#[test]
fn files_of_the_system_are_no_roles_and_no_policies() {
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
        assert_eq!(code(&output), 3, "{arguments:?}: {}", told(&output));
        shows_nothing(&output);
        let all = format!("{}{}", said(&output), told(&output));
        assert!(all.contains("a file of the system"), "{arguments:?}: {all}");
    }
}

/// The key in any form in which a file can hold it, through every format.
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
