//! As Markdown.

use std::io::{self, Write};

use super::sections::{headline, sections};
use crate::engine::infer::Inferred;
use crate::page::markdown::text;

/// Writes the needs as Markdown.
pub fn inferred_as_markdown(inferred: &Inferred, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Permissions that the recorded requests need\n")?;
    for line in headline(inferred) {
        writeln!(out, "- {}", text(&line))?;
    }
    for section in sections(inferred) {
        writeln!(out, "\n## {}\n\n{}\n", section.title, text(&section.text))?;
        writeln!(out, "| {} |", section.head.join(" | "))?;
        writeln!(out, "|{}", " --- |".repeat(section.head.len()))?;
        for row in &section.rows {
            let cells: Vec<String> = row.iter().map(|cell| text(cell)).collect();
            writeln!(out, "| {} |", cells.join(" | "))?;
        }
    }
    Ok(())
}
