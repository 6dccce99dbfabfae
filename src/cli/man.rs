//! `leastwise man`: the manual page.

use std::io::Write;
use std::process::ExitCode;

use super::Ended;
use super::output::stdout;

pub(super) fn run(command: clap::Command) -> Ended {
    let mut out = stdout();
    clap_mangen::Man::new(command).render(&mut out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
