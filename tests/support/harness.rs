//! Runs the program in a clean environment, in the repository or in a sandbox, and makes roles and
//! policies for it. What only one part of the tests needs is in that part's `harness.rs`.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The policy of the examples.
pub(crate) const POLICY: &str = "cloudblue-reseller-marketplace";

/// The date of runs that depend on it.
pub(crate) const TODAY: &str = "--today=2026-11-23";

/// Result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The findings of the first role.
    #[track_caller]
    pub(crate) fn findings(&self) -> Vec<Value> {
        self.json()["roles"][0]["findings"]
            .as_array()
            .unwrap_or_else(|| panic!("{self:?}"))
            .clone()
    }

    /// Everything that was printed.
    pub(crate) fn all(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }
}

/// The directory of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A program in a directory, with a clean environment and without input.
pub(crate) fn command(folder: &Path, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .env_clear()
        // Coverage of the processes that a test starts.
        .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The program in a directory, not yet started.
pub(crate) fn program(folder: &Path) -> Command {
    command(folder, env!("CARGO_BIN_EXE_leastwise"))
}

/// Runs in a directory, with these variables and this input.
pub(crate) fn run_with(
    folder: &Path,
    arguments: &[&str],
    environment: &[(&str, &str)],
    input: &[u8],
) -> Run {
    let mut child = program(folder)
        .args(arguments)
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that does not read standard input may have closed it.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs in the repository.
pub(crate) fn leastwise(arguments: &[&str]) -> Run {
    run_with(&root(), arguments, &[], b"")
}

/// A separate directory in which the program runs.
pub(crate) struct Sandbox(TempDir);

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With `policy.yaml`; missing keys are filled in.
    pub(crate) fn with_policy(policy: &str) -> Self {
        Self::new().and("policy.yaml", completed(policy))
    }

    /// The same with one more file.
    pub(crate) fn and(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(name, content);
        self
    }

    /// The same with an example role, unchanged or modified.
    pub(crate) fn and_role(self, name: &str, change: impl FnOnce(&mut Vec<Value>)) -> Self {
        self.role(name, change);
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// Writes an example role, unchanged or modified.
    pub(crate) fn role(&self, name: &str, change: impl FnOnce(&mut Vec<Value>)) -> &Self {
        let mut rows = rows("cloudblue-exact");
        change(&mut rows);
        self.write(name, serde_json::to_string_pretty(&rows).unwrap())
    }

    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_in("", arguments, &[])
    }

    pub(crate) fn run_in(
        &self,
        folder: &str,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Run {
        run_with(&self.path(folder), arguments, environment, b"")
    }
}

/// A directory with one file, and the path of the file.
pub(crate) fn file(name: &str, content: impl AsRef<[u8]>) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

/// The rows of an example role.
pub(crate) fn rows(example: &str) -> Vec<Value> {
    let path = root().join(format!("examples/roles/{example}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The row of a function.
pub(crate) fn row<'a>(rows: &'a mut [Value], function: &str) -> &'a mut Value {
    rows.iter_mut()
        .find(|row| row["moduleFunctionDescription"] == function)
        .unwrap()
}

/// Part of a policy, with the missing keys filled in as the reference describes.
pub(crate) fn completed(fragment: &str) -> String {
    let written = |key: &str| fragment.lines().any(|line| line.starts_with(key));
    let mut text = String::new();
    for (key, line) in [
        ("schema:", "schema: leastwise/policy/v1\n"),
        ("id:", "id: example\n"),
        ("title:", "title: Example\n"),
    ] {
        if !written(key) {
            text.push_str(line);
        }
    }
    text.push_str(fragment);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    if !written("permissions:") {
        text.push_str("permissions: {}\n");
    }
    text
}

/// The text without parts that differ between machines.
pub(crate) fn scrubbed(text: &str, folder: &Path) -> String {
    text.replace(folder.to_str().unwrap(), "[folder]")
}
