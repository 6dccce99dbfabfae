//! Errors say what is wrong, where, and what to do.

use std::fs;

use crate::faults::harness::{
    CLEAN, POLICY, WITH_FINDINGS, code, folder, leastwise, mode, stderr, stdout, unprivileged,
};

#[test]
fn each_mistake_has_a_helpful_message() {
    let folder = folder(&[CLEAN, WITH_FINDINGS]);
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write(
        "own.yaml",
        b"schema: leastwise/policy/v1\nid: own\ntitle: Own\npermissions: {}\n",
    );
    write(
        "latin.yaml",
        b"schema: leastwise/policy/v1\nid: own\ntitle: \xfcber\n",
    );
    write(
        "waivers.yaml",
        b"schema: leastwise/config/v1\nwaivers: [{ rule: excess-function, module: '', role: '*', reason: x }]\n",
    );
    write("empty.yaml", b"schema: leastwise/config/v1\nroles: ''\n");
    let exact = format!("check {CLEAN} -p {POLICY}");
    for (arguments, expected, words) in [
        (
            format!("check -p {POLICY} --config empty.yaml --format plain"),
            3,
            "a file name is empty",
        ),
        (format!("{exact} --today 1.1.2027"), 2, "such as 2026-12-31"),
        (
            format!("check {CLEAN} -p latin.yaml"),
            3,
            "on line 3, is not valid UTF-8",
        ),
        (
            "policy import own.yaml".to_owned(),
            3,
            "`leastwise policy show` shows a policy",
        ),
        (
            format!("{exact} --sheet Role --format plain"),
            3,
            "`--sheet Role` selects a sheet of a workbook, but this is not a workbook",
        ),
        (
            format!("{exact} --config waivers.yaml --format plain"),
            0,
            "the waiver for `excess-function` in role `*` matches no finding",
        ),
        (
            format!("baseline write {WITH_FINDINGS} -p {POLICY}"),
            0,
            ": 1 known finding\n",
        ),
    ] {
        let output = leastwise(folder.path())
            .args(arguments.split(' '))
            .output()
            .unwrap();
        let all = format!("{}{}", stdout(&output), stderr(&output));
        assert_eq!(code(&output), expected, "{arguments}: {all}");
        assert!(all.contains(words), "{arguments}: {all}");
    }
}

#[test]
fn only_the_unwritable_file_is_named() {
    let folder = folder(&[CLEAN]);
    fs::create_dir(folder.path().join("closed")).unwrap();
    mode(folder.path(), 0o755);
    mode(&folder.path().join("closed"), 0o555);
    let output = unprivileged(folder.path())
        .args(["check", CLEAN, "-p", POLICY, "-o", "closed/out.json"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 3);
    let text = stderr(&output);
    assert!(
        text.contains("`closed/out.json` could not be written: Permission denied"),
        "{text}"
    );
    assert!(!text.contains("at path"), "{text}");
}

#[test]
fn an_unreadable_directory_is_not_reported_as_empty() {
    let folder = folder(&[CLEAN]);
    fs::create_dir(folder.path().join("closed")).unwrap();
    mode(folder.path(), 0o755);
    mode(&folder.path().join("closed"), 0o333);
    let output = unprivileged(folder.path())
        .args(["check", "closed", "-p", POLICY, "--format", "json"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 3);
    let report: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    let errors = report["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{report}");
}
