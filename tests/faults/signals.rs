//! A run that is stopped in the middle ends by that signal, as the shell and every CI expect, and
//! leaves every file as it was.

use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

use crate::harness::{POLICY, folder, leastwise, names};

fn stopped_by(signal: &str) -> Option<i32> {
    let folder = folder(&[]);
    fs::write(folder.path().join("report.json"), "yesterday's").unwrap();
    let mut child = leastwise(folder.path())
        .args(["check", "-p", POLICY, "-", "--report", "json=report.json"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    // More than any pipe holds: once it is taken, the run has begun to read.
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"[").unwrap();
    input.write_all(&vec![b' '; 1 << 20]).unwrap();
    let sent = Command::new("kill")
        .args([format!("-{signal}"), child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    let ended = child.wait().unwrap();
    let left = fs::read_to_string(folder.path().join("report.json")).unwrap();
    assert_eq!(left, "yesterday's");
    assert_eq!(names(folder.path()), ["report.json"]);
    ended.signal()
}

#[test]
fn an_interrupted_run_ends_by_the_signal_and_touches_no_file() {
    assert_eq!(stopped_by("INT"), Some(2));
    assert_eq!(stopped_by("TERM"), Some(15));
}
