//! Progress of a read of several roles: one line on standard error, on a terminal only.

use std::io::{IsTerminal, Write, stderr};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use crate::render::Detail;

/// The number of roles to read; 0 if no progress is shown.
static EXPECTED: AtomicUsize = AtomicUsize::new(0);
/// Whether the line is on the screen.
static SHOWN: AtomicBool = AtomicBool::new(false);

/// Counts the roles of one read.
#[derive(Debug)]
pub(super) struct Progress {
    on: bool,
    read: AtomicUsize,
    started: Instant,
}

impl Progress {
    /// `--verbose` logs every request instead, and `--quiet` shows nothing.
    pub(super) fn new(detail: Detail) -> Self {
        Self {
            on: detail == Detail::Normal && stderr().is_terminal(),
            read: AtomicUsize::new(0),
            started: Instant::now(),
        }
    }

    /// Counts one more role.
    pub(super) fn step(&self) {
        let read = self.read.fetch_add(1, Ordering::Relaxed) + 1;
        let expected = EXPECTED.load(Ordering::Relaxed);
        if self.on && expected > 1 {
            let line = line(
                read.min(expected),
                expected,
                self.started.elapsed().as_secs(),
            );
            // A closed terminal does not stop the run.
            let _ = write!(stderr(), "\r{line}\u{1b}[K");
            SHOWN.store(true, Ordering::Relaxed);
        }
    }
}

/// Sets the number of roles of the next read.
pub(super) fn expect(roles: usize) {
    EXPECTED.store(roles, Ordering::Relaxed);
}

/// Clears the line before a message.
pub(super) fn clear() {
    if SHOWN.swap(false, Ordering::Relaxed) {
        let _ = write!(stderr(), "\r\u{1b}[K");
    }
}

fn line(read: usize, expected: usize, seconds: u64) -> String {
    let left = (expected - read) as u64 * seconds / (read as u64).max(1);
    let left = match left {
        _ if read == expected => String::new(),
        0..=1 => String::new(),
        2..=99 => format!(", about {left} s left"),
        _ => format!(", about {} min left", left.div_ceil(60)),
    };
    format!("{read} of {expected} roles read{left}")
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn the_line_names_the_count_and_the_time_left() {
        assert_eq!(line(1, 200, 1), "1 of 200 roles read, about 4 min left");
        assert_eq!(line(50, 200, 10), "50 of 200 roles read, about 30 s left");
        assert_eq!(line(200, 200, 40), "200 of 200 roles read");
    }
}
