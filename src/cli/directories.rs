//! The directories of this program for one user, and the newer policy library in one of them.

use std::env;
use std::path::PathBuf;

use super::sink::Sink;
use crate::policy::{Bundle, library};

/// The file of the newer policy library, whether it exists or not.
pub(super) fn library() -> Option<PathBuf> {
    data().map(|directory| directory.join("policies.json"))
}

/// Uses the newer policy library, if the user has one. A file that cannot be read is reported on
/// standard error, and the library of the program is used.
pub(super) fn use_library(sink: Sink) {
    let Some(path) = library() else { return };
    // Nearly all users have none: do not report that.
    if !path.exists() {
        return;
    }
    let read = super::input::bytes(&path)
        .and_then(|bytes| Bundle::parse(&super::input::name(&path), &bytes));
    match read {
        // An older one than the program's was fetched for an older program.
        Ok(bundle) => {
            library::update(bundle);
        }
        Err(problem) => {
            sink.tell(&format!(
                "warning: {}: {}; the built-in library is used (`leastwise policy update --reset` removes the file)",
                super::input::shown(&path),
                problem.message
            ));
        }
    }
}

/// The directory for caches: `LEASTWISE_CACHE_DIR`, or the one of the system.
pub(super) fn cache() -> Option<PathBuf> {
    directory(
        "LEASTWISE_CACHE_DIR",
        "XDG_CACHE_HOME",
        ".cache",
        "Library/Caches",
    )
}

/// The directory for data: `LEASTWISE_DATA_DIR`, or the one of the system.
fn data() -> Option<PathBuf> {
    directory(
        "LEASTWISE_DATA_DIR",
        "XDG_DATA_HOME",
        ".local/share",
        "Library/Application Support",
    )
}

/// The directory that `own` names, or that of the system: of the variable `xdg` or `home` below the
/// home directory, and `mac` below it on macOS.
fn directory(own: &str, xdg: &str, home: &str, mac: &str) -> Option<PathBuf> {
    let set = |name: &str| {
        let path = PathBuf::from(env::var_os(name)?);
        // A relative path would depend on the current directory.
        path.is_absolute().then_some(path)
    };
    if let Some(named) = set(own) {
        return Some(named);
    }
    let base = if cfg!(windows) {
        set("LOCALAPPDATA")?
    } else if cfg!(target_os = "macos") {
        set("HOME")?.join(mac)
    } else {
        set(xdg).or_else(|| Some(set("HOME")?.join(home)))?
    };
    Some(base.join("leastwise"))
}
