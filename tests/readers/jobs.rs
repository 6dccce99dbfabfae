//! Several threads: identical output in every format for any number of threads, with faulty roles;
//! streams; and a reader that closes the pipe early.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const POLICY: &str = "cloudblue-reseller-marketplace";
const FORMATS: [&str; 11] = [
    "human", "plain", "json", "jsonl", "sarif", "github", "gitlab", "junit", "tap", "markdown",
    "csv",
];

/// A role with a separate name; every third grants too little.
fn role(number: usize) -> String {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/roles/");
    let name = match number % 3 {
        0 => "cloudblue-missing-delete.json",
        _ => "cloudblue-exact.json",
    };
    let settings = std::fs::read_to_string(format!("{example}{name}")).unwrap();
    let settings: serde_json::Value = serde_json::from_str(&settings).unwrap();
    serde_json::json!({
        "schema": "leastwise/role/v1",
        "role": { "id": number, "name": format!("Role {number}"), "adminFlag": false },
        "complete": true,
        "count": settings.as_array().unwrap().len(),
        "settings": settings,
    })
    .to_string()
}

/// Forty roles with all kinds of faults.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..40 {
        let (name, text) = match number {
            7 => ("07.json".to_owned(), "[{\"addLevel\": \"Al".to_owned()),
            11 => ("11.csv".to_owned(), "not,a\nrole,at all\n".to_owned()),
            13 => (
                "13.json".to_owned(),
                "{\"schema\":\"leastwise/report/v1\",\"roles\":[]}".to_owned(),
            ),
            17 => (
                "17.jsonl".to_owned(),
                (100..104).map(|n| role(n) + "\n").collect(),
            ),
            19 => ("19.json".to_owned(), String::new()),
            23 => (
                "23.yaml".to_owned(),
                "role: Written\npermissions:\n  Finance:\n    Agreements:\n      add: Al\n"
                    .to_owned(),
            ),
            31 => ("31.txt".to_owned(), "notes".to_owned()),
            number => (format!("{number:02}.json"), role(number)),
        };
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn leastwise(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leastwise"));
    command
        .arg("check")
        .args(arguments)
        .args(["-p", POLICY, "--no-config"])
        .current_dir(folder)
        .env_clear()
        // Coverage of the processes that a test starts.
        .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)));
    command
}

#[test]
fn every_format_is_the_same_with_one_thread_and_with_eight() {
    let folder = folder();
    for format in FORMATS {
        let run = |jobs: &str| {
            let output = leastwise(folder.path(), &[".", "--format", format, "-j", jobs]).output();
            let output = output.unwrap();
            (output.status.code(), output.stdout, output.stderr)
        };
        let one = run("1");
        assert_eq!(one.0, Some(3), "{format}");
        assert!(!one.1.is_empty(), "{format}");
        for jobs in ["2", "8"] {
            let several = run(jobs);
            assert!(several == one, "{format} differs with {jobs} threads");
        }
    }
}

#[test]
fn roles_of_a_stream_are_reported_in_order() {
    let text: String = (0..60).map(|number| role(number) + "\n").collect();
    let broken = text.replacen("\"Role 30\"", "\"Role 30", 1);
    for (text, code, roles) in [(&text, 1, 60), (&broken, 3, 59)] {
        let run = |jobs: &str| {
            let mut child = leastwise(Path::new("."), &["-", "--format", "jsonl", "-j", jobs])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            child
                .stdin
                .take()
                .unwrap()
                .write_all(text.as_bytes())
                .unwrap();
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(code));
            String::from_utf8(output.stdout).unwrap()
        };
        let one = run("1");
        let names: Vec<usize> = one
            .lines()
            .filter(|line| line.contains("\"type\":\"role\""))
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .map(|line| line["name"].as_str().unwrap()[5..].parse().unwrap())
            .collect();
        assert_eq!(names.len(), roles);
        assert!(names.is_sorted());
        assert_eq!(run("8"), one);
    }
}

#[test]
fn a_role_is_reported_before_the_stream_ends() {
    use std::io::{BufRead, BufReader};
    let mut child = leastwise(Path::new("."), &["-", "--format", "jsonl", "-j", "4"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for number in 1..5 {
        input.write_all((role(number) + "\n").as_bytes()).unwrap();
    }
    input.flush().unwrap();
    let mut first = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut first).unwrap();
    assert!(first.contains("Role 1"), "{first}");
    // The pipe is closed and more input comes: the run continues to the end, so that its verdict
    // covers all input.
    drop(output);
    for number in 5..40 {
        input.write_all((role(number) + "\n").as_bytes()).unwrap();
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_closed_pipe_gets_the_same_exit_code() {
    let folder = folder();
    let run = |jobs: &str| {
        let mut child = leastwise(folder.path(), &[".", "--format", "jsonl", "-j", jobs])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        String::from_utf8(output.stderr).unwrap()
    };
    let output = run("4");
    assert!(output.contains("`./31.txt`"), "{output}");
    assert_eq!(output, run("1"));
}

#[test]
fn zero_jobs_are_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let ran =
        crate::readers::harness::leastwise(folder.path(), &["check", "x", "--jobs", "0"], b"");
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("expected a whole number of at least 1"),
        "{}",
        ran.stderr
    );
}
