//! Drafts a policy from a help page, and lints it: `cargo run --example import -- PAGE`.

use std::error::Error;
use std::io::{Write, stdout};

use leastwise::{Policy, import_page};

fn main() -> Result<(), Box<dyn Error>> {
    stdout().write_all(run(std::env::args().skip(1))?.as_bytes())?;
    Ok(())
}

pub(crate) fn run(mut arguments: impl Iterator<Item = String>) -> Result<String, Box<dyn Error>> {
    let path = arguments.next().ok_or("name a page")?;
    let today = "2026-11-28".parse()?;
    let page = std::fs::read_to_string(&path)?;
    let mut text = import_page(&path, &page, "draft", today)?.text();
    for finding in Policy::from_text("draft.yaml", &*text)?.lint(today) {
        let line = format!("# {}: {}\n", finding.severity, finding.message);
        text.push_str(&line);
    }
    Ok(text)
}
