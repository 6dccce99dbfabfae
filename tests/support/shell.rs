//! Command lines of documents and scripts: the calls of the program in them, and whether its parser
//! takes them.

use std::process::Command;

/// Whether the binary's parser takes a command line. Help wins over everything but the parser, so
/// nothing is run.
pub(crate) fn accepted(arguments: &[String]) -> Result<(), String> {
    // Behind `--` nothing is an option any more.
    let arguments = arguments.iter().take_while(|argument| *argument != "--");
    let arguments: Vec<&str> = arguments.map(String::as_str).collect();
    // Help asks for no value and no conflict, so an unknown flag is what it cannot hide.
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

/// The words of a line of shell, as far as these files need: quotes, and no expansion.
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

/// The arguments of every `leastwise` that a text of shell calls.
pub(crate) fn calls(shell: &str) -> Vec<Vec<String>> {
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
