//! What to do first, in a fixed order and at most five steps.

use super::model::{DoFirst, Excess, MemberEntry};
use crate::risk::RiskSeverity;

const MOST: usize = 5;

/// The first steps. Order: incomplete role; administrator; critical level that no policy asks for;
/// no policy with something critical or high; inactive with a critical role; shared role; high
/// level that no policy asks for. Equal ones are ordered as the members are.
pub(super) fn do_first(members: &[MemberEntry]) -> Vec<DoFirst> {
    let mut steps: Vec<(usize, DoFirst)> = Vec::new();
    let mut seen: Vec<(usize, &str)> = Vec::new();
    for member in members {
        let Some((order, step)) = step(member) else {
            continue;
        };
        // Members of one role get one step.
        if !seen.contains(&(order, &member.source)) {
            seen.push((order, &member.source));
            steps.push((order, step));
        }
    }
    steps.sort_by_key(|(order, _)| *order);
    steps.into_iter().take(MOST).map(|(_, step)| step).collect()
}

fn step(member: &MemberEntry) -> Option<(usize, DoFirst)> {
    let name = &member.identifier;
    let counts = &member.severities;
    let plan = || {
        let policies = member.policies.join(" -p ");
        let policies = if policies.is_empty() {
            policies
        } else {
            format!(" -p {policies}")
        };
        Some(format!("leastwise plan {}{policies}", role_of(member)))
    };
    let role = &member.role;
    let remove = |severity| {
        let levels = member.excess.iter().flatten();
        let levels = listed(levels.filter(|level| level.severity == Some(severity)));
        format!("{name}: remove {levels}. No policy asks for this")
    };
    let (order, text, command) = if member.inactive == Some(true) {
        if !member.administrator && counts.critical.total == 0 {
            return None;
        }
        let text = format!(
            "{name} is inactive and still has the role {role}: reactivating it restores everything that the role grants"
        );
        (4, text, None)
    } else if !member.complete {
        let text = format!("{name}: read the complete role {role} again; it was not rated");
        let command = format!("leastwise fetch --role {}", quoted(role));
        (0, text, Some(command))
    } else if member.administrator {
        let text =
            format!("{name} has the administrator role {role}: create a separate role for it");
        (1, text, plan().filter(|_| !member.policies.is_empty()))
    } else if counts.critical.excess.unwrap_or(0) > 0 {
        (2, remove(RiskSeverity::Critical), plan())
    } else if member.policies.is_empty() && counts.critical.total + counts.high.total > 0 {
        let text =
            format!("{name}: assign a policy and an owner in leastwise.yaml, or deactivate it");
        let command = if is_live(member) {
            format!("leastwise fetch --role {} -o roles/", quoted(role))
        } else {
            format!("leastwise role identify {}", quoted(&member.source))
        };
        (3, text, Some(command))
    } else if !member.shared_with.is_empty() {
        let others = member.shared_with.join(", ");
        let text = format!("{name} shares the role {role} with {others}: give each its own role");
        (5, text, None)
    } else if counts.high.excess.unwrap_or(0) > 0 {
        (6, remove(RiskSeverity::High), plan())
    } else {
        return None;
    };
    Some((order, DoFirst { text, command }))
}

/// Whether the role was read from ConnectWise for this audit.
fn is_live(member: &MemberEntry) -> bool {
    member.source.contains("/system/securityRoles/")
}

/// How a command names the role of a member.
fn role_of(member: &MemberEntry) -> String {
    if is_live(member) {
        format!("--live --role {}", quoted(&member.role))
    } else {
        quoted(&member.source)
    }
}

/// At most two levels by name, and the number of the others.
fn listed<'a>(levels: impl Iterator<Item = &'a Excess>) -> String {
    let names: Vec<String> = levels
        .map(|level| format!("{} {}", level.function, level.operation.title()))
        .collect();
    match names.as_slice() {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more levels", rest.len()),
        [] => String::new(),
    }
}

/// A name as a shell takes it.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:\\".contains(c);
    if !name.is_empty() && name.chars().all(plain) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}
