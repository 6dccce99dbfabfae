//! The directories of this program for one user.

use std::env;
use std::path::PathBuf;

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
pub(super) fn data() -> Option<PathBuf> {
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
