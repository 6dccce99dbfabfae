//! Lists the built-in policies, removes the white space of schemas and data, and finds the commit for
//! `--version`.

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let (root, out) = (env::var("CARGO_MANIFEST_DIR")?, env::var("OUT_DIR")?);
    let (root, out) = (Path::new(&root), Path::new(&out));
    println!("cargo:rerun-if-changed=policies");
    for directory in ["schemas", "src/endpoints/data", "src/risk/data"] {
        println!("cargo:rerun-if-changed={directory}");
        for entry in fs::read_dir(root.join(directory))? {
            let entry = entry?;
            let document: serde_json::Value = serde_json::from_slice(&fs::read(entry.path())?)?;
            fs::write(out.join(entry.file_name()), document.to_string())?;
        }
    }
    fs::write(out.join("library.rs"), library(&root.join("policies"))?)?;
    println!("cargo:rerun-if-env-changed=LEASTWISE_COMMIT");
    let given = env::var("LEASTWISE_COMMIT").ok();
    let commit = given.filter(|commit| !commit.is_empty());
    let commit = commit.or_else(|| commit_of(root));
    let commit = commit.as_deref().unwrap_or("unknown");
    println!("cargo:rustc-env=LEASTWISE_COMMIT_SHOWN={commit}");
    Ok(())
}

/// The policies, sorted by id for the binary search. File names sort differently, because `-`
/// precedes the `.` of `.yaml`.
fn library(directory: &Path) -> Result<String, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if let Some(id) = path
            .file_name()
            .and_then(|name| name.to_str()?.strip_suffix(".yaml"))
        {
            let path = path.to_string_lossy();
            files.push(format!("({id:?}, include_str!({path:?})),\n"));
        }
    }
    files.sort();
    let lines = files.concat();
    Ok(format!(
        "static POLICIES: &[(&str, &str)] = &[\n{lines}];\n"
    ))
}

/// The commit of a checkout. The sources of a package may be inside of another repository.
fn commit_of(root: &Path) -> Option<String> {
    let git = root.join(".git").exists().then(|| Command::new("git"));
    let arguments = ["rev-parse", "--short=10", "HEAD"];
    let said = git?.args(arguments).current_dir(root).output().ok()?;
    let commit = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    said.status.success().then_some(commit)
}
