//! Input queue shared by the worker threads.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use super::input;
use super::regular_file::RegularFile;
use super::roles::Input;
use crate::model::Problem;
use crate::role::{self, FileKind, RawRoles, ReadOptions, RoleBytes};

/// The next task.
pub(super) enum Task {
    /// A whole file.
    File(Input),
    /// A role of a stream, or why a file cannot be read.
    Role(Arc<str>, Result<RoleBytes, Vec<Problem>>),
    /// A file in a directory that contains no role.
    Foreign(Input),
}

/// The tasks of a run, in report order.
pub(super) struct Queue {
    inputs: std::vec::IntoIter<Input>,
    stream: Option<(Arc<str>, RawRoles<Reader>)>,
    read: ReadOptions,
}

type Reader = Box<dyn BufRead + Send>;

/// Larger files may contain thousands of roles, one per line: they are split into tasks.
const LARGE: u64 = 1 << 20;

impl Queue {
    pub(super) fn new(inputs: Vec<Input>, read: ReadOptions) -> Self {
        Self {
            inputs: inputs.into_iter(),
            stream: None,
            read,
        }
    }

    /// The minimum number of remaining tasks; for a stream, one.
    pub(super) fn left(&self) -> usize {
        let stream = self.stream.as_ref();
        self.inputs.len() + usize::from(stream.is_some_and(|(_, unread)| unread.has_more()))
    }

    /// Whether the current input is a stream, with an unknown number of roles.
    pub(super) const fn streams(&self) -> bool {
        self.stream.is_some()
    }

    fn open(&mut self, input: Input) -> Task {
        // Pipes have an unknown size.
        let is_large = |found: fs::Metadata| !found.is_file() || found.len() > LARGE;
        if !input::is_standard_input(&input.path) && !fs::metadata(&input.path).is_ok_and(is_large)
        {
            return Task::File(input);
        }
        let name: Arc<str> = Arc::from(&*input::name(&input.path));
        let mut reader = match open(&input.path) {
            Ok(reader) => reader,
            Err(problem) => return Task::Role(name, Err(vec![problem])),
        };
        if let Some(sheet) = &self.read.sheet
            && !input.in_folder()
            && reader.fill_buf().is_ok_and(|head| !is_workbook(head))
        {
            return Task::Role(name, Err(vec![no_sheet(&input, sheet)]));
        }
        if input.in_folder() {
            match reader.fill_buf() {
                Ok(head) if !head.starts_with(b"{") => return Task::File(input),
                Ok(head) if role::detect_kind(head) == FileKind::Foreign => {
                    return Task::Foreign(input);
                }
                // The thread that reads the stream reports its errors.
                _ => {}
            }
        }
        let mut unread = role::split_roles(&*name, reader, self.read.clone());
        let first = unread.next();
        self.stream = Some((Arc::clone(&name), unread));
        Task::Role(
            name,
            first.unwrap_or_else(|| Ok(RoleBytes::whole(Vec::new()))),
        )
    }
}

impl Iterator for Queue {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        if let Some((name, unread)) = &mut self.stream {
            if let Some(bytes) = unread.next() {
                return Some(Task::Role(Arc::clone(name), bytes));
            }
            self.stream = None;
        }
        let input = self.inputs.next()?;
        Some(self.open(input))
    }
}

/// Opens an input for reading.
fn open(path: &Path) -> Result<Reader, Problem> {
    const BUFFER: usize = 1 << 16;
    if input::is_standard_input(path) {
        return Ok(Box::new(BufReader::with_capacity(BUFFER, io::stdin())));
    }
    let file = RegularFile::open(path).map_err(|error| input::unreadable(path, &error))?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}

/// Whether a file is a zip archive, like workbooks.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
}

/// A sheet was named, but the file is not a workbook: it is unclear which file was meant.
pub(super) fn no_sheet(input: &Input, sheet: &str) -> Problem {
    let message =
        format!("`--sheet {sheet}` selects a sheet of a workbook, but this is not a workbook");
    Problem::in_file(input::name(&input.path), message)
        .with_help("omit `--sheet`, or specify the workbook")
}

/// The bytes of a file, up to one more than the limit.
pub(super) fn bytes(path: &Path, read: &ReadOptions) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: io::Error| {
        let message = format!("the input could not be read: {error}");
        Problem::in_file(input::name(path), message).with_help("try again")
    };
    let mut file = RegularFile::open(path).map_err(|error| input::unreadable(path, &error))?;
    let most = u64::try_from(read.limits.bytes)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    // Files that grow beyond their stated size are rejected; others may never end.
    let read = match file.length() {
        1.. if file.length() < most => file.read_to_end(&mut bytes),
        _ => file.take(most).read_to_end(&mut bytes),
    };
    read.map_err(unreadable)?;
    Ok(bytes)
}
