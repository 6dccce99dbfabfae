//! Every command in the book is valid, and every example shows the real output of its command.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::book::{leastwise, pages, said, same, text};
use crate::shell::{accepted, calls};

/// A fenced block of a page.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) language: String,
    pub(super) text: String,
}

pub(super) fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                open = Some(Block {
                    language: language.into_string(),
                    text: String::new(),
                });
            }
            Event::Text(part) => {
                if let Some(block) = &mut open {
                    block.text += &part;
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take()),
            _ => {}
        }
    }
    found
}

/// The command of a block that shows one command and its output.
fn shown(block: &Block) -> Option<&str> {
    let commands = block
        .text
        .lines()
        .filter(|line| line.starts_with("$ "))
        .count();
    let first = block.text.lines().next()?;
    (block.language == "console" && commands == 1).then(|| first.strip_prefix("$ leastwise "))?
}

/// Pages whose examples need files; separate tests run them.
const ELSEWHERE: [&str; 2] = ["docs/policy.md", "docs/reference/policy-fields.md"];

#[test]
fn examples_show_real_output() {
    let mut ran = 0;
    for name in pages("docs") {
        let page = text(&name);
        let mut made = page.clone();
        for block in blocks(&page) {
            let Some(command) = shown(&block).filter(|_| !ELSEWHERE.contains(&&*name)) else {
                continue;
            };
            let words = crate::shell::words(command);
            let output = leastwise(&words.iter().map(String::as_str).collect::<Vec<_>>());
            let stderr = String::from_utf8(output.stderr.clone()).unwrap();
            let printed = format!("{}{stderr}", said(&output));
            let mut body = printed.trim_end().to_owned();
            // A block that ends in `…` shows only the first lines.
            let lines = block.text.trim_end().lines().count();
            if block.text.trim_end().ends_with("\n…") {
                body = body.lines().take(lines - 2).collect::<Vec<_>>().join("\n") + "\n…";
            }
            let body = format!("$ leastwise {command}\n{body}\n");
            made = made.replacen(&block.text, &body, 1);
            ran += 1;
        }
        same(&name, &made);
    }
    assert!(ran >= 10, "{ran}");
}

#[test]
fn every_command_is_valid() {
    let mut taken = 0;
    for name in pages("docs").into_iter().chain(["README.md".to_owned()]) {
        for block in blocks(&text(&name)) {
            let commands = match block.language.as_str() {
                "sh" => block.text.clone(),
                "console" | "text" => {
                    let lines = block.text.lines().filter(|line| line.starts_with("$ "));
                    lines.collect::<Vec<_>>().join("\n")
                }
                _ => continue,
            };
            for call in calls(&commands) {
                accepted(&call).unwrap_or_else(|error| panic!("{name}: {call:?}: {error}"));
                taken += 1;
            }
        }
    }
    assert!(taken >= 60, "{taken}");
}

#[test]
fn policy_commands_name_files_not_directories() {
    for name in pages("docs") {
        for block in blocks(&text(&name)) {
            for call in calls(&block.text) {
                let folder = call.iter().find(|word| word.ends_with('/'));
                assert!(
                    !call.starts_with(&["policy".to_owned()]) || folder.is_none(),
                    "{name}: {call:?}"
                );
            }
        }
    }
}

/// Commands that read from ConnectWise need credentials, so each page that shows one links to them.
#[test]
fn live_commands_link_to_the_credentials() {
    let mut read = 0;
    for name in pages("docs").into_iter().chain(["README.md".to_owned()]) {
        let page = text(&name);
        let live = blocks(&page)
            .iter()
            .filter(|block| block.language != "yaml")
            .flat_map(|block| calls(&block.text))
            .any(|call| call[0] == "fetch" || call.iter().any(|word| word == "--live"));
        if live && name != "docs/live.md" {
            assert!(page.contains("live.md#credentials"), "{name}");
            read += 1;
        }
    }
    assert!(read >= 5, "{read}");
}

/// Blocks in other languages would not be tested.
#[test]
fn every_block_has_a_known_language() {
    for name in pages("docs") {
        for block in blocks(&text(&name)) {
            let known = [
                "console",
                "sh",
                "powershell",
                "text",
                "yaml",
                "json",
                "xml",
                "csv",
                "markdown",
                "html",
                "jinja",
                "mermaid",
                "sql",
            ];
            assert!(
                known.contains(&block.language.as_str()),
                "{name}: a block in `{}`:\n{}",
                block.language,
                block.text
            );
        }
    }
}
