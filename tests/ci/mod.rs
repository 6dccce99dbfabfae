//! CI files, `leastwise init` that writes them, and the command lines in the documentation.

mod action;
mod documents;
mod init;
#[cfg(target_os = "linux")]
mod installed;
mod templates;

use std::path::{Path, PathBuf};
use std::process::Output;

use crate::shell::{accepted, calls, words};

const POLICY: &str = "cloudblue-reseller-marketplace";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A file of the repository, read with a YAML parser; anchors and merges are not used here.
fn yaml(path: &str) -> serde_json::Value {
    serde_saphyr::from_str(&text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Runs the binary in a directory with a clean environment.
fn leastwise(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = crate::harness::program(folder);
    program.args(arguments).output().unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn copy(example: &str, to: &Path) {
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::copy(root().join("examples/roles").join(example), to).unwrap();
}
