//! Which files hold roles: what stands on the command line as a file, a folder, a pattern or `-`.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::input::{self, is_standard_input};
use super::steady::Steady;
use crate::model::{Problem, shortened};
use crate::role::{self, Limit, Limits, Looks, ReadOptions};

/// How roles are read: the options of every subcommand that reads one.
#[derive(Debug, clap::Args)]
pub(crate) struct ReadArguments {
    /// The kind of file that holds the role; by default its content decides
    #[arg(long, value_enum, value_name = "FORMAT")]
    role_format: Option<RoleFormat>,
    /// The sheet of a workbook that holds the role
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Raise or lower a limit: bytes, rows, cell (characters) or nesting. May be given several times
    #[arg(long = "limit", value_name = "NAME=NUMBER")]
    limits: Vec<Limit>,
}

/// A kind of file that holds a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum RoleFormat {
    /// Answers of the API, JSON Lines, snapshots
    Json,
    /// Values with commas, semicolons or tabs between them
    Csv,
    /// An Excel workbook
    Xlsx,
    /// Tables in Markdown
    Markdown,
    /// Tables in a web page
    Html,
    /// A role written by hand
    Yaml,
}

impl From<RoleFormat> for role::Format {
    fn from(format: RoleFormat) -> Self {
        match format {
            RoleFormat::Json => Self::Json,
            RoleFormat::Csv => Self::Csv,
            RoleFormat::Xlsx => Self::Xlsx,
            RoleFormat::Markdown => Self::Markdown,
            RoleFormat::Html => Self::Html,
            RoleFormat::Yaml => Self::Yaml,
        }
    }
}

impl ReadArguments {
    /// What they ask for.
    pub(crate) fn options(&self) -> ReadOptions {
        ReadOptions {
            format: self.role_format.map(role::Format::from),
            sheet: self.sheet.clone(),
            limits: self
                .limits
                .iter()
                .copied()
                .fold(Limits::default(), Limits::with),
        }
    }
}

/// The inputs that the arguments name, in their order.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// Paths, and `-` for standard input.
    pub(crate) paths: Vec<PathBuf>,
    /// Arguments that name nothing.
    pub(crate) problems: Vec<Problem>,
    /// What was found and is not read, a sentence for each folder.
    pub(crate) notes: Vec<String>,
}

/// Files of these kinds hold data: one that cannot be read as a role is an error, not a file of
/// another kind.
pub(crate) const DATA: [&str; 6] = ["json", "jsonl", "ndjson", "csv", "tsv", "xlsx"];
/// Files of these kinds may hold anything: their content decides.
pub(crate) const TEXTS: [&str; 6] = ["md", "markdown", "html", "htm", "yaml", "yml"];

/// Finds the inputs.
pub(crate) fn inputs(arguments: &[PathBuf], options: &ReadOptions) -> Inputs {
    let mut inputs = Inputs::default();
    for path in arguments {
        // A pattern is text; a path need not be.
        let pattern = path.to_str().filter(|text| text.contains(['*', '?', '[']));
        if is_standard_input(path) {
            inputs.paths.push(path.clone());
        } else if path.is_dir() {
            inputs.folder(path, options);
        } else if let Some(pattern) = pattern.filter(|_| !path.exists()) {
            inputs.pattern(pattern);
        } else {
            inputs.paths.push(path.clone());
        }
    }
    inputs
}

/// Opens an input for reading.
pub(crate) fn open(path: &Path) -> Result<Box<dyn BufRead>, Problem> {
    const BUFFER: usize = 1 << 16;
    if is_standard_input(path) {
        return Ok(Box::new(BufReader::with_capacity(BUFFER, io::stdin())));
    }
    let file = File::open(path)
        .and_then(Steady::new)
        .map_err(|error| input::unreadable(path, &error))?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}

impl Inputs {
    fn pattern(&mut self, pattern: &str) {
        let found = match glob::glob(pattern) {
            Ok(found) => found,
            Err(error) => {
                let message = format!("this is not a pattern of paths: {}", error.msg);
                self.problems.push(
                    Problem::in_file(pattern, message)
                        .with_help("write a path, or a pattern such as `roles/*.json`"),
                );
                return;
            }
        };
        let before = self.paths.len();
        for found in found {
            match found {
                Ok(path) if path.is_dir() => {}
                Ok(path) => self.paths.push(path),
                Err(error) => {
                    self.problems
                        .push(input::unreadable(error.path(), error.error()));
                }
            }
        }
        if self.paths.len() == before {
            self.problems.push(
                Problem::in_file(pattern, "no file matches this pattern")
                    .with_help("check the path; it counts from the working folder"),
            );
        }
    }

    fn folder(&mut self, folder: &Path, options: &ReadOptions) {
        let before = self.paths.len();
        let mut skipped = Vec::new();
        self.walk(folder, options, &mut skipped);
        if self.paths.len() == before {
            let message = if skipped.is_empty() {
                "the folder is empty".to_owned()
            } else {
                format!("no file in this folder holds a role: {}", listed(&skipped))
            };
            let help = "give the folder that the roles were saved to, or name the files";
            self.problems
                .push(Problem::in_file(folder.to_string_lossy(), message).with_help(help));
        } else if !skipped.is_empty() {
            self.notes.push(format!(
                "not read in `{}`, because they look like no role: {}",
                folder.to_string_lossy(),
                listed(&skipped)
            ));
        }
    }

    fn walk(&mut self, folder: &Path, options: &ReadOptions, skipped: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut paths: Vec<PathBuf> = match entries {
            Ok(entries) => entries.into_iter().map(|entry| entry.path()).collect(),
            Err(error) => {
                self.problems.push(input::unreadable(folder, &error));
                return;
            }
        };
        paths.sort();
        for path in paths {
            let hidden = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
            // A link to a folder can lead back to where it lies.
            let linked = path.is_symlink() && path.is_dir();
            if hidden || linked {
                skipped.push(path);
            } else if path.is_dir() {
                self.walk(&path, options, skipped);
            } else if is_role(&path, options) {
                self.paths.push(path);
            } else {
                skipped.push(path);
            }
        }
    }
}

fn is_role(path: &Path, options: &ReadOptions) -> bool {
    let extension = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let data = DATA.contains(&extension.as_str());
    if !data && !TEXTS.contains(&extension.as_str()) {
        return false;
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(options.limits.bytes).unwrap_or(u64::MAX);
    let read = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    // What cannot be read is told when it is its turn.
    read.is_err()
        || match role::looks_like(&bytes) {
            Looks::Role(_) => true,
            Looks::Foreign => false,
            Looks::Nothing => data,
        }
}

/// A few of the paths, and how many more there are.
fn listed(paths: &[PathBuf]) -> String {
    const SHOWN: usize = 8;
    let mut words: Vec<String> = paths
        .iter()
        .take(SHOWN)
        .map(|path| format!("`{}`", shortened(&path.to_string_lossy(), 120)))
        .collect();
    if paths.len() > SHOWN {
        words.push(format!("and {} more", paths.len() - SHOWN));
    }
    words.join(", ")
}
