//! Drafts a policy from a help page, and lints it: `cargo run --example import -- PAGE`.

use leastwise::{Policy, import_page};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a page")?;
    let today = "2026-11-28".parse()?;
    let draft = import_page(&path, &std::fs::read_to_string(&path)?, "draft", today)?.text();
    print!("{draft}");
    for finding in Policy::from_text("draft.yaml", draft)?.lint(today) {
        println!("# {}: {}", finding.severity, finding.message);
    }
    Ok(())
}
