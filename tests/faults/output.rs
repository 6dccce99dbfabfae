//! Standard output that is closed or full, and files that cannot be written.

use std::fs::{self, OpenOptions};
use std::process::{Command, Stdio};

use crate::faults::harness::{
    CLEAN, POLICY, WITH_FINDINGS, code, command, example, folder, leastwise, mode, names, stderr,
    unprivileged,
};

const FORMATS: [&str; 11] = [
    "human", "plain", "json", "jsonl", "sarif", "github", "gitlab", "junit", "tap", "markdown",
    "csv",
];

/// Runs a command whose output pipe is closed before the first byte.
fn with_closed_pipe(mut command: Command) -> std::process::Output {
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    child.wait_with_output().unwrap()
}

#[test]
fn a_closed_pipe_changes_neither_the_exit_code_nor_the_files() {
    let folder = folder(&[]);
    for format in FORMATS {
        for (role, expected) in [(WITH_FINDINGS, 1), (CLEAN, 0)] {
            let mut command = leastwise(folder.path());
            command
                .args(["check", "--policy", POLICY, "--format", format, "--report"])
                .arg("json=report.json")
                .arg(example(role));
            let output = with_closed_pipe(command);
            assert_eq!(stderr(&output), "wrote report.json\n", "{format} {role}");
            assert_eq!(code(&output), expected, "{format} {role}");
            let report = fs::read(folder.path().join("report.json")).unwrap();
            let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
            assert_eq!(report["summary"]["roles"], 1, "{format} {role}");
            fs::remove_file(folder.path().join("report.json")).unwrap();
        }
    }
}

#[test]
fn an_unreadable_input_is_an_error_with_a_closed_pipe() {
    let folder = folder(&[]);
    let mut command = leastwise(folder.path());
    command.args(["check", "-p", POLICY, "gone.json"]);
    assert_eq!(code(&with_closed_pipe(command)), 3);
}

#[test]
fn other_commands_keep_their_exit_code_with_a_closed_pipe() {
    let folder = folder(&[WITH_FINDINGS]);
    let lint = "schema: leastwise/policy/v1\nid: a\ntitle: A\npermissions:\n  Finance:\n    Agreements:\n      delete: All\n";
    fs::write(folder.path().join("a.yaml"), lint).unwrap();
    for arguments in [
        &["policy", "list"][..],
        &["policy", "show", POLICY],
        &["policy", "lint", "a.yaml"],
        &["policy", "diff", POLICY, "liongard"],
        &["explain", "missing-level"],
        &["schema", "report"],
        &["completions", "bash"],
        &["man"],
        &["init", "--stdout"],
    ] {
        let read = leastwise(folder.path()).args(arguments).output().unwrap();
        let mut command = leastwise(folder.path());
        command.args(arguments);
        let output = with_closed_pipe(command);
        assert_eq!(code(&output), code(&read), "{arguments:?}");
        assert_eq!(stderr(&output), stderr(&read), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_reported() {
    let folder = folder(&[]);
    for format in FORMATS {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = leastwise(folder.path())
            .args(["check", "-p", POLICY, "--format", format])
            .arg(example(WITH_FINDINGS))
            .stdout(Stdio::from(full))
            .output()
            .unwrap();
        assert_eq!(code(&output), 3, "{format}");
        assert_eq!(
            stderr(&output),
            "error: standard output could not be written: No space left on device (os error 28)\n  \
             the output above is incomplete; do not use it\n",
            "{format}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn every_command_reports_a_full_standard_output() {
    let page = "| Module | Function | Inquire |\n|---|---|---|\n| Finance | Invoicing | All |\n";
    let folder = folder(&[]);
    fs::write(folder.path().join("page.md"), page).unwrap();
    let import = ["policy", "import", "page.md", "-o", "draft.yaml"];
    let drafted = leastwise(folder.path()).args(import).output().unwrap();
    assert_eq!(code(&drafted), 0, "{}", stderr(&drafted));
    let role = example(WITH_FINDINGS);
    let role = role.to_str().unwrap();
    let commands: [&[&str]; 18] = [
        &["policy", "confirm", "draft.yaml", "--list"],
        &["policy", "confirm", "draft.yaml", "--all"],
        &["policy", "import", "page.md"],
        &["policy", "lint", "draft.yaml"],
        &["policy", "list"],
        &["policy", "show", POLICY],
        &["policy", "diff", POLICY, "liongard"],
        &["role", "diff", role, "page.md"],
        &["role", "identify", role],
        &["explain", "missing-level"],
        &["explain", "GET /service/tickets"],
        &["plan", role, "-p", POLICY],
        &["docs", POLICY],
        &["schema", "report"],
        &["completions", "bash"],
        &["man"],
        &["init", "--stdout"],
        &["--version"],
    ];
    for arguments in commands {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = leastwise(folder.path());
        let output = command
            .args(arguments)
            .stdout(Stdio::from(full))
            .output()
            .unwrap();
        assert_eq!(code(&output), 3, "{arguments:?}: {}", stderr(&output));
        let said = "standard output could not be written: No space left on device";
        assert!(
            stderr(&output).contains(said),
            "{arguments:?}: {}",
            stderr(&output)
        );
    }
}

/// A run that may write only the given number of 512-byte blocks to a file, as on a full disk.
fn on_a_full_disk(folder: &std::path::Path, blocks: u32, arguments: &[&str]) -> Command {
    let mut command = command(folder, "/bin/sh");
    command
        .arg("-c")
        .arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""))
        .arg("sh")
        .arg(env!("CARGO_BIN_EXE_leastwise"))
        .args(arguments);
    command
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_file_as_it_was() {
    let folder = folder(&[WITH_FINDINGS]);
    fs::write(folder.path().join("report.json"), "yesterday's").unwrap();
    let arguments = [
        "check",
        "-p",
        POLICY,
        WITH_FINDINGS,
        "-o",
        "report.json",
        "--format",
        "json",
    ];
    let output = on_a_full_disk(folder.path(), 1, &arguments)
        .output()
        .unwrap();
    assert_eq!(code(&output), 3);
    assert!(
        stderr(&output).starts_with("error: `report.json` could not be written: "),
        "{}",
        stderr(&output)
    );
    assert!(
        stderr(&output).contains("\n  the file is unchanged; "),
        "{}",
        stderr(&output)
    );
    let left = fs::read_to_string(folder.path().join("report.json")).unwrap();
    assert_eq!(left, "yesterday's");
    assert_eq!(names(folder.path()), [WITH_FINDINGS, "report.json"]);
}

#[cfg(target_os = "linux")]
#[test]
fn init_leaves_no_partial_file() {
    let folder = folder(&[WITH_FINDINGS]);
    let output = on_a_full_disk(folder.path(), 0, &["init"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("could not be written"),
        "{}",
        stderr(&output)
    );
    assert_eq!(names(folder.path()), [WITH_FINDINGS]);
}

#[test]
fn a_directory_without_permission_is_reported_and_the_other_report_is_written() {
    let folder = folder(&[WITH_FINDINGS]);
    mode(folder.path(), 0o777);
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::write(locked.join("old.json"), "old").unwrap();
    mode(&locked, 0o555);
    let output = unprivileged(folder.path())
        .args(["check", "-p", POLICY, WITH_FINDINGS])
        .args([
            "--report",
            "json=locked/old.json",
            "--report",
            "sarif=out.sarif",
        ])
        .output()
        .unwrap();
    assert_eq!(code(&output), 3);
    let message = "error: `locked/old.json` could not be written: Permission denied (os error 13)";
    assert!(stderr(&output).contains(message), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(locked.join("old.json")).unwrap(), "old");
    assert_eq!(names(&locked), ["old.json"]);
    assert!(folder.path().join("out.sarif").is_file());
    mode(&locked, 0o755);
}
