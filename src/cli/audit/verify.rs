//! `leastwise audit verify`: whether an evidence directory is unchanged, and whether the same
//! inputs give the same results.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::super::failure::Failure;
use super::super::sink::Sink;
use super::super::{Ended, input};
use super::evidence::{self, MANIFEST, REVIEW};
use crate::model::{Problem, escape_controls};
use crate::policy::digest_of;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A directory written by `leastwise audit --evidence`
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, sink: Sink) -> Ended {
    let folder = &arguments.folder;
    let manifest = manifest(&folder.join(MANIFEST))?;
    let files = evidence::read(folder)?;
    let mut wrong: Vec<String> = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    for (name, hash) in &manifest {
        match files.get(name) {
            None => wrong.push(format!("`{name}` is missing")),
            Some(bytes) if digest_of(bytes) == *hash => {}
            Some(_) if name == REVIEW => {
                notes.push(format!("`{name}` was filled in after the audit"));
            }
            Some(_) => wrong.push(format!("`{name}` was changed after the audit")),
        }
    }
    for name in files.keys().filter(|name| !manifest.contains_key(*name)) {
        wrong.push(format!("`{name}` is not in the manifest"));
    }
    if wrong.is_empty() {
        let (audit, results) = evidence::results(&files)?;
        for (name, bytes) in &results {
            if name != REVIEW && files.get(name) != Some(bytes) {
                wrong.push(format!(
                    "`{name}` is not what this version of leastwise computes from the roles and \
                     policies"
                ));
            }
        }
        if !audit.complete {
            notes.push("the audit is inconclusive: a role was not read completely".to_owned());
        }
    }
    let mut out = sink.stdout();
    for line in &wrong {
        writeln!(out, "{}", escape_controls(line))?;
    }
    for line in &notes {
        writeln!(out, "note: {}", escape_controls(line))?;
    }
    if wrong.is_empty() {
        writeln!(
            out,
            "{} files are unchanged, and the comparison gives the same results",
            manifest.len()
        )?;
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(!wrong.is_empty())))
}

/// The hashes of a manifest, by file name.
fn manifest(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let bytes = input::bytes(path).map_err(|problem| {
        problem.with_help("specify a directory written by `leastwise audit --evidence`")
    })?;
    let text = String::from_utf8_lossy(&bytes);
    let mut hashes = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        let hex = |hash: &str| hash.len() == 64 && hash.chars().all(|c| c.is_ascii_hexdigit());
        let Some((hash, name)) = line.split_once("  ").filter(|(hash, _)| hex(hash)) else {
            let message = format!("line {} is not a hash and a file name", number + 1);
            let problem = Problem::in_file(input::name(path), message);
            let help = "a manifest has the format of `sha256sum`";
            return Err(problem.with_help(help).into());
        };
        hashes.insert(name.to_owned(), hash.to_ascii_lowercase());
    }
    Ok(hashes)
}
