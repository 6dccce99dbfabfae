//! Documents in a directory or in the repository, on top of what all tests share.

use crate::harness::Run;
pub(crate) use crate::harness::{Sandbox, leastwise, root};

impl Run {
    /// Standard output of a successful run.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        // What was written, and what comes next.
        let noted = |line: &&str| !line.starts_with("wrote ") && !line.starts_with("next: ");
        let stderr: Vec<&str> = self.stderr.lines().filter(noted).collect();
        assert_eq!(
            (self.code, stderr.join("\n").as_str()),
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

impl Sandbox {
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
        self.run(&[&["docs"], arguments].concat())
    }
}

/// `leastwise docs` in the repository.
pub(crate) fn docs(arguments: &[&str]) -> Run {
    leastwise(&[&["docs"], arguments].concat())
}

/// The IDs of the library.
pub(crate) fn library() -> Vec<String> {
    let listed = leastwise(&["policy", "list"]).good();
    let ids = listed
        .lines()
        .map(|line| line.split(' ').next().unwrap().to_owned());
    let ids: Vec<String> = ids.collect();
    assert!(ids.len() >= 54);
    ids
}
