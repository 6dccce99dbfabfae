//! Files that are unreadable, deleted, or change while they are read.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use crate::faults::harness::{
    CLEAN, POLICY, WITH_FINDINGS, code, folder, leastwise, mode, stderr, stdout, unprivileged,
};

fn report(output: &std::process::Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stdout(output)))
}

#[test]
fn an_unreadable_file_is_reported_and_the_others_are_compared() {
    let folder = folder(&[CLEAN, WITH_FINDINGS]);
    mode(folder.path(), 0o755);
    mode(&folder.path().join(CLEAN), 0o000);
    let output = unprivileged(folder.path())
        .args(["check", "-p", POLICY, "--format", "json", "."])
        .output()
        .unwrap();
    assert_eq!(code(&output), 3);
    let report = report(&output);
    assert_eq!(report["outcome"], "invalid");
    assert_eq!(report["summary"]["roles"], 1);
    assert_eq!(report["errors"][0]["message"], "permission denied");
    assert_eq!(report["errors"][0]["help"], "check the file's permissions");
}

#[test]
fn a_file_deleted_during_the_run_is_reported() {
    let folder = folder(&[WITH_FINDINGS]);
    // The same error as for a file that was removed after the directory was listed.
    std::os::unix::fs::symlink("removed.json", folder.path().join("a.json")).unwrap();
    let output = leastwise(folder.path())
        .args(["check", "-p", POLICY, "--format", "json", "."])
        .output()
        .unwrap();
    assert_eq!(code(&output), 3);
    let report = report(&output);
    assert_eq!(report["summary"]["roles"], 1);
    assert_eq!(report["errors"][0]["file"], "./a.json");
    assert_eq!(report["errors"][0]["message"], "there is no such file");
}

#[test]
fn a_file_that_grows_while_it_is_read_is_never_clean() {
    let folder = folder(&[]);
    let role = fs::read_to_string(crate::faults::harness::example(CLEAN)).unwrap();
    let settings: serde_json::Value = serde_json::from_str(&role).unwrap();
    let line = format!(
        "{}\n",
        serde_json::json!({ "schema": "leastwise/role/v1", "role": { "id": 1, "name": "API" },
            "settings": settings.get("settings").unwrap_or(&settings) })
    );
    let count = (24 << 20) / line.len();
    fs::write(folder.path().join("roles.jsonl"), line.repeat(count)).unwrap();
    let mut child = leastwise(folder.path())
        .args([
            "check",
            "-p",
            POLICY,
            "--format",
            "plain",
            "-v",
            "roles.jsonl",
        ])
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    // Once there is output, reading has begun; it cannot end while the pipe is full.
    output.read_line(&mut String::new()).unwrap();
    let mut file = OpenOptions::new()
        .append(true)
        .open(folder.path().join("roles.jsonl"))
        .unwrap();
    file.write_all(line.as_bytes()).unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    let ended = child.wait().unwrap();
    assert_eq!(
        ended.code(),
        Some(3),
        "{}",
        rest.lines().next_back().unwrap_or_default()
    );
    assert!(rest.contains("it changed while it was being read"));
}

#[test]
fn a_file_name_that_is_not_utf_8_works() {
    let folder = folder(&[WITH_FINDINGS]);
    let name = PathBuf::from(std::ffi::OsString::from_vec(b"r\xff.json".to_vec()));
    fs::rename(folder.path().join(WITH_FINDINGS), folder.path().join(&name)).unwrap();
    for argument in [name, PathBuf::from(".")] {
        let output = leastwise(folder.path())
            .args(["check", "-p", POLICY, "--format", "json"])
            .arg(&argument)
            .output()
            .unwrap();
        assert_eq!(code(&output), 1, "{argument:?}: {}", stderr(&output));
        let report = report(&output);
        let source = report["roles"][0]["source"].as_str().unwrap();
        assert!(source.ends_with("r\u{fffd}.json"), "{source}");
    }
}
