//! Writes documents to files, or compares them with existing files.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use similar::{ChangeTag, TextDiff};

use crate::cli::Ended;
use crate::cli::failure::{Failure, all_or_problems};
use crate::cli::input::has_extension;
use crate::cli::output::{self, Color, Screen};
use crate::cli::sink::Sink;
use crate::docs::Kind;
use crate::model::{Problem, escape_controls};

/// A planned file.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) path: PathBuf,
    pub(super) text: String,
    /// Whether the whole file is generated, so that its line endings are kept as they are.
    /// Otherwise only regions change.
    pub(super) generated: bool,
}

/// Whether a path is a directory: it exists, ends in a slash, or several documents need one.
pub(super) fn is_folder(path: &Path, policies: usize, kind: Kind) -> bool {
    if kind == Kind::Index && !path.is_dir() {
        return false;
    }
    let written = path.to_string_lossy();
    policies > 1 || path.is_dir() || written.ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// Refuses a file where several documents need a directory.
pub(super) fn refuse_file(path: &Path) -> Result<(), Failure> {
    let named = has_extension(path, &["md", "html", "json"]);
    if path.is_dir() || !(named || path.is_file()) {
        return Ok(());
    }
    Err(Failure::usage(
        format!(
            "several policies make several documents, but `{}` is one file",
            crate::cli::input::shown(path)
        ),
        "specify a directory with `--output`",
    ))
}

/// Writes outdated files or, with `--check`, shows the differences and fails.
pub(super) fn write_or_check(wanted: Vec<Wanted>, check: Option<Color>, sink: Sink) -> Ended {
    let stale = all_or_problems(
        wanted
            .into_iter()
            .map(|mut file| match fs::read(&file.path) {
                Ok(kept) => {
                    if file.generated {
                        file.keep_line_ends(&kept);
                    }
                    Ok((kept != file.text.as_bytes()).then_some((file, Some(kept))))
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Some((file, None))),
                Err(error) => Err(vec![unwritable(&file.path, &error)]),
            }),
    )?;
    let stale: Vec<Stale> = stale.into_iter().flatten().collect();
    match check {
        Some(color) => show(&stale, color, sink),
        None => write(&stale, sink),
    }
}

impl Wanted {
    /// Line endings do not count: a checkout on Windows may convert all of them.
    fn keep_line_ends(&mut self, kept: &[u8]) {
        let mut lines = kept.split_inclusive(|byte| *byte == b'\n').peekable();
        let windows = lines.peek().is_some_and(|line| line.ends_with(b"\n"))
            && lines.all(|line| line.ends_with(b"\r\n") || !line.ends_with(b"\n"));
        if windows {
            self.text = self.text.replace('\n', "\r\n");
        }
    }
}

type Stale = (Wanted, Option<Vec<u8>>);

fn write(stale: &[Stale], sink: Sink) -> Ended {
    all_or_problems(stale.iter().map(|(file, _)| {
        // Text outside of regions belongs to the user.
        let written = if file.generated {
            sink.replace(&file.path, file.text.as_bytes())
        } else {
            output::replace_as_is(&file.path, file.text.as_bytes())
        };
        written.map_err(|error| vec![unwritable(&file.path, &error)])?;
        sink.wrote(&file.path);
        Ok(())
    }))?;
    sink.next(
        stale.first().map(|(file, _)| file.path.as_path()),
        "publish it; in CI, run the same command with `--check` to detect an outdated page",
    );
    Ok(ExitCode::SUCCESS)
}

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let message = format!("the document could not be written: {error}");
    Problem::in_file(crate::cli::input::shown(path), message)
        .with_help("check the directory and the file's permissions")
}

/// Prints the differences on standard output.
fn show(stale: &[Stale], color: Color, sink: Sink) -> Ended {
    let color = Screen::of(color).color;
    let mut out = sink.stdout();
    let mut paint = |tint: Option<&str>, text: &str| {
        let text = escape_controls(text);
        match tint.filter(|_| color) {
            Some(tint) => writeln!(out, "\u{1b}[{tint}m{text}\u{1b}[0m"),
            None => writeln!(out, "{text}"),
        }
    };
    for (file, kept) in stale {
        let name = crate::cli::input::shown(&file.path);
        let kept = kept.as_deref().map(String::from_utf8_lossy);
        let before = if kept.is_some() { &name } else { "/dev/null" };
        paint(Some("1"), &format!("--- {before}"))?;
        paint(Some("1"), &format!("+++ {name}"))?;
        let kept = kept.unwrap_or_default();
        let diff = TextDiff::from_lines(kept.as_ref(), file.text.as_str());
        for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
            paint(Some("36"), hunk.header().to_string().trim_end())?;
            for change in hunk.iter_changes() {
                let (mark, tint) = match change.tag() {
                    ChangeTag::Delete => ('-', Some("31")),
                    ChangeTag::Insert => ('+', Some("32")),
                    ChangeTag::Equal => (' ', None),
                };
                let line = change.value();
                let text = line.strip_suffix('\n').unwrap_or(line);
                paint(tint, &format!("{mark}{text}"))?;
                if change.missing_newline() {
                    paint(None, "\\ No newline at end of file")?;
                }
            }
        }
    }
    out.flush()?;
    if stale.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let mut err = sink.stderr();
    for (file, kept) in stale {
        let what = if kept.is_some() {
            "is outdated"
        } else {
            "does not exist"
        };
        let name = crate::cli::input::shown(&file.path);
        writeln!(err, "{} {what}", escape_controls(&name))?;
    }
    writeln!(err, "  the same command without `--check` writes it")?;
    Ok(ExitCode::from(1))
}
