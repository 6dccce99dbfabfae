//! Lists what is wrong with a role: `cargo run --example check -- ROLE POLICY`.

use std::error::Error;
use std::io::{Write, stdout};

use leastwise::{Check, Policy, Role};

fn main() -> Result<(), Box<dyn Error>> {
    stdout().write_all(run(std::env::args().skip(1))?.as_bytes())?;
    Ok(())
}

pub(crate) fn run(mut arguments: impl Iterator<Item = String>) -> Result<String, Box<dyn Error>> {
    let path = arguments.next().ok_or("name a role")?;
    let id = arguments.next().ok_or("name a policy")?;
    let role = Role::from_bytes(&path, std::fs::read(&path)?);
    let check = Check::new("2026-11-28".parse()?).policy(Policy::library(&id)?);
    let report = check.run([role])?;
    let lines = report
        .findings()
        .map(|finding| format!("{}: {}\n", finding.severity, finding.message));
    Ok(lines.collect())
}
