//! Changes between two versions of a policy: for a terminal, and as a note for customers.

use std::io::{self, Write};

use crate::model::{Level, escape_controls};
use crate::page::markdown::text as escape;
use crate::policy::diff::{Change, ChangeKind, PolicyDiff};

/// A policy with its version.
fn name(policy: &crate::policy::JoinedPolicy) -> String {
    let version = policy
        .version
        .as_deref()
        .map_or(String::new(), |v| format!(" {v}"));
    format!("{}{version}", policy.title)
}

/// Prints the changes for a terminal.
pub fn print_policy_diff(diff: &PolicyDiff, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "old: {}", escape_controls(&name(&diff.old)))?;
    writeln!(out, "new: {}", escape_controls(&name(&diff.new)))?;
    let mut last = None;
    for change in &diff.changes {
        if last != Some(change.kind) {
            writeln!(out, "\n{}", change.kind)?;
            last = Some(change.kind);
        }
        let when = change
            .when
            .as_deref()
            .map_or(String::new(), |when| format!(" ({when})"));
        writeln!(
            out,
            "  {}",
            escape_controls(&format!("{}{when}", change.message))
        )?;
        if change.kind == ChangeKind::PurposeChanged {
            let said =
                |purpose: &Option<String>| purpose.clone().unwrap_or_else(|| "(none)".to_owned());
            writeln!(
                out,
                "    was: {}",
                escape_controls(&said(&change.old_purpose))
            )?;
            writeln!(out, "    now: {}", escape_controls(&said(&change.purpose)))?;
        } else if let Some(purpose) = change.purpose.as_ref().or(change.old_purpose.as_ref()) {
            writeln!(out, "    {}", escape_controls(purpose))?;
        }
    }
    let widening = diff.changes.iter().filter(|change| change.widening).count();
    match diff.changes.len() {
        0 => writeln!(out, "\nno requirement changed"),
        1 => writeln!(out, "\n1 change ({widening} widening)"),
        changes => writeln!(out, "\n{changes} changes ({widening} widening)"),
    }
}

/// Prints the changes as a note for customers.
pub fn diff_as_note(diff: &PolicyDiff, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "# From {} to {}\n",
        escape(&name(&diff.old)),
        escape(&name(&diff.new))
    )?;
    let raised = |change: &Change| minimum(change).is_some_and(|(from, to)| to > from);
    let lowered = |change: &Change| {
        matches!(
            change.kind,
            ChangeKind::NoLongerRequired | ChangeKind::Narrowed
        )
    };
    let customize = |change: &Change| {
        matches!(
            change.kind,
            ChangeKind::CustomizeWidened | ChangeKind::CustomizeNarrowed
        )
    };
    let rest = |change: &Change| !raised(change) && !lowered(change) && !customize(change);
    if !diff.changes.iter().any(|change| {
        let contradicts = change.kind == ChangeKind::Contradiction;
        raised(change) || lowered(change) || customize(change) || contradicts
    }) {
        writeln!(out, "Existing roles need no change.\n")?;
    }
    section(diff, "Existing roles must now also grant", raised, out)?;
    section(diff, "Permissions to revoke", lowered, out)?;
    section(diff, "Customize lists", customize, out)?;
    section(diff, "Other changes", rest, out)
}

/// The lowest level before and after.
fn minimum(change: &Change) -> Option<(Level, Level)> {
    Some((change.old?.min, change.new?.min))
}

/// The level that a role which satisfied the old version must, or may, now have.
fn to_set(change: &Change) -> Option<Level> {
    let (from, to) = (change.old?, change.new?);
    if to.min > from.min {
        Some(to.min)
    } else if to.max < from.max {
        Some(to.max)
    } else if to.min < from.min {
        Some(to.min)
    } else {
        None
    }
}

fn section(
    diff: &PolicyDiff,
    title: &str,
    belongs: impl Fn(&Change) -> bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let changes: Vec<&Change> = diff
        .changes
        .iter()
        .filter(|change| belongs(change))
        .collect();
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "## {title}\n")?;
    for change in changes {
        let when = change
            .when
            .as_deref()
            .map_or(String::new(), |when| format!(" ({})", escape(when)));
        let level = to_set(change);
        match (level, change.operation, change.label()) {
            (Some(level), Some(operation), Some(label)) => {
                let column = operation.column();
                writeln!(out, "- **{}**: {column} {level}{when}", escape(&label))?;
            }
            _ => writeln!(out, "- {}{when}", escape(&change.message))?,
        }
        if let Some(purpose) = change.purpose.as_ref().or(change.old_purpose.as_ref()) {
            writeln!(out, "  <br>{}", escape(purpose))?;
        }
        if let (Some(level), Some(operation), Some(module), Some(function)) =
            (level, change.operation, &change.module, &change.function)
        {
            let function = if function == "*" {
                "(every function)"
            } else {
                function
            };
            writeln!(
                out,
                "  <br>System > Security Roles > *your role* > {} > {}: set {} to {level}",
                escape(module),
                escape(function),
                operation.column()
            )?;
        }
    }
    writeln!(out)
}
