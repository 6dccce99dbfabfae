//! Temporary files: each has another name until it is complete, and is removed if the process is
//! stopped before.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, PersistError};

/// The temporary files of this process: a signal removes all of them.
static FILES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn files() -> MutexGuard<'static, Vec<PathBuf>> {
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A temporary file, which is removed unless it is kept.
#[derive(Debug)]
pub(super) struct Unfinished(NamedTempFile);

impl Unfinished {
    /// Creates the file; a signal during the creation waits.
    pub(super) fn make(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<Self> {
        stop::listen();
        let mut files = files();
        let file = make()?;
        files.push(file.path().to_owned());
        Ok(Self(file))
    }

    pub(super) fn as_file(&self) -> &File {
        self.0.as_file()
    }

    pub(super) fn as_file_mut(&mut self) -> &mut File {
        self.0.as_file_mut()
    }

    /// Renames the file, replacing an existing one.
    pub(super) fn persist(self, path: &Path) -> io::Result<()> {
        self.keep(|file| file.persist(path))
    }

    /// Renames the file; fails if the name exists.
    pub(super) fn persist_noclobber(self, path: &Path) -> io::Result<()> {
        self.keep(|file| file.persist_noclobber(path))
    }

    fn keep(
        self,
        keep: impl FnOnce(NamedTempFile) -> Result<File, PersistError>,
    ) -> io::Result<()> {
        let mut files = files();
        let path = self.0.path().to_owned();
        keep(self.0).map_err(|error| error.error)?;
        files.retain(|file| *file != path);
        Ok(())
    }
}

/// Leaves Ctrl-C to the caller, who ends the run after the current write.
#[cfg(feature = "live")]
pub(super) fn leave_interrupts() {
    stop::leave_interrupts();
}

#[cfg(unix)]
mod stop {
    use std::fs;
    use std::sync::Once;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    static LISTENING: Once = Once::new();
    static INTERRUPTS_ARE_LEFT: AtomicBool = AtomicBool::new(false);

    #[cfg(feature = "live")]
    pub(super) fn leave_interrupts() {
        INTERRUPTS_ARE_LEFT.store(true, Ordering::Relaxed);
    }

    /// Listens for termination signals, from the first file on.
    pub(super) fn listen() {
        LISTENING.call_once(|| {
            let ignored = ignored();
            let wanted = [SIGTERM, SIGINT, SIGHUP].into_iter();
            let wanted = wanted.filter(|signal| ignored & (1 << (signal - 1)) == 0);
            // Without a listener, signals stop the process as usual.
            if let Ok(signals) = Signals::new(wanted) {
                let _ = thread::Builder::new().spawn(move || wait(signals));
            }
        });
    }

    fn wait(mut signals: Signals) {
        for signal in &mut signals {
            if signal == SIGINT && INTERRUPTS_ARE_LEFT.load(Ordering::Relaxed) {
                continue;
            }
            // Locked until the end, so that no other file is created or renamed.
            let mut files = super::files();
            for file in files.drain(..) {
                let _ = fs::remove_file(file);
            }
            let _ = emulate_default_handler(signal);
        }
    }

    /// The signals that were ignored when this process started, as with `nohup`, if known.
    fn ignored() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .unwrap_or(0)
    }
}

#[cfg(not(unix))]
mod stop {
    #[cfg(feature = "live")]
    pub(super) fn leave_interrupts() {}

    pub(super) fn listen() {}
}
