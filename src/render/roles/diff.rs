//! What changed between two reads of a role, as text.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::engine::role_diff::{Change, RoleDiff, Side};
use crate::model::{Level, escape_controls};
use crate::render::wrap::{painted, wrapped, write_text, write_wrapped};
use crate::risk::RiskSeverity;

/// Prints what changed, what became possible first. `width` is in columns.
pub fn print_role_diff(
    diff: &RoleDiff,
    width: usize,
    color: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_text(out, "", &title(diff), width)?;
    if diff.became_administrator() {
        let line = "administrator: the role became an administrator role, so the levels below \
                    no longer mean anything";
        write_wrapped(out, "", line, width, |line| painted(color, "31", line))?;
    } else if diff.old.administrator == Some(true) && diff.new.administrator != Some(true) {
        let line = "administrator: the role is no longer an administrator role";
        write_text(out, "", line, width)?;
    }
    write_text(out, "", &counts(diff), width)?;
    let sections = [
        ("wider", &diff.wider),
        ("narrower", &diff.narrower),
        ("written differently, same permission", &diff.other),
    ];
    for (title, changes) in sections {
        if changes.is_empty() {
            continue;
        }
        writeln!(out, "\n{title}")?;
        for change in changes {
            print(change, width, color, out)?;
        }
    }
    if diff.old.members != diff.new.members {
        writeln!(out)?;
        let members = format!("members: {} -> {}", members(&diff.old), members(&diff.new));
        write_text(out, "", &members, width)?;
    }
    if !diff.not_compared.is_empty() {
        writeln!(out)?;
        let listed: Vec<String> = diff
            .not_compared
            .iter()
            .map(|row| {
                format!(
                    "{} / {} (only in the {} read)",
                    row.module, row.function, row.only_in
                )
            })
            .collect();
        let line = format!(
            "not compared, because a read is incomplete: {}",
            listed.join(", ")
        );
        write_text(out, "", &line, width)?;
    }
    Ok(())
}

fn members(side: &Side) -> String {
    match &side.members {
        None => "not read".to_owned(),
        Some(members) if members.is_empty() => "none".to_owned(),
        Some(members) => members.join(", "),
    }
}

fn title(diff: &RoleDiff) -> String {
    let when = |side: &Side| match &side.fetched_at {
        Some(time) => format!("{} ({time})", side.source),
        None => side.source.clone(),
    };
    let name = if diff.old.role == diff.new.role {
        diff.new.role.clone()
    } else {
        format!("{} -> {}", diff.old.role, diff.new.role)
    };
    format!("Role {name}: {} -> {}", when(&diff.old), when(&diff.new))
}

fn counts(diff: &RoleDiff) -> String {
    let incomplete = |side: &Side, which: &str| {
        let why = side.incomplete.as_ref()?;
        Some(format!(
            "inconclusive: the {which} read is incomplete: {why}. "
        ))
    };
    let mut line = [incomplete(&diff.old, "old"), incomplete(&diff.new, "new")]
        .into_iter()
        .flatten()
        .collect::<String>();
    let wider = diff.wider.len();
    let _ = write!(line, "Wider: {wider}");
    let worst = diff.wider.iter().filter_map(|change| change.severity).max();
    if let Some(worst) = worst {
        let _ = write!(line, ", most severe {}", worst.word());
    }
    let _ = write!(line, ". Narrower: {}.", diff.narrower.len());
    if let Some(same) = diff.same {
        let _ = write!(line, " Same: {same}.");
    }
    line
}

fn style(severity: Option<RiskSeverity>) -> &'static str {
    match severity {
        Some(RiskSeverity::Critical) => "31",
        Some(RiskSeverity::High) => "33",
        _ => "",
    }
}

fn print(change: &Change, width: usize, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let word = change.severity.map_or("not rated", RiskSeverity::word);
    let what = format!(
        "{} / {}: {} {} -> {}",
        change.module,
        change.function,
        change.operation.title(),
        change.from.word(),
        change.to.word()
    );
    let word = painted(color, style(change.severity), &format!("{word:<9}"));
    let margin = "             ";
    let lines = wrapped(margin, &escape_controls(&what), width, str::to_owned).join("\n");
    writeln!(out, "  {word}  {}", lines.trim_start())?;
    let mut details: Vec<String> = Vec::new();
    if let Some(reason) = &change.reason {
        details.push(reason.clone());
    }
    if change.matched_by_alias {
        details.push("The row has a new name for the same function.".to_owned());
    }
    let narrower = change.to.level() < change.from.level();
    match &change.asked_for {
        Some(policies) if policies.is_empty() && change.to.level() > Level::None && !narrower => {
            details.push("No policy asks for it.".to_owned());
        }
        Some(policies) if !policies.is_empty() => {
            let what = if narrower { "Needed by" } else { "Required by" };
            details.push(format!("{what} {}", policies.join("; ")));
        }
        _ => {}
    }
    for detail in details {
        write_text(out, "               ", &detail, width)?;
    }
    Ok(())
}
