//! What a role grants of the permissions that a request needs.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::catalog::{self, FunctionKey};
use crate::endpoints::{Answer, Need, State};
use crate::model::{Level, harmless};
use crate::role::Role;

/// Level that the role grants for a need; `None` where the function is not known.
fn level(role: &Role, need: &Need) -> Option<Level> {
    let id = catalog::resolve(need.module?, need.function?)?;
    let key = FunctionKey::Known(id);
    let rows = role
        .rows
        .iter()
        .filter(|row| row.keys().any(|known| known == key));
    let levels = rows.map(|row| row.levels.get(need.operation).level());
    Some(levels.max().unwrap_or(Level::None))
}

/// Whether a level is enough: `yes`, `no`, or `perhaps` for a level below All.
fn verdict(level: Option<Level>, need: &Need) -> &'static str {
    match level {
        Some(Level::All) => "yes",
        Some(Level::None) => "no",
        Some(_) if need.needs_all => "no",
        _ => "perhaps",
    }
}

/// One entry for each need.
pub(crate) fn as_json(role: &Role, answer: &Answer) -> Value {
    answer
        .needs
        .iter()
        .map(|need| {
            let level = level(role, need);
            json!({
                "module": need.module, "function": need.function, "operation": need.operation,
                "when": need.when, "granted": level, "enough": verdict(level, need),
            })
        })
        .collect()
}

/// One sentence for each need.
pub(crate) fn print(role: &Role, answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "  In the role {}:", harmless(role.identity()))?;
    for need in &answer.needs {
        let granted = level(role, need);
        let function = need.function.unwrap_or("The function of the record");
        let level = granted.map_or_else(|| "not known".to_owned(), |level| format!("{level:?}"));
        let says = match verdict(granted, need) {
            "yes" => "That is enough.",
            "no" if need.state == State::Open => "If the condition applies, this needs All.",
            "no" => "This is not enough: set it to All.",
            _ => "This may be enough for the member's own records. Other records need All.",
        };
        writeln!(out, "    {function}, {:?}: {level}. {says}", need.operation)?;
    }
    if role.complete != Some(true) {
        writeln!(
            out,
            "    It is not known whether the role was read completely."
        )?;
    }
    Ok(())
}
