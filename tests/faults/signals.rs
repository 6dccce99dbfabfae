//! An interrupted run ends by that signal, as shells and CI systems expect, and leaves every file
//! unchanged.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::faults::harness::{POLICY, folder, leastwise, names};

fn stopped_by(signal: &str) -> Option<i32> {
    let folder = folder(&[]);
    fs::write(folder.path().join("report.json"), "yesterday's").unwrap();
    let mut child = leastwise(folder.path())
        .args(["check", "-p", POLICY, "-", "--report", "json=report.json"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    // More than the capacity of any pipe: once it is written, the run has begun to read.
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"[").unwrap();
    input.write_all(&vec![b' '; 1 << 20]).unwrap();
    let sent = Command::new("kill")
        .args([format!("-{signal}"), child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    let ended = ended(&mut child);
    let left = fs::read_to_string(folder.path().join("report.json")).unwrap();
    assert_eq!(left, "yesterday's");
    assert_eq!(names(folder.path()), ["report.json"]);
    ended.signal()
}

/// How a process ended; waits a short time.
fn ended(child: &mut Child) -> ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if begun.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("the run goes on after its signal");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Whether the parent process ignores SIGINT, as shells do for background processes.
fn ignores_interrupts() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).unwrap() & 0b10 != 0)
}

#[test]
fn an_interrupted_run_ends_by_the_signal_and_changes_no_file() {
    if !ignores_interrupts() {
        assert_eq!(stopped_by("INT"), Some(2));
    }
    assert_eq!(stopped_by("TERM"), Some(15));
}

/// The temporary file of a run, as soon as it exists.
fn appears(folder: &std::path::Path, child: &mut Child) -> bool {
    while child.try_wait().unwrap().is_none() {
        let mut entries = fs::read_dir(folder).unwrap();
        if entries.any(|entry| {
            let name = entry.unwrap().file_name();
            name.to_string_lossy().starts_with(".leastwise-")
        }) {
            return true;
        }
    }
    false
}

#[test]
fn a_run_interrupted_while_writing_leaves_no_temporary_file() {
    let folder = folder(&[]);
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let long = "x".repeat(50_000);
    let mut policy =
        "schema: leastwise/policy/v1\nid: own\ntitle: Own\npermissions:\n  Finance:\n".to_owned();
    for number in 0..75 {
        writeln!(
            policy,
            "    F {number}: {{ inquire: All, purpose: \"{long}\" }}"
        )
        .unwrap();
    }
    fs::write(folder.path().join("own.yaml"), policy).unwrap();
    let mut stopped = 0;
    // A file is written within milliseconds, so not every run is interrupted in the middle of it.
    for _ in 0..20 {
        let mut child = leastwise(folder.path())
            .args([
                "policy",
                "merge",
                "own.yaml",
                "--as",
                "policy",
                "-o",
                "out/merged.yaml",
            ])
            .spawn()
            .unwrap();
        if appears(&out, &mut child) {
            let _ = Command::new("kill")
                .args(["-TERM", &child.id().to_string()])
                .status()
                .unwrap();
        }
        let status = ended(&mut child);
        let left = names(&out);
        assert!(!left.iter().any(|name| name.starts_with('.')), "{left:?}");
        if status.signal() == Some(15) {
            stopped += 1;
        } else {
            assert_eq!(status.code(), Some(0));
        }
        if stopped == 3 {
            return;
        }
    }
    assert!(stopped > 0, "no run was met while it wrote");
}
