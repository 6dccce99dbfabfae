//! What runs Leastwise elsewhere: the files for CI, `leastwise init` that writes them, and the
//! command lines that the documentation shows.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail where it stands"
)]

mod action;
mod documents;
mod init;
mod templates;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const POLICY: &str = "cloudblue-reseller-marketplace";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A file of the repository, by a YAML parser; a parser's anchors and merges are not needed here.
fn yaml(path: &str) -> serde_json::Value {
    serde_saphyr::from_str(&text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Runs the binary in a folder, in an environment that holds nothing of the machine's.
fn leastwise(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_leastwise"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .output()
        .unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn copy(example: &str, to: &Path) {
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::copy(root().join("examples/roles").join(example), to).unwrap();
}

/// Whether the binary's parser takes a command line. Help wins over everything but the parser, so
/// nothing is run.
fn accepted(arguments: &[String]) -> Result<(), String> {
    // Behind `--` nothing is an option any more.
    let arguments = arguments.iter().take_while(|argument| *argument != "--");
    let arguments: Vec<&str> = arguments.map(String::as_str).collect();
    // Help asks for no value and no conflict, so an unknown flag is what it cannot hide.
    let mut asked = arguments.clone();
    asked.push("--help");
    let output = leastwise(&root(), &asked);
    if output.status.code() == Some(0) {
        Ok(())
    } else {
        Err(said(&output.stderr))
    }
}

/// The words of a line of shell, as far as these files need: quotes, and no expansion.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut any) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (None, '"' | '\'') => (quote, any) = (Some(c), true),
            (Some(open), c) if open == c => quote = None,
            (None, c) if c.is_whitespace() => {
                if any || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            (_, c) => word.push(c),
        }
    }
    if any || !word.is_empty() {
        words.push(word);
    }
    words
}

/// The arguments of every `leastwise` that a text of shell calls.
fn calls(shell: &str) -> Vec<Vec<String>> {
    let joined = shell.replace("\\\n", " ");
    let mut found = Vec::new();
    for line in joined.lines() {
        let line = line.trim_start().trim_start_matches("$ ");
        let mut words = words(line).into_iter().peekable();
        // Behind an operator of the shell a command begins.
        let operator = |word: &str| matches!(word, "|" | "||" | "&&" | ";" | ">" | "<" | "&");
        let mut first = true;
        while let Some(word) = words.next() {
            if word.starts_with('#') {
                break;
            }
            if !first || !(word == "leastwise" || word.ends_with("/bin/leastwise")) {
                first = operator(&word);
                continue;
            }
            let mut arguments = Vec::new();
            while let Some(word) = words.next_if(|word| !operator(word) && !word.starts_with('#')) {
                arguments.push(word);
            }
            found.push(arguments);
            first = false;
        }
    }
    found
}
