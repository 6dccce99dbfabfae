//! Policies from a revision of a git repository.

use std::path::Path;
use std::process::Command;

use crate::policy::harness::{policy, run_in};

fn path_of_this_run() -> String {
    std::env::var("PATH").unwrap_or_default()
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.com",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", path_of_this_run())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?} {output:?}");
}

/// A repository with two versions of a policy, which extends another.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    std::fs::create_dir(at("policies")).unwrap();
    let write = |path: &str, id: &str, rest: &str| {
        std::fs::write(
            at(path),
            policy(rest).replace("id: x", &format!("id: {id}")),
        )
        .unwrap();
    };
    git(folder.path(), &["init", "-q"]);
    let row = |function: &str, level: &str| {
        format!("permissions:\n  Finance:\n    {function}: {{ inquire: {level} }}\n")
    };
    write("policies/base.yaml", "base", &row("Invoicing", "My"));
    write(
        "policies/x.yaml",
        "x",
        &format!("extends: base\n{}", row("Agreements", "My")),
    );
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "one"]);
    write("policies/base.yaml", "base", &row("Invoicing", "All"));
    write(
        "policies/x.yaml",
        "x",
        &format!("extends: ./base.yaml\n{}", row("Agreements", "All")),
    );
    git(folder.path(), &["commit", "-qam", "two"]);
    folder
}

#[test]
fn a_revision_is_compared_with_the_current_file() {
    let folder = repository();
    let path = path_of_this_run();
    let run = |arguments: &[&str]| run_in(folder.path(), arguments, &[("PATH", &path)]);
    let diff = run(&[
        "policy",
        "diff",
        "HEAD~1:policies/x.yaml",
        "policies/x.yaml",
        "--fail-on",
        "widening",
    ]);
    assert_eq!(diff.code, 1, "{diff:?}");
    assert!(
        diff.stdout
            .contains("Finance / Agreements: Inquire Level changed from My to All"),
        "{}",
        diff.stdout
    );
    assert!(
        diff.stdout
            .contains("Finance / Invoicing: Inquire Level changed from My to All"),
        "{}",
        diff.stdout
    );
    let same = run(&[
        "policy",
        "diff",
        "HEAD:policies/x.yaml",
        "policies/x.yaml",
        "--fail-on",
        "any",
    ]);
    assert_eq!(same.code, 0, "{same:?}");
}

#[test]
fn missing_git_revisions_and_files_are_reported() {
    let folder = repository();
    let path = path_of_this_run();
    for (old, hint) in [
        ("HEAD~9:policies/x.yaml", "git cannot read this file"),
        ("HEAD:policies/y.yaml", "git cannot read this file"),
        ("HEAD:policies", "git cannot read this file"),
    ] {
        let run = run_in(
            folder.path(),
            &["policy", "diff", old, "policies/base.yaml"],
            &[("PATH", &path)],
        );
        assert_eq!(run.code, 3, "{old} {run:?}");
        assert!(run.stderr.contains(hint), "{}", run.stderr);
    }
    let run = run_in(
        folder.path(),
        &["policy", "diff", "--", "-x:y", "policies/base.yaml"],
        &[("PATH", &path)],
    );
    assert_eq!(run.code, 3);
    assert!(
        run.stderr.contains("does not begin with a dash"),
        "{}",
        run.stderr
    );
}

#[test]
fn missing_git_is_reported() {
    let folder = repository();
    let run = run_in(
        folder.path(),
        &[
            "policy",
            "diff",
            "HEAD:policies/x.yaml",
            "policies/base.yaml",
        ],
        &[("PATH", "/absent")],
    );
    assert_eq!(run.code, 3);
    assert!(
        run.stderr.contains("git is needed to read a revision"),
        "{}",
        run.stderr
    );
}
