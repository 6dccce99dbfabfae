//! Command lines in documents and scripts: finds the calls of the program, and tests whether its
//! parser accepts them.

use std::process::Command;

/// Whether the binary's parser accepts a command line. Help has precedence over everything but the
/// parser, so nothing is run.
pub(crate) fn accepted(arguments: &[String]) -> Result<(), String> {
    // After `--` nothing is an option.
    let arguments = arguments.iter().take_while(|argument| *argument != "--");
    let arguments: Vec<&str> = arguments.map(String::as_str).collect();
    // Help skips checks of values and conflicts, but an unknown flag is still an error.
    let mut asked = arguments.clone();
    asked.push("--help");
    let output = Command::new(env!("CARGO_BIN_EXE_leastwise"))
        .args(&asked)
        .env_clear()
        .output()
        .unwrap();
    if output.status.code() == Some(0) {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// The words of a line of shell, as far as these files need: quotes, but no expansion.
pub(crate) fn words(line: &str) -> Vec<String> {
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

/// The arguments of every call of `leastwise` in a shell text.
pub(crate) fn calls(shell: &str) -> Vec<Vec<String>> {
    let joined = shell.replace("\\\n", " ");
    let mut found = Vec::new();
    for line in joined.lines() {
        let line = line.trim_start().trim_start_matches("$ ");
        let mut words = words(line).into_iter().peekable();
        // A command starts after a shell operator.
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
