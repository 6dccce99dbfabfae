//! Writes roles: `roles NUMBER FOLDER` as files, `roles NUMBER -` as JSON Lines.
//!
//! `--share PERCENT` is the share of roles with findings, `--unknown LOW-HIGH` how many functions
//! that the catalogue does not know.

use std::error::Error;
use std::io::{BufWriter, Write};

use leastwise_benches::{Kind, Layout, Roles};

fn main() -> Result<(), Box<dyn Error>> {
    let mut kind = Kind::default();
    let mut rest = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--share" => kind.share = arguments.next().ok_or("a share is missing")?.parse()?,
            "--unknown" => {
                let range = arguments.next().ok_or("a range is missing")?;
                let (low, high) = range.split_once('-').ok_or("write LOW-HIGH")?;
                kind.unknown = (low.parse()?, high.parse()?);
            }
            _ => rest.push(argument),
        }
    }
    let [number, target] = rest.as_slice() else {
        return Err("usage: roles [--share PERCENT] [--unknown LOW-HIGH] NUMBER FOLDER|-".into());
    };
    let number: u64 = number.parse()?;
    let roles = Roles::new(kind);
    if target == "-" {
        let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
        for number in 0..number {
            out.write_all(roles.role(number, Layout::Line).as_bytes())?;
        }
        out.flush()?;
    } else {
        std::fs::create_dir_all(target)?;
        for number in 0..number {
            let text = roles.role(number, Layout::File);
            std::fs::write(format!("{target}/role-{number:06}.json"), text)?;
        }
    }
    Ok(())
}
