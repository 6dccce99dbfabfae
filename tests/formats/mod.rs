//! Every format is a complete, valid document on every path, and all agree on the findings.
//!
//! The program runs as users run it. Third-party schemas and parsers read its output.

mod annotations;
mod code_quality;
mod files;
mod junit;
mod many;
mod markdown;
mod marked;
mod page;
mod sarif;
mod scenes;
mod snapshots;
mod tables;
mod tap;
mod together;

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in `folder` with an empty environment except `PATH`.
pub(crate) fn leastwise(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments)
        .output()
        .expect("the program starts")
}

/// The same, not yet started.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = crate::harness::program(folder);
    command
        .args(arguments)
        .env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

/// Output of the program as text.
pub(crate) fn text(output: &Output) -> &str {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let mut other = stderr
        .lines()
        .filter(|line| !line.starts_with("wrote ") && !line.starts_with("next: "));
    assert_eq!(other.next(), None, "nothing to complain about");
    std::str::from_utf8(&output.stdout).expect("reports are UTF-8")
}
