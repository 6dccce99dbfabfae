//! Replacement for `download` in a build that cannot connect.

use crate::model::Problem;

pub(super) fn bytes(_: &str, noun: &str) -> Result<Vec<u8>, Problem> {
    Err(
        Problem::new("this build of leastwise cannot connect").with_help(format!(
            "save the {noun} as a file and specify that file, or install the full program"
        )),
    )
}
