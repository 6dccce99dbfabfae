//! `leastwise policy list`: the policies of the library.

use std::io::Write;
use std::process::ExitCode;

use super::super::Ended;
use super::super::output::stdout;
use crate::policy::library;

pub(super) fn run() -> Ended {
    let mut out = stdout();
    let width = library::ids().map(str::len).max().unwrap_or(0);
    for id in library::ids() {
        let policy = super::read(id)?;
        let version = policy.document.version.as_deref().unwrap_or("-");
        writeln!(out, "{id:<width$}  {version:<8}  {}", policy.document.title)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
