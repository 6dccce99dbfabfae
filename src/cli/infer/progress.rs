//! Progress on standard error, on a terminal only.

use std::io::{IsTerminal, Write, stderr};

use super::super::Global;

/// Number of requests between two updates.
const STEP: u64 = 50_000;

/// Counts requests.
pub(super) struct Progress {
    shown: bool,
    count: u64,
}

impl Progress {
    pub(super) fn new(global: Global) -> Self {
        Self {
            shown: !global.quiet && stderr().is_terminal(),
            count: 0,
        }
    }

    pub(super) fn step(&mut self) {
        self.count += 1;
        if self.shown && self.count.is_multiple_of(STEP) {
            // A closed terminal does not stop the run.
            let _ = write!(stderr(), "\r{} requests read", self.count);
        }
    }

    pub(super) fn end(&self) {
        if self.shown && self.count >= STEP {
            let _ = write!(stderr(), "\r\u{1b}[K");
        }
    }
}
