//! The command line of Leastwise. Everything is in the library; this only starts it.

use std::process::ExitCode;

fn main() -> ExitCode {
    leastwise::cli::run()
}
