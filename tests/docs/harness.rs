//! A directory in which the real binary runs.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Standard output of a successful run.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        assert_eq!(
            (self.code, self.stderr.as_str()),
            (0, ""),
            "{}",
            self.stdout
        );
        self.stdout
    }

    /// Standard error of a run that ended with this code.
    #[track_caller]
    pub(crate) fn failed(self, code: i32) -> String {
        assert_eq!(self.code, code, "{self:?}");
        self.stderr
    }
}

pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A directory with `policy.yaml`; missing keys are filled in.
    pub(crate) fn with(policy: &str) -> Self {
        let folder = Self::new();
        folder.write("policy.yaml", &completed(policy));
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of the files in it, in order.
    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// `leastwise docs` with these arguments.
    pub(crate) fn docs(&self, arguments: &[&str]) -> Run {
        run_in(self.0.path(), &[&["docs"], arguments].concat())
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.0.path(), arguments)
    }
}

/// `leastwise docs` in the repository.
pub(crate) fn docs(arguments: &[&str]) -> Run {
    run_in(root(), &[&["docs"], arguments].concat())
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_leastwise"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        // Coverage of the processes that a test starts.
        .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The IDs of the library.
pub(crate) fn library() -> Vec<String> {
    let listed = run_in(root(), &["policy", "list"]).good();
    let ids = listed
        .lines()
        .map(|line| line.split(' ').next().unwrap().to_owned());
    let ids: Vec<String> = ids.collect();
    assert!(ids.len() >= 54);
    ids
}

/// A fragment, completed.
fn completed(fragment: &str) -> String {
    let mut text = String::new();
    for (key, line) in [
        ("schema:", "schema: leastwise/policy/v1\n"),
        ("id:", "id: example\n"),
        ("title:", "title: Example\n"),
    ] {
        if !fragment.lines().any(|written| written.starts_with(key)) {
            text.push_str(line);
        }
    }
    text.push_str(fragment);
    if !fragment
        .lines()
        .any(|line| line.starts_with("permissions:"))
    {
        text.push_str("permissions: {}\n");
    }
    text
}
