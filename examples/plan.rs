//! Prints the changes that a role needs as a checklist: `cargo run --example plan -- ROLE POLICY`.

use leastwise::{Check, PlanFormat, Policy, Role};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name a role")?;
    let id = arguments.next().ok_or("name a policy")?;
    let role = Role::from_bytes(&path, std::fs::read(&path)?);
    let check = Check::new("2026-11-28".parse()?).policy(Policy::library(&id)?);
    print!("{}", check.run([role])?.render_plans(PlanFormat::Markdown));
    Ok(())
}
