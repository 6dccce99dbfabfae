//! Replacement for `download` in a build that cannot connect.

use super::Failed;

pub(super) fn bytes(_: &str, noun: &str) -> Result<Vec<u8>, Failed> {
    Err(Failed {
        message: "this build of leastwise cannot connect".to_owned(),
        help: format!(
            "save the {noun} as a file and specify that file, or install the full program"
        ),
    })
}
