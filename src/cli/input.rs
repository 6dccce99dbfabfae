//! Reading files and standard input.

use std::borrow::Cow;
use std::io::{self, Read};
use std::path::Path;

use super::regular_file::RegularFile;
use crate::model::{Problem, SourceText};
use crate::role::{self, ReadOptions, Role};

/// Maximum size of roles and policies.
const LIMIT: u64 = 256 << 20;

/// The name of standard input in reports.
pub(crate) const STDIN: &str = "<stdin>";

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn bytes(path: impl AsRef<Path>) -> Result<Vec<u8>, Problem> {
    let path = path.as_ref();
    let read = |reader: &mut dyn Read| {
        let mut bytes = Vec::new();
        reader
            .take(LIMIT + 1)
            .read_to_end(&mut bytes)
            .map(|_| bytes)
    };
    let result = if is_standard_input(path) {
        read(&mut io::stdin().lock())
    } else {
        RegularFile::open(path).and_then(|mut file| read(&mut file))
    };
    match result {
        Ok(bytes) if bytes.len() as u64 > LIMIT => Err(Problem::in_file(
            name(path),
            format!("the file exceeds the limit of {} MiB", LIMIT >> 20),
        )),
        Ok(bytes) => Ok(bytes),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// The text of an input; `what` says what it is.
pub(crate) fn decoded(
    name: impl Into<String>,
    bytes: Vec<u8>,
    what: &str,
) -> Result<SourceText, Problem> {
    let name = name.into();
    SourceText::decode(name.clone(), bytes)
        .map_err(|error| Problem::in_file(name, format!("{what} cannot be read: {error}")))
}

/// The bytes of a file or standard input read as a role in any format.
pub(crate) fn role(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
    let path = path.as_ref();
    let bytes = bytes(path).map_err(|problem| vec![problem])?;
    role::read(&name(path), bytes, options)
}

/// Whether the name of a file ends in one of these extensions.
pub(crate) fn has_extension(path: &Path, known: &[&str]) -> bool {
    let extension = path.extension().unwrap_or_default();
    known
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

/// The directory to search or to write to: an empty path is the current one.
pub(crate) fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

/// Whether a path means standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether a path means the null device of Windows, which has no metadata.
pub(crate) fn is_null_device(path: &Path) -> bool {
    let names = ["NUL", r"\\.\NUL"];
    cfg!(windows)
        && names
            .iter()
            .any(|name| path.as_os_str().eq_ignore_ascii_case(name))
}

/// The name of an input in reports, with invalid UTF-8 replaced. The path itself is unchanged.
pub(crate) fn name<P: AsRef<Path> + ?Sized>(path: &P) -> Cow<'_, str> {
    let path = path.as_ref();
    if is_standard_input(path) {
        Cow::Borrowed(STDIN)
    } else {
        shown(path)
    }
}

/// A path as text, with `/` on every system: reports, baselines and waivers written on Windows match those
/// written elsewhere.
pub(crate) fn shown(path: &Path) -> Cow<'_, str> {
    slashed(path.to_string_lossy(), cfg!(windows))
}

/// The path with `/`, if it is one of Windows. Verbatim paths (`\\?\`) are kept: only `\` separates in them.
fn slashed(path: Cow<'_, str>, windows: bool) -> Cow<'_, str> {
    if windows && path.contains('\\') && !path.starts_with(r"\\?\") {
        Cow::Owned(path.replace('\\', "/"))
    } else {
        path
    }
}

/// What to do about a path of Windows on another system.
pub(crate) fn windows_path_help(path: &str) -> Option<String> {
    if cfg!(windows) || !path.contains('\\') {
        return None;
    }
    let drive = path.as_bytes().get(1) == Some(&b':');
    let help = if drive || path.starts_with(r"\\") {
        "this is a Windows path: use a relative path with `/`, which works on every system"
            .to_owned()
    } else {
        format!(
            "`\\` separates directories only on Windows: write `{}`, which works on every system",
            path.replace('\\', "/")
        )
    };
    Some(help)
}

pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Problem {
    if path.as_os_str().is_empty() {
        return Problem::new("a file name is empty")
            .with_help("specify a file; a shell variable may be empty");
    }
    if error.kind() == io::ErrorKind::NotFound
        && let Some(help) = windows_path_help(&path.to_string_lossy())
    {
        return Problem::in_file(name(path), "there is no such file").with_help(help);
    }
    let (message, help) = match error.kind() {
        io::ErrorKind::NotFound => ("there is no such file".to_owned(), "check the path"),
        io::ErrorKind::PermissionDenied => (
            "permission denied".to_owned(),
            "check the file's permissions",
        ),
        io::ErrorKind::IsADirectory => (
            "this is a directory".to_owned(),
            "specify a file in this directory",
        ),
        io::ErrorKind::Unsupported if error.get_ref().is_some() => (
            error.to_string(),
            "specify a regular file; this one was not read",
        ),
        _ => (
            format!("the file could not be read: {error}"),
            "check that other programs can open it",
        ),
    };
    Problem::in_file(name(path), message).with_help(help)
}
