//! Runs programs and says how long they took and how much memory they had.

use std::error::Error;
use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The program that is measured.
pub(crate) fn leastwise() -> Result<PathBuf, Box<dyn Error>> {
    let path = std::env::current_exe()?.with_file_name("leastwise");
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("there is no {}: cargo build --release", path.display()).into())
    }
}

/// How a run went.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) took: Duration,
    /// The most memory that it had at once, where `/usr/bin/time` can tell.
    pub(crate) kilobytes: Option<u64>,
    pub(crate) code: i32,
}

/// How long a command takes. What it prints goes nowhere, and is written all the same.
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

/// The same, and the memory.
pub(crate) fn measured(
    program: &PathBuf,
    arguments: &[&str],
    input: Option<File>,
) -> Result<Run, Box<dyn Error>> {
    let told = std::env::temp_dir().join(format!("leastwise-bench-{}", std::process::id()));
    let mut command = Command::new("/usr/bin/time");
    command
        .args(["-q", "-f", "%M", "-o"])
        .arg(&told)
        .arg(program)
        .args(arguments);
    if let Some(input) = input {
        command.stdin(input);
    }
    let mut run = timed(&mut command)
        .map_err(|error| format!("{error}; this needs /usr/bin/time (apt install time)"))?;
    run.kilobytes = std::fs::read_to_string(&told)?.trim().parse().ok();
    std::fs::remove_file(told)?;
    Ok(run)
}

/// The middle of some figures.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A folder for what is measured, which the next measurement finds again.
pub(crate) fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join("leastwise-bench").join(name)
}
