//! Runs programs and measures their time and memory.

use std::error::Error;
use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The measured program.
pub(crate) fn leastwise() -> Result<PathBuf, Box<dyn Error>> {
    let path = std::env::current_exe()?.with_file_name("leastwise");
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("there is no {}: cargo build --release", path.display()).into())
    }
}

/// The result of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) took: Duration,
    /// The maximum memory, if `/usr/bin/time` is available.
    pub(crate) kilobytes: Option<u64>,
    pub(crate) code: i32,
}

/// The duration of a command. Its output is discarded.
pub(crate) fn timed(command: &mut Command) -> Result<Run, Box<dyn Error>> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let status = command.status()?;
    Ok(Run {
        took: begun.elapsed(),
        kilobytes: None,
        code: status.code().unwrap_or(-1),
    })
}

/// The same, with the memory.
pub(crate) fn measured(
    program: &PathBuf,
    arguments: &[&str],
    input: Option<File>,
) -> Result<Run, Box<dyn Error>> {
    let figures = std::env::temp_dir().join(format!("leastwise-bench-{}", std::process::id()));
    let mut command = Command::new("/usr/bin/time");
    command
        .args(["-q", "-f", "%M", "-o"])
        .arg(&figures)
        .arg(program)
        .args(arguments);
    if let Some(input) = input {
        command.stdin(input);
    }
    let mut run = timed(&mut command)
        .map_err(|error| format!("{error}; this needs /usr/bin/time (apt install time)"))?;
    run.kilobytes = std::fs::read_to_string(&figures)?.trim().parse().ok();
    std::fs::remove_file(figures)?;
    Ok(run)
}

/// The median of some figures.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A directory for inputs, which the next measurement reuses.
pub(crate) fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join("leastwise-bench").join(name)
}
