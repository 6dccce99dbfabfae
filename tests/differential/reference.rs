//! Runs the second implementation.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Output lines of a script in `tests/reference`; nothing if Python is not installed.
pub(crate) fn lines(
    script: &str,
    arguments: &[&str],
) -> Option<impl Iterator<Item = Value> + use<>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let started = Command::new("python3")
        .arg("-B")
        .arg(folder.join(script))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) if std::env::var_os("CI").is_none() => {
            eprintln!("SKIPPED: the second implementation needs python3 ({error})");
            return None;
        }
        Err(error) => panic!("the second implementation needs python3 ({error})"),
    };
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    Some(std::iter::from_fn(move || {
        if let Some(line) = lines.next() {
            return Some(serde_json::from_str(&line.unwrap()).unwrap());
        }
        assert!(child.wait().unwrap().success(), "the reference failed");
        None
    }))
}
