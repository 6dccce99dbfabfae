//! Progress of a read of several roles: one line on standard error, on a terminal only.
#![cfg_attr(
    not(feature = "live"),
    expect(dead_code, reason = "progress of reads from ConnectWise")
)]

use std::io::{IsTerminal, Write, stderr, stdout};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

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

/// Progress of reading files: shown after half a second, and updated ten times a second.
#[derive(Debug)]
pub(super) struct FileProgress {
    on: bool,
    expected: usize,
    read: usize,
    started: Instant,
    /// When the line is due.
    due: Duration,
    /// Whether the report goes to the same terminal.
    shared: bool,
    /// The last line.
    last: String,
}

/// Shorter runs show no progress.
const PATIENCE: Duration = Duration::from_millis(500);
/// Time between two updates.
const STEP: Duration = Duration::from_millis(100);

impl FileProgress {
    /// Progress of `expected` files; a single file may hold any number of roles. `shared` says whether
    /// the report is written at the same time.
    pub(super) fn new(quiet: bool, expected: usize, shared: bool) -> Self {
        Self {
            on: !quiet && stderr().is_terminal(),
            expected,
            read: 0,
            started: Instant::now(),
            due: PATIENCE,
            shared: shared && stdout().is_terminal(),
            last: String::new(),
        }
    }

    /// Whether the report must be written before the line is shown again.
    pub(super) const fn is_shared(&self) -> bool {
        self.on && self.shared
    }

    /// Counts another role.
    pub(super) fn step(&mut self) {
        self.read += 1;
        if !self.on {
            return;
        }
        let line = self.line(self.started.elapsed());
        let is_new = line.is_some();
        self.last = line.unwrap_or_else(|| std::mem::take(&mut self.last));
        // The report removed the line from a shared terminal.
        if is_new || self.shared && !self.last.is_empty() {
            // A closed terminal is no reason to stop.
            let _ = write!(stderr(), "\r{}\u{1b}[K", self.last);
            SHOWN.store(true, Ordering::Relaxed);
        }
    }

    /// The line, if it is due.
    fn line(&mut self, elapsed: Duration) -> Option<String> {
        if elapsed < self.due {
            return None;
        }
        self.due = elapsed + STEP;
        Some(if self.expected > 1 && self.read <= self.expected {
            line(self.read, self.expected, elapsed.as_secs())
        } else {
            format!("{} roles read", self.read)
        })
    }
}

/// Announces how many roles the next read has.
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
    use std::time::{Duration, Instant};

    use super::{FileProgress, line};

    #[test]
    fn files_show_progress_after_half_a_second() {
        let mut progress = FileProgress {
            on: true,
            expected: 200,
            read: 20,
            started: Instant::now(),
            due: super::PATIENCE,
            shared: false,
            last: String::new(),
        };
        let at = |milliseconds| Duration::from_millis(milliseconds);
        assert_eq!(progress.line(at(400)), None);
        let line = progress.line(at(4_000));
        let expected = "20 of 200 roles read, about 36 s left";
        assert_eq!(line.as_deref(), Some(expected));
        assert_eq!(progress.line(at(4_050)), None, "too soon");
        progress.expected = 1;
        let line = progress.line(at(5_000));
        assert_eq!(line.as_deref(), Some("20 roles read"));
    }

    #[test]
    fn the_line_names_the_count_and_the_time_left() {
        assert_eq!(line(1, 200, 1), "1 of 200 roles read, about 4 min left");
        assert_eq!(line(50, 200, 10), "50 of 200 roles read, about 30 s left");
        assert_eq!(line(200, 200, 40), "200 of 200 roles read");
    }
}
