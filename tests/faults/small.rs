//! Small inputs that must be processed quickly.

use std::fmt::Write;
use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::faults::harness::{CLEAN, POLICY, code, folder, leastwise, stderr, stdout};

/// Result of a run that ends within some seconds.
fn soon(mut command: Command) -> Output {
    let started = Instant::now();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("it does not end: {command:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

#[test]
fn repeated_extends_are_limited_or_read_once() {
    let folder = folder(&[CLEAN]);
    let head = "schema: leastwise/policy/v1\ntitle: Own\npermissions: {}\n";
    for number in 0..40 {
        let next = number + 1;
        let twice = format!("{head}id: d{number}\nextends: [./d{next}.yaml, ././d{next}.yaml]\n");
        fs::write(folder.path().join(format!("d{number}.yaml")), twice).unwrap();
        let crossed = format!("{head}id: e{number}\nextends: [./e{next}.yaml, ./f{next}.yaml]\n");
        fs::write(folder.path().join(format!("e{number}.yaml")), &crossed).unwrap();
        fs::write(folder.path().join(format!("f{number}.yaml")), &crossed).unwrap();
    }
    for name in ["d40", "e40", "f40"] {
        let last = format!("{head}id: {name}\n");
        fs::write(folder.path().join(format!("{name}.yaml")), last).unwrap();
    }
    let run = |name: &str| {
        let mut command = leastwise(folder.path());
        command.args(["check", CLEAN, "-p", name, "--format", "json"]);
        soon(command)
    };
    let output = run("d0.yaml");
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    let output = run("e0.yaml");
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    let report: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    let message = &report["errors"][0]["message"];
    assert_eq!(message, "this extends more than 256 policies", "{report}");
}

#[test]
fn an_extends_cycle_through_another_path_is_reported() {
    let folder = folder(&[CLEAN]);
    let text = "schema: leastwise/policy/v1\nid: own\ntitle: Own\npermissions: {}\nextends: ././own.yaml\n";
    fs::write(folder.path().join("own.yaml"), text).unwrap();
    let mut command = leastwise(folder.path());
    command.args(["check", CLEAN, "-p", "own.yaml", "--format", "plain"]);
    let output = soon(command);
    assert_eq!(code(&output), 3);
    assert!(
        stdout(&output).contains("this policy extends itself"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn cyclic_features_are_resolved_quickly() {
    let folder = folder(&[CLEAN]);
    let mut text = "schema: leastwise/policy/v1\nid: own\ntitle: Own\nfeatures:\n".to_owned();
    for number in 0..3_000 {
        let next = (number + 1) % 3_000;
        writeln!(
            text,
            "  f{number}: {{ title: F, default: true, requires: f{next} }}"
        )
        .unwrap();
    }
    text.push_str("permissions:\n  Finance:\n    Agreements: { inquire: All, when: f7 }\n");
    fs::write(folder.path().join("own.yaml"), text).unwrap();
    for (choice, expected) in [
        (None, 0),
        (Some("--no-feature=f9"), 0),
        (Some("--feature=f1"), 0),
    ] {
        let mut command = leastwise(folder.path());
        command.args(["check", CLEAN, "-p", "own.yaml", "--unlisted=allow"]);
        command.args(choice);
        let output = soon(command);
        assert_eq!(
            code(&output),
            expected,
            "{choice:?}: {}{}",
            stdout(&output),
            stderr(&output)
        );
    }
}

#[test]
fn a_pipe_in_a_directory_is_skipped_with_a_note() {
    let folder = folder(&[CLEAN]);
    let made = Command::new("mkfifo")
        .arg(folder.path().join("pipe.json"))
        .status()
        .unwrap();
    assert!(made.success());
    for roles in [".", "*.json"] {
        let mut command = leastwise(folder.path());
        command.args(["check", roles, "-p", POLICY]);
        let output = soon(command);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert!(
            stderr(&output).contains("pipe.json`"),
            "{roles}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn patterns_do_not_follow_link_loops() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[]);
    let deep = folder.path().join("l/a");
    fs::create_dir_all(&deep).unwrap();
    fs::copy(
        crate::faults::harness::example(CLEAN),
        deep.join("role.json"),
    )
    .unwrap();
    symlink("..", deep.join("x")).unwrap();
    symlink("..", deep.join("y")).unwrap();
    for pattern in [
        "l/**/*.json",
        "l/**/role.json",
        "**/*.json",
        "l/*/*.json",
        "l/a/r?le.json",
    ] {
        let mut command = leastwise(folder.path());
        command.args(["check", pattern, "-p", POLICY, "--format", "json"]);
        let output = soon(command);
        assert_eq!(code(&output), 0, "{pattern}: {}", stderr(&output));
        let report: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
        assert_eq!(report["summary"]["roles"], 1, "{pattern}");
        assert_eq!(report["roles"][0]["source"], "l/a/role.json", "{pattern}");
    }
}

#[test]
fn a_large_policy_with_exceptions_is_linted_in_one_pass() {
    let folder = folder(&[]);
    let mut text = "schema: leastwise/policy/v1\nid: own\ntitle: Own\nexceptions:\n".to_owned();
    for number in 0..2_500 {
        writeln!(
            text,
            "  - {{ rule: delete-without-edit, module: Finance, function: F {number}, reason: x }}"
        )
        .unwrap();
    }
    text.push_str("permissions:\n  Finance:\n");
    for number in 0..5_000 {
        writeln!(text, "    F {number}: {{ delete: All, purpose: x }}").unwrap();
    }
    fs::write(folder.path().join("own.yaml"), text).unwrap();
    let mut command = leastwise(folder.path());
    command.args(["policy", "lint", "own.yaml", "--format", "json"]);
    command.stdout(fs::File::create(folder.path().join("lint.json")).unwrap());
    let started = Instant::now();
    let mut child = command.spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "it takes too long"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    let report = fs::read(folder.path().join("lint.json")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(report["summary"]["waived"], 2_500);
    // One for each unknown name, one for each other row with Delete alone, one about sources.
    assert_eq!(report["summary"]["warning"], 5_000 + 2_500 + 1);
}

#[test]
fn a_report_is_not_written_as_a_document_of_another_program() {
    let folder = folder(&[CLEAN]);
    for name in ["report.pdf", "Report.DOCX", "report.xlsx"] {
        for command in ["check", "plan"] {
            let output = leastwise(folder.path())
                .args([command, CLEAN, "-p", POLICY, "-o", name])
                .output()
                .unwrap();
            assert_eq!(code(&output), 2, "{name}");
            assert!(stderr(&output).contains("Leastwise cannot write"), "{name}");
            assert!(!folder.path().join(name).exists(), "{name}");
        }
    }
}
