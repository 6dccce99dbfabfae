//! The newer policy library of the user.

use std::path::PathBuf;

use super::directories;
use super::sink::Sink;
use crate::policy::{Bundle, library};

/// The file of the newer policy library, whether it exists or not.
pub(super) fn library() -> Option<PathBuf> {
    directories::data().map(|directory| directory.join("policies.json"))
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
