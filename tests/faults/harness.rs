//! Shared by these tests: the binary in a clean environment, and roles for it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) use crate::harness::POLICY;
pub(crate) use crate::harness::command;
use crate::harness::root;

/// A role with findings, and one without.
pub(crate) const WITH_FINDINGS: &str = "cloudblue-missing-delete.json";
pub(crate) const CLEAN: &str = "cloudblue-exact.json";

/// The binary in a directory, with a clean environment.
pub(crate) fn leastwise(folder: &Path) -> Command {
    crate::harness::program(folder)
}

pub(crate) fn example(name: &str) -> PathBuf {
    root().join("examples/roles").join(name)
}

/// An empty directory, with copies of examples.
pub(crate) fn folder(examples: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in examples {
        std::fs::copy(example(name), folder.path().join(name)).unwrap();
    }
    folder
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("it exits by itself")
}

pub(crate) fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

pub(crate) fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

/// The names in a directory, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Runs as an unprivileged user, also if the tests run as root: root ignores file modes. The
/// directory must be accessible to others.
pub(crate) fn unprivileged(folder: &Path) -> Command {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let root = String::from_utf8(Command::new("id").arg("-u").output().unwrap().stdout).unwrap();
    if root.trim() != "0" {
        return leastwise(folder);
    }
    // The build may be in a directory that others cannot access.
    let program = folder.join(".program");
    std::fs::copy(env!("CARGO_BIN_EXE_leastwise"), &program).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = command(folder, program);
    command.uid(NOBODY).gid(NOBODY);
    command
}

pub(crate) fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}
