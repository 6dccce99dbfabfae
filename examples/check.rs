//! Checks a role against a policy of the library: `cargo run --example check -- ROLE POLICY`.

use leastwise::{Check, Format, Policy, Role};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name a role")?;
    let id = arguments.next().ok_or("name a policy")?;
    let role = Role::from_bytes(&path, std::fs::read(&path)?);
    let check = Check::new("2026-11-28".parse()?).policy(Policy::library(&id)?);
    let report = check.run([role])?;
    for finding in report.findings() {
        println!("{}: {}", finding.severity, finding.message);
    }
    print!("{}", report.render(Format::Plain));
    Ok(())
}
