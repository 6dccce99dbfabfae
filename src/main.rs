//! The command line of Leastwise. Everything is in the library; this only starts it.

use std::process::ExitCode;

// With the allocator of musl, a check of many roles takes three times as long: its threads wait for
// each other.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    leastwise::cli::run()
}
