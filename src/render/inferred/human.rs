//! For a terminal.

use std::io::{self, Write};

use super::sections::{Section, headline, sections};
use crate::engine::infer::Inferred;
use crate::model::escape_controls;

/// Writes the needs as text.
pub fn inferred_for_people(inferred: &Inferred, out: &mut dyn Write) -> io::Result<()> {
    for line in headline(inferred) {
        writeln!(out, "{}", escape_controls(&line))?;
    }
    for section in sections(inferred) {
        write(&section, out)?;
    }
    Ok(())
}

fn write(section: &Section, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", section.title)?;
    writeln!(out, "{}", escape_controls(&section.text))?;
    for row in &section.rows {
        let mut cells = row.iter().zip(&section.head);
        // The start of a row names it; the rest are remarks.
        let named = if section.head.first() == Some(&"Module") {
            3
        } else {
            1
        };
        let name: Vec<&str> = cells
            .by_ref()
            .take(named)
            .map(|(cell, _)| cell.as_str())
            .collect();
        writeln!(out, "  {}", escape_controls(&join(&name)))?;
        let rest: Vec<String> = cells
            .filter(|(cell, _)| !cell.is_empty())
            .map(|(cell, head)| format!("{}: {cell}", head.to_lowercase()))
            .collect();
        if !rest.is_empty() {
            writeln!(out, "    {}", escape_controls(&rest.join(", ")))?;
        }
    }
    Ok(())
}

fn join(name: &[&str]) -> String {
    match name {
        [module, function, level] => format!("{module} / {function}: {level}"),
        other => other.join(" "),
    }
}
