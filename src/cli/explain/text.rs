//! Facts about a function or a module, as text.

use std::io::{self, Write};

use crate::engine::explain::{FunctionFacts, ModuleFacts, NeedFacts, RequestFacts};
use crate::model::{Level, Operation};
use crate::render::count;

/// Maximum number of listed requests for each operation.
const REQUESTS: usize = 6;

pub(super) fn module(facts: &ModuleFacts, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}\n", facts.module)?;
    let width = facts.functions.iter().map(|f| f.function.chars().count());
    let width = width.max().unwrap_or(0);
    for function in &facts.functions {
        let sources = sourced(function.certainty, function.sources);
        writeln!(out, "  {:<width$}  {sources}", function.function)?;
    }
    writeln!(
        out,
        "\n`leastwise explain \"{}/FUNCTION\"` shows what is known about a function.",
        facts.module
    )
}

pub(super) fn function(facts: &FunctionFacts<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} / {}", facts.module, facts.function)?;
    let count = facts.sources.len();
    match facts.certainty {
        "fact" => writeln!(out, "fact: {count} sources use this name")?,
        "likely" if count == 1 => writeln!(out, "likely: one good source names it")?,
        "likely" => writeln!(
            out,
            "likely: {count} sources name it, but do not fully agree"
        )?,
        _ => writeln!(out, "guess: inferred, or named by one weak source only")?,
    }
    if !facts.aliases.is_empty() {
        writeln!(out, "\nAlso written\n  {}", facts.aliases.join(", "))?;
    }
    levels(facts, out)?;
    customize(facts, out)?;
    needed(facts, out)?;
    endpoints(facts, out)?;
    if let Some(notes) = facts.notes {
        writeln!(out, "\nNotes\n  {notes}")?;
    }
    writeln!(out, "\nSources, read on {}", facts.retrieved)?;
    for source in facts.sources {
        writeln!(out, "  {source}")?;
    }
    Ok(())
}

/// `fact, 3 sources`.
fn sourced(certainty: &str, sources: usize) -> String {
    match sources {
        0 => format!("{certainty}, no source"),
        many => format!("{certainty}, {}", count(many, "source")),
    }
}

fn words(levels: Option<&[Level]>) -> String {
    match levels {
        None => "not known".to_owned(),
        Some(levels) => levels
            .iter()
            .map(|level| level.word())
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn levels(facts: &FunctionFacts<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "\n{:<10}{:<24}seen in published tables",
        "Levels", "offered by ConnectWise"
    )?;
    for operation in Operation::ALL {
        let Some(levels) = facts.operations.get(operation.key()) else {
            continue;
        };
        writeln!(
            out,
            "  {:<8}{:<24}{}",
            operation.title(),
            words(levels.offered),
            words(levels.seen.as_deref())
        )?;
    }
    match (facts.offered_certainty, facts.offered_sources) {
        (None, _) => {}
        (Some(certainty), []) => {
            writeln!(out, "  offered: {certainty}, derived from published tables")?;
        }
        (Some(certainty), sources) => {
            writeln!(out, "  offered: {}", sourced(certainty, sources.len()))?;
            for source in sources {
                writeln!(out, "    {source}")?;
            }
        }
    }
    Ok(())
}

fn customize(facts: &FunctionFacts<'_>, out: &mut impl Write) -> io::Result<()> {
    let customize = &facts.customize;
    let has = match customize.has {
        Some(true) => "the function has one",
        Some(false) => "no source mentions one",
        None => "not known",
    };
    writeln!(out, "\nCustomize list\n  {has}")?;
    if let Some(identifier) = customize.identifier {
        writeln!(out, "  `{identifier}` in /system/mySecurity/customizeItems")?;
    }
    if !customize.items.is_empty() {
        writeln!(out, "  items that policies name:")?;
    }
    for item in &customize.items {
        let mut by = Vec::new();
        if !item.allowed_by.is_empty() {
            by.push(format!("allowed by {}", item.allowed_by.join(", ")));
        }
        if !item.disallowed_by.is_empty() {
            by.push(format!("disallowed by {}", item.disallowed_by.join(", ")));
        }
        writeln!(out, "    {}: {}", item.item, by.join("; "))?;
    }
    Ok(())
}

fn needed(facts: &FunctionFacts<'_>, out: &mut impl Write) -> io::Result<()> {
    let (none, needs): (Vec<_>, Vec<_>) = facts
        .needs
        .iter()
        .partition(|need| need.level.max == Level::None);
    let count = distinct(needs.iter().copied()).len();
    match count {
        0 => writeln!(out, "\nNeeded by no policy in the library")?,
        1 => writeln!(out, "\nNeeded by 1 policy in the library")?,
        _ => writeln!(out, "\nNeeded by {count} policies in the library")?,
    }
    for operation in Operation::ALL {
        let of = |need: &&&NeedFacts<'_>| need.operation == operation;
        let rows: Vec<_> = needs.iter().filter(of).collect();
        if rows.is_empty() && !none.iter().any(|need| need.operation == operation) {
            continue;
        }
        writeln!(out, "  {}", operation.title())?;
        for need in rows {
            let level = need.level.to_string();
            let why = need.purpose.unwrap_or("(no purpose given)");
            writeln!(
                out,
                "    {}: {level}{}: {why}",
                need.policy,
                conditions(need)
            )?;
        }
        let stated = distinct(
            none.iter()
                .copied()
                .filter(|need| need.operation == operation),
        );
        if !stated.is_empty() {
            writeln!(out, "    None, stated explicitly: {}", stated.join(", "))?;
        }
    }
    Ok(())
}

fn distinct<'a>(needs: impl Iterator<Item = &'a NeedFacts<'a>>) -> Vec<&'a str> {
    let mut ids = Vec::new();
    for need in needs {
        if !ids.contains(&need.policy) {
            ids.push(need.policy);
        }
    }
    ids
}

/// Conditions of a level: ` (with billing; setup only)`.
fn conditions(need: &NeedFacts<'_>) -> String {
    let mut parts: Vec<String> = need
        .features
        .iter()
        .map(|names| format!("with {}", names.join(" or ")))
        .collect();
    if need.phase.is_some() {
        parts.push("setup only".to_owned());
    }
    parts.extend(need.status.map(str::to_owned));
    parts.extend(
        need.connectwise
            .map(|versions| format!("ConnectWise {versions}")),
    );
    if need.whole_module {
        parts.push("as for every function of the module".to_owned());
    }
    parts.extend(need.stated_in.map(|id| format!("from {id}")));
    if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join("; "))
    }
}

fn endpoints(facts: &FunctionFacts<'_>, out: &mut impl Write) -> io::Result<()> {
    if facts.endpoints.is_empty() {
        return writeln!(
            out,
            "\nREST requests\n  none is known to need {}/{}",
            facts.module, facts.function
        );
    }
    writeln!(
        out,
        "\nREST requests (an unofficial map: ConnectWise does not publish which permission each needs)"
    )?;
    for operation in Operation::ALL {
        let of = |request: &&RequestFacts| request.operation == operation;
        let requests: Vec<_> = facts.endpoints.iter().filter(of).collect();
        if requests.is_empty() {
            continue;
        }
        writeln!(out, "  {}", operation.title())?;
        for request in requests.iter().take(REQUESTS) {
            writeln!(
                out,
                "    {} {} ({})",
                request.method, request.path, request.grade
            )?;
        }
        let more = requests.len().saturating_sub(REQUESTS);
        if more > 0 {
            writeln!(out, "    and {more} more (`--format json` lists all)")?;
        }
    }
    Ok(())
}
