//! The directory for data of the user, and the newer policy library in it.

use std::env;
use std::path::PathBuf;

use super::sink::Sink;
use crate::model::escape_controls;
use crate::policy::{Bundle, library};

/// The directory: `LEASTWISE_DATA`, or the one that the system has for data of applications.
fn directory() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(named) = set("LEASTWISE_DATA") {
        return Some(PathBuf::from(named));
    }
    let base = if cfg!(windows) {
        PathBuf::from(set("LOCALAPPDATA")?)
    } else if cfg!(target_os = "macos") {
        PathBuf::from(set("HOME")?).join("Library/Application Support")
    } else if let Some(data) = set("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
    {
        data
    } else {
        PathBuf::from(set("HOME")?).join(".local/share")
    };
    Some(base.join("leastwise"))
}

/// The file of the newer policy library, whether it exists or not.
pub(super) fn library() -> Option<PathBuf> {
    directory().map(|directory| directory.join("policies.json"))
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
            let file = super::input::shown(&path);
            sink.tell(&format!(
                "warning: {}: {}; the library of the program is used (`leastwise policy update --reset` removes the file)",
                escape_controls(&file),
                escape_controls(&problem.message)
            ));
        }
    }
}
