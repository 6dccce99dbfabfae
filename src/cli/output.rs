//! Output destinations, color and width.

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use clap::ValueEnum;

use super::failure::Failure;
use super::unfinished::Unfinished;

/// When to use color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless the environment says otherwise
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Properties of standard output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    pub(crate) terminal: bool,
    pub(crate) color: bool,
    pub(crate) width: usize,
    /// The width to which list lines are truncated; `None` if unknown, as in a pipe.
    pub(crate) cut: Option<usize>,
    /// Whether color is forced for all destinations.
    forced: bool,
}

/// The width if there is no terminal.
const WIDTH: usize = 100;

impl Screen {
    pub(crate) fn of(color: Color) -> Self {
        let terminal = io::stdout().is_terminal();
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let on = |name: &str| set(name) && std::env::var_os(name).is_some_and(|v| v != "0");
        let forced = color == Color::Always;
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            // https://no-color.org and https://bixense.com/clicolors: forced color overrides
            // everything but NO_COLOR.
            Color::Auto => {
                !set("NO_COLOR")
                    && (on("CLICOLOR_FORCE")
                        || on("FORCE_COLOR")
                        || (terminal
                            && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
                            && std::env::var_os("CLICOLOR").is_none_or(|value| value != "0")))
            }
        };
        let width = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok())
            .or_else(|| {
                let (width, _) = terminal.then(terminal_size::terminal_size).flatten()?;
                Some(usize::from(width.0))
            });
        Self {
            terminal,
            color,
            width: width.unwrap_or(WIDTH).clamp(40, 160),
            cut: width.map(|width| width.max(40)),
            forced,
        }
    }

    /// Those of a file, or of standard output if none is named.
    pub(crate) fn of_output(color: Color, file: Option<&Path>) -> Self {
        let screen = Self::of(color);
        file.map_or(screen, |_| screen.for_a_file())
    }

    /// The same for a file, which is not a terminal.
    pub(crate) const fn for_a_file(self) -> Self {
        Self {
            terminal: false,
            color: self.forced,
            cut: None,
            ..self
        }
    }
}

/// The file in `-o`; `None` for `-`, which is standard output.
pub(crate) fn file(named: Option<&Path>) -> Option<&Path> {
    named.filter(|path| *path != Path::new("-"))
}

/// A JSON document, indented.
pub(crate) fn pretty(value: &impl serde::Serialize) -> io::Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(text)
}

pub(super) fn buffered() -> impl Write {
    BufWriter::with_capacity(1 << 16, Standard { closed: false })
}

/// Standard output, which the downstream process may close early, as `head` does.
///
/// A closed pipe is not an error: further output is discarded; files and exit code are unaffected.
struct Standard {
    closed: bool,
}

impl Standard {
    fn unless_closed<T>(
        &mut self,
        instead: T,
        write: impl FnOnce(&mut io::StdoutLock<'_>) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.closed {
            return Ok(instead);
        }
        match write(&mut io::stdout().lock()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(instead)
            }
            result => result,
        }
    }
}

impl Write for Standard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed((), |out| out.flush())
    }
}

/// Replaces a file that belongs to the user with `bytes`, of which only a part is new.
pub(crate) fn replace_as_is(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_by(path, |file| file.write_all(bytes))
}

pub(super) fn replace_by(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> io::Result<()> {
    if super::input::is_null_device(path) {
        return Ok(());
    }
    // A link is kept: its target is replaced.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    // `/dev/stdout` and pipes cannot be replaced, and devices must not be.
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return write(&mut fs::OpenOptions::new().write(true).open(path)?);
    }
    let file = temporary_by(path, write)?;
    // A file that is replaced keeps who may read it.
    if let Ok(found) = fs::metadata(path) {
        file.as_file().set_permissions(found.permissions())?;
    }
    file.persist(path)
}

/// Creates the directory of several outputs, if it does not exist.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(path).map_err(|error| Failure::file(path, error))
}

/// An error without the path of the temporary file, which the user did not name.
fn plain(error: io::Error) -> io::Error {
    let text = error.to_string();
    match text.split_once(" at path ") {
        Some((reason, _)) => io::Error::new(error.kind(), reason.to_owned()),
        None => error,
    }
}

/// A file of `bytes` under another name in the folder of `path`, that goes when it is not kept.
pub(super) fn temporary(path: &Path, bytes: &[u8]) -> io::Result<Unfinished> {
    temporary_by(path, |file| file.write_all(bytes))
}

fn temporary_by(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> io::Result<Unfinished> {
    let folder = super::input::or_here(path.parent().unwrap_or(Path::new("")));
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
    }
    let mut builder = tempfile::Builder::new();
    // The name shows which program left the file if it was killed.
    builder.prefix(".leastwise-");
    #[cfg(unix)]
    {
        // Respects the umask, like files of other programs: reports are often uploaded by another
        // user.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = Unfinished::make(|| builder.tempfile_in(folder)).map_err(plain)?;
    write(file.as_file_mut())?;
    // A full disk may say so only now.
    file.as_file().sync_data()?;
    Ok(file)
}
