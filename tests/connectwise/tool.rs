//! Runs the real binary in a clean environment.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;

use super::{CLIENT, COMPANY, PUBLIC};

/// The private key of the API member.
pub(crate) const KEY: &str = "Pr1vateKeyThatNobodyMaySee";

/// The forms of the key that must never appear.
pub(crate) fn needles() -> [String; 3] {
    let encode = |text: &str| base64::prelude::BASE64_STANDARD.encode(text);
    [
        KEY.to_owned(),
        encode(KEY),
        encode(&format!("{COMPANY}+{PUBLIC}:{KEY}")),
    ]
}

/// A separate directory, and the environment of a run.
pub(crate) struct Home {
    pub(crate) folder: tempfile::TempDir,
    environment: Vec<(String, String)>,
}

/// Result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Home {
    /// A home directory with valid credentials for the ConnectWise at `url`.
    pub(crate) fn new(url: &str) -> Self {
        let mut home = Self {
            folder: tempfile::tempdir().unwrap(),
            environment: Vec::new(),
        };
        home.set("CONNECTWISE_API_URL", url);
        home.set("CONNECTWISE_COMPANY_ID", COMPANY);
        home.set("CONNECTWISE_PUBLIC_KEY", PUBLIC);
        home.set("CONNECTWISE_PRIVATE_KEY", KEY);
        home.set("CONNECTWISE_CLIENT_ID", CLIENT);
        home.set("RUST_LOG", "trace");
        home.set("RUST_BACKTRACE", "full");
        home
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.unset(name);
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn unset(&mut self, name: &str) {
        self.environment.retain(|(other, _)| other != name);
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let (out, err) = (self.path(".stdout"), self.path(".stderr"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_leastwise"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            // Coverage of the processes that a test starts.
            .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(std::fs::File::create(&out).unwrap())
            .stderr(std::fs::File::create(&err).unwrap())
            .spawn()
            .unwrap();
        let started = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if started.elapsed() > Duration::from_secs(60) {
                child.kill().unwrap();
                child.wait().unwrap();
                panic!("it hung: {arguments:?}");
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let read = |path: &Path| String::from_utf8(std::fs::read(path).unwrap()).unwrap();
        let run = Run {
            code: status.code().unwrap_or(-1),
            stdout: read(&out),
            stderr: read(&err),
        };
        self.assert_no_secret();
        run
    }

    /// Starts a run whose output is read while it runs.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_leastwise"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            // Coverage of the processes that a test starts.
            .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// All files that a run left, including its output.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push(path);
                }
            }
        }
        files.sort();
        files
    }

    fn assert_no_secret(&self) {
        for file in self.files() {
            // The only file with the key, because a test put it there.
            if file.ends_with("private.key") {
                continue;
            }
            let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
            for needle in needles() {
                assert!(!text.contains(&needle), "{} shows the key", file.display());
            }
        }
    }
}

impl Run {
    pub(crate) fn all(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }
}
