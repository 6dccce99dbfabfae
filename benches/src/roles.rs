//! Writes roles.

use std::io::{BufWriter, Write};

use leastwise_benches::{Kind, Layout, Roles};

use crate::Ended;

pub(crate) fn run(kind: Kind, number: u64, target: &str) -> Ended {
    if target == "-" {
        return lines(kind, number, &mut std::io::stdout().lock());
    }
    let roles = Roles::new(kind);
    std::fs::create_dir_all(target)?;
    for number in 0..number {
        let text = roles.role(number, Layout::File);
        std::fs::write(format!("{target}/role-{number:06}.json"), text)?;
    }
    Ok(())
}

/// Writes roles as JSON Lines.
pub(crate) fn lines(kind: Kind, number: u64, out: &mut dyn Write) -> Ended {
    let roles = Roles::new(kind);
    let mut out = BufWriter::with_capacity(1 << 20, out);
    for number in 0..number {
        out.write_all(roles.role(number, Layout::Line).as_bytes())?;
    }
    out.flush()?;
    Ok(())
}
