//! Finds files with roles: a file, a directory, a pattern or `-` on the command line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::input::{self, has_extension, is_standard_input};
use super::outputs::Outputs;
use super::pattern::{Kind, kind_of};
use crate::config::Exclusion;
use crate::docs;
use crate::model::{Problem, shortened};
use crate::report::ExcludedRole;
use crate::role::{self, FileKind, Format, Limit, Limits, ReadOptions, Role};

/// How roles are read: the options of every subcommand that reads one.
#[derive(Debug, clap::Args)]
pub(crate) struct ReadArguments {
    /// Format of the role [default: detected from its content]
    #[arg(help_heading = "Input", long, value_enum, value_name = "FORMAT")]
    role_format: Option<Format>,
    /// Sheet of the workbook to read
    #[arg(help_heading = "Input", long, value_name = "NAME")]
    sheet: Option<String>,
    /// Raise or lower a limit: bytes (of the file), rows, cell (characters per cell) or nesting (depth
    /// of the arrays and objects around the rows). Can be specified multiple
    /// times
    #[arg(help_heading = "Input", long = "limit", value_name = "NAME=NUMBER")]
    limits: Vec<Limit>,
}

impl ReadArguments {
    /// Whether a file format is given, so that the input is not a page.
    pub(super) const fn names_format(&self) -> bool {
        self.role_format.is_some()
    }

    /// The options for reading.
    pub(crate) fn options(&self) -> ReadOptions {
        ReadOptions {
            format: self.role_format,
            sheet: self.sheet.clone(),
            limits: self
                .limits
                .iter()
                .copied()
                .fold(Limits::default(), Limits::with),
        }
    }
}

/// The inputs that the arguments name, in order, before any of them is read.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Possible roles.
    pub(crate) inputs: Vec<Input>,
    /// Arguments that match nothing.
    pub(crate) problems: Vec<Problem>,
    folders: Vec<Folder>,
    /// Matches of a pattern that are not regular files: reading them might never end.
    others: Vec<PathBuf>,
}

/// One input.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// A path, or `-` for standard input.
    pub(crate) path: PathBuf,
    /// The directory in which it was found, if it was not named explicitly: its content then
    /// decides whether it is a role.
    folder: Option<usize>,
}

impl Input {
    pub(crate) const fn in_folder(&self) -> bool {
        self.folder.is_some()
    }
}

/// A directory argument.
#[derive(Debug)]
struct Folder {
    name: String,
    skipped: Vec<PathBuf>,
    /// Whether it was searched completely.
    searched: bool,
    /// The number of its files that may be roles.
    left: usize,
}

/// Data files: one that cannot be read as a role is an error, not a file of another kind.
const DATA: [&str; 6] = ["json", "jsonl", "ndjson", "csv", "tsv", "xlsx"];
/// Files of these kinds can contain anything: their content decides.
const TEXTS: [&str; 6] = ["md", "markdown", "html", "htm", "yaml", "yml"];

/// Finds possible roles by name.
pub(crate) fn find(arguments: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in arguments {
        // A pattern is text; a path need not be valid UTF-8.
        let pattern = path.to_str().filter(|text| text.contains(['*', '?', '[']));
        if is_standard_input(path) {
            found.name(path.clone());
        } else if path.is_dir() {
            found.folder(path);
        } else if let Some(pattern) = pattern.filter(|_| !path.exists()) {
            found.pattern(pattern);
        } else {
            found.name(path.clone());
        }
    }
    found
}

impl Found {
    /// Rejects an output that is an input. A file that was found in a directory may be the previous
    /// report: it is replaced if it is not a role.
    pub(crate) fn spare(&self, outputs: &Outputs) -> Result<(), Failure> {
        let read = self.inputs.iter().filter(|input| {
            !input.in_folder()
                || outputs.that_is(&input.path).is_some()
                    && fs::read(&input.path).is_ok_and(|bytes| holds_role(&input.path, &bytes))
        });
        outputs.refuse("a role", read.map(|input| &input.path))
    }

    fn name(&mut self, path: PathBuf) {
        self.inputs.push(Input { path, folder: None });
    }

    /// Skips a file of a directory that is not a role.
    pub(crate) fn skip(&mut self, input: &Input) {
        // The index of `fetch --all` is expected in the directory of its snapshots.
        let is_index = input
            .path
            .file_name()
            .is_some_and(|name| name == "index.json")
            && fs::read(&input.path).is_ok_and(|bytes| is_index(&bytes));
        if let Some(folder) = input.folder.and_then(|at| self.folders.get_mut(at)) {
            folder.left -= 1;
            if !is_index {
                folder.skipped.push(input.path.clone());
            }
        }
    }

    /// Messages about the directories after their files were read: notes and problems.
    pub(crate) fn ended(mut self) -> (Vec<String>, Vec<Problem>) {
        let mut notes = Vec::new();
        let mut problems = Vec::new();
        if !self.others.is_empty() {
            notes.push(format!(
                "not read, because they are not files: {}",
                listed(&self.others)
            ));
        }
        for folder in &mut self.folders {
            folder.skipped.sort();
            let skipped = &folder.skipped;
            if folder.left == 0 && !folder.searched {
                // The reason was already reported.
            } else if folder.left == 0 {
                let message = if skipped.is_empty() {
                    "the directory is empty".to_owned()
                } else {
                    format!(
                        "no file in this directory contains a role (read: {})",
                        listed(skipped)
                    )
                };
                let help = "specify the directory that contains the roles, or the files";
                problems.push(Problem::in_file(&*folder.name, message).with_help(help));
            } else if !skipped.is_empty() {
                notes.push(format!(
                    "not read in `{}`, because they do not look like roles: {}",
                    folder.name,
                    listed(skipped)
                ));
            }
        }
        (notes, problems)
    }

    fn pattern(&mut self, pattern: &str) {
        let found = match super::pattern::matches(pattern) {
            Ok(found) => found,
            Err(error) => {
                let message = format!("this is not a valid glob: {}", error.msg);
                let help = "write a path, or a glob such as `roles/*.json`";
                let problem = Problem::in_file(pattern, message).with_help(help);
                return self.problems.push(problem);
            }
        };
        let before = self.inputs.len();
        let searched = found.unreadable.is_empty();
        let unreadable = found.unreadable.iter();
        let unreadable = unreadable.map(|(path, error)| input::unreadable(path, error));
        self.problems.extend(unreadable);
        for path in found.files {
            match kind_of(&path) {
                Kind::Folder => {}
                Kind::Other => self.others.push(path),
                Kind::File => self.name(path),
            }
        }
        if self.inputs.len() == before && searched {
            let help = input::windows_path_help(pattern);
            let problem = Problem::in_file(pattern, "no file matches this glob");
            let help = help.unwrap_or_else(|| "check the path".to_owned());
            self.problems.push(problem.with_help(help));
        }
    }

    fn folder(&mut self, folder: &Path) {
        let number = self.folders.len();
        let before = self.inputs.len();
        let problems = self.problems.len();
        let mut skipped = Vec::new();
        self.walk(folder, number, &mut skipped);
        self.folders.push(Folder {
            name: input::shown(folder).into_owned(),
            skipped,
            searched: self.problems.len() == problems,
            left: self.inputs.len() - before,
        });
    }

    fn walk(&mut self, folder: &Path, number: usize, skipped: &mut Vec<PathBuf>) {
        // Names and file types: a directory may have a hundred thousand entries, and only names are
        // stored.
        let entries = fs::read_dir(folder).and_then(|entries| {
            entries
                .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))))
                .collect::<io::Result<Vec<_>>>()
        });
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                self.problems.push(input::unreadable(folder, &error));
                return;
            }
        };
        entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        self.inputs.reserve(entries.len());
        for (name, kind) in entries {
            let path = folder.join(&name);
            let hidden = name.to_string_lossy().starts_with('.');
            // A link to a directory can point to a parent, and reading a pipe may never end.
            let other = match kind {
                kind if kind.is_file() || kind.is_dir() => false,
                kind if kind.is_symlink() => kind_of(&path) != Kind::File,
                _ => true,
            };
            if hidden || other {
                skipped.push(path);
            } else if kind.is_dir() {
                self.walk(&path, number, skipped);
            } else if extension(&path).is_some() {
                self.inputs.push(Input {
                    path,
                    folder: Some(number),
                });
            } else {
                skipped.push(path);
            }
        }
    }
}

/// Whether a file's name is that of a data file; `None` if it is not a role.
pub(crate) fn extension(path: &Path) -> Option<bool> {
    let data = has_extension(path, &DATA);
    (data || has_extension(path, &TEXTS)).then_some(data)
}

/// Whether a page or a table is a Leastwise report, for example of the previous run.
fn is_report(bytes: &[u8]) -> bool {
    const HEAD: usize = 1 << 10;
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let lines = head.starts_with(b"{\"type\":\"")
        && memchr::memmem::find(bytes, b"\"leastwise/report-lines/").is_some();
    let gitlab =
        head.starts_with(b"[") && memchr::memmem::find(head, b"\"check_name\": \"").is_some();
    lines
        || gitlab
        || head.starts_with(b"type,source,role,severity,rule,")
        || memchr::memmem::find(head, b"leastwise</title>").is_some()
}

/// Whether a file is the index of a directory of snapshots.
fn is_index(bytes: &[u8]) -> bool {
    let head = bytes.get(..256).unwrap_or(bytes);
    memchr::memmem::find(head, b"leastwise/roles/v1").is_some()
}

/// Whether `leastwise docs` generated it or a part of it: its table lists requirements, and would
/// always be clean if read as a role.
pub(crate) fn is_document(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(docs::is_generated)
}

/// Whether the content of a file that was not named explicitly is a role, or an invalid one.
pub(crate) fn holds_role(path: &Path, bytes: &[u8]) -> bool {
    match role::detect_kind(bytes) {
        // Tables with levels, like those of a role.
        FileKind::Role(_) | FileKind::Nothing if is_report(bytes) => false,
        FileKind::Role(Format::Markdown | Format::Html) if is_document(bytes) => false,
        FileKind::Role(_) => true,
        FileKind::Foreign => false,
        FileKind::Nothing => extension(path) == Some(true),
    }
}

/// The role as one that the configuration excludes, if it does.
pub(crate) fn excluded(exclusions: &[Exclusion], role: &Role) -> Option<ExcludedRole> {
    let names = [role.identity(), role.source.name()];
    let exclusion = Exclusion::find(exclusions, &names)?;
    Some(ExcludedRole {
        role: role.identity().to_owned(),
        source: role.source.name().to_owned(),
        reason: exclusion.reason.clone(),
    })
}

/// Some of the paths, and the number of the others.
fn listed(paths: &[PathBuf]) -> String {
    const SHOWN: usize = 8;
    let mut words: Vec<String> = paths
        .iter()
        .take(SHOWN)
        .map(|path| format!("`{}`", shortened(&input::shown(path), 120)))
        .collect();
    if paths.len() > SHOWN {
        words.push(format!("and {} more", paths.len() - SHOWN));
    }
    words.join(", ")
}
